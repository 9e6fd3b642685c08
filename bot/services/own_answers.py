"""Questions that the desk wrote with their answers: which of them a message asks. No intent and no training is needed.

Where the assistant would refuse or not understand, most of a question's words are enough. Where it took the message
for a question of ours, nearly all of both must be the same: the desk wrote an answer for these very words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from sqlalchemy import select

from bot.db.models import OwnAnswer
from bot.db.session import transaction
from bot.italian.likeness import count_shared, list_content_words
from bot.services.fact_cache import recall_recent
from bot.services.facts import FactView, make_fact_view
from bot.services.pact import fill_settings
from bot.settings import Settings

OF_QUESTION, OF_MESSAGE = 0.75, 0.5
"""The part of the words of a question that a message must have, and of the message's that must be the question's."""
WHOLE, FEWEST = 0.9, 2
"""The same of both for what was taken for a question of ours, and the fewest words that say so much."""


@dataclass(frozen=True)
class OwnAnswerView:
    """A question, other ways to ask it, and its answer in Italian."""

    id: str
    question: str
    ways: tuple[str, ...]
    text: str
    fact: FactView


def list_own_answers(settings: Settings) -> tuple[OwnAnswerView, ...]:
    """Every question that the desk wrote, by its id.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    return recall_recent(("own_answers", settings.database_url), lambda: _read(settings))


def find_own_answer(settings: Settings, text: str, *, whole: bool = False) -> Optional[OwnAnswerView]:
    """The question that ``text`` asks most fully, in whichever way; None when it asks none of them.

    ``whole``: only one that is asked in its own words.
    """
    said = list_content_words(text)
    of_asked, of_said = (WHOLE, WHOLE) if whole else (OF_QUESTION, OF_MESSAGE)
    if whole and len(said) < FEWEST:
        return None
    best: Optional[OwnAnswerView] = None
    most = 0.0
    for view in list_own_answers(settings):
        for way in (view.question, *view.ways):
            asked = list_content_words(way)
            of_question, of_message = count_shared(asked, said), count_shared(said, asked)
            share = (of_question + of_message) / (len(asked) + len(said)) if asked and said else 0.0
            if share > most and of_question >= of_asked * len(asked) and of_message >= of_said * len(said):
                best, most = view, share
    return best


def _read(settings: Settings) -> tuple[OwnAnswerView, ...]:
    with transaction(settings.database_url) as session:
        return tuple(OwnAnswerView(row.id, row.question, tuple(row.ways), fill_settings(row.text, settings),
                                   make_fact_view(row))
                     for row in session.execute(select(OwnAnswer).order_by(OwnAnswer.id)).scalars())
