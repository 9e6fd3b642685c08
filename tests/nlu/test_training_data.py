"""The training data: enough of each intent, nothing under two intents."""

from __future__ import annotations

import pytest

from bench.training_data import LEAST, examples, too_few, with_two_intents


@pytest.fixture(scope="module")
def data() -> list[tuple[str, str]]:
    return list(examples())


def test_every_intent_has_enough_examples(data: list[tuple[str, str]]) -> None:
    assert too_few(data) == []


def test_no_example_has_two_intents_once_it_is_normalised(data: list[tuple[str, str]]) -> None:
    assert with_two_intents(data) == []


def test_the_checks_see_what_they_look_for() -> None:
    few = [("greet", f"ciao numero {word}") for word in ("uno", "due")]
    assert too_few(few) == ["greet: 2"]
    assert too_few(few * LEAST) == []
    assert len(with_two_intents([("greet", "CIAO!"), ("goodbye", "ciao")])) == 1
