"""What channels say afterwards: a chat was opened, Telegram took it, the gateway delivered it; and who goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Message, Notice, TelegramChat
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services.notices.kinds import CHAT, SMS, find_kind
from bot.services.notices.recipients import find_recipient_in
from bot.services.notices.sending import list_channels_left_in, pass_on_in
from bot.settings import Settings

_chat = get_table(TelegramChat)
_message = get_table(Message)
_notice = get_table(Notice)


def mark_opened(settings: Settings, *, conversation_id: str, sequence: int, now: datetime) -> int:
    """The person has seen the conversation up to message ``sequence``; how many notices that delivers.

    Raises:
        DatabaseUnavailable: the database cannot be written; the client may say it again.
    """
    number = cast(_notice.c.reference, Integer)
    with transaction(settings.database_url, write=True) as session:
        return count_rows(session, update(_notice).where(
            _notice.c.conversation_id == conversation_id, _notice.c.channel == CHAT,
            _notice.c.state.in_(("placed", "sent")), number <= sequence,
        ).values(state="delivered", changed_at=clock.to_utc(now)))


def note_receipt(settings: Settings, *, reference: str, delivered: bool, now: datetime) -> bool:
    """The gateway says what became of a text message; one that did not arrive goes to the next channel.

    Whether it is one of ours: a receipt that comes twice, or late, changes nothing.

    Raises:
        DatabaseUnavailable: the database cannot be written; the gateway should say it again.
    """
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(select(_notice).where(
            _notice.c.reference == reference).with_for_update()).first()
        if row is None or row.state != "sent" or row.channel != SMS:
            return row is not None
        if delivered:
            _set_state(session, row, "delivered", now)
        else:
            pass_on_in(session, settings, row, now)
        return True


def follow_chats(settings: Settings, now: datetime) -> int:
    """See who has opened, or got on Telegram, what was placed in a chat, and give the rest to the next channel.

    How many were given on.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; nothing is lost.
    """
    with transaction(settings.database_url) as session:
        ids = list(session.execute(select(_notice.c.id).where(_notice.c.state == "placed")).scalars())
    return sum(_follow(settings, notice_id, now) for notice_id in ids)


def _follow(settings: Settings, notice_id: int, now: datetime) -> bool:
    query = select(_notice).where(_notice.c.id == notice_id, _notice.c.state == "placed")
    with transaction(settings.database_url) as session:
        row = session.execute(query).first()
        if row is None or _next_step(session, settings, row, now) == "":
            return False
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(query.with_for_update()).first()
        step = "" if row is None else _next_step(session, settings, row, now)
        if step == "pass":
            return pass_on_in(session, settings, row, now)
        if step:
            _set_state(session, row, step, now)
        return False


def _next_step(session: Session, settings: Settings, row: Any, now: datetime) -> str:
    """delivered, sent, failed, pass (to the next channel), or nothing yet."""
    place, moment = int(row.reference), clock.to_utc(now)
    answered = session.execute(select(_message.c.id).where(
        _message.c.conversation_id == row.conversation_id, _message.c.sequence > place,
        _message.c.author == "person").limit(1)).first()
    if answered is not None:
        return "delivered"
    taken = session.execute(select(func.max(_chat.c.delivered_sequence)).where(
        _chat.c.conversation_id == row.conversation_id, _chat.c.blocked_at.is_(None))).scalar()
    if taken is not None and taken >= place:
        return "sent"
    home = find_recipient_in(session, row).home
    gone = home is None or home.id != row.conversation_id or home.blocked
    late = row.changed_at + find_kind(row.kind).patience <= moment
    if (gone or late) and list_channels_left_in(session, settings, row):
        return "pass"
    return "failed" if row.until < moment or home is None else ""


def _set_state(session: Session, row: Any, state: str, now: datetime) -> None:
    count_rows(session, update(_notice).where(_notice.c.id == row.id, _notice.c.state == row.state).values(
        state=state, changed_at=clock.to_utc(now)))
