"""A code that was lost goes to the contact that its appointment has, and to nobody else.

Whoever asks hears the same whether there is an appointment or not; how often one may ask is limited, for whoever asks
and for each appointment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Union

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Notice
from bot.db.session import transaction
from bot.services import code_lockout
from bot.services.code_lockout import TooManyAttempts
from bot.services.notices import NewNotice, add_notice_in
from bot.settings import Settings

KIND = "lost_code"
REST = timedelta(hours=1)
"""So long after a code was sent it is not sent again."""
MOST_A_DAY = 3
"""Times a day that a code is sent: nobody is to be pestered by somebody who knows their number."""


@dataclass(frozen=True)
class CodeAsked:
    """It was taken note of. ``can_send``: whether this service can write to contacts of that kind at all."""

    can_send: bool


def send_lost_codes(
    settings: Settings, *, contact: str, contact_kind: str, asked_by: str, now: datetime,
) -> Union[CodeAsked, TooManyAttempts]:
    """Send the codes of the active appointments that have ``contact`` (as it is stored) to that contact.

    ``asked_by``: who asks, a conversation or a browser; five times an hour are enough.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing is sent.
    """
    who = f"lost:{asked_by}"[:200]
    with transaction(settings.database_url, write=True) as session:
        standing = code_lockout.look_in(session, who=who, now=now)
        if standing.closed_until is not None:
            return TooManyAttempts(standing.closed_until)
        code_lockout.count_in(session, who=who, now=now)
        for row in session.execute(select(Appointment.id, Appointment.starts_at).where(
                Appointment.contact == contact, Appointment.status == "active",
                Appointment.starts_at > clock.to_utc(now))):
            if _may_send(session, row.id, now):
                add_notice_in(session, NewNotice(
                    KIND, f"{KIND}:{row.id}:{clock.to_utc(now):%Y%m%d%H%M%S}", now, now + REST,
                    appointment_id=row.id, starts_at=clock.local(row.starts_at)), now)
    return CodeAsked(bool(settings.sms_url if contact_kind == "phone" else settings.smtp_url))


def _may_send(session: Session, appointment_id: int, now: datetime) -> bool:
    moment = clock.to_utc(now)
    sent, newest = session.execute(select(func.count(), func.max(Notice.due_at)).where(
        Notice.appointment_id == appointment_id, Notice.kind == KIND, Notice.due_at > moment - timedelta(days=1))).one()
    return bool(sent < MOST_A_DAY and (newest is None or newest <= moment - REST))
