"""Messages that the assistant did not understand: the list, the review, and training data made of it."""

from bot.services.unknown.export import training_yaml
from bot.services.unknown.intents import known_intents
from bot.services.unknown.results import (
    ASSIGNED,
    DROPPED,
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
from bot.services.unknown.review import count_by_state, page, review

__all__ = [
    "ASSIGNED", "DROPPED", "OPEN", "OUTSIDE", "STATES", "IntentReading", "NoSuchIntent", "NothingChosen", "Reviewed",
    "Unread", "UnreadPage", "count_by_state", "known_intents", "page", "review", "training_yaml",
]
