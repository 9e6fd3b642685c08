"""The desk's calendar: days of an office, and appointments made, moved, cancelled and marked for people."""

from bot.services.agenda.acting import ORAL, book, can_speak, cancel, mark, move
from bot.services.agenda.reading import DESK_PREFIX, days, get, may_see, of_conversation, offices_of
from bot.services.agenda.results import (
    BadPerson,
    Day,
    Entry,
    Line,
    Marked,
    NotMarked,
    NotThere,
    NotYet,
)

__all__ = [
    "DESK_PREFIX", "ORAL", "BadPerson", "Day", "Entry", "Line", "Marked", "NotMarked", "NotThere", "NotYet", "book",
    "can_speak", "cancel", "days", "get", "mark", "may_see", "move", "of_conversation", "offices_of",
]
