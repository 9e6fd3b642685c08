"""Incomes as people type them, by year and by month, refused or unknown; and the amounts that are no income."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.italian.people.income import (
    Income,
    InvalidIncome,
    UnknownIncome,
    read_as_monthly,
    read_income,
    read_income_period,
)


@pytest.mark.parametrize("text, amount", [
    ("8.500 euro", "8500"), ("8500€", "8500"), ("€ 8500", "8500"), ("8,5k", "8500"), ("8mila", "8000"),
    ("ottomila", "8000"),
    ("ottomila e cinque", "8500"), ("8 mila e 5", "8500"), ("ottomilacinquecento euro", "8500"), ("8500", "8500"),
    ("8.173,91", "8173.91"),
    ("8500 all'anno", "8500"), ("8500 euro lordi all'anno", "8500"), ("12 mila euro", "12000"), ("12000", "12000"),
    ("1000 al mese cioè no scusa all'anno", "1000"), ("nel 2025 ho guadagnato 6000 euro", "6000"),
    ("reddito di 7.000 euro annui", "7000"), ("ottomila euri", "8000"),
    ("ho un reddito di 8500 euro all'anno", "8500"), ("5500,00 euro", "5500.00"),
])
def test_yearly_incomes_are_read(text: str, amount: str) -> None:
    found = read_income(text, asked=True)
    assert isinstance(found, Income)
    assert (found.amount, found.monthly, found.unclear_period) == (Decimal(amount), False, False)


@pytest.mark.parametrize("text, amount, net", [
    ("circa 700 al mese", "8400", False), ("600 euro netti al mese", "7200", True), ("700 euro al mese", "8400", False),
    ("prendo 500 al mese", "6000", False), ("settecento euro al mese", "8400", False), ("700 al mes", "8400", False),
    ("700 mensili", "8400", False), ("700 all'anno, anzi al mese", "8400", False),
    ("tra 700 e 800 al mese", "9600", False), ("700/800 al mese", "9600", False),
    ("mille euro al mese", "12000", False),
    ("600 euro ogni mese", "7200", False), ("guadagno 650 euro netti al mese", "7800", True),
    ("mi restano 650 puliti al mese", "7800", True),
    ("700 € / mese", "8400", False),
    ("mille e duecento al mese", "14400", False), ("600 al mese per 6 mesi", "3600", False),
])
def test_monthly_incomes_are_multiplied_and_say_so(text: str, amount: str, net: bool) -> None:
    found = read_income(text, asked=True)
    assert found == Income(Decimal(amount), monthly=True, approximate=True, net=net)


def test_thirteen_payments_are_counted_when_they_are_told() -> None:
    for text in ("700 euro per 13 mensilità", "700 al mese x 13"):
        found = read_income(text, asked=True)
        assert isinstance(found, Income) and (found.amount, found.monthly, found.approximate) == (Decimal(9100), True,
            False)


@pytest.mark.parametrize("text, unclear", [("700", True), ("99", False), ("100", True), ("3000", True), ("3001", False),
                                           ("700 all'anno", False), ("700 al mese", False)])
def test_a_bare_amount_that_may_be_a_months_pay_is_unclear(text: str, unclear: bool) -> None:
    found = read_income(text, asked=True)
    assert isinstance(found, Income) and found.unclear_period is unclear


def test_an_unclear_amount_can_be_read_as_monthly() -> None:
    found = read_income("700", asked=True)
    assert isinstance(found, Income) and read_as_monthly(found) == Income(Decimal(8400), monthly=True, approximate=True)


@pytest.mark.parametrize("text",
    ["circa 8000 euro", "quasi ottomila", "meno di 8000 euro l'anno", "7000 o 8000", "tra 7000 e 8000 euro"])
def test_vague_amounts_are_approximate_and_a_range_gives_its_upper_end(text: str) -> None:
    assert read_income(text, asked=True) == Income(Decimal(8000), approximate=True)


@pytest.mark.parametrize("text", ["zero", "0", "niente", "nulla", "nessun reddito", "non guadagno niente", "non ho "
    "reddito", "0 euro"])
def test_nothing_is_an_income_of_zero(text: str) -> None:
    assert read_income(text, asked=True) == Income(Decimal(0))


@pytest.mark.parametrize("text, reason", [
    ("non lo so", "does_not_know"), ("boh", "does_not_know"), ("non ricordo", "does_not_know"),
    ("no so", "does_not_know"),
    ("non ne ho idea", "does_not_know"), ("preferisco non dirlo", "refuses"), ("preferisco non rispondere", "refuses"),
    ("non voglio dirlo", "refuses"), ("sono fatti miei", "refuses"), ("salta", "refuses"),
    ("non te lo dico", "refuses"),
])
def test_who_cannot_or_will_not_say_is_understood(text: str, reason: str) -> None:
    found = read_income(text, asked=True)
    assert isinstance(found, UnknownIncome) and found.reason == reason


@pytest.mark.parametrize("text, reason",
    [("-500", "negative"), ("9999999 euro", "too_high"), ("100000 al mese", "too_high")])
def test_amounts_that_are_no_income_say_why(text: str, reason: str) -> None:
    found = read_income(text, asked=True)
    assert isinstance(found, InvalidIncome) and found.reason == reason


@pytest.mark.parametrize("text",
    ["10 euro all'ora", "50 euro al giorno", "ho 34 anni", "lavoro 20 ore", "perché?", "quanto dura il corso?",
                                  "sì", "", "🙂", "3331234567890123", "ho 2 figli"])
def test_what_is_no_income_even_when_asked(text: str) -> None:
    assert read_income(text, asked=True) is None


@pytest.mark.parametrize("text", ["guadagno 700 euro al mese", "ho un reddito di 8400 euro all'anno", "lavoro ma "
    "prendo 700 euro al mese",
                                  "lavoro part time, lo stipendio è 700 euro al mese, ho 34 anni"])
def test_incomes_told_in_a_message_are_read(text: str) -> None:
    found = read_income(text, asked=False)
    assert isinstance(found, Income) and found.amount == Decimal(8400)


@pytest.mark.parametrize("text", ["8500", "il patto vale 363.966,68 euro?", "quanto costa? 500 euro?", "il corso dura "
    "250 ore", "non lo so",
                                  "qual è il limite di reddito, 8500 euro?", "ho 34 anni", "333 1234567", "niente",
                                  "zero"])
def test_other_amounts_in_a_message_are_no_income(text: str) -> None:
    assert read_income(text, asked=False) is None


@pytest.mark.parametrize("text, expected",
    [("al mese", "month"), ("all'anno", "year"), ("mensili", "month"), ("annuo", "year"), ("boh", None)])
def test_the_period_is_read(text: str, expected: str) -> None:
    assert read_income_period(text) == expected
