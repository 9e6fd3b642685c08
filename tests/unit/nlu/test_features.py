"""Our tf-idf is scikit-learn's, text by text."""

from __future__ import annotations

from typing import Any, Callable, Mapping

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.features import CHARS, WORDS, Terms, list_char_terms, list_word_terms

TEXTS = [
    "quanto costa il corso", "quanto costa", "ciao", "a che ora", "il il il corso corso", "dove ? ?", "e o a", "è già"]
UNSEEN = [*TEXTS, "quanto quanto dura", "boh", "", "x", "corsi costosi a che ora dove", "C 'è UN corso?", "a  b"]


@pytest.mark.parametrize(("settings", "split"), [(WORDS, list_word_terms), (CHARS, list_char_terms)])
@pytest.mark.parametrize("text", UNSEEN)
def test_weights_are_those_of_scikit_learn(
    settings: Mapping[str, Any], split: Callable[[str], list[str]], text: str
) -> None:
    vectorizer = TfidfVectorizer(**settings).fit(TEXTS)
    terms = Terms(sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__), vectorizer.idf_, split)
    expected = vectorizer.transform([text]).toarray()[0]
    found = np.zeros(len(terms), dtype=np.float32)
    places, values = terms.entries(text)
    found[places] = values
    assert values.dtype == np.float32 and np.allclose(found, expected, atol=1e-6)
    assert text != "quanto costa" or found.any(), "the control: something is compared"
