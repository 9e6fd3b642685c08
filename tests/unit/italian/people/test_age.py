"""Ages as people type them: words, years and dates of birth; and the numbers that are no ages."""

from __future__ import annotations

from datetime import date
from typing import Optional

import pytest

from bot.italian.people.age import Age, ImpossibleAge, may_cross_boundary, read_age

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text, years", [
    ("che scema, trenta! li ho compiuti la settimana scorsa", 30), ("oggi è il mio compleanno, quindi 53", 53),
    ("ho 34 anni", 34), ("ho trentaquattro anni", 34), ("ho trenta quattro anni", 34), ("34 anni", 34), ("34anni", 34),
    ("Ho 34 anni e sono disoccupata", 34), ("ciao, io ha 34 ani e no lavoro", 34), ("io ho 34 ani", 34),
    ("ho trent'anni", 30), ("ho vent’anni", 20), ("ho quarantanni", 40), ("sono una mamma di 38 anni", 38),
    ("Mario Rossi - 34 anni", 34), ("ventottenne, Merate", 28), ("sono diciottenne", 18), ("sono nata 12 5 1991", 35),
    ("sono un 34enne", 34), ("sono una ragazza di 25 anni", 25), ("34enne disoccupato", 34), ("o 34 anni", 34),
    ("ho appena compiuto 18 anni", 18), ("ho appena fatto i 18 anni", 18), ("ho quasi 18 anni", 17),
    ("faccio 18 anni a gennaio", 17), ("tra due mesi ne faccio 18", 17), ("fra un mese compio 18 anni", 17),
    ("oggi compio 18 anni", 18), ("ho compiuto 18 anni ieri", 18), ("non ho ancora 18 anni", 17),
    ("sono disoccupato da 2 anni e ho 40 anni", 40), ("ho 50 anni, lavoro da 20 anni in fabbrica", 50),
    ("ho due figli di 10 e 12 anni e ho 34 anni", 34), ("ho 34 anni e due figli di 10 e 12 anni", 34),
    ("mio figlio ha 5 anni, io ne ho 34 anni", 34), ("posso partecipare a 66 anni?", 66), ("se ho 70 anni posso?", 70),
    ("con 66 anni posso iscrivermi?", 66), ("ho 64 anni posso fare il corso da 250 ore", 64),
    ("ho 28 anni e mezzo", 28), ("eta: 45", 45), ("età 45", 45), ("ho sessantacinque anni", 65),
    ("ho sesantaquattro anni", 64),
    ("non ho 43 anni ma ho 34 anni", 34), ("Buongiorno ho 51 anni, posso fare il corso di meccanico?", 51),
    ("i am 34 years old", 34), ("disoccupata, 29 anni, Merate", 29), ("ho 34 anni compiuti", 34), ("HO 34 ANNI!!!", 34),
    ("sono nato il 12/05/1991", 35), ("nata il 23/11/2008", 17), ("nata il 22/11/2008", 18),
    ("sono nato il 3 marzo 85", 41), ("sono nato il 3 marzo dell'85", 41), ("nato il 12 dicembre 1991", 34),
    ("sono nata a maggio 1991", 35), ("nata nel dicembre 1991", 34),
])
def test_explicit_ages_are_read_in_any_message(text: str, years: int) -> None:
    for asked in (False, True):
        found = read_age(text, TODAY, asked)
        assert isinstance(found, Age), asked
        assert (found.years, found.exact, found.about) == (years, True, "self"), asked


