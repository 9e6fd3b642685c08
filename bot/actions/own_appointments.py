"""Telling one's own appointments, sending their calendar file again, saying that one will come."""

from __future__ import annotations

from rasa_sdk.events import EventType

from bot.actions.appointments import find
from bot.actions.booked import appointment_card, appointment_values, calendar_file
from bot.actions.turn import Reply, Turn, TurnAction, say
from bot.services import booking
from bot.services.booking import AppointmentView


class ActionListAppointments(TurnAction):
    """Tells one's own appointments, or that of a code."""

    def name(self) -> str:
        return "action_list_appointments"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [_listed(turn, "utter_appointment")], []


class ActionResendIcs(TurnAction):
    """Sends the calendar file and the code once more."""

    def name(self) -> str:
        return "action_resend_ics"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return [_listed(turn, "utter_appointment_again")], []


class ActionConfirmAttendance(TurnAction):
    """The person says, from a reminder, that they will come."""

    def name(self) -> str:
        return "action_confirm_attendance"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find(turn, "appointment")
        kept = booking.confirm_attendance(
            turn.settings, appointment_id=found.id, conversation_id=turn.conversation_id, now=turn.now,
        ) if isinstance(found, AppointmentView) else None
        if not isinstance(kept, booking.AttendanceConfirmed):
            return [say("utter_appointment_gone")], []
        own = kept.appointment
        return [say("utter_attendance_confirmed", card=appointment_card([own]), **appointment_values(own))], []


def _listed(turn: Turn, response: str) -> Reply:
    found = find(turn, "appointment")
    if isinstance(found, Reply):
        return found
    own = [found] if found else booking.mine(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
    if not own:
        return say("utter_no_appointments")
    parts = tuple(say(response, **appointment_values(view)).parts[0] for view in own)
    return Reply(parts + say("utter_appointment_actions").parts, attachment=calendar_file(own[0], turn.now),
                 subject=f"office:{own[0].office_id}", card=appointment_card(own))
