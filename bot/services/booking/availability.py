"""What is free: the next places, those of a wished time, the nearest ones otherwise, and why a time is not free."""

from __future__ import annotations

import heapq
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Iterator, Optional

from sqlalchemy.orm import Session

from bot import clock
from bot.db.session import transaction
from bot.rules.slot_calendar import (
    Reason,
    Why,
    choose_nearest_reason,
    explain_none_between,
    find_slot_end,
    starts_between,
    starts_on,
)
from bot.services import offices
from bot.services.booking import plans
from bot.services.booking.occupancy import Occupancy, count_occupied
from bot.services.booking.plans import OfficePlan
from bot.services.booking.results import Closed, DayOpen, SlotOption
from bot.services.offices import OfficeView, ServiceView
from bot.settings import Settings

DAY = timedelta(days=1)
SPAN = timedelta(days=10)
"""So many days ahead what is taken is read at a time: most questions end within the first of them."""


def list_bookable(settings: Settings) -> list[ServiceView]:
    """What an appointment can be for: the services that at least one office offers, in the published order."""
    offered = {service.id for office in offices.list_offices(settings) for service in office.services}
    return [service for service in offices.list_services(settings) if service.id in offered]


def list_offices_for(settings: Settings, service_id: str) -> list[OfficeView]:
    """The offices that offer a service, in the published order."""
    return [
        office for office in offices.list_offices(settings)
        if any(service.id == service_id for service in office.services)]


