"""A code that was lost goes to the contact that its appointment, interest, sign-up or wish has, and to nobody else.

Whoever asks hears the same whether there is something or not; how often one may ask is limited, for whoever asks, for
their network and for each code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Iterator, Union

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Interest, Notice, SignUp, WaitingWish
from bot.db.session import transaction
from bot.services import booking, code_lockout
from bot.services.code_lockout import TooManyAttempts
from bot.services.notices import NewNotice, add_notice_in
from bot.settings import Settings
from bot.texts import get_text

KIND, OTHER_KIND = "lost_code", "other_lost_code"
"""Of the notice with the code of an appointment, and of anything else."""
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
    """Send the codes of all that is ahead under ``contact`` (as it is stored) to that contact.

    ``asked_by``: the conversation that asks; five times an hour are enough. Its network may ask as often as it may
    send wrong codes.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing is sent.
    """
    with transaction(settings.database_url, write=True) as session:
        closed_until = _count(session, settings, asked_by, now)
        if closed_until is not None:
            return TooManyAttempts(closed_until)
        for notice in (*_of_appointments(session, contact, now), *_of_others(session, contact, contact_kind, now)):
            if _may_send(session, notice.key, now):
                add_notice_in(session, NewNotice(**{
                    **vars(notice), "key": f"{notice.key}{clock.to_utc(now):%Y%m%d%H%M%S}"}), now)
    return CodeAsked(bool(settings.sms_url if contact_kind == "phone" else settings.smtp_url))


def _count(session: Session, settings: Settings, asked_by: str, now: datetime) -> datetime | None:
    """Count that somebody asks; until when they, or all of their network, have asked enough."""
    askers = {f"lost:{asked_by}"[:200]: code_lockout.MAX_WRONG_CODES}
    most = settings.site_wrong_codes_per_hour if settings.limits == "on" else 0
    network = booking.lock_network(session, asked_by) if most else None
    if network is not None:
        askers[f"lost:{network}"] = most
    for who, times in askers.items():
        standing = code_lockout.find_standing_in(session, who=who, now=now, most=times)
        if standing.closed_until is not None:
            return standing.closed_until
    for who in askers:
        code_lockout.count_in(session, who=who, now=now)
    return None


def _of_appointments(session: Session, contact: str, now: datetime) -> Iterator[NewNotice]:
    for row in session.execute(select(Appointment.id, Appointment.starts_at).where(
            Appointment.contact == contact, Appointment.status == "active",
            Appointment.starts_at > clock.to_utc(now))):
        yield NewNotice(KIND, f"{KIND}:{row.id}:", now, now + REST, appointment_id=row.id,
                        starts_at=clock.local(row.starts_at))


def _of_others(session: Session, contact: str, contact_kind: str, now: datetime) -> Iterator[NewNotice]:
    """For interests, sign-ups and waiting wishes; the keys are of the kind that goes with each when it is erased."""
    theirs = select(Appointment.id).where(Appointment.contact == contact)
    queries = {
        "interest": select(Interest.id, Interest.code).where(Interest.contact == contact, Interest.state == "active"),
        "sign_up": select(SignUp.id, SignUp.code).where(
            SignUp.contact == contact, SignUp.day >= clock.local(now).date()),
        "waiting": select(WaitingWish.id, WaitingWish.code).where(WaitingWish.state == "waiting", or_(
            WaitingWish.contact == contact, WaitingWish.appointment_id.in_(theirs)))}
    for name, query in queries.items():
        for row in session.execute(query):
            about = {"what": get_text(f"notices.lost.{name}"), "code": row.code}
            yield NewNotice(OTHER_KIND, f"{name}:{row.id}:{KIND}:", now, now + REST, contact=contact,
                            contact_kind=contact_kind, about=about)


def _may_send(session: Session, key: str, now: datetime) -> bool:
    moment = clock.to_utc(now)
    sent, newest = session.execute(select(func.count(), func.max(Notice.due_at)).where(
        Notice.key.startswith(key, autoescape=True), Notice.due_at > moment - timedelta(days=1))).one()
    return bool(sent < MOST_A_DAY and (newest is None or newest <= moment - REST))
