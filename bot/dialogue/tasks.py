"""The tasks of the assistant, declared: what each asks, in which order, of which kind an answer is, what starts it.

The texts go by the names of the slots: ``utter_ask_<slot>`` asks, ``utter_invalid_<slot>`` says what is wrong with a
value, ``utter_why_<slot>``, ``utter_meaning_<slot>`` and ``utter_compare_<slot>`` explain, ``<response>_again`` says it
in other words. ``bot/data/rules`` and ``domain.yml`` name the same tasks to Rasa; a test holds them together.
How a value of each kind is read: ``bot.dialogue.value_kinds``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Mapping, Optional

from bot.services.eligibility import ALL_COURSES
from bot.services.feedback import COMMENT_MAX_CHARS

AnswerKind = Literal[
    "name", "contact", "firm", "audience", "time", "times", "part_of_day", "municipality", "yes_no", "sure_yes",
    "consent", "now_or_later", "age", "income", "status", "residence", "choice", "choice_or_words", "stars", "words"]
"""``sure_yes``: what cannot be undone; ``consent``: doubt is a no; ``times``: weekdays and part of the day."""

ANY, FIRST_SHOWN, HERE = "any", "first shown", "here"
"""Values of who leaves it open (any of them, or the first), and of a contact that is the conversation itself."""
NOW, LATER = "now", "later"
HAS_ONE, MOVE_OWN, WAIT = "has one", "move", "wait"
"""Values of a last question that end the task: there is an appointment for the service, it is to be moved, or no time
suits and the person waits for a place."""
WITHHELD = "withheld"
"""A fact of the person that they would rather not tell, or do not know."""
DECLINED = "declined"
"""Instead of the stars: the person would rather not rate."""

_SAYS_WRONG: Mapping[str, str] = {"name": "utter_invalid_name", "contact": "utter_invalid_contact"}


@dataclass(frozen=True)
class Question:
    """A slot that a task asks for. ``kind``: what an answer is (:mod:`bot.dialogue.value_kinds`).

    ``names``: kinds of names that are a choice, each with what stands before the id in the slot; ``anything``: the
    value of who leaves the choice open; ``affirmed_by``: the intent that is a yes to it; ``most``: letters of the
    longest text. ``early``: taken from the message that begins the task too; ``besides``: slots whose values may be
    told along with the answer, or instead of it; ``voids``: slots that a change of this one empties; ``wrong``: the
    response for a value that is none. ``only_if``, ``unless``: asked only where that slot has that value, or is empty.
    ``passed_by``: slots of which one is told by who passes over the question: it is left open then, as it is for who is
    misread twice; ``utter_assumed_<slot>`` says so. ``written_to``: a contact that is told something in writing.
    ``chosen_by``: intents that answer it by a name, and anywhere else in the task are questions of their own.
    """

    slot: str
    kind: AnswerKind
    names: tuple[tuple[str, str], ...] = ()
    anything: Optional[str] = None
    affirmed_by: Optional[str] = None
    most: Optional[int] = None
    early: bool = False
    besides: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()
    wrong: Optional[str] = None
    only_if: Optional[tuple[str, Any]] = None
    unless: Optional[str] = None
    passed_by: tuple[str, ...] = ()
    written_to: bool = False
    chosen_by: frozenset[str] = frozenset()

    @property
    def says_wrong(self) -> str:
        """The response for a value that is none; for a message that holds no value it is ``utter_invalid_<slot>``."""
        return self.wrong or _SAYS_WRONG.get(self.kind) or f"utter_invalid_{self.slot}"

    def applies(self, slots: Mapping[str, Any]) -> bool:
        """Whether it is asked at all, given what is known."""
        if self.unless is not None and slots.get(self.unless):
            return False
        return self.only_if is None or slots.get(self.only_if[0]) == self.only_if[1]


@dataclass(frozen=True)
class Task:
    """A form. ``own_intents``: those that begin it or belong to it: inside it they are no digression.

    ``notes``: slots that it fills and never asks for. ``ends``: slots and values after which nothing more is asked.
    """

    name: str
    own_intents: frozenset[str]
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()
    ends: tuple[tuple[str, Any], ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of its questions in their order, then its notes."""
        return (*(question.slot for question in self.questions), *self.notes)

    @property
    def free_text(self) -> frozenset[str]:
        """The slots whose answer may be any words: what is taken for one of them is not answered as a question too."""
        return frozenset(item.slot for item in self.questions if item.kind in FREE_TEXT)

    def holds(self, intent: str, requested: Optional[str]) -> bool:
        """Whether ``intent`` belongs to it while ``requested`` is asked: it is no digression."""
        question = self.find_question(requested)
        return intent in self.own_intents or question is not None and intent in question.chosen_by

    def needs(self, slots: Mapping[str, Any]) -> list[str]:
        """The slots that it asks for, in their order, given what is known; complete when none of them is empty."""
        if any(slots.get(slot) == value for slot, value in self.ends):
            return []
        return [question.slot for question in self.questions if question.applies(slots)]

    def find_slot(self, kind: AnswerKind) -> Optional[str]:
        """The slot of its first question of that kind."""
        return next((question.slot for question in self.questions if question.kind == kind), None)

    def find_question(self, slot: Optional[str]) -> Optional[Question]:
        """Its question for ``slot``."""
        return next((question for question in self.questions if question.slot == slot), None)

    def find_voided(self, before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, None]:
        """The slots, empty now, that the changes from ``before`` to ``values`` make void."""
        changed = (question for question in self.questions if values.get(question.slot) is not None
                   and before.get(question.slot) not in (None, values[question.slot]))
        return {slot: None for question in changed for slot in question.voids if slot not in values}


