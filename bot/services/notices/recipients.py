"""Where a person can be reached: the conversation of an appointment, its contact, and what this service can send to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Appointment, Conversation, TelegramChat
from bot.db.models.base import get_table
from bot.italian.people.contacts import is_mobile
from bot.services.notices.kinds import CHAT, EMAIL, SMS
from bot.settings import Settings

TELEGRAM = "telegram"

_appointment = get_table(Appointment)
_conversation = get_table(Conversation)
_chat = get_table(TelegramChat)


@dataclass(frozen=True)
class Home:
    """A conversation in which a person can be told something. ``state``: who has the floor there.

    ``telegram``: a chat of Telegram shows it; ``blocked``: and every one that does has blocked the bot.
    """

    id: str
    channel: str
    state: str
    telegram: bool
    blocked: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody may still look into it: a conversation of Telegram alone ends with the block."""
        return not self.blocked or self.channel != TELEGRAM


@dataclass(frozen=True)
class Recipient:
    """Where one person can be reached, by what they gave. ``contact`` is personal: never log it."""

    home: Optional[Home] = None
    contact: Optional[str] = None
    contact_kind: Optional[str] = None

    def channels(self, settings: Settings, wanted: Sequence[str]) -> list[str]:
        """Those of ``wanted`` that can reach this person."""
        can = {
            CHAT: self.home is not None and self.home.is_open,
            SMS: bool(settings.sms_url) and self.contact_kind == "phone" and is_mobile(self.contact or ""),
            EMAIL: bool(settings.smtp_url) and self.contact_kind == "email"}
        return [name for name in wanted if can.get(name)]


def find_recipient_in(session: Session, row: Any) -> Recipient:
    """Who gets a row of ``notice``: whom the row names, else whoever has its appointment."""
    theirs = Recipient() if row.appointment_id is None else list_recipients_in(
        session, _appointment.c.id == row.appointment_id).get(row.appointment_id, Recipient())
    home = theirs.home if row.conversation_id is None else _homes_in(
        session, _conversation.c.id == row.conversation_id).get(row.conversation_id)
    if row.contact is None:
        return Recipient(home, theirs.contact, theirs.contact_kind)
    return Recipient(home, row.contact, row.contact_kind)


def list_recipients_in(session: Session, *conditions: Any) -> dict[int, Recipient]:
    """Who has the appointments under ``conditions``, by the ids of these."""
    rows = session.execute(
        select(_appointment.c.id, _appointment.c.conversation_id, _appointment.c.contact, _appointment.c.contact_kind)
        .where(*conditions)).all()
    homes = _homes_in(session, _conversation.c.id.in_(select(_appointment.c.conversation_id).where(*conditions)))
    return {row.id: Recipient(homes.get(row.conversation_id), row.contact, row.contact_kind) for row in rows}


def _homes_in(session: Session, condition: Any) -> dict[str, Home]:
    """The conversations under ``condition`` that were not erased."""
    blocked: dict[str, list[bool]] = {}
    for chat in session.execute(
            select(_chat.c.conversation_id, _chat.c.blocked_at)
            .join(_conversation, _conversation.c.id == _chat.c.conversation_id).where(condition)):
        blocked.setdefault(chat.conversation_id, []).append(chat.blocked_at is not None)
    rows = session.execute(select(_conversation.c.id, _conversation.c.channel, _conversation.c.state).where(
        condition, _conversation.c.revoked_at.is_(None)))
    return {row.id: Home(row.id, row.channel, row.state, telegram=row.id in blocked,
                         blocked=row.id in blocked and all(blocked[row.id])) for row in rows}
