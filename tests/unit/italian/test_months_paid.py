"""How many months of a year bring a pay, and sums of two jobs."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.italian.people.income import Income, read_income, read_income_period
from bot.italian.people.months_paid import read_months_paid


@pytest.mark.parametrize(("said", "months"), [
    ("al mese da maggio a settembre, d'inverno zero", 5), ("al mese da ottobre ad aprile", 7),
    ("d'estate chiude e per 3 mesi non mi pagano", 9), ("al mese, tranne agosto", 11),
    ("a luglio e agosto non mi pagano", 10), ("solo luglio e agosto", 2), ("9 mesi, 3 mesi fermo", 9),
    ("per 6 mesi, poi niente", 6), ("2 mesi l'anno siamo fermi", 10), ("lavoro da 3 mesi", None),
    ("da gennaio", None), ("al mese", None), ("12 mesi fa", None),
    ("faccio solo la stagione, 4 mesi all'anno", 4), ("solo d'estate, 3 mesi", 3), ("al mese, 3 mesi", None)])
def test_months_with_a_pay(said: str, months: Optional[int]) -> None:
    assert read_months_paid(said) == months


@pytest.mark.parametrize(("text", "year", "net"), [
    ("la mattina in mensa 480, la sera al bar altri 220, mensili", 8400, False),
    ("400 al mese in negozio, 200 con le ripetizioni", 7200, False),
    ("di giorno 500, nel weekend 150, al mese", 7800, False),
    ("950 al mese, però d'estate chiude e per 3 mesi non mi pagano", 8550, False),
    ("900 al mese per 10 mensilità", 9000, False), ("550 puliti ogni mese", 6600, True),
    ("tolte le trattenute me ne vengono 580 al mese", 6960, True), ("sul conto mi arrivano 640 al mese", 7680, True),
    ("600 al mese lordi", 7200, False), ("quattromila e sei l'anno", 4600, False),
    ("al bar 480 al mese, poi dò una mano in un negozio per altri 150 al mese", 7560, False),
    ("scusa ho detto una cavolata, 500 è mia moglie, io prendo 650 al mese", 7800, False)])
def test_a_year_of_it(text: str, year: int, net: bool) -> None:
    told = read_income(text, asked=True)
    assert isinstance(told, Income) and (told.amount, told.net) == (year, net)


@pytest.mark.parametrize(("text", "told"), [
    ("magari! all'anno, non al mese", "year"), ("al mese no, all'anno", "year"), ("non all'anno, al mese", "month"),
    ("in un anno eh, magari al mese", "year"),
    ("al mese o all'anno?", None)])
def test_a_period_that_is_denied_is_none(text: str, told: Optional[str]) -> None:
    assert read_income_period(text) == told
