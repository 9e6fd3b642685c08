"""People who have an appointment: list, code again, move, cancel, book another; strangers, races, a killed server."""

from __future__ import annotations

import re
import signal
from datetime import datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.conversations.booking.conftest import Town, copy_with_operator, moment, on_the_day
from tests.conversations.simulated import BOOKED, Person, code_in, question
from tests.support.servers import orienta_serve

pytestmark = pytest.mark.slow

FRIDAY_9 = moment("2026-11-27T09:00")


def booked(town: Town, opening: str = "vorrei un appuntamento a Lecco giovedì alle 10 per orientamento", **more: str,
           ) -> Person:
    """Somebody with an appointment on Thursday at 10 in Lecco."""
    person = town.person(**more)
    person.book(opening)
    return person


def test_the_whole_life_of_an_appointment(town: Town) -> None:
    person = booked(town)
    code = town.only(person).code
    person.say("che appuntamenti ho?")
    person.expect(code, "giovedì 26 novembre", "corso Matteotti")
    person.say("mi ridai il codice?")
    person.expect(code)
    person.say("rimandami il promemoria per il calendario")
    assert person.last.files, person.story("no file")
    person.say("vorrei spostarlo a venerdì alle 9")
    person.expect("Confermi")
    person.say("sì")
    person.expect("spostato", code)
    assert person.last.files, person.story("no file")
    assert town.only(person).starts_at == FRIDAY_9
    person.say("devo spostare l'appuntamento")
    person.say(person.last.buttons[2][1])
    person.click("Confermo")
    moved = town.only(person)
    assert moved.code == code and moved.starts_at != FRIDAY_9 and moved.sequence == 2
    person.say("voglio disdire l'appuntamento")
    person.click("No")
    person.expect("resta com'è")
    assert town.only(person).code == code
    person.say("annulla l'appuntamento")
    person.say("sì")
    person.expect("annullato")
    assert not town.appointments(person)
    person.book("vorrei prenotare di nuovo")
    assert town.only(person).code != code


@pytest.mark.parametrize("words", (
    "sposta il mio appuntamento a venerdì alle 9", "devo cambiare l'orario dell'appuntamento, venerdì alle 9 si può?",
    "posso spostare l'appuntamento?", "non posso venire giovedì, si può fare venerdì alle 9?"))
def test_moves_in_words(town: Town, words: str) -> None:
    person = booked(town)
    person.say(words)
    if question(person.last) == "time":
        person.say("venerdì alle 9")
    person.say("sì va bene")
    assert town.only(person).starts_at == FRIDAY_9, person.story("not moved")


def test_moves_by_buttons_from_the_list(town: Town) -> None:
    person = booked(town)
    person.say("i miei appuntamenti")
    person.click("Sposta")
    wanted = person.last.buttons[-1][0]
    person.click(wanted)
    person.click("Confermo")
    person.expect("spostato")
    assert town.only(person).sequence == 1


def test_moves_to_the_other_office(town: Town) -> None:
    person = booked(town)
    person.say("vorrei spostare l'appuntamento a Merate")
    person.say("venerdì alle 9")
    person.expect("Merate", "Confermi")
    person.say("sì")
    assert town.only(person).office_id == "merate", person.story("the old office")
    assert town.only(person).starts_at == FRIDAY_9


def test_changes_the_new_time_before_confirming_the_move(town: Town) -> None:
    person = booked(town)
    person.say("sposta l'appuntamento a venerdì alle 9")
    person.say("anzi venerdì alle 11")
    person.expect("11:00", "Confermi")
    person.say("ok")
    assert town.only(person).starts_at == moment("2026-11-27T11:00"), person.story("the first wish")


def test_moving_to_a_closed_day_tells_the_nearest(town: Town) -> None:
    person = booked(town)
    person.say("sposta l'appuntamento all'8 dicembre")
    person.expect("Immacolata")
    assert person.last.buttons
    person.say(person.last.buttons[0][1])
    person.say("sì")
    assert town.only(person).sequence == 1


