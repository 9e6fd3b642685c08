"""Checking who may attend a course: a form over the course's rules, then the outcome rule by rule with its source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Optional

from rasa_sdk.events import EventType, SlotSet

from bot.actions.courses import courses_meant
from bot.actions.form import Form, Reading
from bot.actions.turn import Button, Part, Reply, Turn, TurnAction, say
from bot.core import person_facts
from bot.core.eligibility import WORKING, Applicant, Outcome, needed_facts
from bot.core.italian_text import format_day, format_euro
from bot.core.replies import declines, means_all
from bot.services import courses, eligibility
from bot.services.eligibility import CourseAssessment

ALL_COURSES = "all"
WITHHELD = "withheld"
_SLOT = {"age": "eligibility_age", "status": "eligibility_status", "income": "eligibility_income",
         "residence": "eligibility_residence"}


class ValidateEligibilityForm(Form):
    """Reads each turn of ``eligibility_form``; what was said earlier in the conversation is not asked again."""

    form = "eligibility_form"
    own_intents = frozenset({"check_eligibility", "ask_course_list", "ask_course_about"})
    slots = ("eligibility_course", "eligibility_age", "eligibility_status", "eligibility_income",
             "eligibility_residence")

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        if slots.get("eligibility_course") is None:
            return ["eligibility_course"]
        missing = needed_facts(_rules(slots, turn), applicant_of(slots), turn.now.date())
        return [_SLOT[fact] for fact in missing]

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        values: dict[str, Any] = {}
        replies: list[Reply] = []
        if turn.option is not None:
            slot, chosen = turn.option
            return Reading({slot: _chosen(slot, chosen)}) if slot in self.slots else None
        if requested is None:
            self._start(turn, values, replies)
            return Reading(values, tuple(replies))
        self._course(turn, requested, values)
        read_facts(turn, turn.text, requested, values, replies)
        if not values and not replies and requested != "eligibility_course" and declines(turn.text):
            values[requested] = WITHHELD
        return Reading(values, tuple(replies)) if values or replies else None

    def _start(self, turn: Turn, values: dict[str, Any], replies: list[Reply]) -> None:
        """Say whom the courses are for, and take what was said before."""
        for slot in self.slots:
            values[slot] = None
        meant = courses_meant(turn)
        if len(meant) == 1:
            values["eligibility_course"] = meant[0].id
        for text in (*turn.earlier, turn.text):
            read_facts(turn, text, None, values, [])
        first = meant[0]
        replies.append(say("utter_eligibility_intro", age_min=first.age_min, age_max=first.age_max))

    def _course(self, turn: Turn, requested: str, values: dict[str, Any]) -> None:
        named = turn.names.get("course", ())
        if len(named) == 1 and (requested == "eligibility_course" or turn.intent == "check_eligibility"):
            values["eligibility_course"] = named[0]
        elif requested == "eligibility_course" and means_all(turn.text):
            values["eligibility_course"] = ALL_COURSES


def read_facts(
    turn: Turn, text: str, requested: Optional[str], values: dict[str, Any], replies: list[Reply]
) -> None:
    """Add to ``values`` what ``text`` says of the person; a correction («34, non 43») gives the new value only."""
    corrected = person_facts.correction(text)
    if corrected is not None:
        text = corrected[0]
    today = turn.now.date()
    expects_age = requested == "eligibility_age" or (
        corrected is not None and turn.slots.get("eligibility_age") is not None and requested != "eligibility_income")
    _age(person_facts.age(text, today, asked=expects_age), turn, values, replies)
    status = person_facts.status(text, asked=requested == "eligibility_status")
    if status is not None:
        values["eligibility_status"] = status
        if status not in WORKING:
            values["eligibility_income"] = None
    if requested != "eligibility_age" or "eligibility_age" not in values:
        _income(person_facts.income(text, asked=requested == "eligibility_income"), values, replies)
    place = person_facts.residence(text, asked=requested == "eligibility_residence")
    if place is not None:
        values["eligibility_residence"] = place.where


def _age(found: Any, turn: Turn, values: dict[str, Any], replies: list[Reply]) -> None:
    if found is None:
        return
    if isinstance(found, person_facts.ImpossibleAge):
        values["eligibility_age"] = None
        replies.append(say("utter_age_impossible"))
        return
    first = courses.list_courses(turn.settings, turn.now.date())[0]
    if not found.exact and person_facts.boundary_matters(found, first.age_min or 0, first.age_max or 200):
        values["eligibility_age"] = None
        replies.append(say("utter_age_boundary"))
        return
    born = found.birth_date.isoformat() if found.birth_date else None
    values["eligibility_age"] = {"years": found.years, "born": born}


def _income(found: Any, values: dict[str, Any], replies: list[Reply]) -> None:
    if isinstance(found, person_facts.Income):
        values["eligibility_income"] = str(found.amount)
        if found.monthly:
            replies.append(say("utter_income_yearly", amount=format_euro(int(found.amount * 100))))
    elif isinstance(found, person_facts.UnknownIncome):
        values["eligibility_income"] = WITHHELD
    elif isinstance(found, person_facts.InvalidIncome):
        values["eligibility_income"] = None
        replies.append(say("utter_invalid_eligibility_income"))


def _chosen(slot: str, value: str) -> Any:
    return {"years": int(value), "born": None} if slot == "eligibility_age" else value


def applicant_of(slots: dict[str, Any]) -> Applicant:
    """What the slots say of the person."""
    age = slots.get("eligibility_age")
    income = slots.get("eligibility_income")
    known = {fact: slots.get(slot) for fact, slot in _SLOT.items()}
    return Applicant(
        age=age["years"] if isinstance(age, dict) else None,
        birth_date=date.fromisoformat(age["born"]) if isinstance(age, dict) and age.get("born") else None,
        status=known["status"] if known["status"] != WITHHELD else None,
        income_eur=Decimal(income) if income not in (None, WITHHELD) else None,
        residence=known["residence"] if known["residence"] != WITHHELD else None,
        withheld=frozenset(fact for fact, value in known.items() if value == WITHHELD))


def _rules(slots: dict[str, Any], turn: Turn) -> list[Any]:
    course = slots["eligibility_course"]
    if course == ALL_COURSES:
        course = courses.list_courses(turn.settings, turn.now.date())[0].id
    return eligibility.rules_for(turn.settings, course)


class AskCourse(TurnAction):
    """Asks for which course."""

    def name(self) -> str:
        return "action_ask_eligibility_form_eligibility_course"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        buttons = [Button(course.title, f'/choose{{"option": "eligibility_course:{course.id}"}}')
                   for course in courses.list_courses(turn.settings, turn.now.date())]
        buttons.append(Button("Tutti e tre", f'/choose{{"option": "eligibility_course:{ALL_COURSES}"}}'))
        return [say("utter_ask_eligibility_course", buttons=buttons)], []


class ActionTellEligibility(TurnAction):
    """Tells the outcome of each rule, the whole, and the next step."""

    def name(self) -> str:
        return "action_tell_eligibility"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        slots = turn.slots
        if slots.get("eligibility_course") is None:
            return [], []
        today = turn.now.date()
        applicant = applicant_of(slots)
        every = courses.list_courses(turn.settings, today)
        chosen = every[0].id if slots["eligibility_course"] == ALL_COURSES else slots["eligibility_course"]
        result = eligibility.assess(turn.settings, chosen, applicant, today)
        parts = [self._heading(result, slots["eligibility_course"] == ALL_COURSES)]
        parts += [outcome_part(outcome) for outcome in result.assessment.outcomes]
        parts.append(Part(f"utter_overall_{result.assessment.overall}"))
        changes = dict.fromkeys(item.change for item in result.assessment.outcomes if item.change)
        parts += [Part(f"utter_change_{change}", _values(item)) for change in changes
                  for item in result.assessment.outcomes[:1]]
        parts.append(Part("utter_eligibility_closed" if not any(course.open_now for course in every)
                          else "utter_eligibility_open"))
        parts.append(Part("utter_eligibility_next"))
        subject = "course:" if slots["eligibility_course"] == ALL_COURSES else f"course:{chosen}"
        return [Reply(tuple(parts), self._others(turn, result, applicant), subject, "book_appointment")], []

    def _heading(self, result: CourseAssessment, every: bool) -> Part:
        return Part("utter_eligibility_all") if every else Part("utter_eligibility_one", {"title": result.course_title})

    def _others(self, turn: Turn, result: CourseAssessment, applicant: Applicant) -> tuple[Button, ...]:
        if turn.slots["eligibility_course"] == ALL_COURSES or result.assessment.overall == "not_met":
            return ()
        others = eligibility.other_courses(turn.settings, result.course_id, applicant, turn.now.date())
        return tuple(Button(other.course_title, f'/ask_course_about{{"course": "{other.course_id}"}}')
                     for other in others)


def outcome_part(outcome: Outcome) -> Part:
    """The line of one rule: mark, reason, source."""
    return Part(f"utter_outcome_{outcome.reason}", _values(outcome))


def _values(outcome: Outcome) -> dict[str, Any]:
    values: dict[str, Any] = {**outcome.params}
    for money in ("income", "threshold"):
        if values.get(money) is not None:
            values[money] = format_euro(int(Decimal(values[money]) * 100))
    if values.get("on"):
        values["on"] = format_day(values["on"], weekday=False)
    mark = {"met": "✓", "not_met": "✗", "to_verify": "?"}[outcome.verdict]
    when = f", {format_day(outcome.rule.source_date, weekday=False)}" if outcome.rule.source_date else ""
    source = outcome.rule.source if when.split()[-1:] and when.split()[-1] in outcome.rule.source else (
        f"{outcome.rule.source}{when}")
    return {"mark": mark, "source": source, **values}


def correct_outcome(turn: Turn) -> Optional[list[EventType]]:
    """New values when the message corrects what an eligibility check was told before; None when it does not."""
    if turn.slots.get("eligibility_course") is None or person_facts.correction(turn.text) is None:
        return None
    values: dict[str, Any] = {}
    read_facts(turn, turn.text, None, values, [])
    return [SlotSet(slot, value) for slot, value in values.items()] or None
