"""What only the office can change: said with the number and the hours of the office of the own appointment."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.answers.office_ways import say_dead_end
from bot.dialogue.turn import Button, Reply, Turn, say
from bot.dialogue.value_kinds import find_told_contact
from bot.services import booking, handoffs, offices
from bot.texts import get_text


def tell_contact_change(turn: Turn) -> Reply:
    """The number of a call-back is changed at once; what an appointment holds by the office, or with a new booking."""
    right = find_told_contact(turn)
    if right is not None and isinstance(handoffs.correct_callback(
            turn.settings, conversation_id=turn.conversation_id, contact=right.value, contact_kind=right.kind,
            now=turn.now), handoffs.CallbackKept):
        return say("utter_callback_changed", contact=right.shown)
    own = {view.service_id for view in booking.list_own(
        turn.settings, conversation_id=turn.conversation_id, now=turn.now)}
    wanted = next((offices.get_service(turn.settings, service) for service in turn.names.get("service", ())
                   if service not in own), None)
    if own and wanted is not None:
        told = say_dead_end(turn, "utter_service_change", _find_office(turn), service=wanted.name)
        book = Button(get_text("answers.book_service"), f'/book_appointment{{"service": "{wanted.id}"}}')
        return replace(told, buttons=(book, *told.buttons))
    return say_dead_end(turn, "utter_contact_change", _find_office(turn))


def tell_reminders_off(turn: Turn) -> Reply:
    """Reminders of an appointment are the office's."""
    return say_dead_end(turn, "utter_reminders_off", _find_office(turn))


def _find_office(turn: Turn) -> str | None:
    """The office of the own appointments; None without any, or when they are at several."""
    own = {view.office_id for view in booking.list_own(
        turn.settings, conversation_id=turn.conversation_id, now=turn.now)}
    return own.pop() if len(own) == 1 else None


HANDLERS = {"ask_contact_change": tell_contact_change, "ask_reminders_off": tell_reminders_off}
