"""One message of a conversation at a time: Rasa's door to our locks, in memory or in Redis when `REDIS_URL` is set."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, AsyncIterator, Optional

from rasa.core.lock_store import LockError, LockStore

from bot import settings
from bot.rasa import locks
from bot.texts import get_text


@dataclass
class _Turns:
    """A conversation that is held for turns. ``inside``: one of them at a time; ``open``: until it is given back."""

    conversation_id: str
    held: Any
    inside: asyncio.Lock = field(default_factory=asyncio.Lock)
    open: bool = True


_turns: ContextVar[Optional[_Turns]] = ContextVar("orienta_turns", default=None)


class OrientaLockStore(LockStore):
    """Serves conversations in the order of their messages, across processes too.

    Of Rasa's interface only :meth:`lock` is used from outside; the tickets behind Rasa's own are what loses messages,
    and there are none here.
    """

    def __init__(self, endpoint_config: Any = None, redis_url: Optional[str] = None) -> None:
        """The Redis of ``redis_url``, by default of the setting; empty: memory.

        Raises:
            SettingError: REDIS_URL is no address of a Redis.
        """
        url = settings.load().redis_url if redis_url is None else redis_url
        try:
            self.locks = locks.make(url)
        except ValueError:
            raise settings.SettingError(get_text("settings.bad_redis_url", url=url)) from None
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = locks.LIFETIME_SECONDS, wait_time_in_seconds: float = 0.0,
    ) -> AsyncIterator[Any]:
        """Hold the lock of a conversation, or of any name, within the block; ``wait_time_in_seconds`` is Rasa's.

        Raises:
            LockError: Redis does not answer, or the messages before did not end in time; the person is then told.
        """
        turns = _turns.get()
        if turns is not None and turns.conversation_id == conversation_id:
            async with turns.inside:
                if turns.open:
                    yield turns.held
                    return
        # a job that a turn has planned runs later, in a copy of its context: it takes the lock as everybody does
        async with AsyncExitStack() as stack:
            try:
                held = await stack.enter_async_context(self.locks.hold(conversation_id, lifetime=lock_lifetime))
            except locks.CannotLock as error:
                raise LockError(str(error)) from error
            yield held

    @asynccontextmanager
    async def turns(self, conversation_id: str) -> AsyncIterator[Any]:
        """Hold a conversation for turns of Rasa: within the block :meth:`lock` finds it held and asks nobody.

        Raises:
            LockError: as :meth:`lock`.
        """
        async with self.lock(conversation_id) as held:
            turns = _Turns(conversation_id, held)
            before = _turns.set(turns)
            try:
                yield held
            finally:
                _turns.reset(before)
                async with turns.inside:
                    turns.open = False
