"""Session ids of the web chat: issued by the server only, signed, and good for a limited time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Union

PREFIX = "web_"
RANDOM_BYTES = 18
TIME_BYTES = 6
SIGNATURE_BYTES = 18

_SHAPE = re.compile(r"(web_[A-Za-z0-9_-]{32})\.([A-Za-z0-9_-]{24})")
_PURPOSE = b"orienta web chat session\0"


@dataclass(frozen=True)
class Session:
    """A conversation of the web chat.

    ``id`` is the secret that its browser keeps. ``sender`` is the same without the signature: it names the
    conversation in Rasa, in the database and in rooms, and knowing it is not enough to enter the conversation.
    """

    id: str
    sender: str


@dataclass(frozen=True)
class Refused:
    """A session id that is not taken: ``reason`` is one of malformed, forged, expired."""

    reason: str


class SessionIds:
    """Issues and reads session ids: ``web_<144 random bits and the issue time>.<signature>``, both in base64url."""

    def __init__(self, key: bytes, lifetime: timedelta) -> None:
        self._key = key
        self._lifetime = lifetime

    def issue(self, now: datetime) -> Session:
        """A new session, issued at ``now`` (aware)."""
        seconds = int(now.timestamp()).to_bytes(TIME_BYTES, "big")
        sender = PREFIX + base64.urlsafe_b64encode(secrets.token_bytes(RANDOM_BYTES) + seconds).decode()
        return Session(f"{sender}.{self._signature(sender)}", sender)

    def read(self, session_id: object, now: datetime) -> Union[Session, Refused]:
        """The session that ``session_id`` names, if this server issued it no longer than the lifetime ago."""
        match = _SHAPE.fullmatch(session_id) if isinstance(session_id, str) else None
        if match is None:
            return Refused("malformed")
        sender, signature = match.groups()
        if not hmac.compare_digest(signature, self._signature(sender)):
            return Refused("forged")
        if not self.is_current(sender, now):
            return Refused("expired")
        return Session(match.group(0), sender)

    def is_current(self, sender: str, now: datetime) -> bool:
        """Whether a ``sender`` that this server issued is still within its lifetime."""
        issued = int.from_bytes(base64.urlsafe_b64decode(sender.removeprefix(PREFIX))[RANDOM_BYTES:], "big")
        return now.timestamp() - issued <= self._lifetime.total_seconds()

    def _signature(self, sender: str) -> str:
        digest = hmac.new(self._key, _PURPOSE + sender.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode()
