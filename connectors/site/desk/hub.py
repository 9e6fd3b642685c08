"""Wakes the open pages of the desk when something changes: one follower of the log for all of them."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import datetime
from typing import Callable, Iterator, Optional, Sequence

from bot.services import desk
from bot.services.conversations import Follower
from bot.services.desk import OpenRequest
from bot.services.errors import DatabaseUnavailable
from bot.settings import Settings

QUEUE_SECONDS = 0.5
"""Least time between two readings of the queue: many pages follow it, and one reading serves all of them."""


class Subscription:
    """One page that follows the queue, and a conversation if one is open in it."""

    def __init__(self, conversation_id: Optional[str]) -> None:
        self.conversation_id = conversation_id
        self._wake = asyncio.Event()
        self._conversation_changed = False

    def wake(self, *, conversation: bool) -> None:
        """There may be something new: in its conversation, or in the queue."""
        self._conversation_changed |= conversation
        self._wake.set()

    async def wait(self, seconds: float) -> bool:
        """Return when there may be something new, or after ``seconds``; whether the conversation is to be read."""
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return True
        finally:
            self._wake.clear()
        changed, self._conversation_changed = self._conversation_changed, False
        return changed


class Hub:
    """All open pages of this process. ``version`` counts the readings of the queue that differed; 0: none yet."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._pages: set[Subscription] = set()
        self._follower = Follower(settings, self._changed, now=now)
        self._dirty = asyncio.Event()
        self._reader: Optional[asyncio.Task[None]] = None
        self.requests: tuple[OpenRequest, ...] = ()
        self.version = 0

    def start(self) -> None:
        """Begin, in the running loop."""
        self._follower.start()
        self._dirty.set()
        self._reader = asyncio.get_running_loop().create_task(self._read_queue())

    async def stop(self) -> None:
        """End; open pages are woken no more."""
        await self._follower.stop()
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)

    def look_again(self) -> None:
        """Something changed that is no message: what an owner has read, who is available."""
        self._dirty.set()

    @contextmanager
    def subscription(self, conversation_id: Optional[str]) -> Iterator[Subscription]:
        """A page as long as it is open."""
        page = Subscription(conversation_id)
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)

    async def _changed(self, conversation_ids: Sequence[str]) -> None:
        changed = set(conversation_ids)
        for page in self._pages:
            if page.conversation_id in changed:
                page.wake(conversation=True)
        self._dirty.set()

    async def _read_queue(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            try:
                await self._compare()
            except DatabaseUnavailable:
                self._dirty.set()
            await asyncio.sleep(QUEUE_SECONDS)

    async def _compare(self) -> None:
        found = tuple(await asyncio.to_thread(desk.open_requests, self._settings))
        if found == self.requests and self.version:
            return
        self.requests = found
        self.version += 1
        for page in self._pages:
            page.wake(conversation=False)
