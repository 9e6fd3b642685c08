"""Following conversations from any process: who has something new is told within moments.

On PostgreSQL by LISTEN/NOTIFY, on SQLite by looking for higher ids. What comes are the ids of conversations, at times
more often than needed: the reader asks the log for what lies behind its own last number, so nothing is lost or doubled.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Any, Awaitable, Callable, Iterable, Optional, Sequence

from bot import clock, outages
from bot.db.session import DatabaseUnavailable, transaction
from bot.services.conversations import log, presence
from bot.settings import Settings

logger = logging.getLogger("orienta.follow")

POLL_SECONDS = 0.1
"""Between two looks at SQLite: half of it is the mean delay, and a look costs a fifth of a millisecond."""

HEARD_SECONDS = 0.01
"""What is heard waits so long: the own process's writes are known by then, and what comes together is told once."""

RETRY_SECONDS = 1.0
OVERLAP = 1_000
"""After a lost connection PostgreSQL's ids are looked at again from this many back: they are not committed in order."""

OnChange = Callable[[Sequence[str]], Awaitable[None]]
Knows = Callable[[str, int], bool]
_Talked = tuple[int, list[tuple[str, int]]]
"""The newest id of a message, and the conversations that have new ones with their newest number."""


class Follower:
    """Calls ``on_change`` with the ids of conversations that have something new, until :meth:`stop`.

    ``knows(conversation_id, sequence)``: whether the caller was told of that message already, having written it itself.
    """

    def __init__(
        self, settings: Settings, on_change: OnChange, knows: Optional[Knows] = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._settings = settings
        self._on_change = on_change
        self._knows: Knows = knows or (lambda _id, _sequence: False)
        self._now = now
        self._task: Optional[asyncio.Task[None]] = None

    def start(self) -> None:
        """Begin, in the running loop."""
        listens = self._settings.database_url.startswith("postgresql")
        self._task = asyncio.get_running_loop().create_task(self._listen() if listens else self._poll())

    async def stop(self) -> None:
        """End; returns when nothing more will be called."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _poll(self) -> None:
        last: Optional[int] = None
        moment = clock.to_utc(self._now())
        while True:
            try:
                if last is None:
                    last = await asyncio.to_thread(log.find_newest_id, self._settings)
                (last, talked), (moment, moved) = await asyncio.to_thread(self._look, last, moment)
                await self._call({*self._new(talked), *moved})
                await asyncio.sleep(POLL_SECONDS)
            except DatabaseUnavailable:
                await asyncio.sleep(RETRY_SECONDS)

    def _look(self, last: int, moment: datetime) -> tuple[_Talked, tuple[datetime, list[str]]]:
        with transaction(self._settings.database_url) as session:
            return log.list_changed_since(session, last), presence.list_changed_after(session, moment)

    def _look_since(self, last: int) -> _Talked:
        with transaction(self._settings.database_url) as session:
            return log.list_changed_since(session, last)

    async def _listen(self) -> None:
        last: Optional[int] = None
        while True:
            connection: Any = None
            try:
                connection = await asyncio.to_thread(_connect, self._settings.database_url)
                if last is None:
                    last = await asyncio.to_thread(log.find_newest_id, self._settings)
                else:
                    last, missed = await asyncio.to_thread(self._look_since, max(0, last - OVERLAP))
                    await self._call(self._new(missed))
                await self._hear(connection)
            except Exception as error:  # a broken connection has many names: what was missed is asked for afterwards
                if not outages.was_told(error):
                    outages.get_outage("database", self._settings.database_url).note_failure(type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            finally:
                if connection is not None:
                    connection.close()

    async def _hear(self, connection: Any) -> None:
        """Pass notifications on until the connection breaks."""
        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()
        descriptor = connection.fileno()  # a connection that broke no longer knows it
        loop.add_reader(descriptor, arrived.set)
        try:
            while True:
                await arrived.wait()
                arrived.clear()
                connection.poll()
                told = [log.read_signal(signal.payload) for signal in connection.notifies]
                connection.notifies.clear()
                await asyncio.sleep(HEARD_SECONDS)  # not before it is read: the loop would spin on what is readable
                await self._call(self._new(told))
        finally:
            loop.remove_reader(descriptor)

    def _new(self, changes: Iterable[tuple[str, int]]) -> set[str]:
        return {changed for changed, sequence in changes if not (sequence and self._knows(changed, sequence))}

    async def _call(self, ids: set[str]) -> None:
        if not ids:
            return
        try:
            await self._on_change(sorted(ids))
        except Exception as error:  # one reader's fault must not end the following
            logger.error("a follower failed: %s", type(error).__name__)


def _connect(url: str) -> Any:
    import psycopg2
    from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
    from sqlalchemy.engine import make_url

    address = make_url(url)
    arguments: dict[str, Any] = {**address.translate_connect_args(username="user", database="dbname"), **address.query}
    connection = psycopg2.connect(connect_timeout=2, **arguments)
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    with connection.cursor() as cursor:
        cursor.execute(f"listen {log.NOTIFY_CHANNEL}")
    return connection
