"""The tasks of the assistant, declared: what each asks, in which order, of which kind an answer is, what starts it.

The texts go by the names of the slots: ``utter_ask_<slot>`` asks, ``utter_invalid_<slot>`` says what is wrong with a
value, ``utter_why_<slot>``, ``utter_meaning_<slot>`` and ``utter_compare_<slot>`` explain, ``<response>_again`` says it
in other words. ``bot/data/rules`` and ``domain.yml`` name the same tasks to Rasa; a test holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Optional

AnswerKind = Literal[
    "name", "contact", "time", "yes_no", "age", "income", "status", "residence", "choice", "choice_or_words", "stars",
    "words"]


@dataclass(frozen=True)
class Question:
    """A slot that a task asks for. ``kind``: what an answer is (:mod:`bot.dialogue.answer_kinds`)."""

    slot: str
    kind: AnswerKind


@dataclass(frozen=True)
class Task:
    """A form. ``own_intents``: those that begin it or belong to it: inside it they are no digression.

    ``notes``: slots that it fills and never asks for.
    """

    name: str
    own_intents: frozenset[str]
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of its questions in their order, then its notes."""
        return (*(question.slot for question in self.questions), *self.notes)

    @property
    def free_text(self) -> frozenset[str]:
        """The slots whose answer may be any words: what is taken for one of them is not answered as a question too."""
        return frozenset(item.slot for item in self.questions if item.kind in ("choice_or_words", "words"))


BOOKING = Task("booking_form", frozenset({"book_appointment", "ask_availability"}), (
    Question("booking_service", "choice"), Question("booking_office", "choice"), Question("booking_time", "time"),
    Question("booking_consent", "yes_no"), Question("booking_name", "name"), Question("booking_contact", "contact"),
    Question("booking_confirm", "yes_no")),
    notes=("booking_person",))

MOVE = Task("move_form", frozenset({"move_appointment", "ask_availability", "book_appointment"}), (
    Question("move_appointment", "choice"), Question("move_time", "time"), Question("move_confirm", "yes_no")))

CANCEL = Task("cancel_form", frozenset({"cancel_appointment"}), (
    Question("cancel_appointment", "choice"), Question("cancel_confirm", "yes_no")))

ELIGIBILITY = Task("eligibility_form", frozenset({"check_eligibility", "ask_course_list", "ask_course_about"}), (
    Question("eligibility_course", "choice"), Question("eligibility_age", "age"),
    Question("eligibility_status", "status"), Question("eligibility_income", "income"),
    Question("eligibility_residence", "residence")),
    notes=("eligibility_net", "eligibility_doubt", "eligibility_person", "eligibility_place"))

CALLBACK = Task("callback_form", frozenset({"leave_contact", "request_human"}), (
    Question("callback_consent", "yes_no"), Question("callback_firm", "choice_or_words"),
    Question("callback_contact", "contact")))

FEEDBACK = Task("feedback_form", frozenset({"give_feedback", "complain", "thank", "goodbye"}), (
    Question("feedback_stars", "stars"), Question("feedback_aspect", "choice_or_words"),
    Question("feedback_comment", "words")))

ERASURE = Task("erase_form", frozenset({"erase_data"}), (Question("erase_confirm", "yes_no"),))

INTEREST = Task("interest_form", frozenset({
    "leave_interest", "change_interest", "ask_course_list", "ask_course_about"}), (
    Question("interest_wish", "choice"), Question("interest_check", "choice"), Question("interest_place", "choice"),
    Question("interest_time", "choice"), Question("interest_consent", "yes_no"),
    Question("interest_contact", "contact")),
    notes=("interest_code",))

WAITING = Task("waiting_form", frozenset({"leave_wait", "ask_availability"}), (
    Question("waiting_service", "choice"), Question("waiting_office", "choice"), Question("waiting_when", "choice"),
    Question("waiting_consent", "yes_no"), Question("waiting_name", "name"), Question("waiting_contact", "contact")),
    notes=("waiting_appointment",))

SIGN_UP = Task("sign_up_form", frozenset({
    "join_event", "ask_event_next", "ask_event_audience", "ask_jobday_about", "ask_workshop_about",
    "ask_seminar_about"}), (
    Question("sign_up_day", "choice"), Question("sign_up_audience", "choice"), Question("sign_up_consent", "yes_no"),
    Question("sign_up_firm", "choice_or_words"), Question("sign_up_name", "name"),
    Question("sign_up_contact", "contact")))

TASKS = {task.name: task for task in (
    BOOKING, MOVE, CANCEL, ELIGIBILITY, CALLBACK, FEEDBACK, ERASURE, INTEREST, WAITING, SIGN_UP)}


def find_question(task: Optional[str], slot: Optional[str]) -> Optional[Question]:
    """The question for ``slot`` of the task of that name; None when neither is open."""
    if task not in TASKS:
        return None
    return next((question for question in TASKS[task].questions if question.slot == slot), None)
