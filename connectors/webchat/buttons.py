"""Buttons of the web chat: payloads signed for one conversation, and double clicks told from two choices."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Optional, Union

DOUBLE_CLICK_SECONDS = 2.0

_SIGNED = re.compile(r"(/.*)#s=([A-Za-z0-9_-]{4})([A-Za-z0-9_-]{10})", re.DOTALL)
_PURPOSE = "orienta web chat button"
_REMEMBERED_SESSIONS = 10_000
_NUMBER_BYTES = 3
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True)
class Genuine:
    """A click on a button that this server sent in this conversation.

    ``payload`` as Rasa's domain wrote it; ``sequence``: of the message that had the button, 0 when it stood in no log.
    """

    payload: str
    sequence: int


@dataclass(frozen=True)
class Invalid:
    """It looks like one of our buttons, but it was not signed for this conversation, or was changed."""


@dataclass(frozen=True)
class NotAButton:
    """Text that a person typed."""


class Buttons:
    """Signs payloads without storing them: ``/affirm`` becomes ``/affirm#s=<message's number><10 of the signature>``.

    With the number in it the «Sì» of one question is not the «Sì» of the next, and is the same in every tab.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def signed(self, sender: str, payload: str, sequence: int = 0) -> str:
        """``payload`` of message ``sequence`` as it goes to ``sender``; one that is plain text needs no signature."""
        if not payload.startswith("/"):
            return payload
        mark = _mark(sequence)
        return f"{payload}#s={mark}{self._signature(sender, mark, payload)}"

    def signed_all(self, sender: str, content: Any, sequence: int = 0) -> Any:
        """``content`` of a message with every value named ``payload`` signed, wherever it is."""
        if isinstance(content, list):
            return [self.signed_all(sender, item, sequence) for item in content]
        if not isinstance(content, dict):
            return content
        return {
            name: (self.signed(sender, value, sequence) if name == "payload" else value) if isinstance(value, str)
            else self.signed_all(sender, value, sequence)
            for name, value in content.items()}

    def read(self, sender: str, text: str) -> Union[Genuine, Invalid, NotAButton]:
        """What ``text``, received in the conversation of ``sender``, is."""
        match = _SIGNED.fullmatch(text)
        if match is None:
            return NotAButton()
        payload, mark, signature = match.groups()
        if not hmac.compare_digest(signature, self._signature(sender, mark, payload)):
            return Invalid()
        return Genuine(payload, int.from_bytes(base64.urlsafe_b64decode(mark), "big"))

    def _signature(self, sender: str, mark: str, payload: str) -> str:
        said = "\0".join((_PURPOSE, sender, mark, payload)).encode("utf-8", "surrogatepass")
        signature = hmac.digest(self._key, said, "sha256")[:9]  # 12 characters: more than are shown
        return binascii.b2a_base64(signature, newline=False).translate(_URL_SAFE).decode()[:10]


@lru_cache(maxsize=64)  # a message with a picker has some seventy buttons
def _mark(sequence: int) -> str:
    number = (sequence % 2 ** (8 * _NUMBER_BYTES)).to_bytes(_NUMBER_BYTES, "big")
    return base64.urlsafe_b64encode(number).decode()


def find_button_title(content: Any, payload: str) -> Optional[str]:
    """What the button with ``payload`` says, anywhere in the ``content`` of the message that had it."""
    if isinstance(content, list):
        return next((found for item in content if (found := find_button_title(item, payload))), None)
    if not isinstance(content, dict):
        return None
    if content.get("payload") == payload and content.get("title"):
        return str(content["title"])
    return find_button_title(list(content.values()), payload)


def find_shown_title(content: Any, payload: str, told: Optional[str]) -> Optional[str]:
    """The title of the button with ``payload`` in ``content``; None when it has none.

    A client may show it with what stands around it (the day of a time): what it ``told`` is taken when it has the title
    in it and no word that the message does not have.
    """
    title = find_button_title(content, payload)
    if title is None or not told or title not in told:
        return title
    return told if set(_words(told)) <= set(_words(" ".join(_strings(content)))) else title


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _strings(content: Any) -> list[str]:
    if isinstance(content, dict):
        return [found for value in content.values() for found in _strings(value)]
    if isinstance(content, list):
        return [found for value in content for found in _strings(value)]
    return [content] if isinstance(content, str) else []


class Clicks:
    """Gives a second click within moments the key of the first, so that both are one message, in every tab.

    Whatever is written in between makes it a new one: who presses «Sì» again after typing means it.
    """

    def __init__(self, seconds: float = DOUBLE_CLICK_SECONDS) -> None:
        self._seconds = seconds
        self._last: OrderedDict[str, tuple[str, float, str]] = OrderedDict()

    def key(self, sender: str, signed_payload: str, key: Optional[str], now: float) -> str:
        """The key for this click. ``key``: the client's own, if it made one. ``now``: monotonic seconds."""
        last = self._last.get(sender)
        if last is not None and last[0] == signed_payload and now - last[1] < self._seconds:
            return last[2]
        key = key or secrets.token_urlsafe(12)
        self._last[sender] = (signed_payload, now, key)
        self._last.move_to_end(sender)
        if len(self._last) > _REMEMBERED_SESSIONS:
            self._last.popitem(last=False)
        return key

    def typed(self, sender: str) -> None:
        """Something else was written in this conversation."""
        self._last.pop(sender, None)