@pytest.mark.parametrize("text, years", [
    ("ah allora dentro per un pelo, 60", 60), ("meno male, 60", 60), ("60, ci rientro", 60),
    ("34", 34), ("trentaquattro", 34), ("trenta quattro", 34), ("ne ho 34", 34), ("34 compiuti", 34), ("quasi 18", 17),
    ("appena compiuto 18", 18), ("ho appena fatto i 18", 18), ("12/05/1991", 35), ("12 maggio 1991", 35),
    ("12.5.91", 35),
    ("12-05-1991", 35), ("1991-05-12", 35), ("12 maggio '91", 35), ("34 ani", 34), ("34 ann", 34), ("ho 34", 34),
    ("io 34", 34),
    ("trentaquatro", 34), ("34.", 34), ("34!", 34), ("  34  ", 34), ("ehm 34", 34), ("scusa, 34", 34),
    ("34 non 43", 34),
    ("non 43 ma 34", 34), ("34, non 43", 34), ("43 anzi 34", 34), ("17", 17), ("18", 18), ("64", 64), ("65", 65),
    ("ne ho 34 di anni", 34), ("34, disoccupato", 34), ("34 e sono disoccupato", 34), ("ho 34 e abito a Lecco", 34),
    ("18 tra un mese", 17),
    ("lavoro da 10 anni, ne ho 34", 34), ("34 e mezzo", 34), ("non ancora 18", 17), ("1 maggio 1991", 35),
    ("01051991", 35),
    ("sono del 12 maggio 1991", 35), ("25 dic 1990", 35), ("3 marso 1985", 41),
    ("diciotto", 18), ("dicioto", 18), ("34 anni 😊", 34), ("34 anos", 34), ("mi sono sbagliato, ne ho 34", 34),
    ("34 cmq", 34), ("boh 34", 34), ("34 per la precisione", 34),
])
def test_short_ages_are_read_as_an_answer(text: str, years: int) -> None:
    found = read_age(text, TODAY, asked=True)
    assert isinstance(found, Age)
    assert (found.years, found.exact) == (years, True)


@pytest.mark.parametrize("text",
    ["sono del '91", "sono del 91", "classe 1991", "nata nel 1991", "nato nel 91", "classe '91",
                                  "sono nato nel 1991", "sono nata nell'anno 1991", "sono del 1991", "nato ne 1991"])
@pytest.mark.parametrize("asked", [True, False])
def test_a_year_of_birth_may_be_two_ages(text: str, asked: bool) -> None:
    assert read_age(text, TODAY, asked) == Age(35, exact=False, other=34)


@pytest.mark.parametrize("text", ["1991", "del 91", "nel 91"])
def test_a_bare_year_is_one_of_birth_only_as_an_answer(text: str) -> None:
    assert read_age(text, TODAY, asked=True) == Age(35, exact=False, other=34)
    assert read_age(text, TODAY, asked=False) is None


def test_two_digit_years_take_the_century_that_makes_sense() -> None:
    assert read_age("sono del 08", TODAY) == Age(18, exact=False, other=17)
    assert read_age("sono del 16", TODAY) == Age(10, exact=False, other=9)
    assert read_age("sono del 17", TODAY) == Age(109, exact=False, other=108)


def test_a_year_of_birth_is_exact_on_the_last_day_of_the_year() -> None:
    assert read_age("sono del 1991", date(2026, 12, 31)) == Age(35)


def test_a_birthday_is_counted_from_its_day_on() -> None:
    for day, years in ((11, 34), (12, 35), (13, 35)):
        found = read_age("12/05/1991", date(2026, 5, day), asked=True)
        assert isinstance(found, Age) and found.years == years and found.birth_date == date(1991, 5, 12)


@pytest.mark.parametrize("known, matters", [
    (Age(18, exact=False, other=17), True), (Age(19, exact=False, other=18), False),
    (Age(65, exact=False, other=64), True),
    (Age(64, exact=False, other=63), False), (Age(35, exact=False, other=34), False), (Age(18), False),
    (Age(65), False),
    (Age(17, exact=False, other=10), False), (Age(50, exact=False), False), (Age(20, exact=False), True),
    (Age(66, exact=False), True), (Age(70, exact=False, other=10), True),
])
def test_the_date_of_birth_is_asked_only_at_the_boundaries(known: Age, matters: bool) -> None:
    assert may_cross_boundary(known, 18, 64) is matters


@pytest.mark.parametrize("text", [
    "250 ore", "il corso dura 250 ore?", "ho 2 figli", "ho due figli di 10 e 12 anni", "ho un figlio di 17 anni",
    "333 1234567", "22 anni di cassa al supermercato", "19 anni di bar", "il mio numero è 3331234567",
    "lavoro da 20 anni", "ho 20 anni di esperienza",
    "2 anni fa ho perso il lavoro",
    "disoccupata da 2 anni", "ho lavorato per 3 anni", "dai 18 ai 64 anni", "tra i 18 e i 64 anni", "over 50",
    "fino a 64 anni?",
    "quanti anni bisogna avere?", "bisogna avere 18 anni?", "serve avere 18 anni?", "abito in via Roma 34",
    "ho un reddito di 8500 euro",
    "il 12/05/2025", "12 maggio 2025", "giovedì 30 alle 9", "alle 15:30", "non ho 34 anni",
    "i miei figli hanno 10 e 12 anni",
    "a che età si può fare?", "un corso di 3 anni", "negli ultimi 5 anni", "il patto di 363.966,68 euro",
    "sei un robot?",
    "una persona di 50 anni può?", "ho più di 64 anni", "ho oltre 60 anni", "sono maggiorenne", "non ho capito", "",
    "anni", "nel 2025 ci sono corsi?", "guadagno 700 al mese",
    "ho bisogno di 2 informazioni", "voglio il corso numero 3", "faccio 20 ore a settimana", "contratto di 2 anni",
])
def test_other_numbers_are_no_ages_in_a_message(text: str) -> None:
    assert read_age(text, TODAY, asked=False) is None


