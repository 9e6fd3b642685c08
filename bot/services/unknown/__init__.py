"""Messages that the assistant did not understand: the list, the review, and training data made of it."""

from bot.services.unknown.intents import IntentChoice, list_intent_choices, list_known_intents
from bot.services.unknown.results import (
    ASSIGNED,
    DROPPED,
    KINDS,
    OPEN,
    OUTSIDE,
    STATES,
    IntentReading,
    NoSuchIntent,
    NothingChosen,
    Reviewed,
    Unread,
    UnreadPage,
)
from bot.services.unknown.review import count_by_state, list_unknown, read_texts, review
from bot.services.unknown.taught import HELD_ONE_IN, Taught, forget_in, list_taught, write_training_yaml

__all__ = [
    "ASSIGNED", "DROPPED", "HELD_ONE_IN", "KINDS", "OPEN", "OUTSIDE", "STATES", "IntentChoice", "IntentReading",
    "NoSuchIntent", "NothingChosen", "Reviewed", "Taught", "Unread", "UnreadPage", "count_by_state", "forget_in",
    "list_intent_choices", "list_known_intents", "list_taught", "list_unknown", "read_texts", "review",
    "write_training_yaml",
]
