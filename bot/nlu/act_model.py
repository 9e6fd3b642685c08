"""What a message is where it stands: linear separators over its words, its characters, and its words with the question.

Learnt from ``bot/data/dialogues``; see ``bot.dialogue.acts`` for what it says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from bot.nlu.features import Terms, list_char_terms, list_word_terms
from bot.nlu.linear import compute_softmax, weigh
from bot.nlu.sparse_rows import SparseRows, Weights, drop_zeros
from bot.nlu.text import normalise

_ARRAYS, _TEXTS = "acts.npz", "acts.json"
_BETWEEN = "\t"


def list_place_terms(placed: str) -> list[str]:
    """The words of a placed text, each and each pair with the place; the place alone; how many words there are."""
    place, _, text = placed.partition(_BETWEEN)
    words = text.split()
    terms = [f"@{place}", f"{place}|{min(len(words), 6)} words", f"{place}|^{words[0] if words else ''}"]
    terms += [f"{place}|{word}" for word in words]
    return terms + [f"{place}|{one} {two}" for one, two in zip(words, words[1:], strict=False)]


def put_in_place(text: str, place: str) -> str:
    """Normalised ``text`` with the place it stands in, as :func:`list_place_terms` reads it."""
    return f"{place}{_BETWEEN}{text}"


@dataclass(frozen=True)
class ActModel:
    """``weights``: features (words, characters, words with their place) x acts, float16 and without zeros where
    loaded."""

    words: Terms
    chars: Terms
    placed: Terms
    weights: Weights
    intercept: np.ndarray
    acts: tuple[str, ...]
    temperature: float = 1.0

    def rank(self, text: str, place: str, count: int = 3) -> tuple[tuple[str, float], ...]:
        """The ``count`` likeliest acts of ``text`` (as written) where ``place`` is open, with probabilities."""
        return self.rank_normalised(normalise(text), place, count)

    def rank_normalised(self, text: str, place: str, count: int = 3) -> tuple[tuple[str, float], ...]:
        """The same for a text that is normalised already; nothing for an empty one."""
        if not text.strip(" ?"):
            return ()
        scores = self.score(text, place)
        probabilities = compute_softmax(scores / self.temperature)
        return tuple((self.acts[index], float(probabilities[index])) for index in np.argsort(scores)[::-1][:count])

    def score(self, text: str, place: str) -> np.ndarray:
        """The distance of a normalised ``text`` from each act's separator."""
        parts = (self.words.entries(text), self.chars.entries(text), self.placed.entries(put_in_place(text, place)))
        starts = (0, len(self.words), len(self.words) + len(self.chars))
        places = np.concatenate([found + start for (found, _), start in zip(parts, starts, strict=True)])
        values = np.concatenate([found for _, found in parts])
        return weigh(values, self.weights[places], self.intercept)

    def save(self, folder: Path) -> None:
        """Write the model as plain arrays and JSON."""
        np.savez_compressed(folder / _ARRAYS, intercept=self.intercept, **drop_zeros(self.weights).arrays("weights"),
                            words=self.words.idf, chars=self.chars.idf, placed=self.placed.idf)
        texts = {"words": self.words.terms, "chars": self.chars.terms, "placed": self.placed.terms,
                 "acts": self.acts, "temperature": self.temperature}
        (folder / _TEXTS).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> ActModel:
        """The model that :meth:`save` wrote."""
        texts = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS) as arrays:
            return cls(Terms(texts["words"], arrays["words"], list_word_terms),
                       Terms(texts["chars"], arrays["chars"], list_char_terms),
                       Terms(texts["placed"], arrays["placed"], list_place_terms),
                       SparseRows.read(arrays, "weights"), arrays["intercept"], tuple(texts["acts"]),
                       texts["temperature"])


_current: Optional[ActModel] = None


def use_model(model: ActModel) -> None:
    """Let this process read with ``model`` from now on."""
    global _current
    _current = model


def find_current_model() -> Optional[ActModel]:
    """The model of acts of the archive that this process has loaded last; None when it has none."""
    return _current
