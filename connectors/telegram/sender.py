"""Sends one message at a time as Telegram allows: paced, again after a fault, as plain text when HTML is refused."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, Mapping, Optional, TypeVar

from connectors.telegram.api import ApiError, BotApi, RefusedCall, TooManyCalls, Unreachable
from connectors.telegram.rate_limits import Pace
from connectors.telegram.rendering import Sending

logger = logging.getLogger("orienta.telegram")

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 60.0
RETRY_MARGIN_SECONDS = 0.2
"""Added to the pause that Telegram asks for: its clock and ours do not start at the same moment."""


AT_ONCE = 4
"""Messages that may be on their way, or taken and not yet noted, at the same moment."""

Result = TypeVar("Result")
Note = Callable[[Optional[int]], Awaitable[Result]]


class Sender:
    """All calls that have to do with a chat go through here."""

    def __init__(self, api: BotApi, pace: Pace, first_retry: float = FIRST_RETRY_SECONDS) -> None:
        self._api = api
        self._pace = pace
        self._first_retry = first_retry
        self._down = False
        self._room = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def is_down(self) -> bool:
        """Whether the last message got no answer from Telegram."""
        return self._down

    async def deliver(self, chat_id: int, sending: Sending, note: Note[Result]) -> Result:
        """Send, and what ``note`` gives for the id of the message (None for an edit that changed nothing).

        ``note`` runs as soon as Telegram has taken the message, and few messages are between the two at any moment:
        they are those that come twice when the process dies. A call without an answer is repeated until there is one:
        Telegram may then have the message twice too, because a message has no key that it could recognise.

        Raises:
            ApiError: what repeating does not mend: Blocked, Migrated, BadToken, Refused, Conflict.
        """
        parameters: dict[str, Any] = {"chat_id": chat_id, **sending.parameters}
        wait = self._first_retry
        while True:
            await self._pace.wait(chat_id)
            try:
                async with self._room:
                    result = await self._call(sending.method, parameters, sending)
                    self._tell_up()
                    return await note(result)
            except TooManyCalls as error:
                logger.warning("Telegram asks for a pause of %.0f s", error.retry_after)
                self._pace.pause(chat_id, error.retry_after + RETRY_MARGIN_SECONDS)
            except Unreachable as error:
                self._tell_down(error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_RETRY_SECONDS)
            except RefusedCall as error:
                if "parse_mode" not in parameters or "parse entities" not in error.description:
                    raise
                logger.error("Telegram cannot read the formatting of a message: it goes as plain text")
                parameters = {key: value for key, value in parameters.items() if key != "parse_mode"}
                parameters["text"] = sending.plain

    async def _call(self, method: str, parameters: Mapping[str, Any], sending: Sending) -> Optional[int]:
        try:
            result = await self._api.call(method, parameters, file=sending.file)
        except RefusedCall as error:
            if "not modified" in error.description:
                return None
            raise
        return int(result["message_id"]) if isinstance(result, Mapping) and "message_id" in result else None

    async def aside(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """A call that nobody misses when it fails (typing, a tick on a button): once, and None after a failure."""
        try:
            return await self._api.call(method, parameters)
        except ApiError as error:
            logger.debug("%s failed: %s", method, error)
            return None

    def soon(self, method: str, parameters: Mapping[str, Any]) -> None:
        """:meth:`aside` without waiting for it."""
        task = asyncio.get_running_loop().create_task(self.aside(method, parameters))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _tell_down(self, error: ApiError) -> None:
        if not self._down:
            self._down = True
            logger.warning("Telegram does not answer (%s): messages wait in the log", error)

    def _tell_up(self) -> None:
        if self._down:
            self._down = False
            logger.info("Telegram answers again")
