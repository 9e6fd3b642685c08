"""What people type: cleaned for the log, measured, and never a command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Union

EMPTY = "Non ho ricevuto nessun testo: scrivimi pure cosa ti serve."
NOT_A_COMMAND = (
    "Qui non ci sono comandi che iniziano con «/»: scrivimi con parole tue, e andiamo avanti da dove eravamo.")
STALE_BUTTON = "Questo pulsante non è più valido: scrivimi pure cosa ti serve."
TOO_LONG = "Il messaggio è troppo lungo: posso leggere fino a {limit} caratteri. Me lo riscrivi più breve?"

# NUL is refused by PostgreSQL; the other control characters mean nothing in a message
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# what is left of a typed command without its slash: read as words, «/restart» would become somebody's name and
# «/choose{…yes…}» a yes
_COMMAND = re.compile(r"\w+(?:@[\w.]+)?\s*(?:[\[{].*)?", re.DOTALL)


@dataclass(frozen=True)
class Refused:
    """A message that is not taken: ``reason`` (empty, length) for programs, ``text`` for the person."""

    reason: str
    text: str


def read_text(message: str, max_chars: int) -> Union[str, Refused]:
    """``message`` as it goes into the log, or why it does not. ``max_chars``: the longest that is read, 0 for any."""
    text = _CONTROL.sub("", message.encode("utf-8", "replace").decode("utf-8")).strip()
    if not text.strip("/ \t\r\n"):
        return Refused("empty", EMPTY)
    if max_chars and len(text) > max_chars:
        return Refused("length", TOO_LONG.format(limit=f"{max_chars:,}".replace(",", ".")))
    return text


def typed_for_rasa(text: str) -> Optional[str]:
    """``text`` of a person as words that no part of Rasa takes for a command; None when it is one, and nothing else."""
    words = text.strip()
    while words.startswith("/"):
        words = words.lstrip("/").strip()
    return None if text.strip().startswith("/") and _COMMAND.fullmatch(words) else words
