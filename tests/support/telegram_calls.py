"""What the fake Bot API server notes of a call, and the faults that it can be told to have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass
class Call:
    """A request that came in. ``ok``: it was obeyed. ``text``: what a person reads of it. ``at``: monotonic seconds."""

    method: str
    parameters: dict[str, Any]
    at: float
    ok: bool = False
    description: str = ""
    text: str = ""
    message_id: Optional[int] = None
    file: Optional[tuple[str, str, bytes]] = None

    @property
    def chat_id(self) -> Optional[int]:
        """The chat it is for."""
        return self.parameters.get("chat_id")

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons of its inline keyboard."""
        markup = self.parameters.get("reply_markup") or {}
        return [button for row in markup.get("inline_keyboard", []) for button in row]


@dataclass
class Fault:
    """The next ``times`` calls of ``method`` (of all, when None), of ``chat_id`` if given, get this answer."""

    code: int
    description: str = "Internal Server Error"
    method: Optional[str] = None
    chat_id: Optional[int] = None
    times: int = 1
    parameters: dict[str, Any] = field(default_factory=dict)
    obeyed: bool = False
    """What was asked is done, and the answer is lost."""
