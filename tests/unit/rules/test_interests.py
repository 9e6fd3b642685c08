"""Whom news of an edition fits, when an interest ends; codes of interests are no appointment's."""

from __future__ import annotations

from datetime import date
from typing import Optional

import pytest

from bot.italian.availability import read_availability
from bot.rules import codes
from bot.rules.interests import EditionWish, NewEdition, find_interest_end, find_mismatch

SALA = NewEdition("sala", "turismo")


@pytest.mark.parametrize("wish, wanted", [
    (EditionWish(), None), (EditionWish(course_id="sala"), None), (EditionWish(sector_id="turismo"), None),
    (EditionWish(course_id="sala", fits="met"), None), (EditionWish(course_id="sala", fits="to_verify"), None),
    (EditionWish(course_id="elettrico"), "other_course"), (EditionWish(sector_id="meccanica"), "other_sector"),
    (EditionWish(fits="not_met"), "not_eligible"),
    (EditionWish(course_id="elettrico", fits="not_met"), "other_course")])
def test_whom_an_edition_fits(wish: EditionWish, wanted: Optional[str]) -> None:
    assert find_mismatch(wish, SALA) == wanted


def test_an_interest_ends_by_itself() -> None:
    left = date(2026, 1, 10)
    assert find_interest_end(left, 365) == date(2027, 1, 10)


@pytest.mark.parametrize("text, wanted", [
    ("solo la mattina", "morning"), ("pomerigio o pomeriggio", "afternoon"), ("dopo il lavoro", "evening"),
    ("la sera dopo cena", "evening"), ("sabato", "weekend"), ("mattina e sera", "any"), ("sempre", "any"),
    ("tutto il giorno", "any"), ("boh", None), ("elettricista", None)])
def test_when_somebody_could_attend(text: str, wanted: Optional[str]) -> None:
    assert read_availability(text) == wanted


@pytest.mark.parametrize("text, wanted", [
    ("AV-7K3M-QP9X", "AV-7K3M-QP9X"), ("il mio è av 7k3m qp9x grazie", "AV-7K3M-QP9X"), ("AV7K3MQP9X", "AV-7K3M-QP9X"),
    ("AV-ABCD-EFGH", "AV-ABCD-EFGH"), ("avvisatemi", None), ("av kpqk znhx", "AV-KPQK-ZNHX"),
    ("av casa mare stasera", None), ("AVVISATEMI", None), ("avvisa mia sorella", None),
    ("LC-7K3M-QP9X", None)])
def test_codes_of_interests(text: str, wanted: Optional[str]) -> None:
    assert codes.find_prefixed(text, codes.INTEREST_PREFIX) == wanted
    assert wanted is None or codes.normalise(text) is None, "no appointment has this code"


def test_new_codes_are_read_again() -> None:
    for prefix in (codes.INTEREST_PREFIX, codes.TICKET_PREFIX):
        for _ in range(200):
            code = codes.make_random_code(prefix)
            assert codes.find_prefixed(f"ecco: {code}.", prefix) == code and codes.normalise(code) is None
