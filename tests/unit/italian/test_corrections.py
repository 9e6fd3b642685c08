"""Corrections as people write them, and the apologies and denials that correct nothing."""

from __future__ import annotations

from datetime import date
from typing import Optional

import pytest

from bot.italian.corrections import find_correction
from bot.italian.people.age import Age, read_age


@pytest.mark.parametrize("text, new, old", [
    ("mi è partito un dito, 25", "25", None), ("ops i numeri sono girati, 25", "25", None),
    ("che scema, trenta! li ho compiuti ieri", "trenta! li ho compiuti ieri", None),
    ("haha il dito, 27 non 17", "27", "17"), ("scusa, 34 non 43", "34", "43"),
    ("no volevo dire 34", "34", None), ("anzi 34", "34", None),
    ("mi sono sbagliato, ne ho 34", "ne ho 34", None),
    ("non 43 ma 34", "34", "43"), ("34, non 43", "34", "43"), ("34 non 43", "34", "43"), ("43 anzi 34", "34", "43"),
    ("scusami 34", "34", None),
    ("no, 34", "34", None), ("ops 34", "34", None), ("ho sbagliato, ho 34 anni", "ho 34 anni", None),
    ("mi correggo: 34", "34", None),
    ("scusa ho 34 anni non 43", "ho 34 anni", "43"), ("non ho 43 anni ma 34", "34", "ho 43 anni"),
    ("intendevo giovedì", "giovedì", None),
    ("giovedì non venerdì", "giovedì", "venerdì"), ("Merate, non Lecco", "Merate", "Lecco"),
    ("a Merate non a Lecco", "a Merate", "a Lecco"),
    ("scusa, sono disoccupata", "sono disoccupata", None), ("in realtà lavoro part time", "lavoro part time", None),
    ("no scusa volevo dire Merate", "Merate", None),
    ("scusi mi sono sbagliata, abito a Merate", "abito a Merate", None), ("pardon 34", "34", None),
    ("43... no 34", "34", "43"),
    ("no aspetta, 34", "34", None), ("scusa trentaquattro non quarantatre", "trentaquattro", "quarantatre"),
    ("mi so sbagliato ho 34 ani", "ho 34 ani", None),
    ("alle 10 anzi alle 11", "alle 11", "alle 10"), ("volevo scrivere 333 1234567", "333 1234567", None),
    ("Scusa! 34", "34", None), ("no ho 34 anni", "ho 34 anni", None),
    ("ho 43 anni, anzi 34", "34", "ho 43 anni"), ("non lecco ma merate", "merate", "lecco"),
    ("scusate mi sono spiegata male, disoccupata no, lavoro part time", "lavoro part time", "disoccupata"),
    ("errore: 34", "34", None),
])
def test_corrections_give_the_new_and_the_old(text: str, new: str, old: Optional[str]) -> None:
    assert find_correction(text) == (new, old)


@pytest.mark.parametrize("text", [
    "34", "ho 34 anni", "scusa", "scusa, non ho capito", "scusa ma quanto dura il corso?", "scusa il ritardo", "no",
    "no grazie", "non lo so", "ok non importa",
    "ho capito non preoccuparti", "non lavoro", "non ho un lavoro", "anzi no", "mi sono sbagliato", "sono disoccupato",
    "boh non so", "Lecco", "",
    "non capisco ma grazie", "no, non voglio", "scusa posso parlare con una persona", "lascia stare",
    "perché non oggi?", "in realtà non lo so", "certo non oggi",
    "io non lavoro", "il corso non c'è", "no vorrei un appuntamento", "studio ma lavoro", "scusate il disturbo",
    "aspetta un attimo", "cambio idea", "non sono di Lecco",
])
def test_other_messages_correct_nothing(text: str) -> None:
    assert find_correction(text) is None


def test_the_new_part_can_be_given_to_the_parser_of_the_fact() -> None:
    for text in ("scusa, 34 non 43", "no volevo dire 34", "mi sono sbagliato, ne ho 34", "non 43 ma 34",
            "43 anzi trentaquattro"):
        corrected = find_correction(text)
        assert corrected is not None
        assert read_age(corrected[0], date(2026, 11, 22), asked=True) == Age(34)


@pytest.mark.parametrize(("text", "new"), [
    ("ops ho invertito, 54", "54"), ("ho digitato male 62", "62"), ("mi sono confusa: 39", "39")])
def test_slips_of_the_fingers_are_put_right(text: str, new: str) -> None:
    assert find_correction(text) == (new, None)


@pytest.mark.parametrize("text", ["vabbè, non lavoro", "boh, non lo so", "uff, non ricordo"])
def test_an_interjection_is_no_new_value(text: str) -> None:
    assert find_correction(text) is None
