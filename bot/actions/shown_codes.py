"""Codes of appointments that a person shows: each proves that the appointment is theirs."""

from __future__ import annotations

from bot.actions.answers.office_ways import say_dead_end
from bot.dialogue.turn import Reply, Turn
from bot.italian.text import format_time
from bot.rules import codes
from bot.services import booking
from bot.services.booking import AppointmentView
from bot.services.code_lockout import TooManyAttempts

MOST_CODES = 5


def open_code(turn: Turn, code: str) -> AppointmentView | Reply:
    """The appointment with ``code`` as long as it stands; else what to say: wrong, old, or too many were wrong."""
    found = booking.find_by_code(turn.settings, code=code, conversation_id=turn.conversation_id, now=turn.now)
    if isinstance(found, TooManyAttempts):
        return say_dead_end(turn, "utter_code_too_many", until=format_time(found.until.time()))
    if not isinstance(found, AppointmentView):
        return say_dead_end(turn, "utter_code_wrong")
    return found if found.status == "active" else say_dead_end(turn, "utter_appointment_gone", found.office_id)


def find_shown(turn: Turn) -> list[AppointmentView]:
    """The appointments, old ones too, whose codes were typed in this session; wrong ones count as tries."""
    typed = dict.fromkeys(code for text in turn.earlier if (code := codes.normalise(text)))
    found = (booking.find_by_code(turn.settings, code=code, conversation_id=turn.conversation_id, now=turn.now)
             for code in list(typed)[-MOST_CODES:])
    return [view for view in found if isinstance(view, AppointmentView)]
