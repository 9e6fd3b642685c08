"""The codes of appointments that a person has shown in this session: each proves that the appointment is theirs."""

from __future__ import annotations

from bot.dialogue.turn import Turn
from bot.rules import codes
from bot.services import booking
from bot.services.booking import AppointmentView

MOST_CODES = 5


def find_shown(turn: Turn) -> list[AppointmentView]:
    """The appointments whose codes were typed; wrong ones count as tries."""
    typed = dict.fromkeys(code for text in turn.earlier if (code := codes.normalise(text)))
    found = (booking.by_code(turn.settings, code=code, conversation_id=turn.conversation_id, now=turn.now)
             for code in list(typed)[-MOST_CODES:])
    return [view for view in found if isinstance(view, AppointmentView)]
