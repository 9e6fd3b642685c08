"""Weekdays that a message names: «lunedì e giovedì», «dal martedì al venerdì», «tutti i giorni»."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.text import normalise

_NAMES = ("lun", "mart", "mercol", "giov", "ven", "sab", "dom")
_DAY = re.compile(r"\b(lun|mart|mercol|giov|ven|sab|dom)(?:e?d[iì]|at[oi]|enic[ah]e?|erd[iì]|edi)?\b")
_RANGE = re.compile(rf"\b(?:da|dal|dalla) {_DAY.pattern}\W+(?:a|al|alla) {_DAY.pattern}")
_EVERY = re.compile(
    r"\b(?:tutti i giorni|ogni giorno|qualsiasi|qualunque|indifferente|uguale|sempre|non importa|tutta la settimana|"
    r"quando (?:capita|volete|vuoi|c e))\b")


def read_weekdays(text: str) -> Optional[frozenset[int]]:
    """The days from 0 (Monday); empty for any; None when the text names none."""
    said = normalise(text)
    span = _RANGE.search(said)
    if span is not None:
        first, last = (_NAMES.index(name) for name in span.groups())
        return frozenset(range(first, last + 1)) if first <= last else frozenset((*range(first, 7), *range(last + 1)))
    named = frozenset(_NAMES.index(name) for name in _DAY.findall(said))
    return named or (frozenset() if _EVERY.search(said) else None)
