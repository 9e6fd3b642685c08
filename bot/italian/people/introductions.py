"""The name that stands among other things in a message: «333 1234567 Marco Villa, giovedì alle 10, Merate»."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.municipalities import LECCO_PROVINCE
from bot.italian.people.common_words import COMMON_WORDS
from bot.italian.people.name_words import FOREIGN_NAMES, GIVEN_NAMES, SURNAME_PARTICLES, SURNAMES
from bot.italian.people.names import read_person_name
from bot.italian.text import MONTHS, WEEKDAYS, normalise

_LEAD = re.compile(
    r"\b(?:mi ?(?:ch|k)iamo|(?:che )?si chiama|sono(?! (?:di|da|a|in|nat[oa]|il|la|un|una|le)\b)|"
    r"(?:il )?(?:mio )?(?:nome|nominativo)(?: e cognome)?\s*(?:[:=]|è|e')|a nome(?: di)?|"
    r"per (?:la |il )?signor[ae]?)\s", re.IGNORECASE)
_NAME = r"(?P<name>[^\W\d_a-zà-ù][\w'’-]+(?: [^\W\d_a-zà-ù][\w'’-]+){1,3})"
_HERE = re.compile(rf"^{_NAME} qui(?=[.,:;!])")
_SPEAKS = re.compile(rf"^(?i:(?:(?:ciao|salve|buongiorno|buonasera)[,.!]? )?(?:qui|parla)) {_NAME}(?=[.,:;])")
"""«Samuele Riva qui.», «Parla Samuele Riva:»."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+")
_GLUE = re.compile(r"\s*")
_PARTICLES = SURNAME_PARTICLES - frozenset(("le", "li", "do", "du"))
"""Without those that begin a name as often as they stand within one (Le Thi Mai, Li Na)."""
_DAYS = frozenset(normalise(word) for word in (*WEEKDAYS, *MONTHS))
_PLACES = frozenset(normalise(place) for place in LECCO_PROVINCE)
MOST_WORDS = 4


def read_introduced_name(text: str) -> Optional[str]:
    """The name that ``text`` brings: after «mi chiamo», or as two to four words that are a name among other things.

    A word of the lists must be among them, or each has a capital and none belongs to a conversation.
    """
    for lead in _LEAD.finditer(text):
        told = read_person_name(text[lead.start():].strip(), asked=False)
        if isinstance(told, str):
            return told
    for pattern in (_HERE, _SPEAKS):
        alone = pattern.search(text)
        if alone is not None and isinstance(found := read_person_name(alone["name"]), str):
            return found
    for run in _runs(_ADDRESS.sub(";", text)):
        known = any(_is_given(word) for word in run)
        capitals = all(word[0].isupper() for word in run if normalise(word) not in _PARTICLES)
        if known or (capitals and not text.isupper()):
            found = read_person_name(" ".join(run))
            if isinstance(found, str):
                return found
    return None


def _runs(text: str) -> list[list[str]]:
    """The stretches of words, side by side, that may be a name."""
    runs: list[list[str]] = []
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        beside = _GLUE.fullmatch(text[end:match.start()]) is not None
        end = match.end()
        if not beside:
            runs, run = [*runs, run], []
        if _may_belong(word, run):
            run.append(word)
        else:
            runs, run = [*runs, run], []
    return [cut for cut in (_without_particles(run) for run in [*runs, run]) if 2 <= len(cut) <= MOST_WORDS]


def _may_belong(word: str, run: list[str]) -> bool:
    folded = normalise(word)
    if folded in _DAYS or (folded in _PLACES and len(run) != 1):
        return False
    if folded in _PARTICLES:
        return bool(run)
    if word == "x" and not run:
        return False  # «x Sonia Riva: Lecco, lunedì»
    if folded not in COMMON_WORDS:
        return True
    after_given = bool(run) and _is_given(run[0])  # «Marco Villa», «Paolo Sala»
    return _is_given(word) or (after_given and (word[0].isupper() or folded in SURNAMES))


def _is_given(word: str) -> bool:
    return normalise(word) in GIVEN_NAMES or normalise(word) in FOREIGN_NAMES


def _without_particles(run: list[str]) -> list[str]:
    while run and normalise(run[-1]) in _PARTICLES:
        run = run[:-1]
    return run
