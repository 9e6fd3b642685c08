"""What to do with a message as it arrives from a browser: hand it to Rasa, answer it here, or ignore it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Union

from connectors.webchat.buttons import Buttons, Clicks, Genuine, Invalid

STALE_BUTTON = "Questo pulsante non è più valido: scrivimi pure cosa ti serve."
EMPTY = "Non ho ricevuto nessun testo: scrivimi pure cosa ti serve."
NOT_A_COMMAND = (
    "Qui non ci sono comandi che iniziano con «/»: scrivimi con parole tue, e andiamo avanti da dove eravamo.")
TOO_LONG = "Il messaggio è troppo lungo: posso leggere fino a {limit} caratteri. Me lo riscrivi più breve?"

# NUL is refused by PostgreSQL; the other control characters mean nothing in a message
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# what is left of a typed command without its slash: read as words, «/restart» would become somebody's name and
# «/choose{…yes…}» a yes
_COMMAND = re.compile(r"\w+(?:@[\w.]+)?\s*(?:[\[{].*)?", re.DOTALL)


@dataclass(frozen=True)
class ForRasa:
    """Text for Rasa. It starts with ``/`` only when it is the payload of a button that we sent."""

    text: str


@dataclass(frozen=True)
class Answer:
    """The person gets ``text`` and Rasa is not called."""

    text: str


@dataclass(frozen=True)
class Ignored:
    """Nobody is waiting for an answer: ``reason`` is one of malformed, double click."""

    reason: str


def read_message(
    data: object, sender: str, buttons: Buttons, clicks: Clicks, max_chars: int, now: float
) -> Union[ForRasa, Answer, Ignored]:
    """Judge the ``data`` of a ``user_uttered`` event in the conversation of ``sender``.

    ``max_chars``: the longest text that is read. ``now``: monotonic seconds, to tell a double click.
    """
    message = data.get("message") if isinstance(data, dict) else None
    if not isinstance(message, str):
        return Ignored("malformed")
    click = buttons.read(sender, message.strip())
    if isinstance(click, Genuine):
        if clicks.is_repeated(sender, message.strip(), now):
            return Ignored("double click")
        return ForRasa(click.payload)
    if isinstance(click, Invalid):
        return Answer(STALE_BUTTON)
    text = plain_text(message)
    if not text:
        return Answer(EMPTY)
    if _without_controls(message).startswith("/") and _COMMAND.fullmatch(text):
        return Answer(NOT_A_COMMAND)
    if len(text) > max_chars:
        return Answer(TOO_LONG.format(limit=f"{max_chars:,}".replace(",", ".")))
    return ForRasa(text)


def plain_text(message: str) -> str:
    """``message`` as text that no part of Rasa takes for a command, and that every database can store."""
    text = _without_controls(message)
    while text.startswith("/"):
        text = text.lstrip("/").strip()
    return text


def _without_controls(message: str) -> str:
    return _CONTROL.sub("", message.encode("utf-8", "replace").decode("utf-8")).strip()
