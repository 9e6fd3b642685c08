"""One message that tells several facts: each parser takes its own and leaves the others'."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Optional

import pytest

from bot.italian.people import person_facts as facts
from bot.italian.people.contacts import Phone, read_contact
from bot.italian.people.names import read_person_name

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text, years, status, income, where", [
    ("ho 50 anni e sono disoccupata, posso fare il corso?", 50, "unemployed", None, None),
    ("ciao, 34 anni, disoccupato, abito a Merate", 34, "unemployed", None, "resident"),
    ("lavoro part time, guadagno 600 euro al mese, ho 41 anni e vivo a Calolzio", 41, "employed", 7200, "resident"),
    ("io ha 34 ani, no lavoro, abito a Leco", 34, "unemployed", None, "resident"),
    ("sono in cassa integrazione da 6 mesi, ho 58 anni, residente a Bergamo", 58, "suspended", None, "resident"),
    ("mi chiamo Anna, sono studentessa e sono nata il 3 marzo 2007", 19, "student", None, None),
    ("ho la partita iva, reddito di 5000 euro l'anno, 29 anni, domiciliata a Lecco", 29, "self_employed", 5000,
     "domiciled"),
    ("io senza lavoro da 2 mesi, ho due figli di 10 e 12 anni", None, "unemployed", None, None),
    ("il corso per disoccupati di 250 ore a Lecco quanto costa?", None, None, None, None),
    ("quali corsi ci sono tra 18 e 64 anni?", None, None, None, None),
])
def test_each_fact_is_taken_once_and_from_its_own_words(
        text: str, years: Optional[int], status: Optional[str], income: Optional[int], where: Optional[str]) -> None:
    age = facts.read_age(text, TODAY)
    told = facts.read_income(text)
    home = facts.read_residence(text)
    assert (age.years if isinstance(age, facts.Age) else age) == years
    assert facts.read_status(text) == status
    assert (told.amount if isinstance(told, facts.Income) else told) == (None if income is None else Decimal(income))
    assert (home.where if home else None) == where


def test_the_facts_of_a_booking_are_told_apart() -> None:
    text = "Mario Rossi 333 1234567"
    assert read_person_name(text) == "Mario Rossi"
    assert read_contact(text) == Phone("+393331234567", "333 123 4567")
    assert facts.read_age(text, TODAY, asked=True) is None
    assert facts.read_income(text, asked=False) is None


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "<script>", "/inform{\"age\": 34}", "a" * 10_000, "1" * 10_000,
                                  "non ho " * 1500, "0", "\x00", "?" * 50])
def test_no_text_makes_a_parser_fail(text: str) -> None:
    for asked in (False, True):
        facts.read_age(text, TODAY, asked)
        facts.read_status(text, asked)
        facts.read_income(text, asked)
        facts.read_residence(text, asked)
        read_person_name(text, asked)
    facts.find_correction(text)
    read_contact(text)
