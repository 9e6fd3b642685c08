"""Times that point at what is shown or chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import pytest

from bot import clock
from bot.dialogue.relative_times import (
    asks_later_days,
    points_at_time,
    proposes_time,
    read_refused_days,
    read_relative_time,
)

CHOSEN = datetime(2027, 1, 14, 9, 30, tzinfo=clock.ROME)  # a Thursday
NOW = datetime(2027, 1, 11, 10, tzinfo=clock.ROME)
SHOWN = [datetime(2027, 1, day, hour, 30, tzinfo=clock.ROME) for day, hour in ((13, 8), (13, 11), (14, 9), (15, 10))]


@pytest.mark.parametrize(("text", "start", "exact"), [
    ("meglio il giorno dopo, stessa ora", "2027-01-15T09:30", True),
    ("meglio il giorno prima alla stessa ora", "2027-01-13T09:30", True),
    ("spostalo alla settimana dopo, stessa ora", "2027-01-21T09:30", True),
    ("mezz'ora più tardi si può?", "2027-01-14T10:00", True),
    ("un'ora prima", "2027-01-14T08:30", True),
    ("no, venerdì alle 11", "2027-01-15T11:00", True),
    ("facciamo il giorno dopo alle 15", "2027-01-15T15:00", True),
    ("il giorno dopo", "2027-01-15T00:00", False),
    ("si potrebbe anticipare di una settimana? stessa ora", "2027-01-07T09:30", True),
    ("si può posticipare di due giorni", "2027-01-16T00:00", False),
    ("spostalo a venerdì 15 gennaio stessa ora", "2027-01-15T09:30", True),
    ("domani, stessa ora", "2027-01-12T09:30", True),
    ("riesci a farmelo slittare di un giorno?", "2027-01-15T00:00", False),
    ("rinviare di una settimana", "2027-01-21T00:00", False),
    ("spostalo avanti di un giorno, l'orario mi va bene così", "2027-01-15T09:30", True),
    ("tieni l'ora ma il giorno dopo", "2027-01-15T09:30", True),
    ("un po' prima non si riesce?", "2027-01-14T00:00", False),
    ("quella settimana non ci sono, quella dopo?", "2027-01-21T00:00", False),
    ("rimandiamo di ventiquattr'ore", "2027-01-15T09:30", True), ("48 ore più tardi", "2027-01-16T09:30", True),
    ("spostalo di sette giorni, orario uguale", "2027-01-21T09:30", True), ("due ore dopo", "2027-01-14T11:30", True),
    ("quindici giorni dopo", "2027-01-29T00:00", False), ("un giorno più in là", "2027-01-15T00:00", False),
])
def test_beside_the_chosen_start(text: str, start: str, exact: bool) -> None:
    found = read_relative_time(text, CHOSEN, [], NOW)
    assert found is not None and (f"{found.start:%Y-%m-%dT%H:%M}", found.exact) == (start, exact)


def test_the_day_after_a_friday_is_a_monday() -> None:
    found = read_relative_time("il giorno dopo", datetime(2027, 1, 15, 9, tzinfo=clock.ROME), [], NOW)
    assert found is not None and f"{found.start:%d}" == "18"


def test_beside_what_is_shown() -> None:
    later = read_relative_time("più tardi non c'è niente?", None, SHOWN, NOW)
    assert later is not None and f"{later.start:%d %H:%M}" == "13 11:31" and f"{later.end:%d}" == "13"
    without = read_refused_days("non di mercoledì, che lavoro", None, SHOWN, NOW)
    assert without is not None and without.without == {2} and f"{without.start:%d}-{without.end:%d}" == "13-15"


@pytest.mark.parametrize(("text", "chosen"), [
    ("giovedì alle 10", None), ("giovedì prossimo alle 10", CHOSEN), ("il 21 gennaio", CHOSEN), ("va bene", CHOSEN),
    ("più tardi", None)])
def test_what_points_at_nothing(text: str, chosen: Optional[datetime]) -> None:
    assert read_relative_time(text, chosen, [], NOW) is None


def test_an_earlier_hour_of_the_same_day_is_before_what_is_shown() -> None:
    found = read_relative_time("quel giorno un po prima non si può?", None, MONDAY, NOW)
    assert found is not None and found.end == min(MONDAY)


def test_what_speaks_of_a_relative_time() -> None:
    assert points_at_time("mezz'ora più tardi si può?") and not points_at_time("sono Maria Rossi")


@pytest.mark.parametrize(("text", "later"), [
    ("giorni successivi", True), ("più avanti", True), ("altri giorni", True), ("non avete altre date?", True),
    ("fammi vedere i giorni dopo", True), ("il giorno dopo", False), ("giovedì", False), ("più tardi", False),
    ("altri giorni di dicembre", False), ("non mi va bene nessuno", True), ("nessuno di questi", True),
    ("altri orari?", True), ("non c'è altro?", True), ("solo questi?", True), ("ne avete altri?", True), ("nessuno",
    True), ("nessuno mi ha chiamato", False)])
def test_who_asks_for_the_days_after_those_shown(text: str, later: bool) -> None:
    assert asks_later_days(text) is later


@pytest.mark.parametrize(("text", "without"), [
    ("no di mercoledì non posso mai", 2), ("il mercoledì no", 2), ("mercoledì non posso", 2),
    ("non posso di giovedì", 3), ("di giovedì proprio non riesco", 3), ("mai di lunedì", 0)])
def test_a_weekday_that_is_refused(text: str, without: int) -> None:
    found = read_refused_days(text, None, SHOWN, NOW)
    assert found is not None and found.without == {without}


@pytest.mark.parametrize("text", ["giovedì e venerdì sono di turno, gli altri giorni ok", "non giovedì né venerdì",
                                  "giovedì e venerdì lavoro", "tutti tranne giovedì e venerdì"])
def test_several_weekdays_that_are_refused(text: str) -> None:
    found = read_refused_days(text, None, SHOWN, NOW)
    assert found is not None and found.without == {3, 4}


@pytest.mark.parametrize(("text", "refused"), [
    ("quel giorno porto il piccolo dal pediatra", True), ("no quel giorno lavoro", True), ("un altro giorno", True),
    ("il 14 ho una visita", True), ("quel giorno non posso", True), ("quel giorno va bene", False),
    ("quel giorno alle 15", False), ("quel giorno non posso, venerdì?", False), ("il 21 ho una visita", False),
    ("un altro giorno di mattina", False)])
def test_the_day_that_is_shown_is_refused(text: str, refused: bool) -> None:
    found = read_refused_days(text, None, SHOWN[2:3], NOW)
    assert (found is not None and found.without == {3} and f"{found.start:%d}" == "11") is refused


@pytest.mark.parametrize(("text", "proposed"), [
    ("si può fare alle 15?", True), ("senti e se facessimo alle 15?", True), ("alle 15", True), ("anzi alle 15", True),
    ("alle 15 siete ancora aperti?", False), ("ricordamelo alle 15", False),
    ("è domani, giusto?", False), ("giovedì", False), ("prenota anche alle 15", False),
    ("segnati il 3331234567", False), ("segno il 13 alle 11:30, grazie", False), ("grazie", False)])
def test_another_time_of_what_was_booked(text: str, proposed: bool) -> None:
    assert proposes_time(text, NOW) is proposed


@pytest.mark.parametrize(("text", "span"), [
    ("quello dopo", "09:31-23:59"), ("no, quello successivo", "09:31-23:59"), ("meglio quello prima", "00:00-09:30")])
def test_the_start_beside_the_chosen_one(text: str, span: str) -> None:
    found = read_relative_time(text, CHOSEN, [], NOW)
    assert found is not None and found.nearest and f"{found.start:%H:%M}-{found.end:%H:%M}" == span
    assert read_relative_time(text, None, SHOWN, NOW) is None and points_at_time(text)


MONDAY = [datetime(2027, 1, 25, hour, tzinfo=clock.ROME) for hour in (9, 11, 15)]


@pytest.mark.parametrize(("text", "start"), [
    ("quella settimana sono via, facciamo il lunedì dopo", "2027-02-01T00:00"),
    ("il lunedì seguente c'è posto?", "2027-02-01T00:00"),
    ("quel lunedì non ci sono, meglio quello dopo", "2027-02-01T00:00"),
    ("e il mercoledì dopo?", "2027-01-27T00:00"),
    ("il lunedì precedente", "2027-01-18T00:00"), ("e il venerdì prima?", "2027-01-22T00:00"),
    ("il giovedì dopo alle 10", "2027-01-28T10:00"),
    ("a Merate lo stesso giorno?", "2027-01-25T00:00"),
    ("si può tenere il giorno ma farlo di pomeriggio?", "2027-01-25T12:00"),
    ("quel giorno di pomeriggio", "2027-01-25T12:00"),
    ("e il 28?", "2027-01-28T00:00"), ("il 27 alle 10", "2027-01-27T10:00"),
    ("la stessa settimana ma di venerdì?", "2027-01-29T00:00"),
    ("lunedì dopo le 15", "2027-01-25T15:00"), ("e giovedì?", "2027-01-28T00:00")])
def test_beside_the_day_that_is_shown(text: str, start: str) -> None:
    found = read_relative_time(text, None, MONDAY, NOW)
    assert found is not None and f"{found.start:%Y-%m-%dT%H:%M}" == start


@pytest.mark.parametrize("text", [
    "lo stesso giorno", "tenere il giorno", "giovedì 14", "il 14", "il 14 dicembre",
    "lunedì o giovedì", "il lunedì dopo Natale", "il venerdì prima delle 11"])
def test_no_day_beside_several_days_or_with_a_date_of_its_own(text: str) -> None:
    assert read_relative_time(text, None, SHOWN, NOW) is None


def test_a_bare_weekday_is_the_next_one_while_a_day_of_this_week_is_shown() -> None:
    assert read_relative_time("e venerdì?", None, SHOWN[:2], NOW) is None
