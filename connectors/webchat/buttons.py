"""Buttons of the web chat: payloads signed for one conversation, and double clicks told from two choices."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Optional, Union

DOUBLE_CLICK_SECONDS = 2.0

_SIGNED = re.compile(r"(/.*)#s=([A-Za-z0-9_-]{4})([A-Za-z0-9_-]{10})", re.DOTALL)
_PURPOSE = "orienta web chat button"
_REMEMBERED_SESSIONS = 10_000


@dataclass(frozen=True)
class Genuine:
    """A click on a button that this server sent in this conversation; ``payload`` as Rasa's domain wrote it."""

    payload: str


@dataclass(frozen=True)
class Invalid:
    """It looks like one of our buttons, but it was not signed for this conversation, or was changed."""


@dataclass(frozen=True)
class NotAButton:
    """Text that a person typed."""


class Buttons:
    """Signs payloads without storing them: ``/affirm`` becomes ``/affirm#s=<4 random><10 of the signature>``.

    The random characters differ each time a button is sent, so the «Sì» of one question is not the «Sì» of the next.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def signed(self, sender: str, payload: str) -> str:
        """``payload`` as it goes out to ``sender``; one that is plain text needs no signature."""
        if not payload.startswith("/"):
            return payload
        nonce = secrets.token_urlsafe(3)
        return f"{payload}#s={nonce}{self._signature(sender, nonce, payload)}"

    def read(self, sender: str, text: str) -> Union[Genuine, Invalid, NotAButton]:
        """What ``text``, received in the conversation of ``sender``, is."""
        match = _SIGNED.fullmatch(text)
        if match is None:
            return NotAButton()
        payload, nonce, signature = match.groups()
        if not hmac.compare_digest(signature, self._signature(sender, nonce, payload)):
            return Invalid()
        return Genuine(payload)

    def _signature(self, sender: str, nonce: str, payload: str) -> str:
        parts = "\0".join((_PURPOSE, sender, nonce, payload)).encode("utf-8", "surrogatepass")
        return base64.urlsafe_b64encode(hmac.new(self._key, parts, hashlib.sha256).digest()).decode()[:10]


class Clicks:
    """Remembers the last click of each conversation, in every tab."""

    def __init__(self, seconds: float = DOUBLE_CLICK_SECONDS) -> None:
        self._seconds = seconds
        self._last: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def is_repeated(self, sender: str, signed_payload: str, now: float) -> bool:
        """Whether this click came less than :data:`DOUBLE_CLICK_SECONDS` ago too. ``now``: monotonic seconds."""
        last: Optional[tuple[str, float]] = self._last.get(sender)
        if last is not None and last[0] == signed_payload and now - last[1] < self._seconds:
            return True
        self._last[sender] = (signed_payload, now)
        self._last.move_to_end(sender)
        if len(self._last) > _REMEMBERED_SESSIONS:
            self._last.popitem(last=False)
        return False
