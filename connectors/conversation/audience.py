"""Who is told of what happens in conversations: the channels of this process."""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import Any, Awaitable, Iterator, Protocol, Sequence

from bot.services.conversations import Draft, MessageView
from bot.services.unavailable import log_failure

logger = logging.getLogger("orienta.conversation")

_REMEMBERED = 20_000


class Listener(Protocol):
    """A channel. It is told of every conversation and leaves alone those that it does not show.

    What is told is a wake-up: what a person sees comes from the log, after the last number that this person's client
    has. Only :meth:`unlogged` carries words that stand nowhere.
    """

    async def appended(self, conversation_id: str, messages: Sequence[MessageView], state: str) -> None:
        """``messages``, in order, were just written by this process; ``state``: who has the floor now."""

    async def changed(self, conversation_ids: Sequence[str]) -> None:
        """Another process wrote to these conversations, or somebody's presence in them changed: read them again."""

    async def typing(self, conversation_id: str, on: bool) -> None:
        """The assistant is preparing an answer, or no longer is."""

    async def unlogged(self, conversation_id: str, drafts: Sequence[Draft]) -> None:
        """Show these although they stand in no log: the database is down."""

    async def erased(self, conversation_id: str, last_words: Sequence[Draft]) -> None:
        """The conversation was erased on request: show the ``last_words``, which stand in no log, and start a new one
        with whoever shows it."""


class Audience:
    """All listeners of a process; one that fails keeps nobody else from being told."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._told: OrderedDict[str, int] = OrderedDict()

    def add(self, listener: Listener) -> None:
        """Tell ``listener`` too from now on."""
        self._listeners.append(listener)

    def knows(self, conversation_id: str, sequence: int) -> bool:
        """Whether the listeners were told of message ``sequence`` when this process wrote it."""
        return sequence <= self._told.get(conversation_id, 0)

    async def appended(self, conversation_id: str, messages: Sequence[MessageView], state: str) -> None:
        """See :class:`Listener`."""
        if messages:
            self._told[conversation_id] = max(messages[-1].sequence, self._told.get(conversation_id, 0))
            self._told.move_to_end(conversation_id)
            if len(self._told) > _REMEMBERED:
                self._told.popitem(last=False)
        await _each(listener.appended(conversation_id, messages, state) for listener in self._listeners)

    async def changed(self, conversation_ids: Sequence[str]) -> None:
        """See :class:`Listener`."""
        await _each(listener.changed(conversation_ids) for listener in self._listeners)

    async def typing(self, conversation_id: str, on: bool) -> None:
        """See :class:`Listener`."""
        await _each(listener.typing(conversation_id, on) for listener in self._listeners)

    async def unlogged(self, conversation_id: str, drafts: Sequence[Draft]) -> None:
        """See :class:`Listener`."""
        await _each(listener.unlogged(conversation_id, drafts) for listener in self._listeners)

    async def erased(self, conversation_id: str, last_words: Sequence[Draft]) -> None:
        """See :class:`Listener`."""
        self._told.pop(conversation_id, None)
        await _each(listener.erased(conversation_id, last_words) for listener in self._listeners)


async def _each(calls: Iterator[Awaitable[Any]]) -> None:
    for call in calls:
        try:
            await call
        except Exception as error:  # one channel's fault is not another's
            log_failure(logger, "a channel could not be told", error)
