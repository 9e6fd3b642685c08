"""Tf-idf of one short text over a fixed vocabulary: what scikit-learn's TfidfVectorizer gives, without scikit-learn.

Training uses scikit-learn; a served process needs neither its second of start nor its memory. A test compares them.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any, Callable, Mapping, Sequence

import numpy as np

WORDS: Mapping[str, Any] = {
    "ngram_range": (1, 2), "token_pattern": r"[^\s]+", "sublinear_tf": True, "dtype": np.float32}
CHARS: Mapping[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True, "dtype": np.float32}
"""The settings of scikit-learn's TfidfVectorizer for words and for characters."""


def list_word_terms(text: str) -> list[str]:
    """The words of ``text`` and its pairs of neighbours."""
    words = text.lower().split()
    return words + [f"{one} {two}" for one, two in zip(words, words[1:], strict=False)]


def list_char_terms(text: str) -> list[str]:
    """The pieces of 2 to 5 characters of each word with a space around it; a shorter word is one piece."""
    shortest, longest = CHARS["ngram_range"]
    terms = []
    for word in text.lower().split():
        padded = f" {word} "
        for size in range(shortest, longest + 1):
            if size >= len(padded):
                terms.append(padded)
                break
            terms.extend(padded[start:start + size] for start in range(len(padded) - size + 1))
    return terms


class Terms:
    """A vocabulary with the idf of each term; ``split`` cuts a text into terms."""

    def __init__(self, terms: Sequence[str], idf: np.ndarray, split: Callable[[str], list[str]]) -> None:
        self.idf = np.asarray(idf, dtype=np.float64)
        self._split = split
        # the same pieces of words are in the vocabularies of intents, acts and needs: each is kept once
        self._index = {sys.intern(term): index for index, term in enumerate(terms)}

    @property
    def terms(self) -> list[str]:
        """The vocabulary, in the order of the positions."""
        return list(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def entries(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the known terms of ``text`` and their weights, float32, of length 1 together."""
        find = self._index.get
        counts = Counter([place for term in self._split(text) if (place := find(term)) is not None])
        places = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * self.idf[places]
        length = np.sqrt(values @ values)
        return places, (values / length if length else values).astype(np.float32)
