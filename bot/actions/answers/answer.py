"""The one door for questions: finds the function that answers the intent and says what it returns."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable

from rasa_sdk.events import EventType

from bot.actions.answers import availability, courses, events, needs, office_only, offices, pact
from bot.actions.answers.own_answers import answer_own
from bot.actions.eligibility.eligibility_outcome import assess_told
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.sequel_words import asks_what_else
from bot.dialogue.subjects import names_elsewhere, retarget, takes_up_question
from bot.dialogue.turn import Part, Reply, Turn, count, say
from bot.rules.topics import find_topic

HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    **pact.HANDLERS,
    **courses.HANDLERS,
    **events.HANDLERS,
    **offices.HANDLERS,
    **office_only.HANDLERS,
    **availability.HANDLERS,
    **needs.HANDLERS,
}
"""Intent to the function that answers it."""

_ABOUT = ("ask_course_about", "ask_course_list")


def reply_to(turn: Turn) -> Reply:
    """The answer to a question, or to each of two or three; it leaves behind the last one's subject."""
    asked = [intent for intent in turn.questions if intent in HANDLERS] or [turn.intent]
    replies = [_answer(replace(turn, intent=intent)) for intent in asked]
    if len(replies) == 1:
        return replies[0]
    parts: list[Part] = []
    for reply in replies:
        parts += [part for part in reply.parts if part not in parts]
    buttons = tuple(dict.fromkeys(button for reply in replies for button in reply.buttons))
    last = replies[-1]
    return Reply(tuple(parts), buttons, last.subject, last.offer, question=last.question)


def answer_and_count(turn: Turn) -> Reply:
    """:func:`reply_to` a person who asked, counted."""
    reply = reply_to(turn)
    topic, _, item = (reply.subject or "").partition(":")
    for intent in [intent for intent in turn.questions if intent in HANDLERS] or [reply.question or turn.intent]:
        count(turn, "question", topic=find_topic(intent), result=intent,
              item=item or None if topic in ("course", "office", "trade") else None)
    return reply


def _answer(turn: Turn) -> Reply:
    """The answer to one question; a short one that follows another is about the same subject."""
    intent = turn.intent
    last = turn.slots.get("last_question")
    if intent in _ABOUT and last in courses.HANDLERS and last not in _ABOUT and takes_up_question(turn.text):
        intent = last  # «e quello da elettricista?» after «quanto dura il corso di sala?»
    if turn.text:  # a button, or a question in another language, names its topic by itself
        intent = retarget(intent, turn.text, set(turn.names), turn.last_topic)
    if intent in courses.HANDLERS and names_elsewhere(turn.text):
        return say("utter_course_elsewhere")
    reply = HANDLERS[intent](replace(turn, intent=intent))
    return replace(reply, question=intent)


def explain_again(turn: Turn) -> Reply:
    """The last answer in simpler words, the response ``utter_simpler_<intent>``; without one, who explains it."""
    checked = assess_told(turn) if turn.slots.get("last_question") == "check_eligibility" else None
    if checked is not None and checked.assessment.overall == "not_met" and asks_what_else(turn.text):
        return say("utter_instead_of_course", offer="book_appointment")
    if checked is not None:
        return say(f"utter_simpler_check_{checked.assessment.overall}", offer="book_appointment")
    response = f"utter_simpler_{turn.slots.get('last_question')}"
    if response in turn.responses:
        return say(response, offer="book_appointment")
    if turn.slots.get("last_question") is None:
        return say("utter_simpler_first")
    return say("utter_simpler", lines=offices.write_office_lines(turn))


def is_question(intent: str) -> bool:
    """Whether ``intent`` is answered here."""
    return intent in HANDLERS


class ActionAnswer(TurnAction):
    """Answers a question from the database."""

    def name(self) -> str:
        return "action_answer"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [answer_own(turn, whole=True) or answer_and_count(turn)], []


class ActionExplainAgain(TurnAction):
    """Says the last answer in simpler words."""

    def name(self) -> str:
        return "action_explain_again"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [explain_again(turn)], []
