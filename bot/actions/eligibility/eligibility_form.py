"""Checking who may attend a course: a form over the course's rules; its questions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Iterable, Optional, Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.answers.courses import find_meant_courses
from bot.actions.booking.booking_asides import answer_about_benefit
from bot.actions.eligibility.eligibility_facts import make_applicant, read_chosen_value
from bot.actions.eligibility.eligibility_outcome import ActionTellEligibility, assess_told, list_obstacles
from bot.actions.form_action import FormAction
from bot.dialogue import tasks
from bot.dialogue.applicant_facts import (
    AGE,
    COURSE,
    DOUBT,
    FACT_SLOTS,
    INCOME,
    NET,
    PERSON,
    RESIDENCE,
    STATUS,
    announces_course,
    checks_anew,
    find_denied,
    find_person,
    is_correction,
    is_for_two,
    is_named_as_course,
    is_wrong_course,
    names_every_course,
    names_other_course,
    read_facts,
    read_net,
    read_opening,
    read_period,
    read_period_after,
    read_person,
    works_undeclared,
)
from bot.dialogue.asides import asks_about_benefit, asks_whose_income
from bot.dialogue.booking_words import takes_back
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.reading import Reading
from bot.dialogue.tasks import WITHHELD
from bot.dialogue.turn import Button, Part, Reply, Turn, count, say
from bot.dialogue.value_kinds import read_agreement
from bot.italian.text import format_euro
from bot.rules.eligibility import WORKING, list_needed_facts
from bot.services import course_wording, courses, eligibility
from bot.services.eligibility import ALL_COURSES, CourseAssessment
from bot.texts import get_text

__all__ = ["ActionTellEligibility", "ValidateEligibilityForm", "assess_told", "check_again", "tell_unchanged"]

_ASKED_OF_COURSE = frozenset({
    "ask_course_content", "ask_course_duration", "ask_course_cost", "ask_course_organiser", "ask_course_start",
    "ask_course_internship", "ask_course_participants", "ask_course_place", "ask_course_other_detail"})
"""Questions of a course, which do not choose it for the check."""
_MAY_ANSWER = frozenset({"inform", "check_eligibility", "nlu_fallback", "out_of_scope"})


class ValidateEligibilityForm(FormAction):
    """Reads each turn of ``eligibility_form``; what was said earlier in the conversation is not asked again."""

    task = tasks.ELIGIBILITY

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        if slots.get(COURSE) is None:
            return [COURSE]
        missing = list_needed_facts(find_rules(slots, turn), make_applicant(slots), turn.now.date())
        return [FACT_SLOTS[fact] for fact in missing]

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """What becomes of a benefit is no answer about one's work: it is not ours to say."""
        if turn.text and turn.option is None and asks_whose_income(turn.text, requested):
            return say("utter_income_own_only")
        return answer_about_benefit(turn) if turn.text and asks_about_benefit(turn.text) else None

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        if turn.option is not None:
            chosen = read_chosen_value(turn, *turn.option, [course.id for course in _courses(turn)])
            return Reading(add_subject(chosen)) if chosen is not None else None
        if requested is None:
            return self._start(turn)
        net = read_net(turn, requested)
        if net is not None:
            kind = say("utter_income_net") if net[NET] else say("utter_eligibility_corrected")
            return Reading({**net, requested: None}, (kind,))
        put_right = read_period_after(turn, requested)
        if put_right is not None:
            return _tell_income_put_right(turn, requested, put_right)
        values: dict[str, Any] = {}
        replies: list[Reply] = []
        person = read_person(turn)
        if person is not None:
            values.update({requested: None, **person})
            other = {**turn.slots, **person}.get(PERSON)
            replies.append(say("utter_eligibility_for_other" if other else "utter_eligibility_for_self"))
        self._course(turn, requested, values)
        told = read_period(turn, requested)
        if told is not None:
            values.update(told)
        else:
            read_facts(turn, turn.text, requested, values, replies)
        if requested == STATUS and values.get(STATUS) in (None, "employed") and works_undeclared(turn.text):
            values.update({STATUS: WITHHELD})
            replies = [say("utter_status_undeclared")]
        if not values and not replies and turn.intent in _MAY_ANSWER and read_agreement(turn) is None:
            values.update(_out_of_turn(turn, requested))
        if not values and not replies and requested != COURSE:
            untold = self.read_value(turn, requested, "answer")
            if untold is not None and untold.replies:
                return untold
            values = {**untold.values, DOUBT: None} if untold is not None else values
        if not values and not replies and turn.slots.get(COURSE) == ALL_COURSES:
            values.update(self._choose_after_all(turn))
        if any(slot != requested and value is not None and turn.slots.get(slot) not in (None, value, ALL_COURSES)
               for slot, value in values.items() if slot not in (DOUBT, PERSON)):
            replies.insert(0, say("utter_eligibility_corrected"))
        return Reading(add_subject(values), tuple(replies)) if values or replies else None

    def _begin(self, turn: Turn, tracker: Tracker) -> Reading:
        named = turn.names.get("course", ())
        count(turn, "check", item=named[0] if len(named) == 1 else None)
        return super()._begin(turn, tracker)

    def begin_anew(self, turn: Turn) -> Reading:
        reading = super().begin_anew(turn)
        return replace(reading, values={**reading.values, **{slot: turn.slots.get(slot) for slot in (COURSE, PERSON)}})

    def opened(self, turn: Turn) -> Reading:
        return self._start(replace(turn, text="")) if turn.slots.get(COURSE) is None else Reading()

    def _start(self, turn: Turn) -> Reading:
        """Say whom the courses are for, and take what was said before."""
        values = _kept(turn)
        again = values.get(COURSE) is not None
        meant = find_meant_courses(turn)
        named = turn.names.get("course", ())  # «corso da elettricista, lavoro in fabbrica»: the course, not the sector
        asked = _asked_among(turn, named)
        if asked is not None or len(meant) == 1:
            values[COURSE] = asked or meant[0].id
        elif not again and eligibility.has_shared_rules(turn.settings, turn.now.date()):
            values[COURSE] = ALL_COURSES
        read_opening(turn, values, earlier=not again and not checks_anew(turn.text))
        if again or not self.required({**turn.slots, **values}, turn):
            return Reading(add_subject(values))  # the outcome comes at once and says it all
        intro = say("utter_eligibility_intro", **_intro_values(meant[0]))
        applicant = make_applicant(values)
        rules = eligibility.list_rules(turn.settings, meant[0].id, turn.now.date())
        alike = (Part("utter_eligibility_any_course", tight=True),) if values.get(COURSE) == ALL_COURSES else ()
        if is_for_two(turn.text):
            alike = (*alike, Part("utter_eligibility_one_by_one"))
        parts = (*intro.parts, *alike, *list_obstacles(rules, applicant, turn.now.date()))
        beside = (answer_about_benefit(turn),) if turn.text and asks_about_benefit(turn.text) else ()
        return Reading(add_subject(values), (*beside, Reply(parts)))

    def _course(self, turn: Turn, requested: str, values: dict[str, Any]) -> None:
        named = _list_named(turn, by_sector=requested == COURSE or names_other_course(turn.text))
        asked = "?" in turn.text and turn.intent in _ASKED_OF_COURSE  # «quanto dura quello da elettricista?»
        wanted = requested == COURSE or turn.intent == "check_eligibility" or (
            announces_course(turn.text) and not asked)
        if len(named) == 1 and wanted:
            values[COURSE] = named[0]
        elif requested == COURSE and not named:
            told = self.read_value(turn, COURSE, "answer")
            values.update(told.values if told else {})
        elif not named and is_wrong_course(turn.text):
            values[COURSE] = None

    def _choose_after_all(self, turn: Turn) -> dict[str, Any]:
        """The course that is named where all were assumed («quello meccanico»); it answers nothing else."""
        named = _list_named(turn, by_sector=True)
        if len(named) == 1:
            return {COURSE: named[0]}
        return {COURSE: ALL_COURSES} if names_every_course(turn.text) else {}

    def follow(self, turn: Turn, requested: str, reading: Reading) -> Reading:
        return replace(reading, values=add_subject(reading.values))

    def list_options(self, turn: Turn, slot: str) -> Sequence[str]:
        return [*(course.id for course in _courses(turn)), ALL_COURSES] if slot == COURSE else ()


