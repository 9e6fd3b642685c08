"""The waiting list at the desk: who waits for which office, and the offices that are full for a week."""

from __future__ import annotations

from datetime import datetime
from typing import Collection, Optional

from sqlalchemy import func, or_, select

from bot import clock
from bot.db.models import Appointment, WaitingWish
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.rules.waiting_list import WEEK_FULL
from bot.services import booking
from bot.services.waiting_list.results import FullService, WaitingLine
from bot.services.waiting_list.wishes import find_wishes
from bot.settings import Settings

_wish, _appointment = get_table(WaitingWish), get_table(Appointment)


def list_waiting(settings: Settings, *, office_ids: Optional[Collection[str]]) -> list[WaitingLine]:
    """Who waits, in their order: for one of these offices or for any; None is all of them."""
    seen = () if office_ids is None else (or_(_wish.c.office_id.is_(None), _wish.c.office_id.in_(list(office_ids))),)
    with transaction(settings.database_url) as session:
        views = find_wishes(session, _wish.c.state == "waiting", *seen)
        rows = {row.id: row for row in session.execute(
            select(_wish.c.id, func.coalesce(_appointment.c.name, _wish.c.name).label("name"),
                   func.coalesce(_appointment.c.contact, _wish.c.contact).label("contact"), _appointment.c.starts_at)
            .outerjoin(_appointment, _appointment.c.id == _wish.c.appointment_id)
            .where(_wish.c.id.in_([view.id for view in views])))}
    return [WaitingLine(view, rows[view.id].name or "", rows[view.id].contact or "",
                        clock.local(rows[view.id].starts_at) if rows[view.id].starts_at else None) for view in views]


def list_full_services(
    settings: Settings, now: datetime, *, office_ids: Optional[Collection[str]],
) -> list[FullService]:
    """The services for which an office (of these, None: any) has no free place in the coming week."""
    full = []
    with transaction(settings.database_url) as session:
        waiting = {(row.service_id, row.office_id): row.number for row in session.execute(
            select(_wish.c.service_id, _wish.c.office_id, func.count().label("number"))
            .where(_wish.c.state == "waiting").group_by(_wish.c.service_id, _wish.c.office_id))}
    for service in booking.list_bookable(settings):
        for office in booking.list_offices_for(settings, service.id):
            if office_ids is not None and office.id not in office_ids:
                continue
            first = booking.find_first_free(settings, service_id=service.id, office_id=office.id, now=now)
            if first is None or first.starts_at - now > WEEK_FULL:
                number = waiting.get((service.id, office.id), 0) + waiting.get((service.id, None), 0)
                full.append(FullService(office.id, office.name, service.name, number,
                                        None if first is None else first.starts_at))
    return full
