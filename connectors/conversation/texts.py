"""What people type: cleaned for the log, measured, and never a command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Union

from bot.texts import get_text

# NUL is refused by PostgreSQL; the other control characters mean nothing in a message, and those that turn the
# direction of writing or begin a line by another name make a message look like what it is not
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]")

# what is left of a typed command without its slash: read as words, «/restart» would become somebody's name and
# «/choose{…yes…}» a yes
_COMMAND = re.compile(r"\w+(?:@[\w.]+)?\s*(?:[\[{].*)?", re.DOTALL)


@dataclass(frozen=True)
class RefusedText:
    """A message that is not taken: ``reason`` (empty, length) for programs, ``text`` for the person."""

    reason: str
    text: str


def read_text(message: str, max_chars: int) -> Union[str, RefusedText]:
    """``message`` as it goes into the log, or why it does not. ``max_chars``: the longest that is read, 0 for any."""
    text = _CONTROL.sub("", message.encode("utf-8", "replace").decode("utf-8")).strip()
    if not text.strip("/ \t\r\n"):
        return RefusedText("empty", get_text("conversation.empty"))
    if max_chars and len(text) > max_chars:
        return RefusedText("length", get_text("conversation.too_long", limit=f"{max_chars:,}".replace(",", ".")))
    return text


def clean_for_rasa(text: str) -> Optional[str]:
    """``text`` of a person as words that no part of Rasa takes for a command; None when it is one, and nothing else."""
    words = text.strip()
    while words.startswith("/"):
        words = words.lstrip("/").strip()
    return None if text.strip().startswith("/") and _COMMAND.fullmatch(words) else words