FREE_TEXT: frozenset[AnswerKind] = frozenset({"choice_or_words", "words", "firm"})


BOOKING = Task("booking_form", frozenset({"book_appointment", "ask_availability"}), (
    Question("booking_service", "choice", anything=FIRST_SHOWN, voids=("booking_confirm",),
             passed_by=("booking_time", "time_wish", "booking_name", "booking_contact")),
    Question("booking_office", "choice", anything=ANY, voids=("booking_time", "time_options", "booking_confirm")),
    Question("booking_time", "time"),
    Question("booking_consent", "consent"),
    Question("booking_name", "name"),
    Question("booking_contact", "contact"),
    Question("booking_confirm", "yes_no", affirmed_by="book_appointment")),
    notes=("booking_person",),
    ends=(("booking_consent", False), *(("booking_confirm", value) for value in (HAS_ONE, MOVE_OWN, WAIT))))

MOVE = Task("move_form", frozenset({"move_appointment", "ask_availability", "book_appointment"}), (
    Question("move_appointment", "choice", voids=("move_time", "move_confirm", "time_options")),
    Question("move_time", "time"),
    Question("move_confirm", "yes_no")),
    ends=(("move_confirm", WAIT),))

CANCEL = Task("cancel_form", frozenset({"cancel_appointment"}), (
    Question("cancel_appointment", "choice"), Question("cancel_confirm", "yes_no", affirmed_by="cancel_appointment")))

_NAMES_COURSE = frozenset({"ask_course_list", "ask_course_about"})

ELIGIBILITY = Task("eligibility_form", frozenset({"check_eligibility"}), (
    Question("eligibility_course", "choice", anything=ALL_COURSES, chosen_by=_NAMES_COURSE),
    Question("eligibility_age", "age"), Question("eligibility_status", "status"),
    Question("eligibility_income", "income"), Question("eligibility_residence", "residence")),
    notes=("eligibility_net", "eligibility_doubt", "eligibility_person", "eligibility_place"))

