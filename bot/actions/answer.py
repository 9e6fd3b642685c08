"""The one door for questions: finds the function that answers the intent and says what it returns."""

from __future__ import annotations

from typing import Callable

from rasa_sdk.events import EventType

from bot.actions import availability, courses, events, offices, pact
from bot.actions.turn import Reply, Turn, TurnAction
from bot.core.subjects import retarget

HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    **pact.HANDLERS,
    **courses.HANDLERS,
    **events.HANDLERS,
    **offices.HANDLERS,
    **availability.HANDLERS,
}
"""Intent to the function that answers it."""


def reply_to(turn: Turn) -> Reply:
    """The answer to a question; short questions that follow another are about the same subject."""
    intent = retarget(turn.intent, turn.text, set(turn.names), turn.last_topic)
    return HANDLERS[intent](turn)


def is_question(intent: str) -> bool:
    """Whether ``intent`` is answered here."""
    return intent in HANDLERS


class ActionAnswer(TurnAction):
    """Answers a question from the database."""

    def name(self) -> str:
        return "action_answer"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [reply_to(turn)], []
