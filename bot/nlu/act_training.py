"""Training of the model of acts: scikit-learn's tf-idf and linear SVM on the turns of ``bot/data/dialogues``."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Optional, Sequence

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.nlu.act_model import ActModel, list_place_terms, put_in_place
from bot.nlu.features import CHARS, WORDS, list_char_terms, list_word_terms
from bot.nlu.linear_training import find_temperature, keep_terms, put_aside

SEED = 7
LEAST = 2
"""Turns in which a term stands at least, for the characters and the words with their place."""


def fit_acts(
    texts: Sequence[str], places: Sequence[str], acts: Sequence[str], temperature: Optional[float] = None
) -> ActModel:
    """A model of normalised ``texts`` with ``temperature``, or one fitted by :func:`fit_aside`."""
    temperature = temperature or fit_aside(texts, places, acts)
    model = _separate(texts, places, acts)
    return model if temperature is None else replace(model, temperature=temperature)


def fit_aside(texts: Sequence[str], places: Sequence[str], acts: Sequence[str]) -> Optional[float]:
    """The temperature of a model of seven eighths on the last one; None when that has no act of the others."""
    aside, rest = put_aside(len(texts), random.Random(SEED))
    first = _separate([texts[i] for i in rest], [places[i] for i in rest], [acts[i] for i in rest])
    unseen = [i for i in aside if acts[i] in first.acts]
    if not unseen:
        return None
    scores = np.stack([first.score(texts[i], places[i]) for i in unseen])
    return find_temperature(scores, np.array([first.acts.index(acts[i]) for i in unseen]))


def _separate(texts: Sequence[str], places: Sequence[str], acts: Sequence[str]) -> ActModel:
    words = TfidfVectorizer(**WORDS)
    chars = TfidfVectorizer(min_df=LEAST, **CHARS)
    placed = TfidfVectorizer(analyzer=list_place_terms, min_df=LEAST, sublinear_tf=True, dtype=np.float32)
    together = [put_in_place(text, place) for text, place in zip(texts, places, strict=True)]
    matrix = scipy.sparse.hstack(
        [words.fit_transform(texts), chars.fit_transform(texts), placed.fit_transform(together)], format="csr")
    model = LinearSVC(C=0.7, tol=1e-2, max_iter=300, random_state=SEED)
    model.fit(matrix, acts)
    return ActModel(
        keep_terms(words, list_word_terms), keep_terms(chars, list_char_terms), keep_terms(placed, list_place_terms),
        np.ascontiguousarray(model.coef_.T, dtype=np.float32), model.intercept_.astype(np.float32),
        tuple(str(name) for name in model.classes_))
