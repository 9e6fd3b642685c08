"""The one door for questions: finds the function that answers the intent and says what it returns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Callable

from rasa_sdk.events import EventType

from bot.actions import availability, courses, events, offices, pact
from bot.actions.turn import Part, Reply, Turn, TurnAction, count, say
from bot.core.subjects import names_elsewhere, retarget
from bot.core.topics import topic_of

HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    **pact.HANDLERS,
    **courses.HANDLERS,
    **events.HANDLERS,
    **offices.HANDLERS,
    **availability.HANDLERS,
}
"""Intent to the function that answers it."""

_ABOUT = ("ask_course_about", "ask_course_list")
_FOLLOWS = re.compile(r"(e|ed|invece|e invece)\b.{0,40}$", re.IGNORECASE)
"""A short question that takes up the last one."""


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
    return Reply(tuple(parts), buttons, last.subject, last.offer)


def answered(turn: Turn) -> Reply:
    """:func:`reply_to` a person who asked, counted."""
    reply = reply_to(turn)
    topic, _, item = (reply.subject or "").partition(":")
    for intent in [intent for intent in turn.questions if intent in HANDLERS] or [reply.question or turn.intent]:
        count(turn, "question", topic=topic_of(intent), result=intent,
              item=item or None if topic in ("course", "office") else None)
    return reply


def _answer(turn: Turn) -> Reply:
    """The answer to one question; a short one that follows another is about the same subject."""
    intent = turn.intent
    last = turn.slots.get("last_question")
    if intent in _ABOUT and last in courses.HANDLERS and _FOLLOWS.match(turn.text.strip()):
        intent = last  # «e quello da elettricista?» after «quanto dura il corso di sala?»
    intent = retarget(intent, turn.text, set(turn.names), turn.last_topic)
    if intent in courses.HANDLERS and names_elsewhere(turn.text):
        return say("utter_course_elsewhere")
    reply = HANDLERS[intent](replace(turn, intent=intent))
    return replace(reply, question=intent)


def is_question(intent: str) -> bool:
    """Whether ``intent`` is answered here."""
    return intent in HANDLERS


class ActionAnswer(TurnAction):
    """Answers a question from the database."""

    def name(self) -> str:
        return "action_answer"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [answered(turn)], []
