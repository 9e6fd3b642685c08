"""One conversation on two channels: a code made there is used here, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from bot.services.telegram import ChatView
from bot.settings import Settings


@dataclass(frozen=True)
class Outcome:
    """What a code led to: the words for the person, and the conversation that the chat shows now."""

    text: str
    conversation_id: Optional[str] = None


class Linking:
    """Makes and uses codes for the person of a chat."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def make(self, conversation_id: str) -> str:
        """The words with a code for the web chat."""
        raise NotImplementedError

    async def use(self, code: str, chat: ChatView) -> Outcome:
        """Take the conversation of ``code`` into ``chat``."""
        raise NotImplementedError