CALLBACK = Task("callback_form", frozenset({"leave_contact", "request_human"}), (
    Question("callback_consent", "consent", besides=("callback_firm", "callback_contact")),
    Question("callback_firm", "firm", early=True, besides=("callback_contact",)),
    Question("callback_contact", "contact", early=True)),
    ends=(("callback_consent", False),))

FEEDBACK = Task("feedback_form", frozenset({"give_feedback", "complain", "thank", "goodbye"}), (
    Question("feedback_stars", "stars", affirmed_by="give_feedback", early=True),
    Question("feedback_aspect", "choice_or_words", most=COMMENT_MAX_CHARS, wrong="utter_feedback_too_long"),
    Question("feedback_comment", "words", most=COMMENT_MAX_CHARS, wrong="utter_feedback_too_long")),
    ends=(("feedback_stars", DECLINED),))

ERASURE = Task("erase_form", frozenset({"erase_data"}), (
    Question("erase_confirm", "sure_yes", affirmed_by="erase_data"),))

INTEREST = Task("interest_form", frozenset({"leave_interest", "change_interest"}), (
    Question("interest_wish", "choice", names=(("course", "course/"), ("sector", "sector/")), anything=ANY, early=True,
             chosen_by=_NAMES_COURSE,
             besides=("interest_place", "interest_time", "interest_contact"),
             passed_by=("interest_place", "interest_time", "interest_contact")),
    Question("interest_check", "now_or_later", affirmed_by="check_eligibility",
             besides=("interest_wish", "interest_place", "interest_time", "interest_contact"), anything=LATER,
             passed_by=("interest_place", "interest_time", "interest_contact")),
    Question("interest_place", "municipality", anything=ANY, early=True,
             besides=("interest_wish", "interest_time", "interest_contact")),
    Question("interest_time", "part_of_day", anything=ANY, early=True,
             besides=("interest_wish", "interest_place", "interest_contact")),
    Question("interest_consent", "consent", besides=("interest_contact",)),
    Question("interest_contact", "contact", early=True, written_to=True)),
    notes=("interest_code",),
    ends=(("interest_consent", False), ("interest_check", NOW)))

WAITING = Task("waiting_form", frozenset({"leave_wait", "ask_availability"}), (
    Question("waiting_service", "choice", names=(("service", ""),), anything=FIRST_SHOWN, early=True,
             besides=("waiting_office", "waiting_when"), passed_by=("waiting_when",)),
    Question("waiting_office", "choice", names=(("office", ""),), anything=ANY, early=True,
             besides=("waiting_service", "waiting_when")),
    Question("waiting_when", "times", early=True, besides=("waiting_service", "waiting_office")),
    Question("waiting_consent", "consent", besides=("waiting_name", "waiting_contact")),
    Question("waiting_name", "name", unless="waiting_appointment"),
    Question("waiting_contact", "contact", unless="waiting_appointment", written_to=True)),
    notes=("waiting_appointment",),
    ends=(("waiting_consent", False),))

SIGN_UP = Task("sign_up_form", frozenset({
    "join_event", "ask_event_next", "ask_event_audience", "ask_jobday_about", "ask_workshop_about",
    "ask_seminar_about"}), (
    Question("sign_up_day", "choice"),
    Question("sign_up_audience", "audience", early=True),
    Question("sign_up_consent", "consent", besides=("sign_up_name", "sign_up_contact")),
    Question("sign_up_firm", "firm", only_if=("sign_up_audience", "firms")),
    Question("sign_up_name", "name", early=True),
    Question("sign_up_contact", "contact", early=True, written_to=True)),
    ends=(("sign_up_consent", False),))

TASKS = {task.name: task for task in (
    BOOKING, MOVE, CANCEL, ELIGIBILITY, CALLBACK, FEEDBACK, ERASURE, INTEREST, WAITING, SIGN_UP)}


def find_question(task: Optional[str], slot: Optional[str]) -> Optional[Question]:
    """The question for ``slot`` of the task of that name; None when neither is open."""
    return TASKS[task].find_question(slot) if task in TASKS else None