def _intro_values(course: courses.CourseView) -> dict[str, Any]:
    """What the first words of a check say of a course: whether it costs, for whom it is, which ages."""
    ages = "" if course.age_min is None else get_text("answers.intro_ages", low=course.age_min, high=course.age_max)
    return {"free": "" if course.cost_cents else get_text("answers.intro_free"), "ages": ages,
            "audience": course_wording.describe_audience(course.admission) or get_text("answers.audience_any")}


def _asked_among(turn: Turn, named: Sequence[str]) -> Optional[str]:
    """The course that is asked for: the only one named, or the only one named as a course and not as a trade."""
    as_course = [item for item in named if is_named_as_course(turn.text, turn.positions.get(item, (0,))[0])]
    if len(named) == 1 or len(as_course) != 1:
        if len(named) > 1 and takes_back(turn.text):
            return named[-1]  # «quello di sala, anzi quello meccanico»
        return named[0] if len(named) == 1 else None
    return as_course[0]


def _kept(turn: Turn) -> dict[str, Any]:
    """What an earlier check of the same person knows; refusals to answer are forgotten, a new person starts anew."""
    person = find_person(turn)
    slots = dict.fromkeys(ValidateEligibilityForm.task.slots)
    if person == turn.slots.get(PERSON) and not checks_anew(turn.text):
        slots = {slot: None if turn.slots.get(slot) == WITHHELD else turn.slots.get(slot) for slot in slots}
    return {**slots, PERSON: person, DOUBT: None}


