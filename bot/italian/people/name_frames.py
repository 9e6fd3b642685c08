"""What people put around the name of somebody: «lei si chiama …», «è per mia moglie, …», «… te l'ho già detto»."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from bot.italian.people.name_words import SURNAME_PARTICLES
from bot.italian.people.relatives import KIN
from bot.italian.text import normalise

_TELLING = re.compile(
    r"chiam\w+|nome|nominativo|interessat[oa]|beneficiari[oa]|person[ae]|signor[aei]?|signorina|ospite|utente|"
    r"prenot\w+|appuntamento|scri[vt]\w*|mett\w+|intest\w+|segn(?:a|i|are|alo|ala|ate)|dett[oa]|sarebbe|dovrebbe|"
    rf"lei|lui|per|{KIN}")
"""Words that say whose name comes, or that one does."""
_BETWEEN = frozenset(
    "il la lo l i un una di del della a ad al e ed che si mi ti te me ho ha pure gia ma allora dunque ecco ok quindi "
    "invece mia mio sua suo tua tuo nostra nostro prima come sopra va bene stare essere faccio quella quello con sotto "
    "ed essa grazie favore cortesia piacere".split())
"""Words that stand between those."""
_SAYS_SO = re.compile(r"chiam\w+|sarebbe|e")
"""What comes right before a name: a particle after it is the name's («si chiama di maio»)."""
_PARTS = re.compile(r"\s*(?:[,;:()\n]|\s[-–—]+\s)\s*")
_ELISION = re.compile(r"(?:l|un|t|m|s|c|all|dell)'(?=\w)", re.IGNORECASE)
MOST_WORDS = 5


def cut_frame(said: str) -> Optional[str]:
    """The words in the frame, to be judged as a name; None where there is no frame, or something else is said too."""
    if said.endswith("?"):
        return None
    parts = [_cut_part(part.split()) for part in _PARTS.split(said.strip(" .!")) if part]
    found = [inner for inner, _ in parts if inner]
    if len(found) != 1 or not any(announced for _, announced in parts) or len(found[0]) > MOST_WORDS:
        return None
    return " ".join(found[0])


def is_frame(said: str) -> bool:
    """Whether every word of ``said`` belongs to a frame."""
    return all(_frames(word, capital_is_name=False) for word in said.split())


def _cut_part(words: Sequence[str]) -> tuple[Sequence[str], bool]:
    """What is left of ``words`` without their frame, and whether a word of it tells that a name comes."""
    capitals = not all(word.isupper() for word in words)
    start = 0
    while start < len(words) and _frames(words[start], capital_is_name=capitals and start > 0):
        start += 1
    while start > 1 and start < len(words) and normalise(words[start - 1]) in SURNAME_PARTICLES and _SAYS_SO.fullmatch(
            normalise(words[start - 2])):
        start -= 1
    end = len(words)
    while end > start and _frames(words[end - 1], capital_is_name=capitals):
        end -= 1
    around = [normalise(_ELISION.sub("", word)) for word in (*words[:start], *words[end:])]
    return words[start:end], any(_TELLING.fullmatch(word) for word in around)


def _frames(word: str, capital_is_name: bool) -> bool:
    if capital_is_name and word[:1].isupper():
        return False
    plain = normalise(_ELISION.sub("", word))
    return plain in _BETWEEN or not plain or _TELLING.fullmatch(plain) is not None
