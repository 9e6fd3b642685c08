"""The outcome of an eligibility check: each rule with its reason, the whole, what would change it, what next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Iterable, Optional

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.eligibility.eligibility_facts import make_applicant
from bot.actions.second_wish import STARTS, offer_second_wish
from bot.dialogue.applicant_facts import COURSE, INCOME, NET, PLACE
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.tasks import WITHHELD
from bot.dialogue.turn import Button, Part, Reply, Turn
from bot.dialogue.wishes import SECOND, find_pending_wish, take_up
from bot.italian.text import format_day, format_euro, join_list
from bot.rules.eligibility import Applicant, Outcome, Rule, assess
from bot.services import booking, course_wording, courses, eligibility
from bot.services.courses import CourseView
from bot.services.eligibility import ALL_COURSES, CourseAssessment, UnknownCourse
from bot.services.facts import has_month_only
from bot.texts import get_text

MARKS = {"met": "✓", "not_met": "✗", "to_verify": "?"}


class ActionTellEligibility(TurnAction):
    """Tells the outcome of each rule, the whole, and the next step, in one message."""

    def name(self) -> str:
        return "action_tell_eligibility"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        course, applicant = turn.slots.get(COURSE), make_applicant(turn.slots)
        if course is None:
            return [], []
        place = turn.slots.get(PLACE)
        result = eligibility.check_applicant(
            turn.settings, course, applicant, municipality=place if place != WITHHELD else None,
            conversation_id=turn.conversation_id, channel=turn.channel, now=turn.now)
        if isinstance(result, UnknownCourse):
            return [], []
        every = courses.list_courses(turn.settings, turn.now.date())
        outcomes = result.assessment.outcomes
        meant = [each for each in every if course in (ALL_COURSES, each.id)]
        parts = [_heading(turn, result, meant)]
        parts += [make_outcome_part(outcome) for outcome in outcomes]
        if turn.slots.get(NET) and turn.slots.get(INCOME) not in (None, WITHHELD):
            parts.append(Part("utter_outcome_net", tight=True))
        parts.append(Part(f"utter_overall_{result.assessment.overall}"))
        parts += _changes(outcomes)
        subject = "course:" if course == ALL_COURSES else f"course:{course}"
        told = Reply(tuple(parts), (), subject, question="check_eligibility")
        waiting = find_pending_wish(turn.slots)
        if waiting and turn.wishes:  # all was said in one message: the second wish follows at once
            return [told], [SlotSet(SECOND, take_up(turn.slots)), FollowupAction(STARTS[waiting])]
        if waiting and waiting != "book_appointment":
            return [offer_second_wish(turn, told)], []
        parts += [_next_step(meant), Part("utter_eligibility_next")]
        if result.assessment.overall == "to_verify":
            parts.append(Part("utter_eligibility_verify"))
        buttons = () if course == ALL_COURSES else _others(turn, result, applicant)
        return [replace(told, parts=tuple(parts), buttons=buttons, offer=_offer_next(turn, meant))], []


def _offer_next(turn: Turn, meant: list[CourseView]) -> str:
    """What a «sì» accepts: the interview of :func:`_next_step`, the first service; any one while a course is open."""
    first = next(iter(booking.list_bookable(turn.settings)), None)
    if first is None or any(course.open_now for course in meant):
        return "book_appointment"
    return f"book_appointment:{first.id}"


def assess_told(turn: Turn) -> Optional[CourseAssessment]:
    """What the rules say to what the person has told so far; None when no course was chosen."""
    course = turn.slots.get(COURSE)
    if course is None:
        return None
    result = eligibility.assess(turn.settings, course, make_applicant(turn.slots), turn.now.date())
    return None if isinstance(result, UnknownCourse) else result


def list_obstacles(rules: Iterable[Rule], applicant: Applicant, today: date) -> list[Part]:
    """What already speaks against, of the facts known so far: told at once, the rest is asked all the same."""
    outcomes = assess(rules, applicant, today).outcomes
    return [make_outcome_part(outcome) for outcome in outcomes if outcome.verdict == "not_met"]


def make_outcome_part(outcome: Outcome) -> Part:
    """The line of one rule: mark and reason."""
    return Part(f"utter_outcome_{outcome.reason}", _values(outcome), tight=True)


def format_short_source(rule: Rule) -> str:
    """``Provincia di Lecco, 15/10/2025``; the month alone where the day is only the first of an undated month."""
    name = rule.source.split(",")[0].strip()
    day = rule.source_date
    if day is not None:
        month_only = has_month_only(day, rule.source)
        name += f", {day.month}/{day.year}" if month_only else f", {day.day}/{day.month}/{day.year}"
    return name if rule.verified else get_text("answers.to_verify", name=name)


def _heading(turn: Turn, result: CourseAssessment, meant: list[CourseView]) -> Part:
    """Which course is checked; of several that they have the same rules, where they have."""
    values = {"title": result.course_title}
    if len(meant) < 2:
        return Part("utter_eligibility_one", values)
    alike = eligibility.has_shared_rules(turn.settings, turn.now.date())
    return Part("utter_eligibility_all" if alike else "utter_eligibility_all_differ", values)


def _values(outcome: Outcome) -> dict[str, Any]:
    values: dict[str, Any] = {**outcome.params}
    for money in ("income", "threshold"):
        if values.get(money) is not None:
            values[money] = format_euro(int(Decimal(values[money]) * 100))
    values["when"] = f" ({format_day(values['on'], weekday=False)})" if values.get("on") else ""
    return {**values, "mark": MARKS[outcome.verdict]}


def _changes(outcomes: Iterable[Outcome]) -> list[Part]:
    """What would change the result, once each; what was not said comes last."""
    found: dict[str, Part] = {}
    for outcome in outcomes:
        if outcome.change and outcome.change not in found:
            found[outcome.change] = Part(f"utter_change_{outcome.change}", _values(outcome), tight=True)
    ordered = sorted(found, key=lambda change: change.startswith("say_"))
    return [Part("utter_change_heading"), *(found[change] for change in ordered)] if ordered else []


def _next_step(meant: list[CourseView]) -> Part:
    """What can be done now, by where the courses that were checked stand, and by no other."""
    open_now = [course.title for course in meant if course.open_now]
    if open_now:
        return Part("utter_eligibility_open", {"titles": join_list(open_now)})
    planned = [course for course in meant if course.status == "planned"]
    if planned:
        return Part("utter_eligibility_planned", {
            "title": planned[0].title, "edition": course_wording.describe_edition(planned[0]),
            "closed": course_wording.tell_closed(planned[0])})
    years = [course.starts_earliest.year for course in meant if course.starts_earliest]
    if years and all(course.status == "concluded" for course in meant):
        return Part("utter_eligibility_closed", {"year": max(years)})
    return Part("utter_eligibility_not_open")


def _others(turn: Turn, result: CourseAssessment, applicant: Applicant) -> tuple[Button, ...]:
    if result.assessment.overall == "not_met":
        return ()
    others = eligibility.list_other_courses(turn.settings, result.course_id, applicant, turn.now.date())
    return tuple(Button(other.course_title, f'/ask_course_about{{"course": "{other.course_id}"}}') for other in others)
