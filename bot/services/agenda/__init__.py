"""The desk's calendar: days of an office, and appointments made, moved, cancelled and marked for people."""

from bot.services.agenda.calendar import (
    DESK_PREFIX,
    entries_in,
    get,
    get_in,
    list_days,
    may_see,
    of_conversation,
    offices_of,
)
from bot.services.agenda.desk_bookings import ORAL, book, can_speak, cancel, mark_attendance, move, receive_now
from bot.services.agenda.people_search import (
    FoundConversation,
    FoundPeople,
    PersonFile,
    open_person,
    search_people,
)
from bot.services.agenda.results import (
    AgendaDay,
    AgendaLine,
    BadPerson,
    Entry,
    Marked,
    NotMarked,
    NotThere,
    NotYet,
)
from bot.services.agenda.texts import card

__all__ = [
    "DESK_PREFIX", "ORAL", "AgendaDay", "AgendaLine", "BadPerson", "Entry", "FoundConversation", "FoundPeople",
    "Marked", "NotMarked", "NotThere", "NotYet", "PersonFile", "book", "can_speak", "cancel", "card", "entries_in",
    "get", "get_in", "list_days", "mark_attendance", "may_see", "move", "of_conversation", "offices_of",
    "open_person", "receive_now", "search_people",
]
