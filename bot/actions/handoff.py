"""Asking for a person, complaining, being in distress: how to reach an operator, and an appointment at once."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from bot.actions.turn import Reply, Turn, TurnAction, say
from bot.services import offices
from bot.services.offices import OfficeView


class ActionRequestHuman(TurnAction):
    """Gives the contacts of the employment centres and offers an appointment; a complaint is heard first."""

    def name(self) -> str:
        return "action_request_human"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        response = "utter_complaint" if turn.intent == "complain" else "utter_request_human"
        return [say(response, lines=_lines(turn, hours=True), offer="book_appointment")], []


class ActionExpressDistress(TurnAction):
    """A few kind words and whom to reach; a form that was open is left, what it holds stays for later."""

    def name(self) -> str:
        return "action_express_distress"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        reply = say("utter_distress", lines=_lines(turn, hours=False), offer="book_appointment")
        return [reply], [ActiveLoop(None), SlotSet("requested_slot", None)]


def _lines(turn: Turn, hours: bool) -> str:
    return "\n".join(_line(office, hours) for office in offices.list_offices(turn.settings))


def _line(office: OfficeView, hours: bool) -> str:
    """Name, first telephone number, e-mail address, and the hours when they are wanted."""
    reached = [*(f"tel. {phone}" for phone in office.phones[:1]), *office.emails[:1]]
    line = f"- {office.name}: {', '.join(reached)}"
    return f"{line}; {'; '.join(office.hours_lines)}" if hours and office.hours_lines else line
