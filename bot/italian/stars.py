"""How many stars somebody gives: «4 stelle», «⭐⭐⭐», «3 su 5», «do un bel cinque»."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.numbers import write_digits

_DRAWN = "⭐★🌟✨"
_RATED = re.compile(
    r"(-?\d+)\s*(?:stell\w*|su\s*(?:5|10)|/\s*(?:5|10)|punti)"
    r"|(?:\bvoto|\bvaluto|\bvalutazione|\b(?:ti |vi |gli |le )?(?:do|dò|darei|metto|lascio)(?: un| una| il| "
    r"voto)*)\s*(-?\d+)")
_NUMBER = re.compile(r"-?\d+")
_BY_STAR = re.compile(r"\b(?:una?|sola|mezza) (?:sola )?stell\w*")


def read_stars(text: str, asked: bool) -> Optional[int]:
    """The number of stars that ``text`` gives, also out of range; a bare number only when it was ``asked`` for."""
    drawn = sum(text.count(star) for star in _DRAWN)
    if drawn:
        return drawn
    said = write_digits(text.casefold())
    found = _RATED.search(said)
    if found is not None:
        return int(found.group(1) or found.group(2))
    if _BY_STAR.search(text.casefold()):
        return 1
    number = _NUMBER.search(said) if asked else None
    return int(number.group()) if number else None
