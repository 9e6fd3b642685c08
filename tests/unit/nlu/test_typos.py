"""Misspelt copies of the training examples: seeded, small, never of a short word."""

import random

from rapidfuzz.distance import Levenshtein

from bot.nlu.typos import misspell, misspell_text


def test_the_same_seed_gives_the_same_typos_and_another_seed_others() -> None:
    text = "vorrei prenotare un appuntamento al centro per l impiego di merate"
    assert misspell_text(text, random.Random(1)) == misspell_text(text, random.Random(1))
    assert len({misspell_text(text, random.Random(seed)) for seed in range(20)}) > 10


def test_one_slip_at_most_and_short_words_stay() -> None:
    rng = random.Random(3)
    assert all(misspell(word, rng) == word for word in ("il", "e", "per"))
    assert all(Levenshtein.distance("appuntamento", misspell("appuntamento", rng)) <= 2 for _ in range(200))


def test_marks_of_figures_are_left_alone() -> None:
    rng = random.Random(5)
    assert all("xphone" in misspell_text("xphone", rng, rate=1.0) for _ in range(50))
