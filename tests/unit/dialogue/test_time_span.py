"""Protects which messages name a day: without one «alle 15» is of the day that is being booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Optional, cast
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.time_span import (
    find_corrected_span,
    find_hours_within,
    find_span,
    leave_out_day,
    leave_out_refused,
    names_a_day,
)
from bot.dialogue.turn import Turn
from bot.settings import Settings

NOW = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Europe/Rome"))


def said(text: str) -> Turn:
    return Turn(text, "inform", 1.0, (), (), {}, None, {}, (), "conversation", "message", NOW, cast(Settings, None))


@pytest.mark.parametrize(
    "text",
    ["3 / 12 alle 15", "3/12 alle 15", "3 - 12 - 2026 alle 9", "dicembre 3 alle 10", "a Sant'Ambrogio alle 10",
     "a Pasquetta alle 10", "nel weekend alle 10", "giovedì alle 15", "il 3 alle 15"],
)
def test_a_day_is_named(text: str) -> None:
    assert names_a_day(said(text))


@pytest.mark.parametrize("text", ["alle 15", "non più tardi delle 11", "dalle 10 - 12", "dopo le 9 ma prima delle 11",
                                  "quale giorno c'è posto di mattina?", "un altro giorno di pomeriggio"])
def test_an_hour_alone_names_no_day(text: str) -> None:
    assert not names_a_day(said(text))


@pytest.mark.parametrize(("text", "asked"), [
    ("al mattino lavoro, dopo le 15?", "dopo le 15"), ("di pomeriggio lavoro", "mattina"),
    ("ah no scusa lunedì lavoro, fai il mercoledì", "fai il mercoledì"),
    ("martedì ho una visita facciamo giovedì", "facciamo giovedì"),
    ("il 3 devo andare dal dentista, meglio il 4", "meglio il 4"),
    ("mercoledi sono via, venerdì va bene", "venerdì va bene"),
    ("lunedì alle 10", "lunedì alle 10"), ("giovedì va bene, lavoro di sera", "giovedì va bene, lavoro di sera")])
def test_a_day_on_which_somebody_is_busy_is_refused(text: str, asked: str) -> None:
    assert leave_out_refused(text).strip(" ,") == asked


@pytest.mark.parametrize(("text", "hours"), [
    ("la settimana prossima di mattina", (6, 12)), ("tra lunedì e mercoledì di pomeriggio", (13, 19)),
    ("settimana prossima mattina tardi", (10, 12)), ("a dicembre dopo le 15", (15, 23)), ("settimana prossima", None)])
def test_the_part_of_the_day_beside_several_days(text: str, hours: Optional[tuple[int, int]]) -> None:
    found = find_hours_within(text, NOW)
    assert (found and (found[0].hour, found[1].hour)) == hours


@pytest.mark.parametrize(("text", "asked"), [
    ("no alle dieci", "alle dieci"), ("no, meglio venerdì", "meglio venerdì"), ("no giovedì", "no giovedì"),
    ("non di mattina", "pomeriggio"), ("il pomeriggio no", "mattina"),
    ("giovedì non di mattina", "giovedì pomeriggio")])
def test_a_no_before_another_time_or_with_a_part_of_the_day(text: str, asked: str) -> None:
    assert " ".join(leave_out_refused(text).split()) == asked


@pytest.mark.parametrize(("text", "start"), [
    ("e prima di pranzo?", "01-13T10:00"), ("meglio al mattino", "01-13T06:00"), ("alle 10 si può?", "01-13T10:00"),
    ("dopo le 16", "01-13T16:00"), ("domani mattina", "12-01T06:00"), ("venerdì mattina", "12-04T06:00")])
def test_another_hour_is_of_the_day_whose_afternoon_was_wished(text: str, start: str) -> None:
    wish = ["2027-01-13T13:00:00+01:00", "2027-01-13T19:00:00+01:00"]
    found = find_span(replace(said(text), slots={"time_wish": wish}))
    assert found is not None and f"{found[0]:%m-%dT%H:%M}" == start


@pytest.mark.parametrize(("text", "start"), [
    ("giovedì alle nove, anzi no alle dieci", "2026-12-03 10:00"),
    ("il 15 dicembre alle quattro del pomeriggio, o meglio alle tre e mezza", "2026-12-15 15:30"),
    ("lunedì 11 gennaio, uffa ho letto male il calendario, martedì 12 gennaio alle 10:30", "2027-01-12 10:30"),
    ("l'11 gennaio alle 10:30, mi sono sbagliata è il 12", "2027-01-12 10:30"),
    ("lunedì 11 gennaio, no aspetta lunedì lavoro, martedì 12 alle 10:30", "2027-01-12 10:30"),
    ("lunedì 11 gennaio alle 10:30, anzi domani", "2026-12-01 10:30"),
    ("giovedì alle nove", None), ("giovedì alle nove, scusa il disturbo", None)])
def test_what_was_said_last_counts(text: str, start: Optional[str]) -> None:
    found = find_corrected_span(said(text))
    assert (f"{found[0]:%Y-%m-%d %H:%M}" if found else None) == start


@pytest.mark.parametrize(("text", "left"), [
    ("il 13 è il compleanno di mia mamma! metti il 14", "metti il 14"),
    ("metti il 14 che il 13 è occupato", "metti il 14"),
    ("il 13 ma alle 15", "il 13 ma alle 15"), ("mercoledì lavoro, giovedì", "giovedì")])
def test_what_is_said_of_the_chosen_day_is_left_out(text: str, left: str) -> None:
    assert leave_out_day(text, datetime(2027, 1, 13).date(), NOW) == left
