"""What a text message costs, and how Italian is spelt in its alphabet."""

from __future__ import annotations

import pytest

from bot.rules.sms_text import count_parts, spell_in_gsm


@pytest.mark.parametrize(("text", "parts"), [
    ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("à" * 160, 1), ("a" * 306, 2), ("a" * 307, 3),
    ("€" * 80, 1), ("€" * 81, 2), ("’" + "a" * 69, 1), ("’" + "a" * 70, 2), ("a" * 200 + "ș", 3), ("😀" * 35, 1),
    ("😀" * 36, 2)])
def test_parts(text: str, parts: int) -> None:
    assert count_parts(text) == parts


@pytest.mark.parametrize(("text", "spelt"), [
    ("perché l’ufficio è «aperto»…", 'perché l\'ufficio è "aperto"...'), ("È già lunedì", "E' già lunedì"),
    ("Niccolò Çelik, ș", "Niccolò Çelik, s"), ("1º piano – lato B", "1o piano - lato B"), ("北京", "北京")])
def test_spelling(text: str, spelt: str) -> None:
    assert spell_in_gsm(text) == spelt


def test_a_spelling_makes_one_part_of_what_would_be_two() -> None:
    text = "Ricorda l’appuntamento: " + "x" * 100
    assert count_parts(text) == 2 and count_parts(spell_in_gsm(text)) == 1
