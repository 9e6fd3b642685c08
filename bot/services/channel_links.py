"""A short code that brings a conversation, and its appointments, to another channel: used once, within ten minutes."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Union

from sqlalchemy import delete, func, select, update

from bot import clock
from bot.db.models import Conversation, LinkCode
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.rules import codes
from bot.services import code_lockout
from bot.settings import Settings, load_signing_key

LIFETIME = timedelta(minutes=10)
MAX_CODES = 5
"""Codes that one conversation may make within :data:`CODE_WINDOW`."""

CODE_WINDOW = timedelta(hours=1)

_conversation = get_table(Conversation)
_link = get_table(LinkCode)


@dataclass(frozen=True)
class Code:
    """A new code as the person reads it; those that the conversation made before are worth nothing any more."""

    text: str
    expires_at: datetime


@dataclass(frozen=True)
class TooManyCodes:
    """Too many codes were made; the next one at ``until``."""

    until: datetime


@dataclass(frozen=True)
class Linked:
    """The code was right and is used up: this is the conversation to go on with."""

    conversation_id: str


@dataclass(frozen=True)
class UnknownCode:
    """No such code; ``left`` more wrong ones are let through."""

    left: int


@dataclass(frozen=True)
class Expired:
    """The code was right once: its time has passed, it was used, or a newer one has taken its place."""


@dataclass(frozen=True)
class TooManyCodeAttempts:
    """Too many wrong codes; the next one is looked at from ``until`` on."""

    until: datetime


def make_code(settings: Settings, *, conversation_id: str, now: datetime) -> Union[Code, TooManyCodes]:
    """A code for the conversation; its earlier ones end.

    Raises:
        LookupError: there is no such conversation, or it was erased.
        DatabaseUnavailable: the database cannot be written; the earlier code still holds.
        SettingError: the secret cannot be read.
    """
    moment, text = clock.to_utc(now), codes.make_link_code()
    key = load_signing_key(settings)
    with transaction(settings.database_url, write=True) as session:
        session.execute(delete(_link).where(_link.c.made_at <= moment - CODE_WINDOW))
        alive = select(_conversation.c.id).where(
            _conversation.c.id == conversation_id, _conversation.c.revoked_at.is_(None)).with_for_update()
        if session.execute(alive).first() is None:
            raise LookupError("no such conversation")
        made, oldest = session.execute(
            select(func.count(), func.min(_link.c.made_at)).where(_link.c.conversation_id == conversation_id)).one()
        if made >= MAX_CODES:
            return TooManyCodes(clock.local(oldest + CODE_WINDOW))
        session.execute(update(_link).where(
            _link.c.conversation_id == conversation_id, _link.c.expires_at > moment).values(expires_at=moment))
        session.execute(_link.insert().values(
            digest=_digest(key, text), conversation_id=conversation_id, made_at=moment, expires_at=moment + LIFETIME))
    return Code(text, now + LIFETIME)


def redeem(
    settings: Settings, *, code: str, who: str, now: datetime,
) -> Union[Linked, UnknownCode, Expired, TooManyCodeAttempts]:
    """Use ``code``, however it is typed. Five wrong ones an hour close the door of ``who`` (a chat, a session).

    Raises:
        DatabaseUnavailable: the database cannot be written; the code still holds.
        SettingError: the secret cannot be read.
    """
    moment, key = clock.to_utc(now), load_signing_key(settings)
    guesser = "link:" + hashlib.sha256(who.encode()).hexdigest()[:40]
    text = codes.normalise_link_code(code)
    with transaction(settings.database_url, write=True) as session:
        standing = code_lockout.find_standing_in(session, who=guesser, now=now)
        if standing.closed_until is not None:
            return TooManyCodeAttempts(standing.closed_until)
        found = text and session.execute(
            select(_link.c.conversation_id, _link.c.digest).join(_conversation).where(
                _link.c.digest == _digest(key, text), _conversation.c.revoked_at.is_(None))).first()
        if not found:
            code_lockout.count_in(session, who=guesser, now=now)
            return UnknownCode(code_lockout.MAX_WRONG_CODES - standing.wrong - 1)
        used = count_rows(session, update(_link).where(
            _link.c.digest == found.digest, _link.c.used_at.is_(None), _link.c.expires_at > moment,
        ).values(used_at=moment))
        return Linked(found.conversation_id) if used else Expired()


def _digest(key: bytes, text: str) -> str:
    """What is kept: without the server's secret the code cannot be found from it by trying."""
    return hmac.new(key, b"link code\0" + text.encode(), hashlib.sha256).hexdigest()
