"""Days and hours in words: one moment, several possibilities, or one sentence why not."""

from __future__ import annotations

from typing import Any, Optional

import pytest
import sqlalchemy

from bot.actions.booking import time_choice
from bot.actions.booking.free_starts import TimeSearch
from bot.actions.booking.time_choice import TimeReading, explain_closed
from bot.db.models import Office
from bot.db.session import transaction
from bot.dialogue.rasa_adapter import read_turn
from bot.rules.slot_calendar import Reason, Why
from bot.settings import Settings
from tests.contract.test_registers import responses
from tests.unit.actions.conftest import NOW
from tests.unit.actions.trackers import tracker, user


def read(settings: Settings, text: str, office: str = "lecco", **slots: Any) -> Optional[TimeReading]:
    """What a message says about time at an office."""
    turn = read_turn(tracker(user(text), slots=slots), now=NOW, settings=settings)
    return time_choice.read_time_choice(turn, TimeSearch("orientamento", office))


def starts(reading: Optional[TimeReading]) -> list[str]:
    """The starts of the possibilities, day and hour."""
    assert reading is not None
    return [key.partition("|")[2][5:] for key in time_choice.list_keys(reading.options)]


@pytest.mark.parametrize(("words", "start"), (
    ("giovedì alle 10", "26 10:00"), ("gio 3 dic, 9:30", "03 09:30"), ("3/12 ore 15", "03 15:00"),
    ("prima possibile", "24 10:00"), ("giovedì, fammi l'ultimo della giornata che prima lavoro", "26 16:30"),
    ("non posso giovedì, meglio venerdì alle 9", "27 09:00")))
def test_one_moment_is_chosen(seeded: Settings, words: str, start: str) -> None:
    reading = read(seeded, words)
    assert reading is not None and reading.chosen is not None
    assert f"{reading.chosen.starts_at:%d %H:%M}" == start


@pytest.mark.parametrize(("words", "expected"), (
    ("giovedì o venerdì", {"11-26", "11-27"}), ("giovedì oppure venerdì mattina", {"11-26", "11-27"}),
    ("il 3 o il 4 dicembre", {"12-03", "12-04"}), ("domani o mercoledì alle 15", {"11-24", "11-25"}),
    ("sabato o lunedì", {"11-30"})))
def test_one_time_or_another(seeded: Settings, words: str, expected: set[str]) -> None:
    offered = starts(read(seeded, words))
    assert {start.partition("T")[0] for start in offered} == expected
    if "mattina" in words:
        assert all(start.partition("T")[2] < "13:00" for start in offered), "it holds for both days"
    if "15" in words:
        assert all(start.endswith("T15:00") for start in offered)


@pytest.mark.parametrize(("words", "first", "last"), [
    ("la settimana prossima di mattina", "08", "13"), ("tra martedì e giovedì di pomeriggio", "13", "19"),
    ("quale giorno c'è posto di mattina invece?", "08", "13")])
def test_a_part_of_the_day_on_several_days(seeded: Settings, words: str, first: str, last: str) -> None:
    found = starts(read(seeded, words))
    assert len({start.partition("T")[0] for start in found}) > 1
    assert all(first <= start.partition("T")[2] < last for start in found)


def test_a_day_on_which_somebody_works_is_not_taken(seeded: Settings) -> None:
    reading = read(seeded, "ah no scs giovedi lavoro, fai il venerdi")
    assert {start.partition("T")[0] for start in starts(reading)} == {"11-27"}


def test_neither_is_free(seeded: Settings) -> None:
    reading = read(seeded, "sabato o domenica")
    assert reading is not None and reading.replies, "why not is told"


@pytest.mark.parametrize("words", ["non lo so", "prima o poi", "uno o due"])
def test_an_or_that_is_no_time(seeded: Settings, words: str) -> None:
    reading = read(seeded, words, time_options=["lecco|2026-11-26T09:00", "lecco|2026-11-26T10:00"])
    assert reading is None or reading.wish is None or reading.chosen is not None


def test_an_hour_without_a_day_is_offered_on_several_days(seeded: Settings) -> None:
    assert starts(read(seeded, "alle 15"))[:3] == ["11-24T15:00", "11-25T15:00", "11-26T15:00"]


def test_a_part_of_the_day_without_a_day_is_offered_on_several_days(seeded: Settings) -> None:
    assert starts(read(seeded, "preferisco il pomeriggio"))[:2] == ["11-24T14:00", "11-25T14:00"]


def test_an_hour_after_a_day_is_of_that_day(seeded: Settings) -> None:
    day = read(seeded, "giovedì")
    assert day is not None
    hour = read(seeded, "alle 15", **day.slots())
    assert hour is not None and hour.chosen is not None and f"{hour.chosen.starts_at:%d %H}" == "26 15"


def test_a_whole_day_shows_morning_and_afternoon(seeded: Settings) -> None:
    shown = starts(read(seeded, "giovedì"))
    assert len(shown) == time_choice.OPTIONS_SHOWN
    assert shown[0] == "11-26T08:30" and shown[-1] > "11-26T14:00"


def test_a_week_shows_several_days(seeded: Settings) -> None:
    assert len({start[:5] for start in starts(read(seeded, "la settimana prossima"))}) == 5


@pytest.mark.parametrize(("words", "first"), (
    ("non posso di mattina", "11-24T14:00"), ("dopo le 15", "11-24T15:00"),
    ("giovedì tra le 10 e le 12", "11-26T10:00")))
