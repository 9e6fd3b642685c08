"""The title of a button that a person types instead of pressing it."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.dialogue.repair_words import words_of
from bot.dialogue.turn import Button

SLIP_FROM, SHORT_FROM = 7, 5
"""Letters of a title from which one wrong key is forgiven; in a shorter one not in its first letter."""

_ARTICLE = re.compile(r"^(?:(?:per|por|pour|for|pentru|il|lo|la|l|un|una|el|los|a|an|the|le|une|o|nje) )+")
"""What people put before a title."""


def find_typed(text: str, buttons: Sequence[Button]) -> Optional[Button]:
    """The button whose title ``text`` is, with or without an article; one slip is forgiven in a longer title."""
    said = words_of(text)
    titles = [words_of(button.title) for button in buttons]
    for typed in (said, _ARTICLE.sub("", said)):
        if typed and typed in titles:
            return buttons[titles.index(typed)]
    near = [index for index, title in enumerate(titles) if said and len(title) >= SHORT_FROM
            and (len(title) >= SLIP_FROM or title[0] == said[0])
            and DamerauLevenshtein.distance(title, said, score_cutoff=1) <= 1]
    return buttons[near[0]] if len(near) == 1 else None
