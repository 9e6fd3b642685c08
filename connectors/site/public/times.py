"""The page of free times, for booking and for moving: some days at a time, each start a button."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Optional

from bot import clock
from bot.services import booking
from bot.services.booking import Closed, SlotOption
from bot.settings import Settings
from connectors.site.public import wording
from connectors.site.public.structured_data import is_id

DAYS = 5
"""Days with free times on one page."""
_MOST_STARTS = 400


@dataclass(frozen=True)
class Choice:
    """A start at an office, as a button sends it."""

    office_id: str
    starts_at: datetime


@dataclass(frozen=True)
class Day:
    """A day and its free starts, office by office."""

    day: date
    offices: list[tuple[str, list[SlotOption]]]


@dataclass(frozen=True)
class Times:
    """Some days of free starts. ``later`` and ``earlier``: the day that the next or previous page begins with.

    ``note``: why the wished day is not among them.
    """

    days: list[Day]
    first: date
    last: date
    later: Optional[date] = None
    earlier: Optional[date] = None
    note: str = ""


@dataclass(frozen=True)
class Wanted:
    """What times are looked for. ``since``: from that day on."""

    service_id: str
    office_id: Optional[str]
    since: Optional[date] = None
    problems: dict[str, str] = field(default_factory=dict)


def find_times(settings: Settings, wanted: Wanted, now: datetime, conversation_id: str) -> Times:
    """The free starts from the wished day on."""
    today = now.date()
    last = today + timedelta(days=settings.booking_horizon_days)
    since = max(wanted.since or today, today)
    note = _why_not(settings, wanted, now, conversation_id) if wanted.since is not None else ""
    since = since if since <= last else today
    options = booking.search_availability(
        settings, service_id=wanted.service_id, office_id=wanted.office_id, now=now, start=max(now, _midnight(since)),
        limit=_MOST_STARTS, conversation_id=conversation_id)
    grouped = [(day, list(found)) for day, found in groupby(options, key=lambda option: option.starts_at.date())]
    if len(options) == _MOST_STARTS and len(grouped) > 1:
        grouped.pop()  # the last day may be cut
    days = [Day(day, _by_office(found)) for day, found in grouped[:DAYS]]
    return Times(
        days, first=today, last=last, later=grouped[DAYS][0] if len(grouped) > DAYS else None,
        earlier=max(today, since - timedelta(days=7)) if since > today else None, note=note)


def read_choice(text: str) -> Optional[Choice]:
    """What a button sent (``office|moment``); None for what none of ours sends."""
    office_id, bar, moment = text.partition("|")
    try:
        starts_at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    if not bar or not is_id(office_id) or starts_at.tzinfo is None or not 2000 <= starts_at.year <= 2200:
        return None
    return Choice(office_id, clock.local(starts_at))


def write_start_value(office_id: str, starts_at: datetime) -> str:
    """The value of a button."""
    return f"{office_id}|{starts_at.isoformat(timespec='minutes')}"


def read_day(text: str) -> Optional[date]:
    """A day as a date field sends it (2026-11-24) or as a person writes it (24/11/2026).

    Raises:
        ValueError: it is no day.
    """
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if 2000 <= found.year <= 2200:
            return found
    raise ValueError(text)


def _why_not(settings: Settings, wanted: Wanted, now: datetime, conversation_id: str) -> str:
    assert wanted.since is not None
    found = booking.check_span(
        settings, service_id=wanted.service_id, office_id=wanted.office_id, start=_midnight(wanted.since),
        end=_midnight(wanted.since + timedelta(days=1)), now=now, limit=1, conversation_id=conversation_id)
    return wording.explain_reason(found.reason, wanted.since) if isinstance(found, Closed) else ""


def _by_office(options: list[SlotOption]) -> list[tuple[str, list[SlotOption]]]:
    offices: dict[str, list[SlotOption]] = {}
    for option in options:
        offices.setdefault(option.office_name, []).append(option)
    return list(offices.items())


def _midnight(day: date) -> datetime:
    return clock.at(day, time())
