"""Trades that no course teaches: known by lay names, misspelt too; jobs in them and our own courses are none."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.db.seed_files import read_all
from bot.dialogue.context import Context, Understood
from bot.dialogue.interpretation import interpret
from bot.services.trades import find_trade, list_trades, name_trade


@pytest.mark.parametrize(("text", "trade"), [
    ("vorrei fare il saldatore, ce un corso", "welder"), ("avete corsi da parrucchiera?", "hairdresser"),
    ("avete una scuola per pizzaiolo?", "pizza_maker"),
    ("Organizzate corsi per diventare pasticcere?", "baker"), ("mi piacerebbe fare la sarta", "tailor"),
    ("corso di informatica?", "programmer"), ("vorrei diventare idraulico", "plumber"),
    ("voglio imparare il mestiere di falegname", "carpenter"), ("corso oss", "care_worker"),
    ("vorrei diventare parruchiere", "hairdresser"),
    ("cercano saldatori?", None), ("quanto guadagna un idraulico?", None), ("corso da elettricista", None),
    ("vorrei fare il cameriere", None), ("corso di sala", None), ("vorrei fare un corso", None)])
def test_the_trade_that_somebody_wants_to_learn(text: str, trade: Optional[str]) -> None:
    found = find_trade(text)
    assert (None if found is None else found.id) == trade


def test_no_trade_is_one_that_a_course_teaches() -> None:
    ours = [alias for row in read_all() if row.table in ("sector", "course") for alias in row.values["aliases"]]
    assert [alias for alias in ours if name_trade(alias) is not None] == []


def test_each_trade_is_known_by_its_name() -> None:
    assert len(list_trades()) >= 40
    assert [trade.id for trade in list_trades().values()
            if name_trade(trade.name.split(" e ")[0].split(" o ")[0]) not in list_trades().values()] == []


def test_it_is_read_in_a_form_too_and_not_where_a_course_is_named() -> None:
    for context in (Context(), Context(task="booking_form", question="booking_office")):
        found = interpret("vorrei fare il saldatore, ce un corso?", Understood("out_of_scope", 0.6), context)
        assert found.intent == "ask_trade"
    named = Understood("ask_course_about", 0.8, kinds=frozenset({"course"}))
    assert interpret("corso da saldatore o meccanico?", named, Context()).intent == "ask_course_about"
