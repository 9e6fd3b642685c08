"""The calendar of an office: its days, who comes when, what is free; only for operators of that office."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Office, Operator, Service
from bot.db.session import transaction
from bot.italian.people import contacts
from bot.rules.slot_calendar import Why, explain_closure, find_slot_end, starts_on
from bot.services import booking, offices
from bot.services.agenda.results import AgendaDay, AgendaLine, Entry, StaffLine
from bot.services.booking import Occupancy, OfficePlan, StaffMember
from bot.services.offices import OfficeView
from bot.services.operators import OperatorView
from bot.settings import Settings
from bot.texts import get_text

DESK_PREFIX = "desk:"
"""Begins the conversation of an appointment that an operator made for somebody who is in no chat."""
WEEK = timedelta(days=7)


def may_see(operator: OperatorView, office_id: str) -> bool:
    """Whether the operator works for that office; an administrator works for all of them."""
    return operator.is_administrator or office_id in operator.office_ids


def list_offices_seen(settings: Settings, operator: OperatorView) -> list[OfficeView]:
    """The offices whose calendar the operator sees, in the published order."""
    return [office for office in offices.list_offices(settings) if may_see(operator, office.id)]


def list_days(
    settings: Settings, *, operator: OperatorView, office_id: str, first: date, number: int, only: Optional[int] = None,
    now: datetime,
) -> Optional[list[AgendaDay]]:
    """So many days of an office from ``first`` on; None when the operator does not work for it, or there is none.

    ``only``: what one operator has, and when that one is free.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    if not may_see(operator, office_id):
        return None
    begin, end = clock.at(first, time()), clock.at(first + timedelta(days=number), time())
    with transaction(settings.database_url) as session:
        office = session.execute(select(Office.__table__).where(Office.id == office_id)).first()
        if office is None:
            return None
        (found,) = booking.plan_offices(session, booking.leave_out_lead_time(settings), [office], now)
        occupied = booking.count_occupied(session, [found], start=begin, end=end, now=now, conversation_id=None)
        by_day: dict[date, list[Entry]] = defaultdict(list)
        for entry in list_entries_in(
                session, Appointment.office_id == office_id, Appointment.starts_at >= clock.to_utc(begin),
                Appointment.starts_at < clock.to_utc(end), *([] if only is None else [Appointment.operator_id == only]),
                now=now):
            by_day[entry.starts_at.date()].append(entry)
        staff = booking.load_staff(session, office_id, start=begin, end=end)
    chosen = [first + timedelta(days=offset) for offset in range(number)]
    return [_day(day, by_day[day], found, occupied, staff, only) for day in chosen]


def list_staff(settings: Settings, *, office_id: str, starts_at: datetime, ends_at: datetime,
               besides: Optional[int] = None) -> list[StaffMember]:
    """The operators of an office with what they have in that time, an appointment left out."""
    with transaction(settings.database_url) as session:
        return booking.load_staff(session, office_id, start=starts_at, end=ends_at, besides=besides)


def get(
    settings: Settings, *, operator: OperatorView, appointment_id: int, now: datetime,
) -> Optional[Entry]:
    """An appointment of an office that the operator works for, else None."""
    with transaction(settings.database_url) as session:
        return get_in(session, operator=operator, appointment_id=appointment_id, now=now)


def get_in(session: Session, *, operator: OperatorView, appointment_id: int, now: datetime) -> Optional[Entry]:
    """:func:`get` inside a transaction that is open already."""
    found = list_entries_in(session, Appointment.id == appointment_id, now=now)
    return found[0] if found and may_see(operator, found[0].office_id) else None


def list_conversation_entries(
    settings: Settings, *, operator: OperatorView, conversation_id: str, now: datetime,
) -> list[Entry]:
    """The appointments of a conversation at offices that the operator works for, earliest first."""
    with transaction(settings.database_url) as session:
        found = list_entries_in(session, Appointment.conversation_id == conversation_id, now=now)
    return [entry for entry in found if may_see(operator, entry.office_id)]


