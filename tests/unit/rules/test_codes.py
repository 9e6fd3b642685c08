"""Appointment codes: unguessable, and read however they are typed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import codes


def test_a_code_has_forty_random_bits_in_an_alphabet_without_twins() -> None:
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)
    assert not set("ILOU") & set(codes.ALPHABET)
    assert codes.SYMBOLS * math.log2(len(codes.ALPHABET)) >= 40


def test_codes_are_made_by_the_systems_random_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes.secrets, "choice", lambda alphabet: alphabet[7])
    assert codes.make_random_code() == "LC-7777-7777"


def test_codes_do_not_repeat() -> None:
    assert len({codes.make_random_code() for _ in range(2000)}) == 2000


@pytest.mark.parametrize("typed", [
    "LC-7K3M-QP9X", "lc-7k3m-qp9x", "lc 7k3m qp9x", "LC7K3MQP9X", "7k3m-qp9x", "7K3MQP9X", "7k3m qp9x",
    "il mio codice è lc 7k3m qp9x, grazie", "codice:lc-7k3m-qp9x.", "LC–7K3M–QP9X", "L C 7 K 3 M Q P 9 X",
    "vorrei spostare l'appuntamento LC-7K3M-QP9X a giovedì", "1c-7k3m-qp9x", "ＬＣ－７Ｋ３Ｍ－ＱＰ９Ｘ",
])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert codes.normalise(typed) == "LC-7K3M-QP9X"


def test_misread_letters_are_put_right() -> None:
    assert codes.normalise("LC-OKIM-LP9O") == "LC-0K1M-1P90"


@pytest.mark.parametrize("text", [
    "", "vorrei spostare", "dove come", "lc domani alle 9", "Lecco (LC) dove come", "il lc dove sono alle 9",
    "chiamami al 3331 2345", "33312345", "12/05/2026", "il corso dura 2026 anni", "LC-7K3M-QP9", "LC-7K3M-QP9XX",
    "LC-7K3M-QPUX", "annullare", "Mario Rossi", "giovedì mattina alle 9", "👍",
])
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert codes.normalise(text) is None


@given(st.lists(st.sampled_from(codes.ALPHABET), min_size=8, max_size=8).map("".join), st.randoms())
def test_every_code_with_its_prefix_is_read_back_in_any_case(symbols: str, random: object) -> None:
    code = f"LC-{symbols[:4]}-{symbols[4:]}"
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), code.lower().replace("-", " ")):
        assert codes.normalise(typed) == code


@given(st.text(max_size=60))
def test_any_text_at_all_gives_a_code_or_none(text: str) -> None:
    found = codes.normalise(text)
    assert found is None or len(found) == len("LC-7K3M-QP9X")


def test_codes_of_channels_are_not_taken_for_appointments() -> None:
    for _ in range(500):
        code = codes.make_link_code()
        for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code}. "):
            assert codes.normalise_link_code(typed) == code
            assert codes.normalise(typed) is None
        assert codes.normalise_link_code(codes.make_random_code()) is None


@pytest.mark.parametrize("typed", [
    "7K3-MQP-9X4", "7k3-mqp-9x4", "7K3–MQP–9X4", "7k3mqp9x4", "7K3 MQP 9X4", "ABC-DEF-GHJ", " 7K3-MQP-9X4. "])
def test_a_code_of_a_channel_among_what_people_type(typed: str) -> None:
    assert codes.read_link_code(typed) == codes.normalise_link_code(typed) is not None


@pytest.mark.parametrize("typed", [
    "operatore", "benissimo", "domattina", "non so che", "corso2026", "333123456", "333-123-456", "per 100 ore", "",
    "LC-7K3M-QP9X", "alle 9 e 30", "il codice è 7K3-MQP-9X4"])
def test_words_and_numbers_are_not_taken_for_a_code_of_a_channel(typed: str) -> None:
    assert codes.read_link_code(typed) is None


@pytest.mark.parametrize("typed", ["", "domani", "7K3-MQP-9X", "7K3-MQP-9X44", "7K3-MQP-9XU", "ecco 7K3-MQP-9X4"])
def test_what_is_no_code_of_a_channel(typed: str) -> None:
    assert codes.normalise_link_code(typed) is None


@pytest.mark.parametrize("text", ["e per i camerieri?", "chi chiama domani i candidati?"])
def test_an_article_and_a_word_are_no_code(text: str) -> None:
    assert codes.normalise(text) is None


def test_a_code_that_is_cut_short_is_told_from_a_whole_one_and_from_words() -> None:
    assert all(map(codes.is_cut_short, ("LC-W4TD", "lc w4td-9", "il mio codice è LC-7K3M-Q")))
    assert not any(map(codes.is_cut_short, ("LC-W4TD-9QPX", "LC", "Lecco", "lc-domani alle nove")))
