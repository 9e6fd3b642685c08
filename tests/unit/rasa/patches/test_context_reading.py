"""A message in Lombard is understood in Italian and kept as it was written; a name is left alone."""

from __future__ import annotations

import asyncio
from typing import Any, Iterator

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.dialogue.context import Context
from bot.rasa.patches import context_reading


@pytest.fixture()
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the classifier was given; it understands opening hours in everything."""
    texts: list[str] = []

    async def stock(self: Any, message: UserMessage, *more: Any) -> dict[str, Any]:
        texts.append(message.text)
        return {"text": message.text, "intent": {"name": "ask_office_hours", "confidence": 0.9}, "entities": []}

    monkeypatch.setattr(MessageProcessor, "parse_message", stock)
    undo = context_reading.read_in_context()
    yield texts
    undo()


def read(text: str, question: str | None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    task = "booking_form" if question else None
    monkeypatch.setattr(context_reading, "read_context", lambda tracker: Context(task, question))
    return asyncio.run(MessageProcessor.parse_message(None, UserMessage(text), object()))  # type: ignore[arg-type]


def test_lombard_is_understood_in_italian(heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = read("a che ura dervìi a Meraa?", None, monkeypatch)
    assert heard == ["a che ora aprite a Merate?"]
    assert parsed["text"] == "a che ura dervìi a Meraa?" and parsed["in_italian"] == "a che ora aprite a Merate?"


def test_a_name_is_left_as_it_is_written(heard: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = read("Fiö Minga", "booking_name", monkeypatch)
    assert heard == ["Fiö Minga"] and not parsed.get("in_italian")
