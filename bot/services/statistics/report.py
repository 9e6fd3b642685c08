"""The numbers of a period: what stands at the top, and the tables below."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Sequence

from bot.db.session import transaction
from bot.services.statistics import sources, tables
from bot.services.statistics.results import Figure, Report, number, share, whole
from bot.services.statistics.sources import Loaded
from bot.services.statistics.suppression import hidden_in_line, small
from bot.services.statistics.visits import BY, Visit, monday, visits_of
from bot.settings import Settings
from bot.texts import get_text, get_texts

LONGEST = timedelta(weeks=106)
"""A period is cut to two years, so that a page answers in time."""


def report(settings: Settings, *, first: date, last: date, by: str = "week") -> Report:
    """The numbers from the week of ``first`` to the week of ``last`` (local days), broken down by ``by``.

    Raises:
        ValueError: ``by`` is none of week, sector, municipality.
        DatabaseUnavailable: the database cannot be read.
    """
    if by not in BY:
        raise ValueError(f"unknown breakdown: {by}")
    first, last = whole_weeks(first, last)
    with transaction(settings.database_url) as session:
        loaded = sources.load(session, first, last)
    visits = list(visits_of(loaded.events, loaded.details, loaded.sectors_of).values())
    return Report(first, last, by, _figures(visits, loaded), (
        tables.breakdown(visits, by), tables.channels(visits), tables.topics(visits), tables.funnel(visits),
        tables.interest_funnel(visits),
        tables.checks(visits), tables.rules(visits, loaded.courses), tables.verdicts(visits, loaded.courses),
        tables.appointments(loaded), tables.appointments_made(loaded), tables.requests(loaded.requests),
        tables.outcomes(loaded.requests), tables.tags(loaded.tags), tables.handoffs(loaded.requests),
        tables.hours(visits, loaded.requests), tables.ratings(loaded.stars), tables.unread(loaded.unread)))


def whole_weeks(first: date, last: date) -> tuple[date, date]:
    """The period as whole weeks, its ends in order: days cut off by hand would single people out by subtraction."""
    first, last = min(first, last), max(first, last)
    begin = monday(first)
    end = min(monday(last) + timedelta(days=6), begin + LONGEST - timedelta(days=1))
    return begin, end


def _figures(visits: Sequence[Visit], loaded: Loaded) -> tuple[Figure, ...]:
    conversations = sum(len(visit.sittings) for visit in visits)
    everybody, passed = len(visits), sum(visit.handoff for visit in visits)
    alone_hidden = any(hidden_in_line([passed, everybody - passed])) or small(everybody)
    attended = sum(found for (_, status), found in loaded.appointments.items() if status == "attended")
    missed = sum(found for (_, status), found in loaded.appointments.items() if status == "missed")
    hidden = any(hidden_in_line([attended, missed])) or small(attended + missed)
    stars = sum(loaded.stars.values())
    mean = sum(star * found for star, found in loaded.stars.items()) / stars if stars else None
    waited = [request.waited for request in loaded.requests if request.waited is not None]
    booked = sum(visit.booked for visit in visits)
    return (
        _figure("people", whole(everybody, small(everybody)).text),
        _figure("conversations", whole(conversations, small(everybody)).text),
        _figure("alone", share(everybody - passed, everybody, alone_hidden).text),
        _figure("wait", number(tables.middle(waited), "min", small(len(waited))).text),
        _figure("booked", whole(booked, small(booked)).text),
        _figure("missed", share(missed, attended + missed, hidden).text),
        _figure("mean", number(mean, get_text("numbers.of_five"), small(stars)).text))


def _figure(name: str, text: str) -> Figure:
    texts = get_texts(f"numbers.figures.{name}")
    return Figure(texts["label"], text, texts.get("note", ""))