def _out_of_turn(turn: Turn, requested: str) -> dict[str, Any]:
    """A short answer to a question that is still to come («34» while the course is asked)."""
    for slot in (AGE, STATUS, RESIDENCE):
        found: dict[str, Any] = {}
        if slot != requested and turn.slots.get(slot) in (None, WITHHELD):
            read_facts(turn, turn.text, slot, found, [])
        if found.get(slot) is not None:
            return found
    return {}


def add_subject(values: dict[str, Any]) -> dict[str, Any]:
    """``values``, and with a course the subject that «quanto dura?» is about; whoever does not work has no income."""
    if values.get(STATUS) not in (None, WITHHELD, *WORKING):
        values = {**values, INCOME: None}
    course = values.get(COURSE)
    if course is None:
        return values
    return {**values, "subject": "course:" if course == ALL_COURSES else f"course:{course}"}


def _tell_income_put_right(turn: Turn, requested: str, values: dict[str, Any]) -> Reading:
    """The income by the period told afterwards; where nothing changes the question comes again, and no more."""
    amount = Decimal(values[INCOME])
    told = say("utter_income_yearly", amount=format_euro(int(amount * 100)))
    replies = () if Decimal(str(turn.slots[INCOME])) == amount else (say("utter_eligibility_corrected"), told)
    return Reading({**values, requested: None}, replies)


def find_rules(slots: dict[str, Any], turn: Turn) -> list[Any]:
    """The rules of the course that is checked; those of the first for all of them, which share their rules."""
    course = slots[COURSE]
    return eligibility.list_rules(turn.settings, course, turn.now.date())


def read_told_again(turn: Turn) -> Optional[list[EventType]]:
    """New values when a message after an outcome corrects or completes it; None when it says nothing of the kind."""
    if turn.slots.get(COURSE) is None or not turn.text:
        return None
    values: dict[str, Any] = {}
    corrected = is_correction(turn.text)
    read_facts(turn, turn.text, None, values, [])
    if not values and not corrected:
        for slot in _open(turn):
            read_facts(turn, turn.text, slot, values, [])
    named = turn.names.get("course", ())
    if corrected and len(named) == 1:
        values[COURSE] = named[0]
    if not values:
        values.update(dict.fromkeys(find_denied(turn.text)))
    return [SlotSet(slot, value) for slot, value in add_subject(values).items()] or None


