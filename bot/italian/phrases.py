"""Finds phrases in a message: their words near one another, with any ending where a phrase says so."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Iterable, Optional, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.italian.text import normalise
from bot.italian.word_classes import find_word_classes

_WORD = re.compile(r"[a-z0-9]+")
_PATTERN = re.compile(r"@?[a-z0-9]+\*?")
_STOPS = re.compile(r"[.,;:!?](?!\w)|\n")
_FILLERS = frozenset(
    "di del dello della dei degli delle d da dal dalla de la le lo l il i gli un una uno ed al alla".split())
SLIP_FROM = 8
"""Letters of a phrase's word from which one wrong key is forgiven: shorter ones have neighbours («affetto»)."""
SHORT_STEM = 5
"""Letters of a stem with its «*» that says little of how a word is spelt: «apr*» is in «aprendista»."""
GAP = 2
"""So many other words may stand between the words of a phrase, where they are said in its order."""
LONGEST = 2000
"""Characters of a message that are read."""


@dataclass(frozen=True)
class PhraseMatch:
    """A phrase of ``key`` in a text: the places of its words among the text's words, and how much of it is said.

    ``weight``: letters of the phrase, those of words that few keys have counted more; ``words``: how many it has.
    """

    key: str
    places: tuple[int, ...]
    weight: float
    words: int


def list_phrase_words(text: str) -> list[str]:
    """The words of ``text`` as phrases are compared with them: folded, without articles and «di»."""
    return [word for word, _ in _words_by_clause(text)]


def _words_by_clause(text: str) -> list[tuple[str, int]]:
    """:func:`list_phrase_words` with the number of the clause of each: a phrase ends at a comma or a full stop."""
    return [(word, number) for number, clause in enumerate(_STOPS.split(normalise(text[:LONGEST])))
            for word in _WORD.findall(clause) if word not in _FILLERS]


class PhraseIndex:
    """Phrases by the words they are made of. «rinnov* permesso» is found in «dove si rinnova il permesso?»."""

    def __init__(self, phrases: Iterable[tuple[str, Sequence[str]]]) -> None:
        """``phrases``: (key, ways to say it); «*» at the end of a word stands for any ending, «@paese» for a class."""
        read: list[tuple[str, tuple[str, ...]]] = []
        for key, ways in phrases:
            for way in ways:
                words = tuple(word for word in _PATTERN.findall(normalise(way)) if word not in _FILLERS)
                if words:
                    read.append((key, words))
        keys: dict[str, set[str]] = {}
        for key, words in read:
            for word in words:
                keys.setdefault(word, set()).add(key)
        total = len({key for key, _ in read}) + 1
        self._weights = {word: len(word.rstrip("*")) * math.log(total / len(found)) for word, found in keys.items()}
        self._by_rarest: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for key, words in read:
            rarest = max(words, key=lambda word: self._weights[word])
            self._by_rarest.setdefault(rarest, []).append((key, words))
        every = set(keys)
        self._whole = {word for word in every if not word.endswith("*")}
        self._stems = {word[:-1] for word in every if word.endswith("*")}
        self._long_whole = _by_first_letter(
            word for word in self._whole if len(word) >= SLIP_FROM and not word.isdigit() and word[0] != "@")
        self._long_stems = _by_first_letter(stem for stem in self._stems if len(stem) >= SLIP_FROM)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def find(self, text: str) -> list[PhraseMatch]:
        """The phrases in ``text``, the weightiest first, then in the order they are said."""
        said = _words_by_clause(text)
        clauses = [number for _, number in said]
        places: dict[str, list[int]] = {}
        for place, (word, _) in enumerate(said):
            for pattern in self._patterns_of(word):
                places.setdefault(pattern, []).append(place)
        found = []
        for key, words in (phrase for word in places for phrase in self._by_rarest.get(word, ())):
            if all(word in places for word in words):
                at = _nearest([places[word] for word in words], clauses)
                if at is not None:
                    found.append(PhraseMatch(key, at, sum(self._weights[word] for word in words), len(words)))
        return sorted(found, key=lambda match: (-match.weight, match.places))

    def _patterns_of(self, word: str) -> set[str]:
        """The words of phrases that ``word`` stands for; a slip of the keys only where it is none as it is spelt."""
        found = {word} if word in self._whole else set()
        found |= {named for name in find_word_classes(word) if (named := f"@{name}") in self._whole}
        found |= {f"{word[:length]}*" for length in self._lengths if word[:length] in self._stems}
        spelt = word in found or any(len(pattern) > SHORT_STEM for pattern in found)  # «@paese» is spelt too
        if spelt or len(word) < SLIP_FROM - 1 or word.isdigit():
            return found
        found |= {known for known in self._long_whole.get(word[0], ()) if _slipped(word, known)}
        return found | {f"{stem}*" for stem in self._long_stems.get(word[0], ())
                        if any(_slipped(word[:length], stem) for length in range(len(stem) - 1, len(stem) + 2))}


def _by_first_letter(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return found


def _slipped(word: str, known: str) -> bool:
    """Whether two words of the same first letter differ in one wrong key at most."""
    return (abs(len(word) - len(known)) <= 1
            and DamerauLevenshtein.distance(word, known, score_cutoff=1) <= 1)


def _nearest(places: Sequence[Sequence[int]], clauses: Sequence[int]) -> Optional[tuple[int, ...]]:
    """One place for each word, different ones of one clause and near one another; None when they are too far apart."""
    for first in places[0]:
        chosen = [first]
        for other in places[1:]:
            free = [place for place in other if place not in chosen and clauses[place] == clauses[first]]
            if not free:
                break
            chosen.append(min(free, key=lambda place: (place < chosen[-1], abs(place - chosen[-1]))))
        reach = len(places) + (GAP if chosen == sorted(chosen) else 0)
        if len(chosen) == len(places) and max(chosen) - min(chosen) < reach:
            return tuple(chosen)
    return None
