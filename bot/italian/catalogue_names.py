"""Finds the names of courses, bodies, places and events in a message, spelt well or badly."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Iterable, Sequence

from rapidfuzz import fuzz, process

_WORD = re.compile(r"[a-z0-9]+")
_FILLERS = frozenset("di del della dello dei degli delle d da de la le lo il i gli un una e ed per in a al".split())

EXACT_BELOW = 5
"""Names shorter than this many letters are taken only as they are spelt."""
CUTOFF = 86.0
"""Least similarity (0-100) of a misspelt name; two wrong letters in ten are still read."""


@dataclass(frozen=True)
class Surface:
    """One way to write the name ``id`` of kind ``kind``."""

    kind: str
    id: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A name found in a text: characters ``start`` to ``end``, with similarity 0-100."""

    kind: str
    id: str
    start: int
    end: int
    score: float


def fold(text: str) -> str:
    """``text`` without case and accents, of the same length as it was."""
    folded = []
    for char in text:
        base = unicodedata.normalize("NFKD", char.casefold())[:1]
        folded.append(base if len(base) == 1 else " ")
    return "".join(folded)


def locate_words(text: str) -> list[tuple[str, int, int]]:
    """The words of ``text`` without case, accents and fillers («di», «per»), with their places in the text."""
    return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(fold(text)) if m.group() not in _FILLERS]


class NameIndex:
    """An index of surfaces. A longer name wins over a shorter one in the same place."""

    def __init__(self, names: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        """``names``: (kind, id, ways to write it)."""
        self._by_length: dict[int, dict[str, list[Surface]]] = {}
        for kind, name_id, ways in names:
            for way in ways:
                words = tuple(word for word, _, _ in locate_words(way))
                if words:
                    surface = Surface(kind, name_id, words)
                    self._by_length.setdefault(len(words), {}).setdefault(" ".join(words), []).append(surface)
        self._choices = {length: list(texts) for length, texts in self._by_length.items()}

    def find(self, text: str) -> list[Found]:
        """The names in ``text``, in the order they are written; a place that two kinds share gives both."""
        words = locate_words(text[:2000])
        taken: list[tuple[int, int]] = []
        found: list[Found] = []
        for length in sorted(self._by_length, reverse=True):
            for first in range(len(words) - length + 1):
                last = first + length
                if any(first < end and start < last for start, end in taken):
                    continue
                window = " ".join(word for word, _, _ in words[first:last])
                match = self._match(window, length)
                if match is None:
                    continue
                name, score = match
                taken.append((first, last))
                found.extend(Found(surface.kind, surface.id, words[first][1], words[last - 1][2], score)
                             for surface in self._by_length[length][name])
        return sorted(found, key=lambda item: (item.start, -item.score))

    def _match(self, window: str, length: int) -> tuple[str, float] | None:
        if window in self._by_length[length]:
            return window, 100.0
        if len(window) < EXACT_BELOW:
            return None
        best = process.extractOne(window, self._choices[length], scorer=fuzz.ratio, score_cutoff=CUTOFF)
        if best is None or len(best[0]) < EXACT_BELOW or best[0][0] != window[0]:
            return None
        if _figures(best[0]) != _figures(window):
            return None
        alone = self._by_length.get(1, {})
        if any(word in alone and word not in best[0].split() for word in window.split()):
            return None  # «verifica dei requisiti a Lecco» is no «verifica dei requisiti corso»: Lecco is a name too
        return best[0], float(best[1])


def _figures(words: str) -> str:
    """The figures of a name: «10 ottobre» is not a misspelt «17 ottobre»."""
    return "".join(char for char in words if char.isdigit())