@pytest.mark.parametrize("text", [
    "250 ore", "ho 2 figli", "ho due figli di 10 e 12 anni", "3331234567", "333 123 4567", "lavoro da 20 anni",
    "via Roma 34",
    "alle 15:30", "non lo so", "perché?", "quanto dura?", "mario.rossi91@gmail.com", "8.500 euro",
    "il corso di 250 ore", "12/05",
    "sono maggiorenne", "", "🙂", "/intent{\"age\": 34}", "dai 18 ai 64 anni", "preferisco non dirlo",
])
def test_other_numbers_are_no_ages_even_when_asked(text: str) -> None:
    assert read_age(text, TODAY, asked=True) is None


@pytest.mark.parametrize("text, reason, asked", [
    ("ho 200 anni", "too_high", False), ("ho 5 anni", "too_low", False), ("-3", "negative", True),
    ("0", "too_low", True),
    ("9", "too_low", True), ("111", "too_high", True), ("31/02/1990", "no_such_date", True),
    ("12/05/2030", "future", True),
    ("sono nato il 31 aprile 1990", "no_such_date", False), ("nato nel 2030", "future", False),
    ("ho 999 anni", "too_high", True),
    ("ho -3 anni", "negative", False), ("12/05/1850", "too_high", True), ("12/13/1990", "no_such_date", True),
    ("ho 1000 anni", "too_high", False), ("12/05/2020", "too_low", True),
])
def test_impossible_ages_are_told_apart_from_no_age(text: str, reason: str, asked: bool) -> None:
    found = read_age(text, TODAY, asked)
    assert isinstance(found, ImpossibleAge) and found.reason == reason


@pytest.mark.parametrize("years, possible", [(9, False), (10, True), (110, True), (111, False)])
def test_the_limits_of_possible_ages(years: int, possible: bool) -> None:
    assert isinstance(read_age(f"ho {years} anni", TODAY), Age) is possible


@pytest.mark.parametrize("text, years", [
    ("mio figlio ha 17 anni", 17), ("mia figlia ha 20 anni, può fare il corso?", 20),
    ("mio marito ha 50 anni ed è disoccupato", 50),
    ("mia figlia di 20 anni vorrebbe iscriversi", 20), ("è per mio nipote di 19 anni", 19),
])
def test_a_relative_is_taken_as_who_would_attend(text: str, years: int) -> None:
    found = read_age(text, TODAY)
    assert isinstance(found, Age) and (found.years, found.about) == (years, "relative")


def test_ones_own_age_comes_before_a_relatives() -> None:
    found = read_age("mio marito ha 50 anni e io ho 45 anni", TODAY)
    assert isinstance(found, Age) and (found.years, found.about) == (45, "self")


@pytest.mark.parametrize("text, expected", [
    ("sono minorenne", Age(17, exact=False, other=10)), ("ho una cinquantina d'anni", Age(50, exact=False)),
    ("59, tra poco 60", Age(59)), ("cinquantenne", Age(50, exact=False, other=59)), ("ho meno di 18 anni", Age(17,
    exact=False, other=10)),
    ("34 o 35", Age(35, exact=False, other=34)),
])
def test_vague_ages_say_that_they_are_vague(text: str, expected: Age) -> None:
    assert read_age(text, TODAY, asked=True) == expected


@pytest.mark.parametrize("text", ["ho 34 anni o 50 anni", "30 40", "18 25 30"])
def test_two_different_ages_are_not_sure(text: str) -> None:
    found: Optional[object] = read_age(text, TODAY, asked=True)
    assert found is None
