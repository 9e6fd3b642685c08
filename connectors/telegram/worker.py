"""The one process that works for a bot: it holds the lease, reads updates, answers them and sends what the log has."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from contextlib import suppress
from typing import Any, Callable, Optional, Sequence

from bot import clock
from bot.services import leases, telegram
from bot.services.errors import DatabaseUnavailable
from bot.services.telegram import StoredUpdate
from bot.services.unavailable import log_failure
from bot.settings import Settings
from connectors.telegram.api import ApiError, BadToken, BotApi
from connectors.telegram.inbox import Inbox
from connectors.telegram.outbox import Outbox
from connectors.telegram.polling import poll
from connectors.telegram.sender import Sender
from connectors.telegram.update_handler import Reception
from connectors.telegram.write_batch import Gathered

logger = logging.getLogger("orienta.telegram")

LEASE = "telegram"
LEASE_SECONDS = 6.0
RENEW_SECONDS = 2.0
"""A worker that dies is replaced after :data:`LEASE_SECONDS`; one that cannot renew stops before that."""

FORGET_SECONDS = 3600.0

FIRST_TOKEN_PAUSE_SECONDS = 5.0
LONGEST_TOKEN_PAUSE_SECONDS = 600.0
"""After Telegram has refused the token, before it is asked again who we are: it may have been an accident of theirs."""

OFF = "The Telegram channel is off: TELEGRAM_TOKEN is empty."
WRONG_TOKEN = "TELEGRAM_TOKEN: Telegram does not know this token, it is asked again. The web chat goes on."
GOOD_AGAIN = "Telegram knows the token again."

Parts = tuple[Inbox, Outbox]


class Worker:
    """Waits for the lease and works while it has it. ``make``: the parts, new for each time that it is had."""

    def __init__(self, settings: Settings, api: BotApi, make: Callable[[], Parts]) -> None:
        self._settings = settings
        self._api = api
        self._make = make
        self._holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._held_until = 0.0
        self._storing: Gathered[Sequence[dict[str, Any]], None] = Gathered(self._store)
        self._task: Optional[asyncio.Task[None]] = None
        self._refused = asyncio.Event()
        self._answers = True
        self._token_pause = 0.0
        self.inbox: Optional[Inbox] = None
        self.outbox: Optional[Outbox] = None

    def start(self) -> None:
        """Begin, in the running loop; returns at once, also when Telegram cannot be reached."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Work no more updates; those that come are stored, for another process or the next start."""
        inbox, self.inbox = self.inbox, None
        if inbox is not None:
            await inbox.stop()

    async def stop(self) -> None:
        """End, and let another process work at once."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def refuse_token(self) -> None:
        """Telegram has refused the token: the work stops, and goes on when it knows the token again."""
        if not self._token_pause:  # one line for an outage
            logger.error(WRONG_TOKEN)
        self._refused.set()

    @property
    def state(self) -> str:
        """ok, refused (Telegram does not know the token), unreachable, or waiting (not begun, or another works)."""
        if self._refused.is_set() or self._token_pause:
            return "refused"
        if self.outbox is not None and not self._answers:
            return "unreachable"
        return "ok" if self.outbox is not None else "waiting"

    async def take(self, updates: Sequence[dict[str, Any]]) -> bool:
        """Store ``updates`` and see to it that they are worked; False when they could not be stored."""
        try:
            await self._storing.do(updates)
        except DatabaseUnavailable as error:
            log_failure(logger, "updates could not be stored", error)
            return False
        if self.inbox is not None:
            self.inbox.add([StoredUpdate(item["update_id"], item) for item in updates])
        return True

    def _store(self, batches: Sequence[Sequence[dict[str, Any]]]) -> list[None]:
        every = [item for batch in batches for item in batch]
        telegram.store_updates(self._settings, updates=every, now=clock.now())
        return [None for _ in batches]

    async def _run(self) -> None:
        while True:
            try:
                if await self._hold():
                    await self._work()
            except Exception as error:  # whatever it is, the channel tries again
                log_failure(logger, "the worker of Telegram failed", error)
            await asyncio.sleep(self._pause())

    def _pause(self) -> float:
        """Before the next attempt: longer each time that the token is refused."""
        if not self._refused.is_set():
            return RENEW_SECONDS
        self._refused.clear()
        self._token_pause = min(self._token_pause * 2 or FIRST_TOKEN_PAUSE_SECONDS, LONGEST_TOKEN_PAUSE_SECONDS)
        return self._token_pause

    async def _hold(self) -> bool:
        asked = time.monotonic()
        with suppress(DatabaseUnavailable):
            if await asyncio.to_thread(leases.hold, self._settings, name=LEASE, holder=self._holder,
                                       seconds=LEASE_SECONDS, now=clock.now()):
                self._held_until = asked + LEASE_SECONDS
                return True
            return False
        return time.monotonic() < self._held_until - RENEW_SECONDS  # the database is down: for all others too

    async def _work(self) -> None:
        """Until the lease or the token is lost."""
        inbox, outbox = self._make()
        others: list[asyncio.Task[Any]] = []
        try:
            if not await self._token_is_good():
                return
            await outbox.start()
            self.outbox = outbox
            await inbox.start()
            self.inbox = inbox
            if self._settings.telegram_mode == "polling":
                others.append(asyncio.get_running_loop().create_task(self._poll()))
            others.append(asyncio.get_running_loop().create_task(self._forget()))
            while not self._refused.is_set() and await self._hold():
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._refused.wait(), RENEW_SECONDS)
        finally:
            self.inbox = self.outbox = None
            for task in others:
                task.cancel()
            await asyncio.gather(inbox.stop(), outbox.stop(), *others, return_exceptions=True)
            with suppress(DatabaseUnavailable):
                await asyncio.to_thread(leases.release, self._settings, name=LEASE, holder=self._holder)

    async def _token_is_good(self) -> bool:
        try:
            me = await self._api.call("getMe")
            self._answers = True
            logger.info("Telegram: @%s, %s", me.get("username"), self._settings.telegram_mode)
            if self._token_pause:
                self._token_pause = 0.0
                logger.info(GOOD_AGAIN)
        except BadToken:
            self.refuse_token()
            return False
        except ApiError as error:  # offline at start: the web chat is there, and this goes on trying
            self._answers = False
            logger.warning("Telegram cannot be reached (%s): trying again", error)
        return True

    async def _poll(self) -> None:
        try:
            await poll(self._api, self.take, note_state=self._note_state)
        except BadToken:
            self.refuse_token()

    def _note_state(self, answers: bool) -> None:
        self._answers = answers

    async def _forget(self) -> None:
        while True:
            with suppress(DatabaseUnavailable):
                await asyncio.to_thread(telegram.forget_updates, self._settings, now=clock.now())
            await asyncio.sleep(FORGET_SECONDS)


def make_parts(settings: Settings, key: bytes, door: Any, sender: Sender, outbox: Outbox) -> Parts:
    """The inbox of ``outbox``'s bot, with a reception between them."""
    reception = Reception(settings, key, door, sender, outbox)
    return Inbox(settings, reception.work), outbox
