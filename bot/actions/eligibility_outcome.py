"""The outcome of an eligibility check: each rule with reason and source, the whole, what would change it, what next."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Iterable, Optional, Sequence

from rasa_sdk.events import EventType

from bot.actions.eligibility_facts import ALL_COURSES, COURSE, PLACE, STATUS, WITHHELD, applicant_of
from bot.actions.turn import Button, Part, Reply, Turn, TurnAction, count
from bot.core.eligibility import Applicant, Outcome, Rule, assess
from bot.core.italian_text import MONTHS, format_day, format_euro
from bot.services import courses, eligibility
from bot.services.courses import CourseView
from bot.services.eligibility import CourseAssessment, UnknownCourse

MARKS = {"met": "✓", "not_met": "✗", "to_verify": "?"}


class ActionTellEligibility(TurnAction):
    """Tells the outcome of each rule, the whole, and the next step, in one message."""

    def name(self) -> str:
        return "action_tell_eligibility"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        result = assessed(turn)
        if result is None:
            return [], []
        course = turn.slots[COURSE]
        applicant = applicant_of(turn.slots)
        every = courses.list_courses(turn.settings, turn.now.date())
        outcomes = result.assessment.outcomes
        count(turn, "eligibility", item=course, result=result.assessment.overall, detail=_counted(turn, outcomes))
        parts = [_heading(result, course == ALL_COURSES)]
        parts += [outcome_part(outcome) for outcome in outcomes]
        parts.append(Part(f"utter_overall_{result.assessment.overall}"))
        parts += _changes(outcomes)
        parts += [_next_step(every), Part("utter_eligibility_next")]
        if result.assessment.overall == "to_verify":
            parts.append(Part("utter_eligibility_verify"))
        subject = "course:" if course == ALL_COURSES else f"course:{course}"
        buttons = () if course == ALL_COURSES else _others(turn, result, applicant)
        return [Reply(tuple(parts), buttons, subject, "book_appointment")], []


def assessed(turn: Turn) -> Optional[CourseAssessment]:
    """What the rules say to what the person has told so far; None when no course was chosen."""
    course = turn.slots.get(COURSE)
    if course is None:
        return None
    today = turn.now.date()
    if course == ALL_COURSES:  # they share their rules
        course = courses.list_courses(turn.settings, today)[0].id
    result = eligibility.assess(turn.settings, course, applicant_of(turn.slots), today)
    return None if isinstance(result, UnknownCourse) else result


def _counted(turn: Turn, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What is counted of a check: kinds of rules, and what of status and municipality the person gave."""
    given = {"status": turn.slots.get(STATUS), "municipality": turn.slots.get(PLACE)}
    return {
        **{verdict: [outcome.rule.kind for outcome in outcomes if outcome.verdict == verdict]
           for verdict in ("not_met", "to_verify")},
        **{name: value for name, value in given.items() if value not in (None, WITHHELD)}}


def obstacles(rules: Iterable[Rule], applicant: Applicant, today: date) -> list[Part]:
    """What already speaks against, of the facts known so far: told at once, the rest is asked all the same."""
    outcomes = assess(rules, applicant, today).outcomes
    return [outcome_part(outcome) for outcome in outcomes if outcome.verdict == "not_met"]


def outcome_part(outcome: Outcome) -> Part:
    """The line of one rule: mark, reason, source."""
    return Part(f"utter_outcome_{outcome.reason}", _values(outcome), tight=True)


def short_source(rule: Rule) -> str:
    """``Provincia di Lecco, 15/10/2025``; the month alone where the day is only the first of an undated month."""
    name = rule.source.split(",")[0].strip()
    day = rule.source_date
    if day is not None:
        month_only = day.day == 1 and not re.search(rf"\b1º? {MONTHS[day.month - 1]}", rule.source)
        name += f", {day.month}/{day.year}" if month_only else f", {day.day}/{day.month}/{day.year}"
    return name if rule.verified else f"{name}, da verificare"


def _heading(result: CourseAssessment, every: bool) -> Part:
    return Part("utter_eligibility_all") if every else Part("utter_eligibility_one", {"title": result.course_title})


def _values(outcome: Outcome) -> dict[str, Any]:
    values: dict[str, Any] = {**outcome.params}
    for money in ("income", "threshold"):
        if values.get(money) is not None:
            values[money] = format_euro(int(Decimal(values[money]) * 100))
    values["when"] = f" ({format_day(values['on'], weekday=False)})" if values.get("on") else ""
    return {**values, "mark": MARKS[outcome.verdict], "source": short_source(outcome.rule)}


def _changes(outcomes: Iterable[Outcome]) -> list[Part]:
    """What would change the result, once each; what was not said comes last."""
    found: dict[str, Part] = {}
    for outcome in outcomes:
        if outcome.change and outcome.change not in found:
            found[outcome.change] = Part(f"utter_change_{outcome.change}", _values(outcome), tight=True)
    ordered = sorted(found, key=lambda change: change.startswith("say_"))
    return [Part("utter_change_heading"), *(found[change] for change in ordered)] if ordered else []


def _next_step(every: list[CourseView]) -> Part:
    if any(course.open_now for course in every):
        return Part("utter_eligibility_open")
    years = [course.starts_earliest.year for course in every if course.starts_earliest]
    if years and all(course.status == "concluded" for course in every):
        return Part("utter_eligibility_closed", {"year": max(years)})
    return Part("utter_eligibility_not_open")


def _others(turn: Turn, result: CourseAssessment, applicant: Applicant) -> tuple[Button, ...]:
    if result.assessment.overall == "not_met":
        return ()
    others = eligibility.other_courses(turn.settings, result.course_id, applicant, turn.now.date())
    return tuple(Button(other.course_title, f'/ask_course_about{{"course": "{other.course_id}"}}') for other in others)
