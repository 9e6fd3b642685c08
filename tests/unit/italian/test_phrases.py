"""Phrases found in a message: order, distance, endings, slips of the keys."""

from __future__ import annotations

import pytest

from bot.italian.phrases import PhraseIndex

INDEX = PhraseIndex([
    ("permit", ["rinnov* permesso", "permesso soggiorno"]), ("rent", ["affitto"]), ("course", ["cors* italiano"]),
    ("work", ["cerc* lavoro"]), ("abroad", ["lavoro svizzera"])])


@pytest.mark.parametrize(("text", "key"), [
    ("dove si rinnova il permesso?", "permit"),
    ("il permesso lo rinnovo da voi?", "permit"),  # the other way round, side by side
    ("PERMESSO DI SOGGIORNO", "permit"),
    ("permeso di sogiorno", "permit"),
    ("pago l\u2019affitto", "rent"),
    ("un corso di lingua italiano", "course"),
])
def test_a_phrase_is_found(text: str, key: str) -> None:
    assert [match.key for match in INDEX.find(text)][:1] == [key]


@pytest.mark.parametrize("text", [
    "", "ho un permesso", "rinnovo la tessera. Il permesso ce l'ho",  # two sentences
    "parlo poco italiano, posso fare il corso?", "l'affetto di mia madre",
    "permesso, posso entrare? Che bel soggiorno",
])
def test_words_far_apart_or_alone_are_no_phrase(text: str) -> None:
    assert INDEX.find(text) == []


def test_the_phrase_whose_words_are_rarer_comes_first() -> None:
    assert [match.key for match in INDEX.find("cerco lavoro svizzera")] == ["abroad", "work"]


def test_a_place_may_hold_a_class_of_words() -> None:
    index = PhraseIndex([("title", ["diploma @paese"]), ("family", ["portare @parente"])])
    for text in ("il diploma ucraino", "un diploma del Perù", "il diploma del mio paese", "diploma albanese"):
        assert [match.key for match in index.find(text)] == ["title"], text
    assert [match.key for match in index.find("posso portare qui mia moglie?")] == ["family"]
    assert index.find("diploma di scuola media, con la moglie") == []