class FreeStarts:
    """What is free of a service, at one office or at several, read only as far ahead as it is asked for.

    A hold of ``conversation_id`` counts as free.
    """

    def __init__(
        self, session: Session, offices_found: list[OfficePlan], now: datetime, conversation_id: Optional[str] = None
    ) -> None:
        self._session, self._offices, self._now = session, offices_found, now
        self._conversation_id = conversation_id
        self._occupied: dict[date, Occupancy] = {}

    def between(self, start: Optional[datetime] = None, end: Optional[datetime] = None) -> Iterator[SlotOption]:
        """From ``start`` (included, else now) to ``end`` (excluded, else the horizon), earliest first."""
        if not self._offices:
            return
        begin, today = start or self._now, self._offices[0].plan.today
        horizon = clock.at(self._offices[0].plan.last_day + DAY, time())
        until = horizon if end is None else min(end, horizon)
        first = today + max((clock.local(begin).date() - today) // SPAN, 0) * SPAN
        while (opens := clock.at(first, time())) < until:
            closes = min(until, clock.at(first + SPAN, time()))
            occupied = self._occupancy(first)
            yield from heapq.merge(*(
                _free(office, starts_between(max(begin, opens), closes, office.plan), occupied)
                for office in self._offices), key=lambda option: option.starts_at)
            first += SPAN

    def on(self, day: date) -> list[SlotOption]:
        """Those of ``day``, one office after the other."""
        today = self._offices[0].plan.today
        occupied = self._occupancy(today + max((day - today) // SPAN, 0) * SPAN)
        return [option for office in self._offices for option in _free(office, starts_on(day, office.plan), occupied)]

    def _occupancy(self, first: date) -> Occupancy:
        """What is taken in the span of days that begins with ``first``."""
        if first not in self._occupied:
            self._occupied[first] = count_occupied(
                self._session, self._offices, start=clock.at(first, time()), end=clock.at(first + SPAN, time()),
                now=self._now, conversation_id=self._conversation_id)
        return self._occupied[first]


@contextmanager
def read_free_starts(
    settings: Settings, *, service_id: str, office_id: Optional[str], now: datetime,
    conversation_id: Optional[str] = None,
) -> Iterator[FreeStarts]:
    """What is free at the office, or at all when ``office_id`` is None, for several questions in one transaction."""
    with transaction(settings.database_url) as session:
        found = plans.load_plans(session, settings, service_id=service_id, office_id=office_id, now=now)
        yield FreeStarts(session, found, now, conversation_id)


def search_availability(
    settings: Settings, *, service_id: str, office_id: Optional[str], now: datetime,
    start: Optional[datetime] = None, end: Optional[datetime] = None, limit: int = 6,
    conversation_id: Optional[str] = None,
) -> list[SlotOption]:
    """Free starts from ``start`` (included) to ``end`` (excluded), at all offices when ``office_id`` is None.

    Earliest first, at most ``limit``. A hold of ``conversation_id`` counts as free. Empty when nothing is free.
    """
    with read_free_starts(
            settings, service_id=service_id, office_id=office_id, now=now, conversation_id=conversation_id) as free:
        return list(islice(free.between(start, end), limit))


def read_minutes(settings: Settings, *, service_id: str, office_id: str, now: datetime) -> Optional[int]:
    """How long an appointment of the service lasts at the office; None where it is not offered."""
    with transaction(settings.database_url) as session:
        found = plans.load_plans(session, settings, service_id=service_id, office_id=office_id, now=now)
    return found[0].plan.slot_minutes if found else None


def find_first_free(
    settings: Settings, *, service_id: str, office_id: Optional[str], now: datetime,
    conversation_id: Optional[str] = None,
) -> Optional[SlotOption]:
    """The earliest free start; None when nothing is free up to the horizon."""
    options = search_availability(
        settings, service_id=service_id, office_id=office_id, now=now, limit=1, conversation_id=conversation_id)
    return options[0] if options else None


def find_nearest(
    settings: Settings, *, service_id: str, office_id: Optional[str], wanted: datetime, now: datetime, limit: int = 3,
    conversation_id: Optional[str] = None,
) -> list[SlotOption]:
    """Free starts nearest to ``wanted``: the same day first, then the nearest days, each by the nearest hour."""
    with transaction(settings.database_url) as session:
        found = plans.load_plans(session, settings, service_id=service_id, office_id=office_id, now=now)
        return list_nearest_in(session, found, wanted=wanted, now=now, limit=limit, conversation_id=conversation_id)


def check_span(
    settings: Settings, *, service_id: str, office_id: Optional[str], start: datetime, end: datetime, now: datetime,
    limit: int = 6, conversation_id: Optional[str] = None,
) -> DayOpen | Closed:
    """Whether something is free in a wished span, and if not, why and what is nearest.

    Args:
        start, end: the span (aware), ``end`` excluded; a single moment when ``end`` is not after ``start``.
        limit: at most so many options; alternatives are at most three.
    """
    end = max(end, start + timedelta(minutes=1))
    with transaction(settings.database_url) as session:
        found = plans.load_plans(session, settings, service_id=service_id, office_id=office_id, now=now)
        if not found:
            return Closed(Reason(Why.NOT_OFFERED), [])
        options = list(islice(FreeStarts(session, found, now, conversation_id).between(start, end), limit))
        if options:
            return DayOpen(options)
        reasons = [explain_none_between(start, end, office.plan) or Reason(Why.FULL) for office in found]
        others = list_nearest_in(
            session, found, wanted=_heart(start, end), now=now, limit=3, conversation_id=conversation_id)
        return Closed(choose_nearest_reason(reasons), others)


def list_nearest_in(
    session: Session, found: list[OfficePlan], *, wanted: datetime, now: datetime, limit: int,
    conversation_id: Optional[str],
) -> list[SlotOption]:
    """:func:`find_nearest` inside a transaction that is already open."""
    if not found:
        return []
    first, last = found[0].plan.today, found[0].plan.last_day
    free = FreeStarts(session, found, now, conversation_id)
    centre = min(max(clock.local(wanted).date(), first), last)
    chosen: list[SlotOption] = []
    for day in _outwards(centre, first, last):
        chosen += sorted(free.on(day), key=lambda option: _hours_apart(option.starts_at, wanted))
        if len(chosen) >= limit:
            break
    return chosen[:limit]


def _free(office: OfficePlan, starts: Iterator[datetime] | list[datetime], occupied: Occupancy) -> Iterator[SlotOption]:
    for moment in starts:
        ends = find_slot_end(moment, office.plan.slot_minutes)
        left = occupied.count_left(office, moment, ends)
        if left > 0:
            yield SlotOption(office.office_id, office.name, moment, ends, left)


def _heart(start: datetime, end: datetime) -> datetime:
    """The moment that alternatives should be near to: the middle of a part of a day, else the beginning."""
    length = end - start
    return start + length / 2 if timedelta(hours=1) < length < timedelta(hours=20) else start


def _outwards(centre: date, first: date, last: date) -> Iterator[date]:
    yield centre
    for distance in range(1, (last - first).days + 1):
        for day in (centre + distance * DAY, centre - distance * DAY):
            if first <= day <= last:
                yield day


def _hours_apart(moment: datetime, wanted: datetime) -> tuple[int, datetime]:
    here, there = clock.local(moment), clock.local(wanted)
    return abs((here.hour - there.hour) * 60 + here.minute - there.minute), moment
