"""Messages that say the same in other words are put together, and others are not."""

from __future__ import annotations

import pytest

from bot.italian.likeness import are_alike, group_alike, list_content_words


@pytest.mark.parametrize(("one", "other", "alike"), [
    ("c'è il parcheggio per disabili?", "avete un parcheggio disabili", True),
    ("posso portare il cane?", "si può portare un cane in ufficio", True),
    ("posso portare il cane?", "posso portare mio figlio?", False),
    ("quando paga l'assegno unico", "asegno unico quando lo pagate?", True),
    ("ci sono corsi la sera?", "corsi serali", False), ("pizza margherita", "che tempo fa", False),
    ("???", "!!!", False)])
def test_two_messages(one: str, other: str, alike: bool) -> None:
    assert are_alike(list_content_words(one), list_content_words(other), 0.6) is alike


def test_groups_are_largest_first_and_nothing_is_lost() -> None:
    said = ["pizza", "posso portare il cane?", "il cane si può portare?", "portare il cane", "pizze"]
    assert group_alike(range(len(said)), said) == [[1, 2, 3], [0, 4]]
    assert group_alike([], []) == []
