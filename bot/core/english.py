"""Tells English from Italian by its small words, so that who writes in English hears how to go on."""

from __future__ import annotations

import re

_ENGLISH = frozenset(
    "the is are am was i you he she they we my your it this that these there what where when which who how why can "
    "could would should do does did have has had not and or of for with about from to in on at an be been want need "
    "help speak english please hello hi thanks thank course courses job work free appointment office any some "
    "people person book register where's i'm i'd don't what's it's looking find me".split())
_ITALIAN = frozenset(
    "il lo la i gli le un una di a da in con su per tra fra e o ma che chi non è sono ho hai ha mi ti si ci vi come "
    "cosa quando dove quanto quale corso corsi lavoro vorrei voglio posso puoi del della dei al alla nel questo "
    "questa ciao".split())
_FEWEST = 3
"""English words that a message must have: «job day», «work life balance» and «help» are said in Italian too."""


def is_english(text: str) -> bool:
    words = re.findall(r"[a-zà-ù']+", text.casefold().replace("’", "'"))
    english = sum(word in _ENGLISH for word in words)
    italian = sum(word in _ITALIAN and word not in _ENGLISH for word in words)
    shared = sum(word in _ITALIAN and word in _ENGLISH for word in words)
    return english - shared >= _FEWEST and english - shared > 2 * italian or _asks_for_english(text)


def _asks_for_english(text: str) -> bool:
    return re.search(r"\b(?:speak|in|parl\w+) (?:english|inglese)\b", text.casefold()) is not None
