"""Telling one's own appointments, sending their calendar file again, saying that one will come."""

from __future__ import annotations

from typing import Optional

from rasa_sdk.events import EventType

from bot import clock
from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.appointment_forms import find_appointment
from bot.actions.booking.booking_asides import answer_about_appointment
from bot.actions.booking.booking_outcome import attach_calendar_file
from bot.actions.sign_ups.own_tickets import tell_ticket
from bot.dialogue.asides import asks_of_own, find_appointment_topic
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.sequel_words import asks_how_soon
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.text import format_moment, format_time
from bot.rules import codes
from bot.services import booking, sign_ups
from bot.services.booking import AppointmentView

NONE = "utter_no_appointments"
MOST_TICKETS = 2
"""Tickets of events told beside the appointments."""


class ActionListAppointments(TurnAction):
    """Tells one's own appointments and the events that one takes part in, or the appointment of a code."""

    def name(self) -> str:
        return "action_list_appointments"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        length = _length_told(turn) or _days_told(turn) or _topic_told(turn)
        return ([length] if length is not None else _with_tickets(turn, _listed(turn, "utter_appointment"))), []


class ActionResendIcs(TurnAction):
    """Sends the calendar file and the code once more."""

    def name(self) -> str:
        return "action_resend_ics"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        return _with_tickets(turn, _listed(turn, "utter_appointment_again")), []


class ActionConfirmAttendance(TurnAction):
    """The person says, from a reminder, that they will come."""

    def name(self) -> str:
        return "action_confirm_attendance"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_appointment(turn, "appointment")
        kept = booking.confirm_attendance(
            turn.settings, appointment_id=found.id, conversation_id=turn.conversation_id, now=turn.now,
        ) if isinstance(found, AppointmentView) else None
        if not isinstance(kept, booking.AttendanceConfirmed):
            return [say_dead_end(turn, "utter_appointment_gone")], []
        own = kept.appointment
        values = booking.gather_appointment_values(own)
        return [say("utter_attendance_confirmed", card=cards.make_appointment_cards([own]), **values)], []


def _length_told(turn: Turn) -> Optional[Reply]:
    """From when to when the next own appointment is, for «how long does it last?»; None for any other question."""
    if find_appointment_topic(turn.text) != "length":
        return None
    own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
    if not own:
        return None
    minutes = int((own[0].ends_at - own[0].starts_at).total_seconds() // 60)
    return say("utter_appointment_length", begins=format_moment(own[0].starts_at),
               ends=format_time(own[0].ends_at.time()), minutes=minutes,
               subject=f"office:{own[0].office_id}")


def _topic_told(turn: Turn) -> Optional[Reply]:
    """What is known of the next own appointment to «cosa porto?», «possiamo venire in due?»; None for what is not."""
    own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now) if (
        asks_of_own(turn.text)) else []
    return answer_about_appointment(turn, own[0].office_id, own[0].service_id) if own else None


def _days_told(turn: Turn) -> Optional[Reply]:
    """In how many days the next own appointment is, for «quanto manca?»; None for any other question."""
    own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now) if (
        asks_how_soon(turn.text)) else []
    if not own:
        return None
    days = (clock.local(own[0].starts_at).date() - clock.local(turn.now).date()).days
    response = {0: "utter_appointment_today", 1: "utter_appointment_tomorrow"}.get(days, "utter_appointment_days")
    return Reply((*say(response, days=days, begins=format_moment(own[0].starts_at),
                       hour=format_time(own[0].starts_at.time())).parts,
                  *say("utter_appointment_actions").parts), subject=f"office:{own[0].office_id}")


def _with_tickets(turn: Turn, listed: Reply) -> list[Reply]:
    """The appointments that were ``listed``, and the tickets of events unless one appointment was asked for."""
    one_asked = turn.option is not None or codes.normalise(turn.text) is not None
    tickets = [] if one_asked else sign_ups.list_tickets(
        turn.settings, conversation_id=turn.conversation_id, now=turn.now)
    none = listed.parts[0].response == NONE
    return [*([] if none and tickets else [listed]),
            *(tell_ticket(turn, ticket) for ticket in tickets[:MOST_TICKETS])]


def _listed(turn: Turn, response: str) -> Reply:
    if turn.option is None and codes.is_cut_short(turn.text):
        return say_dead_end(turn, "utter_code_cut_short")
    found = find_appointment(turn, "appointment")
    if isinstance(found, Reply):
        return found
    own = [found] if found else booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
    if not own:
        return say(NONE)
    parts = tuple(say(response, **booking.gather_appointment_values(view)).parts[0] for view in own)
    return Reply(parts + say("utter_appointment_actions").parts, attachment=attach_calendar_file(own[0], turn.now),
                 subject=f"office:{own[0].office_id}", card=cards.make_appointment_cards(own))
