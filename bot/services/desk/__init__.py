"""What operators see and write at the desk; who has which conversation is in ``bot.services.handoffs``."""

from bot.services.desk.canned import PLACEHOLDERS, canned_answers, delete_canned, fill, save_canned
from bot.services.desk.card import card, opened
from bot.services.desk.lists import Waiting, lists, may_read, open_requests
from bot.services.desk.notes import add_note, set_tags
from bot.services.desk.results import (
    CannedView,
    Card,
    Kept,
    Lists,
    NoteView,
    PersonView,
    Rejected,
    RequestView,
    Row,
)

__all__ = [
    "PLACEHOLDERS", "CannedView", "Card", "Kept", "Lists", "NoteView", "PersonView", "Rejected", "RequestView", "Row",
    "Waiting", "add_note", "canned_answers", "card", "delete_canned", "fill", "lists", "may_read", "open_requests",
    "opened", "save_canned", "set_tags",
]
