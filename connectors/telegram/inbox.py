"""Works the stored updates: those of one chat in order, those of different chats side by side, each once."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from contextlib import suppress
from typing import Any, Awaitable, Callable, Optional, Sequence

from bot import clock
from bot.services import telegram
from bot.services.errors import DatabaseUnavailable
from bot.services.telegram import StoredUpdate
from bot.services.unavailable import log_failure
from bot.settings import Settings
from connectors.telegram.update_kinds import find_chat_id

logger = logging.getLogger("orienta.telegram")

LOOK_SECONDS = 1.0
"""Between two looks for updates that another process has stored, when nobody tells."""

GATHER_SECONDS = 0.5
"""Updates that end within so long are marked as done together; one that is worked again after a crash changes nothing,
for its messages have keys."""

RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 10.0
AT_ONCE = 40
"""Chats that are worked at the same time."""

_REMEMBERED = 5_000


class TryAgain(RuntimeError):
    """An update could not be worked now: it stays first in its chat."""


Work = Callable[[StoredUpdate], Awaitable[None]]


class Inbox:
    """A queue for every chat. ``work`` does one update; :class:`TryAgain` from it means later."""

    def __init__(self, settings: Settings, work: Work) -> None:
        self._settings = settings
        self._work = work
        self._taken: OrderedDict[int, None] = OrderedDict()
        self._queues: dict[Any, list[StoredUpdate]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended: list[int] = []
        self._room = asyncio.Semaphore(AT_ONCE)
        self._look_now = asyncio.Event()
        self._looking: Optional[asyncio.Task[None]] = None
        self._flushing: Optional[asyncio.Task[None]] = None

    async def start(self) -> None:
        """Begin, with what the last process has left: it comes before what arrives from now on.

        Raises:
            DatabaseUnavailable: the database cannot be read.
        """
        self.add(await asyncio.to_thread(telegram.list_waiting_updates, self._settings))
        self._looking = asyncio.get_running_loop().create_task(self._keep_looking())

    async def stop(self) -> None:
        """Begin nothing more; what is being worked is given a moment, and is worked again later if it takes longer."""
        if self._looking is not None:
            self._looking.cancel()
        self._queues.clear()
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=2.0)
            for task in late:
                task.cancel()
        await self._flush()

    def look(self) -> None:
        """Another process may have stored updates."""
        self._look_now.set()

    def add(self, updates: Sequence[StoredUpdate]) -> None:
        """Work ``updates``, which are stored; those that are known already are left out."""
        for update in updates:
            if update.update_id in self._taken:
                continue
            self._taken[update.update_id] = None
            chat = find_chat_id(update.body)
            queue = self._queues.get(chat)
            if queue is None:
                self._queues[chat] = [update]
                task = asyncio.get_running_loop().create_task(self._run(chat))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                queue.append(update)
                queue.sort(key=lambda item: item.update_id)
        while len(self._taken) > _REMEMBERED + sum(map(len, self._queues.values())):
            self._taken.popitem(last=False)

    async def _run(self, chat: Any) -> None:
        """All updates of one chat that are there."""
        while self._queues.get(chat):
            async with self._room:
                update = self._queues[chat].pop(0) if self._queues.get(chat) else None
                if update is not None:
                    await self._until_done(update)
        self._queues.pop(chat, None)

    async def _until_done(self, update: StoredUpdate) -> None:
        """Work ``update``, again and again while that is worth it."""
        wait = RETRY_SECONDS
        while True:
            try:
                await self._work(update)
                break
            except (TryAgain, DatabaseUnavailable):
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_RETRY_SECONDS)
            except Exception as error:  # an update that always fails must not stop its chat for ever
                log_failure(logger, "an update could not be worked", error)
                break
        self._ended.append(update.update_id)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.get_running_loop().create_task(self._flush_soon())

    async def _flush_soon(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        while self._ended:
            if not await self._flush():
                await asyncio.sleep(RETRY_SECONDS)

    async def _flush(self) -> bool:
        ended, self._ended = self._ended, []
        try:
            await asyncio.to_thread(
                telegram.finish_updates, self._settings, update_ids=ended, now=clock.now())
        except DatabaseUnavailable:
            self._ended = ended + self._ended
            return False
        return True

    async def _keep_looking(self) -> None:
        while True:
            waiting = asyncio.ensure_future(self._look_now.wait())
            await asyncio.wait([waiting], timeout=LOOK_SECONDS)
            waiting.cancel()
            self._look_now.clear()
            with suppress(DatabaseUnavailable):
                self.add(await asyncio.to_thread(telegram.list_waiting_updates, self._settings))
