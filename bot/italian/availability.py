"""When somebody could attend, in a word: morning, afternoon, evening, weekend, or any time."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.text import normalise

_PARTS = (
    ("weekend", r"fine settimana|week ?end|sabat\w|domenic\w"),
    ("evening", r"ser[ae]|serale|serali|dopo (?:le )?(?:17|18|19|cinque|sei|cena)|dopo (?:il )?lavoro"),
    ("afternoon", r"pomeriggi\w*|pomeridian\w|dopo pranzo"),
    ("morning", r"mattin\w*|matin\w*|mattutin\w"),
)
_ALWAYS = re.compile(
    r"\b(?:sempre|qualsiasi|qualunque|indifferente|e uguale|uguale|quando (?:volete|capita|vuoi|c e)|tutto il giorno|"
    r"tutta la giornata|tutti|quando sia|non importa|ogni (?:giorno|orario)|a tutte le ore|libero|libera)\b")

_FREED = re.compile(r"\bsi liber\w+")
"""A place that is freed names no time; a person who is free does."""


def read_availability(text: str) -> Optional[str]:
    """The part of the day or week that ``text`` names; any for several or for all; None when it names none."""
    said = _FREED.sub(" ", normalise(text))
    found = [name for name, words in _PARTS if re.search(rf"\b(?:{words})\b", said)]
    if len(found) > 1 or _ALWAYS.search(said):
        return "any"
    return found[0] if found else None
