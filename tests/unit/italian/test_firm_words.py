"""Whether somebody speaks for a firm, unasked and when asked for whom, and what it is called."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.italian.firm_words import is_for_firm, is_for_oneself, name_firm, speaks_for_firm


@pytest.mark.parametrize("text", [
    "siamo una piccola azienda", "la mia ditta", "siamo un ristorante", "officina Galli snc", "azienda",
    "come espositori"])
def test_an_answer_that_is_for_a_firm(text: str) -> None:
    assert is_for_firm(text)


@pytest.mark.parametrize("text", ["per me", "come persona", "sono disoccupato"])
def test_an_answer_that_is_for_oneself(text: str) -> None:
    assert is_for_oneself(text)
    assert not is_for_firm(text)


@pytest.mark.parametrize(("text", "speaks"), [
    ("abbiamo un ristorante a Varenna", True), ("ho un negozio di alimentari", True), ("la nostra cooperativa", True),
    ("in qualità di titolare di un piccolo albergo", True), ("il titolare mi ha licenziato", False),
    ("sono un imprenditore", True), ("cerco lavoro in un ristorante", False), ("ho un'impressione", False),
    ("che aziende ci sono nel patto?", False)])
def test_who_writes_for_a_firm_of_their_own(text: str, speaks: bool) -> None:
    assert speaks_for_firm(text) is speaks


@pytest.mark.parametrize(("text", "name"), [
    ("siamo la Tentori snc", "Tentori snc"), ("la mia azienda si chiama Rossi srl.", "Rossi srl"), ("?", None)])
def test_the_name_of_a_firm(text: str, name: Optional[str]) -> None:
    assert name_firm(text) == name
