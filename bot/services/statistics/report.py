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
    find_cuts_of_week,
    find_next_quarter,
    find_quarter,
    join_cuts,
    list_mondays,
)
from bot.services.statistics.results import (
    Figure,
    NumberTable,
    Report,
    make_count_cell,
    make_measure_cell,
    make_share_cell,
)
from bot.services.statistics.sources import Loaded
from bot.services.statistics.suppression import hide_in_line, is_small
from bot.services.statistics.visits import BY, Visit, find_week_start, group_visits
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
    first, last = widen_to_weeks(first, last)
    now = now or clock.now()
    begin, end = find_quarter(first), last + timedelta(days=1)
    with transaction(settings.database_url) as session:
        def read(day: date, until: date) -> Period:
            loaded = sources.load(session, day, until - timedelta(days=1), now)
            return Period(list(group_visits(loaded.events, loaded.details, loaded.sectors_of).values()), loaded, by)

        asked, cuts = read(first, end), NO_CUTS
        if find_week_start(first) == find_week_start(last):
            quarter = read(begin, find_next_quarter(begin))
            weeks = [read(day, day + timedelta(weeks=1)) for day in list_mondays(begin, find_next_quarter(begin))]
            cuts = find_cuts_of_week(quarter.tables(), lambda known: (week.tables(known) for week in weeks))
        elif find_next_quarter(begin) != end:
            quarters = [day for day in list_mondays(begin, end) if day == find_quarter(day)]
            cuts = join_cuts(read(day, find_next_quarter(day)).tables() for day in quarters)
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
            tables.make_breakdown_table(visits, self.by, cuts), tables.make_channels_table(visits, cuts),
            tables.make_topics_table(visits, cuts), tables.make_funnel_table(visits, cuts),
            tables.make_interest_funnel_table(visits, cuts), tables.make_checks_table(visits, cuts),
            tables.make_rules_table(visits, loaded.courses, cuts),
            tables.make_verdicts_table(visits, loaded.courses, cuts),
            tables.make_appointments_table(loaded, cuts), tables.make_appointments_made_table(loaded, cuts),
            tables.make_requests_table(loaded.requests, cuts), tables.make_outcomes_table(loaded.requests, cuts),
            tables.make_tags_table(loaded.tags, cuts), tables.make_handoffs_table(loaded.requests, cuts),
            tables.make_hours_table(visits, loaded.requests, cuts), tables.make_ratings_table(loaded.stars, cuts),
            tables.make_unread_table(loaded.unread, cuts))


def widen_to_weeks(first: date, last: date) -> tuple[date, date]:
    """The period that is looked at, its ends in order: one week, else whole quarters, as few as hold both days.

    Any other period would, less another one that overlaps it, tell of the days between their ends.
    """
    first, last = min(first, last), max(first, last)
    if find_week_start(first) == find_week_start(last):
        return find_week_start(first), find_week_start(first) + timedelta(days=6)
    begin, end = find_quarter(first), find_next_quarter(find_quarter(last))
    while end - begin > LONGEST:
        end = find_quarter(end - timedelta(days=1))
    return begin, end - timedelta(days=1)


def _figures(visits: Sequence[Visit], loaded: Loaded, cuts: Cuts) -> tuple[Figure, ...]:
    conversations = sum(len(visit.sittings) for visit in visits)
    everybody, passed = len(visits), sum(visit.handoff for visit in visits)
    few = is_small(everybody) or cuts.total("breakdown", PEOPLE, everybody)
    alone_hidden = few or cuts.total("breakdown", HANDOFF, passed) or any(hide_in_line([passed, everybody - passed]))
    attended = sum(found for (_, status), found in loaded.appointments.items() if status == "attended")
    missed = sum(found for (_, status), found in loaded.appointments.items() if status == "missed")
    hidden = any(hide_in_line([attended, missed])) or is_small(attended + missed) or any(
        cuts.total("appointments", place, attended + missed) for place in range(len(get_texts("numbers.statuses"))))
    stars = sum(loaded.stars.values())
    mean = sum(star * found for star, found in loaded.stars.items()) / stars if stars else None
    waited = [request.waited for request in loaded.requests if request.waited is not None]
    booked = sum(visit.booked for visit in visits)
    return (
        _figure("people", make_count_cell(everybody, few).text),
        _figure("conversations", make_count_cell(
            conversations, few or cuts.total("breakdown", CONVERSATIONS, conversations)).text),
        _figure("alone", make_share_cell(everybody - passed, everybody, alone_hidden).text),
        _figure("wait", make_measure_cell(
            tables.find_median(waited), "min",
            is_small(len(waited)) or cuts.total("handoffs", 0, len(loaded.requests))).text),
        _figure("booked", make_count_cell(booked, is_small(booked) or cuts.total("breakdown", BOOKED, booked)).text),
        _figure("missed", make_share_cell(missed, attended + missed, hidden).text),
        _figure("mean", make_measure_cell(
            mean, get_text("numbers.of_five"), is_small(stars) or cuts.total("ratings", 0, stars)).text))


def _figure(name: str, text: str) -> Figure:
    texts = get_texts(f"numbers.figures.{name}")
    return Figure(texts["label"], text, texts.get("note", ""))