def test_a_question_while_moving_is_answered(town: Town) -> None:
    person = booked(town)
    person.say("vorrei spostare l'appuntamento")
    person.say("che orari fa l'ufficio di Lecco?")
    person.expect("8:30-12:30")
    assert question(person.last) == "time", person.story("not asked again")
    person.say("venerdì alle 9")
    person.say("sì")
    assert town.only(person).starts_at == FRIDAY_9


@pytest.mark.parametrize("words", ("lascia stare", "no", "no grazie, lascialo così"))
def test_giving_up_the_move_keeps_the_appointment(town: Town, words: str) -> None:
    person = booked(town)
    before = town.only(person)
    person.say("sposta l'appuntamento a venerdì alle 9")
    person.say(words)
    assert town.only(person) == before
    assert question(person.last) is None, person.story("still asking")
    assert "non ho salvato nulla" not in person.last.text, person.story("the appointment is there")


@pytest.mark.parametrize(
    "words", ("annulla il mio appuntamento", "vorrei disdire", "non posso più venire, cancella l'appuntamento"))
def test_cancels_in_words(town: Town, words: str) -> None:
    person = booked(town)
    person.say(words)
    person.expect("giovedì 26 novembre", "Confermi")
    person.say("sì, annulla")
    person.expect("annullato")
    assert not town.appointments(person)
    assert town.is_free("lecco", datetime(2026, 11, 26, 10))


def test_a_second_booking_for_the_same_service_is_refused_at_once_and_a_move_offered(town: Town) -> None:
    person = booked(town)
    code = town.only(person).code
    person.say("vorrei prenotare un appuntamento per orientamento")
    person.expect("hai già", code, "spost")
    assert question(person.last) is None, person.story("it asks on")
    person.say("sì")
    person.expect("Spostiamo")
    person.say("venerdì alle 9")
    person.say("sì")
    assert town.only(person).starts_at == FRIDAY_9


def test_a_second_booking_without_a_service_says_that_there_is_one(town: Town) -> None:
    person = booked(town)
    code = town.only(person).code
    person.say("vorrei prenotare un appuntamento")
    person.expect("hai già", code)
    person.click("Verifica dei requisiti")
    person.until_booked()
    assert sorted(item.service_id for item in town.appointments(person)) == ["orientamento", "requisiti"]


def test_a_second_booking_that_becomes_a_move(town: Town) -> None:
    person = booked(town)
    person.say("prenota un appuntamento")
    person.click("Sposta")
    person.expect("Spostiamo")
    person.say("venerdì alle 9")
    person.say("sì")
    assert town.only(person).starts_at == FRIDAY_9


def test_two_appointments_which_one(town: Town) -> None:
    person = booked(town)
    person.book("vorrei un appuntamento a Merate venerdì alle 11 per la verifica dei requisiti")
    person.say("annulla un appuntamento")
    person.expect("Quale appuntamento")
    person.say("il secondo")
    person.expect("venerdì 27 novembre", "Confermi")
    person.say("sì")
    assert town.only(person).service_id == "orientamento"


def test_another_session_moves_with_the_right_code_only(town: Town) -> None:
    person = booked(town)
    code = town.only(person).code
    other = town.person()
    other.say("vorrei spostare un appuntamento")
    assert question(other.last) == "code", other.story("no code asked")
    other.say("LC-0000-0000")
    other.expect("non corrisponde")
    other.say(f"il codice è {code.lower()}")
    other.expect("Spostiamo", "giovedì 26 novembre")
    other.say("venerdì alle 9")
    other.say("sì")
    other.expect("spostato")
    assert town.only(person).starts_at == FRIDAY_9
    assert not town.appointments(other)


def test_another_session_cancels_with_the_right_code(town: Town) -> None:
    person = booked(town)
    other = town.person()
    other.say(f"devo annullare l'appuntamento {town.only(person).code}")
    other.expect("Confermi")
    other.say("sì")
    assert not town.appointments(person)


