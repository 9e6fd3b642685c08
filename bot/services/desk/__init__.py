"""What operators see and write at the desk; who has which conversation is in ``bot.services.handoffs``."""

from bot.services.desk.canned import PLACEHOLDERS, add_starter_answers, delete_canned, fill, list_canned, save_canned
from bot.services.desk.card import read_card, record_opening
from bot.services.desk.lists import (
    CLOSED,
    LISTS,
    MINE,
    URGENT,
    WITH_ASSISTANT,
    OpenRequest,
    count_lists,
    find_list,
    list_conversations,
    may_read,
    open_requests,
)
from bot.services.desk.notes import add_note, set_tags
from bot.services.desk.results import (
    CannedView,
    Card,
    ConversationRow,
    ListCounts,
    ListPage,
    NoteView,
    PersonView,
    Rejected,
    RequestView,
    Stored,
)

__all__ = [
    "CLOSED", "LISTS", "MINE", "PLACEHOLDERS", "URGENT", "WITH_ASSISTANT", "CannedView", "Card", "ConversationRow",
    "ListCounts", "ListPage", "NoteView", "OpenRequest", "PersonView", "Rejected", "RequestView", "Stored",
    "add_note", "add_starter_answers", "count_lists", "delete_canned", "fill", "find_list", "list_canned",
    "list_conversations", "may_read", "open_requests", "read_card", "record_opening", "save_canned", "set_tags",
]