def list_entries_in(session: Session, *conditions: Any, now: datetime) -> list[Entry]:
    """The appointments under ``conditions``, earliest first."""
    query = (
        select(
            Appointment.id, Appointment.code, Appointment.office_id, Office.name.label("office_name"),
            Appointment.service_id, Service.name.label("service_name"), Appointment.starts_at, Appointment.ends_at,
            Appointment.status, Appointment.name, Appointment.contact, Appointment.contact_kind,
            Appointment.conversation_id, Appointment.confirmed_at, Appointment.arrived_at, Appointment.sequence,
            Appointment.operator_id, Operator.name.label("operator_name"))
        .join(Office, Office.id == Appointment.office_id)
        .join(Service, Service.id == Appointment.service_id)
        .outerjoin(Operator, Operator.id == Appointment.operator_id)
        .where(*conditions)
        .order_by(Appointment.starts_at, Appointment.id))
    return [_entry(row, now) for row in session.execute(query)]


def find_attendance_start(starts_at: datetime) -> datetime:
    """From when on somebody can be marked as attended: people come early, so from the morning of that day."""
    return clock.at(clock.local(starts_at).date(), time())


def _entry(row: Any, now: datetime) -> Entry:
    starts, conversation = clock.local(row.starts_at), row.conversation_id
    markable = row.status != "cancelled"
    return Entry(
        id=row.id, code=row.code, office_id=row.office_id, office_name=row.office_name, service_id=row.service_id,
        service_name=row.service_name, starts_at=starts, ends_at=clock.local(row.ends_at),
        status="over" if row.status == "active" and clock.local(row.ends_at) <= now else row.status,
        name=row.name, contact=row.contact, contact_kind=row.contact_kind,
        contact_shown=_contact(row.contact, row.contact_kind), conversation_id=conversation,
        in_chat=conversation is not None and not conversation.startswith(DESK_PREFIX),
        may_change=row.status == "active" and starts > now,
        may_attend=markable and row.status != "attended" and now >= find_attendance_start(starts),
        may_miss=markable and row.status != "missed" and now >= starts,
        confirmed_at=clock.local(row.confirmed_at) if row.confirmed_at is not None else None,
        arrived_at=clock.local(row.arrived_at) if row.arrived_at is not None else None,
        operator_id=row.operator_id, operator_name=row.operator_name or "", sequence=row.sequence)


def _contact(contact: str, kind: str) -> str:
    read = contacts.read_phone(contact) if kind == "phone" else None
    return read.shown if isinstance(read, contacts.Phone) else contact


def _day(
    day: date, entries: list[Entry], found: OfficePlan, occupied: Occupancy, staff: list[StaffMember],
    only: Optional[int],
) -> AgendaDay:
    by_start: dict[datetime, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.status != "cancelled":
            by_start[entry.starts_at].append(entry)
    length = found.plan.slot_minutes
    free = {start: occupied.count_left(found, start, find_slot_end(start, length))
            for start in starts_on(day, found.plan)}
    if only is not None:
        one = next((member for member in staff if member.id == only), None)
        free = {start: min(left, 1) for start, left in free.items()
                if one is not None and one.state_between(start, find_slot_end(start, length)) == booking.FREE}
    starts = sorted({*by_start, *free})
    lines = tuple(AgendaLine(start, tuple(by_start.get(start, ())), free.get(start, 0)) for start in starts)
    reason = explain_closure(day, found.plan)
    closed = None
    if reason is not None and reason.kind in (Why.HOLIDAY, Why.CLOSURE, Why.WEEKDAY):
        closed = get_text("agenda.day_without_hours") if reason.kind is Why.WEEKDAY else reason.detail
    return AgendaDay(
        day, lines, tuple(entry for entry in entries if entry.status == "cancelled"), closed,
        tuple(_staff_line(one, lines, length) for one in staff if only in (None, one.id)))


def _staff_line(one: StaffMember, lines: tuple[AgendaLine, ...], slot_minutes: int) -> StaffLine:
    """Free is who could be booked: where no place is left, nobody is."""
    states = [(one.state_between(line.starts_at, find_slot_end(line.starts_at, slot_minutes)), line.free)
              for line in lines]
    return StaffLine(
        one.id, one.name, tuple("" if state == booking.FREE and not free else state for state, free in states),
        sum(entry.operator_id == one.id for line in lines for entry in line.entries))
