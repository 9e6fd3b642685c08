"""The desk's calendar: days of an office, and appointments made, moved, cancelled and marked for people."""

from bot.services.agenda.calendar import (
    DESK_PREFIX,
    get,
    get_in,
    list_conversation_entries,
    list_days,
    list_entries_in,
    list_offices_seen,
    list_staff,
    may_see,
)
from bot.services.agenda.desk_bookings import ORAL, book, can_speak, cancel, give, mark_attendance, move, receive_now
from bot.services.agenda.feeds import FeedContent, FeedView, list_feeds, make_feed, read_feed, revoke_feed
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
    Given,
    Marked,
    NotMarked,
    NotThere,
    NotYet,
    OperatorNotFree,
    StaffLine,
)
from bot.services.agenda.texts import make_card

__all__ = [
    "DESK_PREFIX", "ORAL", "AgendaDay", "AgendaLine", "BadPerson", "Entry", "FeedContent", "FeedView",
    "FoundConversation", "FoundPeople", "Given", "Marked", "NotMarked", "NotThere", "NotYet", "OperatorNotFree",
    "PersonFile", "StaffLine", "book", "can_speak", "cancel", "get", "get_in", "give", "list_conversation_entries",
    "list_days", "list_entries_in", "list_feeds", "list_offices_seen", "list_staff", "make_card", "make_feed",
    "mark_attendance", "may_see", "move", "open_person", "read_feed", "receive_now", "revoke_feed", "search_people",
]
