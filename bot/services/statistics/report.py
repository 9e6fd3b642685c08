"""The numbers of a period: what stands at the top, and the tables below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Optional, Sequence

from bot import clock
from bot.db.session import transaction
from bot.services.statistics import sources, tables
from bot.services.statistics.cuts import (
    NO_CUTS,
    Cuts,
    cuts_of_quarters,
    cuts_of_week,
    mondays,
    next_quarter,
    quarter_of,
)
from bot.services.statistics.results import Figure, NumberTable, Report, number, share, whole
from bot.services.statistics.sources import Loaded
from bot.services.statistics.suppression import hidden_in_line, is_small
from bot.services.statistics.visits import BY, Visit, monday, visits_of
from bot.settings import Settings
from bot.texts import get_text, get_texts

LONGEST = timedelta(weeks=106)
"""A period is cut to two years, so that a page answers in time."""
PEOPLE, CONVERSATIONS, HANDOFF, BOOKED = 0, 1, 4, 6
"""Columns of the table ``breakdown``."""


def make_report(
    settings: Settings, *, first: date, last: date, by: str = "week", now: Optional[datetime] = None,
) -> Report:
    """The numbers of the week of ``first`` and ``last`` (local days), or of the quarters from one to the other, broken
    down by ``by``. Who still waits has waited until ``now``.

    Raises:
        ValueError: ``by`` is none of week, sector, municipality.
        DatabaseUnavailable: the database cannot be read.
    """
    if by not in BY:
        raise ValueError(f"unknown breakdown: {by}")
    first, last = whole_weeks(first, last)
    now = now or clock.now()
    begin, end = quarter_of(first), last + timedelta(days=1)
    with transaction(settings.database_url) as session:
        def read(day: date, until: date) -> Period:
            loaded = sources.load(session, day, until - timedelta(days=1), now)
            return Period(list(visits_of(loaded.events, loaded.details, loaded.sectors_of).values()), loaded, by)

        asked, cuts = read(first, end), NO_CUTS
        if monday(first) == monday(last):
            quarter = read(begin, next_quarter(begin))
            weeks = [read(day, day + timedelta(weeks=1)) for day in mondays(begin, next_quarter(begin))]
            cuts = cuts_of_week(quarter.tables(), lambda known: (week.tables(known) for week in weeks))
        elif next_quarter(begin) != end:
            quarters = [day for day in mondays(begin, end) if day == quarter_of(day)]
            cuts = cuts_of_quarters(read(day, next_quarter(day)).tables() for day in quarters)
    return Report(first, last, by, _figures(asked.visits, asked.loaded, cuts), asked.tables(cuts))


@dataclass(frozen=True)
class Period:
    """What happened in a period, to be told in tables."""

    visits: Sequence[Visit]
    loaded: Loaded
    by: str

    def tables(self, cuts: Cuts = NO_CUTS) -> tuple[NumberTable, ...]:
        """All the tables, with what is hidden because of other periods."""
        visits, loaded = self.visits, self.loaded
        return (
            tables.breakdown(visits, self.by, cuts), tables.channels(visits, cuts), tables.topics(visits, cuts),
            tables.funnel(visits, cuts), tables.interest_funnel(visits, cuts), tables.checks(visits, cuts),
            tables.rules(visits, loaded.courses, cuts), tables.verdicts(visits, loaded.courses, cuts),
            tables.appointments(loaded, cuts), tables.appointments_made(loaded, cuts),
            tables.requests(loaded.requests, cuts), tables.outcomes(loaded.requests, cuts),
            tables.tags(loaded.tags, cuts), tables.handoffs(loaded.requests, cuts),
            tables.hours(visits, loaded.requests, cuts), tables.ratings(loaded.stars, cuts),
            tables.unread(loaded.unread, cuts))


def whole_weeks(first: date, last: date) -> tuple[date, date]:
    """The period that is looked at, its ends in order: one week, else whole quarters, as few as hold both days.

    Any other period would, less another one that overlaps it, tell of the days between their ends.
    """
    first, last = min(first, last), max(first, last)
    if monday(first) == monday(last):
        return monday(first), monday(first) + timedelta(days=6)
    begin, end = quarter_of(first), next_quarter(quarter_of(last))
    while end - begin > LONGEST:
        end = quarter_of(end - timedelta(days=1))
    return begin, end - timedelta(days=1)


def _figures(visits: Sequence[Visit], loaded: Loaded, cuts: Cuts) -> tuple[Figure, ...]:
    conversations = sum(len(visit.sittings) for visit in visits)
    everybody, passed = len(visits), sum(visit.handoff for visit in visits)
    few = is_small(everybody) or cuts.total("breakdown", PEOPLE, everybody)
    alone_hidden = few or cuts.total("breakdown", HANDOFF, passed) or any(hidden_in_line([passed, everybody - passed]))
    attended = sum(found for (_, status), found in loaded.appointments.items() if status == "attended")
    missed = sum(found for (_, status), found in loaded.appointments.items() if status == "missed")
    hidden = any(hidden_in_line([attended, missed])) or is_small(attended + missed) or any(
        cuts.total("appointments", place, attended + missed) for place in range(len(get_texts("numbers.statuses"))))
    stars = sum(loaded.stars.values())
    mean = sum(star * found for star, found in loaded.stars.items()) / stars if stars else None
    waited = [request.waited for request in loaded.requests if request.waited is not None]
    booked = sum(visit.booked for visit in visits)
    return (
        _figure("people", whole(everybody, few).text),
        _figure("conversations", whole(
            conversations, few or cuts.total("breakdown", CONVERSATIONS, conversations)).text),
        _figure("alone", share(everybody - passed, everybody, alone_hidden).text),
        _figure("wait", number(
            tables.middle(waited), "min",
            is_small(len(waited)) or cuts.total("handoffs", 0, len(loaded.requests))).text),
        _figure("booked", whole(booked, is_small(booked) or cuts.total("breakdown", BOOKED, booked)).text),
        _figure("missed", share(missed, attended + missed, hidden).text),
        _figure("mean", number(
            mean, get_text("numbers.of_five"), is_small(stars) or cuts.total("ratings", 0, stars)).text))


def _figure(name: str, text: str) -> Figure:
    texts = get_texts(f"numbers.figures.{name}")
    return Figure(texts["label"], text, texts.get("note", ""))