def test_spans_are_offered(seeded: Settings, words: str, first: str) -> None:
    assert starts(read(seeded, words))[0] == first


def test_a_number_with_an_article_is_a_day(seeded: Settings) -> None:
    shown = ["lecco|2026-11-26T09:00", "lecco|2026-11-26T11:00", "lecco|2026-11-26T12:00"]
    assert starts(read(seeded, "il 3", time_options=shown))[0] == "12-03T08:30"


def test_noon_is_no_afternoon(seeded: Settings) -> None:
    assert starts(read(seeded, "venerdì pomeriggio"))[0] == "11-27T14:00"


@pytest.mark.parametrize(("words", "response"), (
    ("domenica", "utter_time_weekday"), ("8 dicembre", "utter_time_holiday"), ("ieri alle 10", "utter_time_past"),
    ("15 marzo", "utter_time_beyond_horizon"), ("oggi alle 15", "utter_time_too_soon"),
    ("giovedì alle 13", "utter_time_outside_hours"), ("giovedì alle 10:15", "utter_time_not_a_start")))
def test_why_not_with_possibilities_in_order(seeded: Settings, words: str, response: str) -> None:
    reading = read(seeded, words)
    assert reading is not None and reading.chosen is None
    assert reading.replies[0].parts[0].response == response
    assert reading.options and starts(reading) == sorted(starts(reading))


def test_with_another_length_what_is_no_start_is_told_without_naming_a_length(seeded: Settings) -> None:
    with transaction(seeded.database_url, write=True) as session:
        session.execute(sqlalchemy.update(Office).values(slot_minutes=45))
    reading = read(seeded, "giovedì alle 10:30")
    assert reading is not None and reading.replies[0].parts[0].response == "utter_time_not_a_start"
    assert "mezz" not in responses()["utter_time_not_a_start"][0]["text"]


@pytest.mark.parametrize("kind", [kind for kind in Why if kind is not Why.CROWDED])  # said to the desk alone
def test_every_reason_has_its_sentence(seeded: Settings, kind: Why) -> None:
    turn = read_turn(tracker(user("giovedì")), now=NOW, settings=seeded)
    said = explain_closed(turn, TimeSearch("orientamento", "lecco"), Reason(kind), NOW, exact=True)
    assert said.parts[0].response in responses()


def test_too_soon_names_a_start_that_can_be_had(seeded: Settings) -> None:
    reading = read(seeded, "oggi alle 15")
    assert reading is not None and reading.replies[0].parts[0].values["limit"] == "martedì 24 novembre 2026 alle 10:00"


@pytest.mark.parametrize("words", ("il primo giorno utile", "ah già è festa. allora il primo giorno che riaprite"))
def test_the_first_day_after_a_holiday(seeded: Settings, words: str) -> None:
    wish = ["2026-12-08T09:30+01:00", "2026-12-08T09:31+01:00"]
    reading = read(seeded, words, time_options=["lecco|2026-12-09T09:00", "lecco|2026-12-09T09:30"], time_wish=wish)
    assert {start[:5] for start in starts(reading)} == {"12-09"}


def test_the_second_of_those_shown(seeded: Settings) -> None:
    shown = ["lecco|2026-11-26T09:00", "lecco|2026-11-26T11:00"]
    reading = read(seeded, "il secondo", time_options=shown)
    assert reading is not None and reading.chosen is not None and reading.chosen.starts_at.hour == 11


@pytest.mark.parametrize("words", ("boh", "Maria Rossi", "quanto costa?"))
def test_nothing_about_time(seeded: Settings, words: str) -> None:
    assert read(seeded, words) is None


@pytest.mark.parametrize("key", ("", "lecco", "lecco|domani", "|2026-13-01T09:00"))
def test_what_is_no_key(key: str) -> None:
    assert time_choice.parse_key(key) is None


def test_the_days_after_those_shown(seeded: Settings) -> None:
    later = read(seeded, "giorni successivi", time_options=["lecco|2026-11-24T10:00", "lecco|2026-11-26T10:00"])
    assert min(starts(later)) >= "12-01"


@pytest.mark.parametrize("words", ["il 30 febbraio alle 9", "31 aprile", "lunedì 3 dicembre"])
def test_a_day_that_does_not_exist_is_told(seeded: Settings, words: str) -> None:
    reading = read(seeded, words)
    assert reading is not None and reading.replies[0].parts[0].response == "utter_time_no_such_day"


@pytest.mark.parametrize("words", ["no di mercoledì non posso mai", "mercoledì non riesco, un altro giorno"])
def test_a_refused_weekday_gives_way_to_other_days(seeded: Settings, words: str) -> None:
    other = read(seeded, words, time_options=["lecco|2026-12-02T08:30", "lecco|2026-12-02T10:00"],
                 time_wish=["2026-12-02T00:00:00+01:00", "2026-12-02T23:59:00+01:00"])
    assert starts(other) and not any(start.startswith("12-02") for start in starts(other))


@pytest.mark.parametrize(("words", "start"), (("quello dopo", "26 10:30"), ("quello prima", "26 09:30")))
def test_the_free_start_beside_the_chosen_one(seeded: Settings, words: str, start: str) -> None:
    reading = read(seeded, words, booking_time={"office": "lecco", "start": "2026-11-26T10:00:00+01:00", "key": "k"})
    assert reading is not None and reading.chosen is not None and f"{reading.chosen.starts_at:%d %H:%M}" == start
