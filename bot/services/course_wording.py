"""Courses and editions in words: whom a course is for, when it starts, what is published of an edition."""

from __future__ import annotations

from datetime import date
from typing import Any, Mapping

from bot.italian.text import format_day, format_euro, format_month_range, join_list
from bot.rules.eligibility import WORKING
from bot.rules.rule_kinds import STATUSES
from bot.services.courses import CourseView
from bot.texts import get_text


def describe_audience(params: Mapping[str, Any]) -> str:
    """Whom a status rule admits, in a few words; empty for params that admit nobody in particular."""
    admitted = [get_text(f"courses.audience.{name}") for name in STATUSES if name in params.get("admits", ())]
    poor = [name for name in WORKING if name in params.get("needs_income", ())]
    if len(poor) == len(WORKING):
        admitted.append(get_text("courses.low_income.all"))
    else:
        admitted += [get_text("courses.low_income.one", audience=get_text(f"courses.audience.{name}"))
                     for name in poor]
    return join_list(admitted)


def describe_start(course: CourseView) -> str:
    """When the edition of interest starts: a day, or ``tra febbraio e marzo 2025``; empty when it is not published."""
    first, last = course.starts_earliest or course.starts_latest, course.starts_latest or course.starts_earliest
    if first is None or last is None:
        return ""
    return format_day(first) if first == last else format_month_range(first, last)


def describe_edition(course: CourseView) -> str:
    """What is published of an edition that one can look forward to: start, place, places, enrolment; or nothing."""
    when, opens, closes = describe_start(course), course.enrolment_opens, course.enrolment_closes
    found = [get_text("courses.edition.starts", when=when)] if when else []
    if course.place:
        found.append(get_text("courses.edition.place", place=course.place))
    if course.places:
        found.append(get_text("courses.edition.one_place") if course.places == 1
                     else get_text("courses.edition.places", count=course.places))
    window = "both" if opens and closes else "opens" if opens else "closes" if closes else ""
    if window:
        found.append(get_text(f"courses.window.{window}", opens=format_day(opens) if opens else "",
                              closes=format_day(closes) if closes else ""))
    return ", ".join(found)


def tell_closed(course: CourseView) -> str:
    """Why nobody can enrol now: not yet, not any more, or no place is left."""
    return get_text(f"courses.closed.{course.closed}")


def tell_start(course: CourseView, today: date) -> str:
    """That a course starts, or has started, and when; never that it has when it has not."""
    first, last = course.starts_earliest or course.starts_latest, course.starts_latest or course.starts_earliest
    if first is None or last is None:
        return get_text("courses.start.unknown")
    when = describe_start(course)
    if last >= today:
        return describe_edition(course) if first > today else get_text("courses.start.expected", when=when)
    return get_text("courses.start.past_day" if first == last else "courses.start.past_months", when=when)


def tell_cost(course: CourseView) -> str:
    """What the course costs, as a predicate."""
    if not course.cost_cents:
        return get_text("courses.about.free")
    return get_text("courses.about.price", price=format_euro(course.cost_cents))


def tell_organiser(course: CourseView) -> str:
    """Who leads the course and with whom, as far as it is published."""
    if course.lead is None:
        return get_text("courses.organiser.unknown")
    return get_text("courses.organiser.lead_with" if course.co_designers else "courses.organiser.lead",
                    lead=course.lead, partners=join_list(course.co_designers))
