"""Names that the database has and the training does not: what exists only since it."""

from __future__ import annotations

import re
from typing import Optional

from bot.dialogue.own_words import is_foreign
from bot.dialogue.turn import Turn
from bot.italian.text import normalise
from bot.services import catalogue


def find_new(turn: Turn) -> Optional[str]:
    """The kind of what is named by a word that the examples do not know as ours; its ending may be another."""
    named = {(kind, identity) for kind in ("course", "event", "office") for identity in turn.names.get(kind, ())}
    if not named:
        return None
    said = {word[:-1] for word in re.findall(r"\w+", normalise(turn.text))}
    return next((name.kind for name in catalogue.names(turn.settings) if (name.kind, name.id) in named and any(
        word[:-1] in said and is_foreign(word) for form in name.words for word in form.split())), None)
