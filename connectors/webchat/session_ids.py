"""Session ids of the web chat: issued by the server only, signed, and good for a limited time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Optional, Union

PREFIX = "web_"
RANDOM_BYTES = 18
TIME_BYTES = 6
SIGNATURE_BYTES = 18

_SHAPE = re.compile(r"((?:web|tg)_[A-Za-z0-9_-]{32})(?:~([A-Za-z0-9_-]{8}))?\.([A-Za-z0-9_-]{24})")
_PURPOSE = b"orienta web chat session\0"


@dataclass(frozen=True)
class Session:
    """A conversation of the web chat.

    ``id`` is the secret that its browser keeps. ``sender`` is the same without the signature: it names the
    conversation in Rasa, in the database and in rooms, and knowing it is not enough to enter the conversation.
    ``issued_at``: seconds since 1970.
    """

    id: str
    sender: str
    issued_at: int


@dataclass(frozen=True)
class Refused:
    """A session id that is not taken: ``reason`` is one of malformed, forged, expired.

    ``session``: of an expired one, which may still be open (``open_sessions``).
    """

    reason: str
    session: Optional[Session] = field(default=None, compare=False)


class SessionIds:
    """Issues and reads session ids: ``web_<144 random bits and the issue time>.<signature>``, both in base64url.

    A browser that was let into a conversation of somebody else's making, with a code of Telegram's chat, gets
    ``<sender>~<issue time>.<signature of both>``: the sender's own time, if it has one, does not count then.
    """

    def __init__(self, key: bytes, lifetime: timedelta) -> None:
        self._key = key
        self._lifetime = lifetime

    def issue(self, now: datetime) -> Session:
        """A new session, issued at ``now`` (aware)."""
        seconds = int(now.timestamp())
        raw = secrets.token_bytes(RANDOM_BYTES) + seconds.to_bytes(TIME_BYTES, "big")
        sender = PREFIX + base64.urlsafe_b64encode(raw).decode()
        return Session(f"{sender}.{self._signature(sender)}", sender, seconds)

    def grant(self, sender: str, now: datetime) -> Session:
        """A session in the conversation ``sender``, which there is already; its time begins at ``now`` (aware)."""
        seconds = int(now.timestamp())
        signed = f"{sender}~{base64.urlsafe_b64encode(seconds.to_bytes(TIME_BYTES, 'big')).decode()}"
        return Session(f"{signed}.{self._signature(signed)}", sender, seconds)

    def read(self, session_id: object, now: datetime) -> Union[Session, Refused]:
        """The session that ``session_id`` names, if this server issued it no longer than the lifetime ago."""
        match = _SHAPE.fullmatch(session_id) if isinstance(session_id, str) else None
        if match is None:
            return Refused("malformed")
        sender, granted, signature = match.groups()
        if not hmac.compare_digest(signature, self._signature(f"{sender}~{granted}" if granted else sender)):
            return Refused("forged")
        time = base64.urlsafe_b64decode(granted or sender.removeprefix(PREFIX))[-TIME_BYTES:]
        session = Session(match.group(0), sender, int.from_bytes(time, "big"))
        return session if self.is_current(session.issued_at, now) else Refused("expired", session)

    def is_current(self, issued_at: int, now: datetime) -> bool:
        """Whether a session issued then is still within its lifetime."""
        return now.timestamp() - issued_at <= self._lifetime.total_seconds()

    def _signature(self, sender: str) -> str:
        digest = hmac.new(self._key, _PURPOSE + sender.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode()
