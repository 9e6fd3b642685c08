"""Italian numbers: words, misspelt words, amounts; and the words that look like numbers and are not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.italian.numbers import _spell, find_amounts, read_number_word, write_digits


@pytest.mark.parametrize("word, value", [
    ("zero", 0), ("sei", 6), ("diciassette", 17), ("diciotto", 18), ("ventuno", 21), ("ventun", 21), ("ventotto", 28),
    ("ventitré", 23), ("trentaquattro", 34), ("trentaotto", 38), ("sessantaquattro", 64), ("sessantacinque", 65),
    ("novantanove", 99), ("cento", 100), ("centodue", 102), ("duecento", 200), ("mille", 1000), ("duemila", 2000),
    ("ottomila", 8000), ("ottomilacinquecento", 8500), ("millenovecentonovantuno", 1991), ("duemilaotto", 2008),
    ("trentaquatro", 34), ("trentacuattro", 34), ("sesantacinque", 65), ("dicioto", 18), ("diciasette", 17),
])
def test_number_words_are_read(word: str, value: int) -> None:
    assert read_number_word(word) == value


@pytest.mark.parametrize("word",
    ["Trento", "centro", "quanto", "trattoria", "settembre", "ottobre", "quarantena", "anni",
                                  "mila", "", "noveanta cinque"])
def test_words_that_resemble_numbers_are_none(word: str) -> None:
    assert read_number_word(word) is None


def test_every_number_below_one_hundred_is_read_back() -> None:
    assert [read_number_word(_spell(value)) for value in range(100)] == list(range(100))


@pytest.mark.parametrize("text, written", [
    ("ho trenta quattro anni", "ho 34 anni"), ("trenta e quattro", "34"), ("Trentaquattro anni", "34 anni"),
    ("due figli di dieci e dodici anni", "2 figli di 10 e 12 anni"), ("otto mila e cinque", "8000 e 5"),
    ("sei un robot?", "sei un robot?"), ("uno di noi", "uno di noi"), ("trenta sei", "36"),
    ("mille e non più", "1000 e non piu"),
    ("cento cinquanta", "150"), ("due mila cinque cento", "2500"), ("abito a Trento", "abito a trento"),
    ("trenta, quattro", "30, 4"),
])
def test_words_become_digits_and_nothing_else_changes(text: str, written: str) -> None:
    assert write_digits(text) == written


@pytest.mark.parametrize("text, values", [
    ("8.500 euro", ["8500"]), ("8500€", ["8500"]), ("8,5k", ["8500"]), ("8mila", ["8000"]), ("8 mila e 5", ["8500"]),
    ("ottomila", ["8000"]), ("ottomila e cinque", ["8000", "5"]), ("8.173,91", ["8173.91"]), ("8,500", ["8500"]),
    ("1.234.567,80", ["1234567.80"]), ("12 500", ["12500"]), ("8'500", ["8500"]), ("-3", ["-3"]),
    ("700,50", ["700.50"]),
    ("tra 700 e 800", ["700", "800"]), ("8500.", ["8500"]), ("niente", []), ("8 mila e mezzo", ["8500"]),
])
def test_amounts_are_read_in_every_way_of_writing(text: str, values: list[str]) -> None:
    assert [amount.value for amount in find_amounts(text)] == [Decimal(value) for value in values]
