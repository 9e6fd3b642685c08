"""English is told from Italian with English words in it."""

from __future__ import annotations

import pytest

from bot.core.english import is_english


@pytest.mark.parametrize("text", [
    "Hello, what courses are there?", "I need a job, can you help me?", "how can I book an appointment",
    "Do you speak English?", "is the course free?", "where is the office", "parli inglese?",
    "I’m looking for work in Lecco"])
def test_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", [
    "quando era il job day?", "il seminario work life balance di che parla?", "ok grazie", "help", "corso di inglese?",
    "hi, quanto dura il corso?", "mi serve il B2 di inglese?", "a me in o on", "", "👍", "no"])
def test_italian_and_what_is_neither(text: str) -> None:
    assert not is_english(text)
