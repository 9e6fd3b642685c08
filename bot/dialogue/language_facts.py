"""The facts of the database as the texts of ``bot/data/languages`` name them."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, Mapping, Sequence

from bot.dialogue.languages import Language
from bot.italian.text import format_time
from bot.services import courses, offices
from bot.services.offices import OfficeView
from bot.settings import Settings

_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"
"""Between these signs of Unicode hours run their own way in an Arabic line."""
FACTS = ("count", "courses", "open", "age_min", "age_max", "hours", "addresses", "opening", "phones", "keep_hours")
"""What a text may name beside the values of its response."""


def read_facts(settings: Settings, now: datetime, language: Language) -> Mapping[str, str]:
    """Every fact of :data:`FACTS`, weekdays in ``language``; ``open`` is empty while no course takes enrolments.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    every = courses.list_courses(settings, now.date())
    centres = offices.list_offices(settings)
    lengths = sorted({course.hours for course in every})
    return dict(zip(FACTS, (
        str(len(every)),
        ", ".join(course.title for course in every),
        ", ".join(course.title for course in every if course.open_now),
        str(min((course.age_min for course in every if course.age_min), default="?")),
        str(max((course.age_max for course in every if course.age_max), default="?")),
        "-".join(dict.fromkeys((str(lengths[0]), str(lengths[-1])))) if lengths else "?",
        _lines(centres, lambda office: office.address),
        _lines(centres, lambda office: _opening(office, language)),
        _lines(centres, lambda office: ", ".join(office.phones[:1])),
        f"{settings.conversation_retention_hours:g}",
    ), strict=True))


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
