"""What has become of the notices of an appointment: for the desk, which may have to call the person itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import select

from bot import clock
from bot.db.models import Appointment, Notice
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.services.notices.recipients import TELEGRAM, list_recipients_in
from bot.settings import Settings

_notice = get_table(Notice)


@dataclass(frozen=True)
class ToldView:
    """One notice. ``state``: as in the table; ``channel``: the one that has it; ``at``: since when, or when due."""

    kind: str
    channel: Optional[str]
    state: str
    at: datetime


@dataclass(frozen=True)
class ToldNotices:
    """All notices of an appointment, newest last. ``blocked``: its chat on Telegram has blocked the bot."""

    notices: tuple[ToldView, ...]
    blocked: bool


def list_told(settings: Settings, *, appointment_id: int) -> ToldNotices:
    """What the person was told, or will be; what was withdrawn is left out.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    query = select(_notice).where(
        _notice.c.appointment_id == appointment_id, _notice.c.state != "withdrawn").order_by(
        _notice.c.due_at, _notice.c.id)
    with transaction(settings.database_url) as session:
        rows = session.execute(query).all()
        recipient = list_recipients_in(session, Appointment.id == appointment_id).get(appointment_id)
    home = None if recipient is None else recipient.home
    return ToldNotices(
        tuple(ToldView(row.kind, row.channel, row.state, clock.local(
            row.due_at if row.state == "due" else row.changed_at)) for row in rows),
        blocked=home is not None and home.blocked and home.channel == TELEGRAM)
