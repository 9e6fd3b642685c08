"""The facts of the database as the texts of ``bot/data/languages`` name them."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, Iterator, Mapping, Sequence

from bot.dialogue.languages import Language
from bot.italian.text import format_time
from bot.rules.eligibility import WORKING
from bot.services import courses, offices
from bot.services.courses import CourseView
from bot.services.offices import OfficeView
from bot.settings import Settings

_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"
"""Between these signs of Unicode hours run their own way in an Arabic line."""
FACTS = ("count", "courses", "open", "age_min", "age_max", "hours", "addresses", "opening", "phones", "keep_hours",
         "region")
"""What a text may name beside the values of its response."""
_ADMITTED = {"unemployed", "suspended"}
"""Who may attend whatever they earn, as the texts say it; of those who work the ones who earn little may."""


def read_facts(settings: Settings, now: datetime, language: Language) -> Mapping[str, str]:
    """Every fact of :data:`FACTS`, weekdays in ``language``; ``open`` is empty while no course takes enrolments.

    ``addresses:office:<id>`` and the like: the fact of one office alone. ``whole``: the questions of courses whose text
    says all that is published, as it is the same of every course.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    every = courses.list_courses(settings, now.date())
    centres = offices.list_offices(settings)
    lengths = sorted({course.hours for course in every})
    of_offices = _describe_offices(centres, language)
    facts = dict(zip(FACTS, (
        str(len(every)),
        ", ".join(course.title for course in every),
        ", ".join(course.title for course in every if course.open_now),
        str(min((course.age_min for course in every if course.age_min), default="?")),
        str(max((course.age_max for course in every if course.age_max), default="?")),
        "-".join(dict.fromkeys((str(lengths[0]), str(lengths[-1])))) if lengths else "?",
        *of_offices.values(),
        f"{settings.conversation_retention_hours:g}",
        ", ".join(sorted({course.region for course in every if course.region})),
    ), strict=True))
    of_one = {f"{name}:office:{office.id}": line for office in centres
              for name, line in _describe_offices([office], language).items()}
    return {**facts, **of_one, "whole": " ".join(_list_told_whole(every))}


def _list_told_whole(every: Sequence[CourseView]) -> Iterator[str]:
    """The questions whose texts say all: what they say is so of every course."""
    if not any(course.cost_cents for course in every):
        yield "ask_course_cost"
    if len({(course.hours, course.hours_approximate) for course in every}) == 1 and all(
            course.internship and course.hours_approximate for course in every):
        yield "ask_course_duration"
    if len({(course.age_min, course.age_max, course.region) for course in every}) == 1 and all(
            course.age_min and course.age_max and set(course.admission.get("admits", ())) == _ADMITTED
            and set(course.admission.get("needs_income", ())) == set(WORKING) for course in every):
        yield "ask_course_audience"


def _describe_offices(centres: Sequence[OfficeView], language: Language) -> dict[str, str]:
    """Address, opening hours and telephone of ``centres``, a line each."""
    return {"addresses": _lines(centres, lambda office: office.address),
            "opening": _lines(centres, lambda office: _opening(office, language)),
            "phones": _lines(centres, lambda office: ", ".join(office.phones[:1]))}


def _lines(centres: Sequence[OfficeView], value: Callable[[OfficeView], str]) -> str:
    return "\n".join(f"- {office.municipality}: {value(office)}" for office in centres)


def _opening(office: OfficeView, language: Language) -> str:
    """``Mon–Fri 8:30-12:30, 14:00-17:15``; days with equal hours together."""
    together: dict[str, list[int]] = {}
    for weekday, intervals in sorted(office.week.items()):
        hours = ", ".join(f"{format_time(opens)}-{format_time(closes)}" for opens, closes in intervals)
        hours = f"{_LEFT_TO_RIGHT}{hours}{_END}" if language.right_to_left else hours
        together.setdefault(hours, []).append(weekday)
    return "; ".join(f"{_weekdays(weekdays, language.days)} {hours}" for hours, weekdays in together.items())


def _weekdays(weekdays: Sequence[int], names: Sequence[str]) -> str:
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{names[weekdays[0]]}–{names[weekdays[-1]]}"
    return ", ".join(names[weekday] for weekday in weekdays)