def test_five_wrong_codes_close_the_door(town: Town) -> None:
    person = booked(town)
    other = town.person()
    other.say("vorrei annullare un appuntamento")
    for number in range(5):
        other.say(f"LC-0000-000{number}")
        other.expect("non corrisponde")
    other.say(town.only(person).code)
    other.expect("Troppi codici")
    assert town.only(person)


def test_anothers_telephone_number_gives_nothing_away(town: Town) -> None:
    person = booked(town)
    mine = town.only(person)
    other = town.person()
    other.say("quando ho l'appuntamento? il mio numero è 333 1234567")
    assert mine.code not in other.last.text and "26 novembre" not in other.last.text, other.story("told")
    other.say("vorrei un appuntamento a Lecco venerdì alle 9 per orientamento")
    other.until_booked()
    assert mine.code not in other.last.text and "26 novembre" not in other.last.text, other.story("told")
    assert town.only(person) == mine and len(town.appointments(other)) == 1


@pytest.mark.parametrize("words", ("che appuntamenti ho?", "quando ho l'appuntamento?", "i miei appuntamenti"))
def test_no_appointments(town: Town, words: str) -> None:
    person = town.person()
    person.say(words)
    person.expect("non risultano appuntamenti")
    person.click("Prenota")
    person.until_booked()


def test_the_loser_of_a_race_gets_alternatives_and_books(town: Town) -> None:
    opening = "vorrei un appuntamento a Merate giovedì alle 10 per orientamento"
    first, second = town.person(contact="333 1111111"), town.person(contact="333 2222222")
    first.say(opening)
    second.say(opening)
    second.expect("non c'è più posto|non è più libero")
    assert second.last.buttons, second.story("no alternatives")
    first.until_booked()
    second.until_booked()
    assert town.only(first).starts_at == moment("2026-11-26T10:00")
    assert town.only(second).office_id == "merate" and town.only(second).starts_at != town.only(first).starts_at


def test_a_button_that_somebody_else_was_quicker_with(town: Town) -> None:
    first = town.person(office="Merate", time="#0", contact="333 1111111")
    second = town.person(office="Merate", time="#0", contact="333 2222222")
    for person in (first, second):
        person.say("vorrei prenotare un appuntamento")
        person.until("time")
    first.answer()
    second.answer()
    second.expect("non è più libero")
    first.until_booked()
    second.until_booked()
    assert town.only(first).starts_at != town.only(second).starts_at


def test_a_killed_server_loses_nothing_between_hold_and_confirmation(
    tmp_path: Path, trained_model: Path, seeded_file: Path
) -> None:
    url = copy_with_operator(seeded_file, tmp_path)
    settings, env = Settings(database_url=url), on_the_day()
    with orienta_serve(tmp_path, model=trained_model, database_url=url, env=env) as server:
        town = Town(server, settings)
        person = town.person()
        person.say("vorrei un appuntamento a Merate giovedì alle 10 per orientamento")
        person.until("confirm")
        assert not town.is_free("merate", datetime(2026, 11, 26, 10))
        session_id = person.client.session_id
        server.stop(signal.SIGKILL)
    with orienta_serve(tmp_path, model=trained_model, database_url=url, env=env) as server:
        town = Town(server, settings)
        back = town.person(session_id)
        assert back.client.session_id == session_id
        back.say("confermo")
        assert BOOKED.search(back.last.text), back.story("not where it was")
        assert town.only(back).starts_at == moment("2026-11-26T10:00")
        assert code_in(back.last) == town.only(back).code
        town.forget()


def test_codes_are_not_in_a_row(town: Town) -> None:
    codes = {code_in(booked(town, contact=f"333 123456{number}", opening=(
        f"vorrei un appuntamento a Lecco giovedì alle 1{number} per orientamento")).last) for number in range(3)}
    assert len(codes) == 3 and all(re.fullmatch(r"LC-\w{4}-\w{4}", code) for code in codes)
