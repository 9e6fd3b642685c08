"""Training data are merged as by stock Rasa: the same examples, which nobody else changes."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from tests.unit.rasa.patches.comparison import compare


def _examples() -> list[Message]:
    entities = [{"entity": "office", "start": 10, "end": 15, "value": "Lecco"}]
    return [Message.build("vorrei a Lecco", " book "), Message.build("ciao", "greet"),
            Message.build("ciao", "greet"), Message({"text": "x", "intent": "greet", "response": "y "}, time=3),
            Message({"text": "e a Lecco?", "intent": "book", "entities": entities}, {"entities"}),
            Message({"text": "dopo", "intent": None, "metadata": {"example": {"a": [1]}}})]


def _describe(data: TrainingData) -> list[Any]:
    return [(one.data, one.output_properties, one.time, one.features, one.fingerprint())
            for one in data.training_examples]


@pytest.mark.parametrize("name", ["example_copies", "example_fingerprints"])
def test_examples_are_merged_as_before(name: str) -> None:
    stock, patched = compare(
        name, lambda: _describe(TrainingData(_examples()).merge(TrainingData(_examples()), TrainingData())))
    assert stock == patched and [one[0]["intent"] for one in stock] == ["book", "greet", "greet", "book", None]


def test_a_copy_shares_nothing_that_can_change() -> None:
    def change_copies() -> list[Any]:
        data = TrainingData(_examples())
        for copied in data.merge(None).training_examples:
            copied.set("text", "other")
            copied.output_properties.add("more")
            copied.features.append("feature")  # type: ignore[arg-type]
            for entity in copied.get("entities") or []:
                entity["value"] = "Merate"
            (copied.get("metadata") or {}).get("example", {}).get("a", []).append(2)
        return _describe(data)

    stock, patched = compare("example_copies", change_copies)
    assert stock == patched


def test_an_example_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Any] = []

    def count(obj: Any) -> str:
        hashed.append(obj)
        return format(len(hashed), "x")

    def merge() -> int:
        data = TrainingData(_examples())
        hashed.clear()
        monkeypatch.setattr("rasa.shared.utils.io.deep_container_fingerprint", count)
        data.merge(None)
        monkeypatch.undo()
        return len(hashed)

    assert compare("example_fingerprints", merge) == (4, 0)
