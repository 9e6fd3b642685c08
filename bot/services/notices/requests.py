"""Asking for a notice: written in the transaction that makes it necessary, sent by the worker beside the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Notice
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_into
from bot.services.notices.kinds import KINDS
from bot.settings import Settings

_notice = get_table(Notice)


@dataclass(frozen=True)
class NewNotice:
    """Something that a person is to be told once.

    ``kind``: one of ``KINDS``; its words are in ``bot/texts/notices.yml``. ``key``: asked for twice, it is one
    notice. ``appointment_id``: gives conversation and contact, and the words for place, time and code; without it
    say ``conversation_id``, or ``contact`` with ``contact_kind`` (phone, email), or both. ``about``: values for the
    text, and ``buttons`` for a chat; nothing personal that an erasure would have to find. ``starts_at``: the start of
    the appointment that it is about, when another start makes it wrong. ``until``: afterwards it is not sent any more.
    """

    kind: str
    key: str
    due_at: datetime
    until: datetime
    appointment_id: Optional[int] = None
    conversation_id: Optional[str] = None
    contact: Optional[str] = None
    contact_kind: Optional[str] = None
    about: Optional[Mapping[str, Any]] = None
    starts_at: Optional[datetime] = None
    channels: Optional[Sequence[str]] = None


def add_notice_in(session: Session, wanted: NewNotice, now: datetime) -> bool:
    """Write the notice in the open transaction; False when its key was there. One that was withdrawn is due again.

    Raises:
        KeyError: there is no such kind.
    """
    values = {
        "kind": wanted.kind, "appointment_id": wanted.appointment_id, "conversation_id": wanted.conversation_id,
        "contact": wanted.contact, "contact_kind": wanted.contact_kind,
        "about": None if wanted.about is None else dict(wanted.about),
        "starts_at": None if wanted.starts_at is None else clock.to_utc(wanted.starts_at),
        "due_at": clock.to_utc(wanted.due_at), "until": clock.to_utc(wanted.until),
        "channels": ",".join(wanted.channels or KINDS[wanted.kind].channels), "channel": None, "passed": "",
        "state": "due", "attempts": 0, "reference": None, "changed_at": clock.to_utc(now)}
    statement = insert_into(session, _notice).values(key=wanted.key, **values)
    return bool(count_rows(session, statement.on_conflict_do_update(
        index_elements=["key"], set_=values, where=_notice.c.state == "withdrawn")))


def add_notice(settings: Settings, wanted: NewNotice, now: datetime) -> bool:
    """:func:`add_notice_in` a transaction of its own.

    Raises:
        DatabaseUnavailable: the database cannot be written; nobody will be told.
    """
    with transaction(settings.database_url, write=True) as session:
        return add_notice_in(session, wanted, now)


def withdraw_notices_in(session: Session, keys: Sequence[str], now: datetime) -> int:
    """Take back those of the notices that nothing has been sent of yet; how many."""
    return count_rows(session, update(_notice).where(
        _notice.c.key.in_(list(keys)), _notice.c.state == "due",
    ).values(state="withdrawn", changed_at=clock.to_utc(now)))
