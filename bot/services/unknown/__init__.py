"""Messages that the assistant did not understand: the list, the review, and training data made of it."""

from bot.services.unknown.export import training_yaml
from bot.services.unknown.intents import IntentChoice, intent_choices, known_intents
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
from bot.services.unknown.review import count_by_state, page, read_texts, review

__all__ = [
    "ASSIGNED", "DROPPED", "KINDS", "OPEN", "OUTSIDE", "STATES", "IntentChoice", "IntentReading", "NoSuchIntent",
    "NothingChosen", "Reviewed", "Unread", "UnreadPage", "count_by_state", "intent_choices", "known_intents", "page",
    "read_texts", "review", "training_yaml",
]
