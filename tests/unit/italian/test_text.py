"""Dates, hours, amounts and lists are written as an Italian reads them."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import date, time

import pytest

from bot.clock import at
from bot.italian import text as it


def test_days() -> None:
    assert it.format_day(date(2025, 1, 28)) == "martedì 28 gennaio 2025"
    assert it.format_day(date(2025, 10, 27), weekday=False) == "27 ottobre 2025"
    assert it.format_day(date(2026, 8, 1), year=False) == "sabato 1º agosto"


def test_times() -> None:
    assert it.format_time(time(15)) == "15:00"
    assert it.format_time(time(8, 5)) == "8:05"
    assert it.format_moment(at(date(2025, 2, 4), time(9, 30))) == "martedì 4 febbraio 2025 alle 9:30"


def test_time_ranges() -> None:
    assert it.format_time_range(time(15), time(17, 30)) == "dalle 15:00 alle 17:30"
    assert it.format_time_range(time(15), None) == "alle 15:00"
    assert it.format_time_range(None, None, "nel pomeriggio") == "nel pomeriggio"
    assert it.format_time_range(None, None) == ""


def test_opening_hours_of_a_day() -> None:
    assert it.format_intervals([(time(8, 30), time(12, 30)), (time(14), time(17, 15))]) == "8:30-12:30 e 14:00-17:15"
    assert it.format_intervals([]) == "chiuso"


@pytest.mark.parametrize(("days", "expected"), [
    ([0, 1, 2, 3, 4], "dal lunedì al venerdì"),
    ([0, 2], "lunedì e mercoledì"),
    ([3, 1, 4], "martedì, giovedì e venerdì"),
    ([5, 6], "sabato e domenica"),
    ([4, 5, 6], "dal venerdì alla domenica"),
    ([1], "martedì"),
])
def test_weekdays(days: list[int], expected: str) -> None:
    assert it.format_weekdays(days) == expected


@pytest.mark.parametrize(("first", "last", "expected"), [
    (date(2025, 2, 1), date(2025, 3, 31), "tra febbraio e marzo 2025"),
    (date(2025, 3, 1), date(2025, 3, 31), "a marzo 2025"),
    (date(2025, 4, 1), date(2025, 4, 30), "ad aprile 2025"),
    (date(2024, 12, 1), date(2025, 1, 31), "tra dicembre 2024 e gennaio 2025"),
    (date(2024, 3, 1), date(2025, 3, 31), "tra marzo 2024 e marzo 2025"),
])
def test_month_ranges(first: date, last: date, expected: str) -> None:
    assert it.format_month_range(first, last) == expected


@pytest.mark.parametrize(("cents", "expected"), [
    (36396668, "363.966,68 euro"), (850000, "8.500 euro"), (817391, "8.173,91 euro"), (5, "0,05 euro"), (0, "0 euro"),
    (-150, "-1,50 euro"), (123456789000, "1.234.567.890 euro"),
])
def test_amounts(cents: int, expected: str) -> None:
    assert it.format_euro(cents) == expected


@pytest.mark.parametrize(("items", "expected"), [
    ([], ""), (["a"], "a"), (["a", "b"], "a e b"), (["a", "b", "c"], "a, b e c"), (["IAL", "ELFI"], "IAL ed ELFI"),
    (["a", "", "b"], "a e b"), (["uno", "è"], "uno ed è"),
])
def test_lists(items: list[str], expected: str) -> None:
    assert it.join_list(items) == expected


def test_lists_of_alternatives() -> None:
    assert it.join_list(["oggi", "domani", "ecco"], last="o") == "oggi, domani o ecco"


@pytest.mark.parametrize(("text", "expected"), [
    ("  Perché   NO ", "perche no"),
    ("perche'", "perche"),
    ("L’Istituto «P.A.Fiocchi»", "l istituto p.a.fiocchi"),
    ("l'elettricista", "l elettricista"),
    ("CITTÀ\n\tè", "citta e"),
    ("I\u0300", "i"),
    ("", ""),
])
def test_normalised_text(text: str, expected: str) -> None:
    assert it.normalise(text) == expected


def test_normalising_twice_changes_nothing() -> None:
    for text in ("Università dell’Aquila", "«Da Vittorio»", "½ 1º …", "ß Straße"):
        assert it.normalise(it.normalise(text)) == it.normalise(text)


def test_texts_are_folded_character_by_character_as_defined() -> None:
    """The definition, over all of Unicode: no case, no marks, apostrophes and quotes as spaces, single spaces."""
    quotes = set("'’‘`´ʼ′\"“”„«»")

    def fold(text: str) -> str:
        plain = [char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)]
        return re.sub(r"\s+", " ", "".join(" " if char in quotes else char for char in plain)).strip()

    for first in range(0, sys.maxunicode + 1, 64):
        text = "a".join(chr(number) for number in range(first, first + 64) if not 0xD800 <= number < 0xE000)
        assert it.normalise(text) == fold(text), hex(first)
    for text in ("", "  ", "L'età «più»\n bassa\t?", "PERCHÉ NO"):
        assert it.normalise(text) == fold(text)
