"""Reading appointments into what their owner may see."""

from __future__ import annotations

from typing import Any, Callable, Optional

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Office, OfficeService, Service
from bot.services.booking.results import AppointmentView

Also = Callable[[Session, AppointmentView], None]
"""What else a caller writes in the transaction that books, moves or cancels: the audit entry of the desk."""



def find_views(session: Session, *conditions: Any) -> list[AppointmentView]:
    """The appointments under ``conditions``, earliest first."""
    query = (
        select(Appointment, Office, Service, OfficeService.mode, OfficeService.link)
        .join(Office, Office.id == Appointment.office_id)
        .join(Service, Service.id == Appointment.service_id)
        .outerjoin(OfficeService, and_(
            OfficeService.office_id == Appointment.office_id, OfficeService.service_id == Appointment.service_id))
        .where(*conditions)
        .order_by(Appointment.starts_at, Appointment.id)
        .execution_options(populate_existing=True))
    return [_view(*row) for row in session.execute(query)]


def find_view(session: Session, *conditions: Any) -> Optional[AppointmentView]:
    """The first appointment under ``conditions``, or None when there is none."""
    found = find_views(session, *conditions)
    return found[0] if found else None


def mask(contact: str, kind: str) -> str:
    """A contact as it can be shown on a screen: ``••• 567`` or ``m•••@example.org``."""
    if kind == "email" and "@" in contact:
        name, _, domain = contact.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"••• {contact[-3:]}"


def _view(appointment: Any, office: Any, service: Any, mode: Optional[str], link: Optional[str]) -> AppointmentView:
    return AppointmentView(
        id=appointment.id, code=appointment.code, service_id=service.id, service_name=service.name,
        bring=service.bring, office_id=office.id, office_name=office.name, address=office.address,
        floor=office.floor, municipality=office.municipality, starts_at=clock.local(appointment.starts_at),
        ends_at=clock.local(appointment.ends_at), sequence=appointment.sequence, status=appointment.status,
        contact=mask(appointment.contact, appointment.contact_kind), mode=mode or "in_person", link=link,
        confirmed_at=clock.local(appointment.confirmed_at) if appointment.confirmed_at is not None else None)