def check_again(turn: Turn) -> Optional[tuple[list[Reply], list[EventType]]]:
    """The check once more with what the message puts right or adds; one sentence where that changes nothing."""
    changed = read_told_again(turn)
    if not changed:
        return None
    before = assess_told(turn)
    after = assess_told(replace(turn, slots={**turn.slots, **{event["name"]: event["value"] for event in changed}}))
    if before is not None and after is not None and before.assessment == after.assessment and (
            before.course_id == after.course_id):
        return [tell_unchanged(after)], changed
    return [], [*changed, FollowupAction("eligibility_form")]


def tell_unchanged(known: CourseAssessment) -> Reply:
    """That what was told after a check leaves its outcome as it is."""
    overall = Part(f"utter_overall_{known.assessment.overall}")
    return Reply((*say("utter_eligibility_unchanged").parts, overall), offer="book_appointment",
                 question="check_eligibility")


def _open(turn: Turn) -> Iterable[str]:
    """The slots that the person left open: their bare values («8000», «a Lecco») are understood after the outcome."""
    return [slot for slot in FACT_SLOTS.values() if turn.slots.get(slot) == WITHHELD]


def _courses(turn: Turn) -> list[courses.CourseView]:
    return courses.list_courses(turn.settings, turn.now.date())


def _list_named(turn: Turn, by_sector: bool) -> list[str]:
    """The ids of the courses that the message names, or whose sector where that is enough (``by_sector``)."""
    sectors = turn.names.get("sector", ()) if by_sector else ()
    return [course.id for course in _courses(turn)
            if course.id in turn.names.get("course", ()) or course.sector_id in sectors]


class AskCourse(TurnAction):
    """Asks for which course."""

    def name(self) -> str:
        return "action_ask_eligibility_form_eligibility_course"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        every = _courses(turn)
        buttons = [Button(course.title, f'/choose{{"option": "{COURSE}:{course.id}"}}') for course in every]
        buttons.append(Button(get_text("answers.all_three") if len(every) == 3 else get_text("answers.all_courses"),
                              f'/choose{{"option": "{COURSE}:{ALL_COURSES}"}}'))
        return [say("utter_ask_eligibility_course", buttons=buttons)], []


class AskAge(TurnAction):
    """Asks the age, or the date of birth when the year alone does not tell."""

    def name(self) -> str:
        return "action_ask_eligibility_form_eligibility_age"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        doubtful = (turn.slots.get(DOUBT) or {}).get("fact") == "age"
        return [ask("eligibility_birth_date" if doubtful else "eligibility_age", turn)], []


class AskStatus(TurnAction):
    """Asks whether and how the person works."""

    def name(self) -> str:
        return "action_ask_eligibility_form_eligibility_status"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [ask("eligibility_status", turn)], []


class AskIncome(TurnAction):
    """Asks the yearly income, or whether the amount that was told is a month's."""

    def name(self) -> str:
        return "action_ask_eligibility_form_eligibility_income"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        doubt = turn.slots.get(DOUBT) or {}
        if doubt.get("fact") == "income":
            amount = f"{Decimal(doubt['amount']):,.0f}".replace(",", ".")
            return [say("utter_ask_eligibility_period", amount=f"{amount} euro")], []
        return [ask("eligibility_income", turn)], []


class AskResidence(TurnAction):
    """Asks where the person lives."""

    def name(self) -> str:
        return "action_ask_eligibility_form_eligibility_residence"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [ask("eligibility_residence", turn)], []


def ask(what: str, turn: Turn) -> Reply:
    """The question, in the third person when somebody asks for a relative."""
    return say(f"utter_ask_{what}_relative" if turn.slots.get(PERSON) else f"utter_ask_{what}")
