"""Asking for a person: how to reach an operator, and an appointment at once."""

from __future__ import annotations

from rasa_sdk.events import EventType

from bot.actions.offices import contacts
from bot.actions.turn import Reply, Turn, TurnAction, say
from bot.services import offices


class ActionRequestHuman(TurnAction):
    """Gives the contacts of the employment centres and offers an appointment; a complaint is heard first."""

    def name(self) -> str:
        return "action_request_human"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        every = offices.list_offices(turn.settings)
        lines = "\n".join(f"- {office.name}: {contacts(office)} ({'; '.join(office.hours_lines)})" for office in every)
        response = "utter_complaint" if turn.intent == "complain" else "utter_request_human"
        return [say(response, lines=lines, offer="book_appointment")], []
