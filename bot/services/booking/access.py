"""Whose appointment it is: by the conversation that made it, or by its code, with a limit on wrong codes."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment
from bot.db.session import transaction
from bot.rules import codes
from bot.services import code_lockout
from bot.services.booking.results import AppointmentView
from bot.services.booking.views import find_view, find_views
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.settings import Settings


def list_own(settings: Settings, *, conversation_id: str, now: datetime) -> list[AppointmentView]:
    """The active appointments that this conversation made and that are not over, earliest first."""
    with transaction(settings.database_url) as session:
        return find_views(
            session, Appointment.conversation_id == conversation_id, Appointment.status == "active",
            Appointment.ends_at > clock.to_utc(now))


def find_by_code(
    settings: Settings, *, code: str, conversation_id: str, now: datetime,
) -> AppointmentView | WrongCode | TooManyAttempts:
    """The appointment (of any status) with ``code``, however it is typed.

    Five wrong codes an hour close a conversation's door; a text without any code in it counts as a wrong one.
    """
    with transaction(settings.database_url, write=True) as session:
        return find_by_code_in(session, code=code, conversation_id=conversation_id, now=now)


def find_by_code_in(
    session: Session, *, code: str, conversation_id: str, now: datetime,
) -> AppointmentView | WrongCode | TooManyAttempts:
    """:func:`find_by_code` inside a writing transaction that is already open."""
    def find() -> Optional[AppointmentView]:
        known = codes.normalise(code)
        return find_view(session, Appointment.code == known) if known is not None else None

    return code_lockout.open_in(session, who=conversation_id, find=find, now=now)


def may_change(
    settings: Settings, *, appointment_id: int, conversation_id: str, code: Optional[str], now: datetime,
) -> Optional[AppointmentView]:
    """The appointment when the conversation made it or ``code`` is its code, else None; wrong codes are counted."""
    with transaction(settings.database_url) as session:
        own = find_view(session, Appointment.id == appointment_id, Appointment.conversation_id == conversation_id)
    if own is not None or code is None:
        return own
    found = find_by_code(settings, code=code, conversation_id=conversation_id, now=now)
    if isinstance(found, AppointmentView) and found.id == appointment_id:
        return found
    return None
