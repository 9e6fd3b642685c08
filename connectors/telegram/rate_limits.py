"""How often messages may go out: 30 a second in all, about one a second in a chat, and the pauses Telegram asks for."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from typing import Callable

OVERALL_MESSAGES = 30
OVERALL_SECONDS = 1.05
"""At most so many messages in any such time: what Telegram allows a bot a second, and a little more time."""

CHAT_PER_SECOND = 1.0
CHAT_BURST = 4
"""Telegram asks for one message a second in a chat and bears short bursts: an answer in three parts goes out whole."""

_REMEMBERED_CHATS = 10_000


class Bucket:
    """Takes ``burst`` at once and ``rate`` a second in the long run; what comes too early is given a later moment."""

    def __init__(self, rate: float, burst: int) -> None:
        self._interval = 1.0 / rate
        self._slack = (burst - 1) / rate
        self._next = float("-inf")

    def reserve(self, now: float) -> float:
        """The moment, not before ``now``, when the next may go."""
        moment = max(now, self._next - self._slack)
        self._next = max(self._next, moment) + self._interval
        return moment

    def hold_until(self, moment: float) -> None:
        """Let nothing go before ``moment``, and no burst right after it."""
        self._next = max(self._next, moment + self._slack)


class Window:
    """At most ``most`` in any ``seconds``; who comes too early is given a later moment."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._moments: deque[float] = deque([float("-inf")] * most, maxlen=most)
        self._held = float("-inf")

    def reserve(self, now: float) -> float:
        """The moment, not before ``now`` nor before an earlier one that was given, when the next may go."""
        moment = max(now, self._held, self._moments[0] + self._seconds, self._moments[-1])
        self._moments.append(moment)
        return moment

    def hold_until(self, moment: float) -> None:
        """Let nothing go before ``moment``."""
        self._held = max(self._held, moment)


class Pace:
    """When each message of a bot may go. Use one sender per bot, or each would count the limits alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, overall: int = OVERALL_MESSAGES) -> None:
        self._clock = clock
        self._overall = Window(overall, OVERALL_SECONDS)
        self._chats: OrderedDict[int, Bucket] = OrderedDict()
        self._paused: tuple[int, float] = (0, float("-inf"))

    async def wait(self, chat_id: int) -> None:
        """Return when a message to ``chat_id`` may go."""
        await self._sleep_until(self._chat(chat_id).reserve(self._clock()))
        await self._sleep_until(self._overall.reserve(self._clock()))

    def pause(self, chat_id: int, seconds: float) -> None:
        """Telegram wants a pause. A second chat that is told so during the first one's means the whole bot."""
        until = self._clock() + seconds
        first, end = self._paused
        if first != chat_id and end > self._clock():
            self._overall.hold_until(until)
        self._paused = (chat_id, until)
        self._chat(chat_id).hold_until(until)

    def _chat(self, chat_id: int) -> Bucket:
        bucket = self._chats.setdefault(chat_id, Bucket(CHAT_PER_SECOND, CHAT_BURST))
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        return bucket

    async def _sleep_until(self, moment: float) -> None:
        # an event loop may wake up a moment early
        while (left := moment - self._clock()) > 0:
            await asyncio.sleep(left)
