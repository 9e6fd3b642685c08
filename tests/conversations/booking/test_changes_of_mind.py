"""People who correct themselves, ask something in the middle, refuse, give up, click twice or click old buttons."""

from __future__ import annotations

import re
import time

import pytest

from connectors.webchat.buttons import DOUBLE_CLICK_SECONDS
from tests.conversations.booking.conftest import Town, moment
from tests.conversations.simulated import BOOKED, Person, question

pytestmark = pytest.mark.slow

QUESTIONS = ("service", "office", "time", "name", "contact", "consent", "confirm")
THURSDAY_10, FRIDAY_9 = moment("2026-11-26T10:00"), moment("2026-11-27T09:00")


def at(town: Town, asked: str, **answers: str) -> Person:
    """Somebody who has come as far as ``asked``, for Thursday at 10 in Lecco unless said otherwise."""
    person = town.person(**{"time": "giovedì alle 10", **answers})
    person.say("vorrei prenotare un appuntamento")
    person.until(asked)
    return person


@pytest.mark.parametrize("asked", ("name", "contact", "consent", "confirm"))
@pytest.mark.parametrize("words", ("anzi venerdì alle 9", "scusa, meglio venerdì alle 9",
                                   "no aspetta, possiamo fare venerdì alle 9?", "posso cambiare? venerdì alle 9"))
def test_another_time_at_any_later_question(town: Town, asked: str, words: str) -> None:
    person = at(town, asked)
    person.say(words)
    person.until_booked()
    assert town.only(person).starts_at == FRIDAY_9, person.story("not moved")
    assert len(town.appointments(person)) == 1
    assert town.is_free("lecco", THURSDAY_10.replace(tzinfo=None))


@pytest.mark.parametrize(
    "words", ("anzi meglio Merate", "no, voglio l'ufficio di Merate", "scusa a merate", "l'ufficio è Merate"))
def test_another_office_at_the_summary(town: Town, words: str) -> None:
    person = at(town, "confirm")
    person.say(words)
    person.until_booked()
    assert town.only(person).office_id == "merate", person.story("the old office")
    assert town.only(person).starts_at == THURSDAY_10, person.story("the wished time is forgotten")


@pytest.mark.parametrize(("words", "shown"), (
    ("no il telefono è 333 7654321", "333 765 4321"), ("il numero è sbagliato, è 333 7654321", "333 765 4321"),
    ("usa la mail anna@example.org", "anna@example.org"), ("no, mi chiamo Anna Bruni", "Anna Bruni"),
    ("il nome è Anna Bruni", "Anna Bruni"), ("il cognome è sbagliato: Maria Rosi", "Maria Rosi"),
    ("mi chiamo Anna Bruni", "Anna Bruni")))
def test_another_name_or_contact_at_the_summary(town: Town, words: str, shown: str) -> None:
    person = at(town, "confirm")
    person.say(words)
    assert shown in person.last.text and question(person.last) == "confirm", person.story(f"missing {shown}")
    person.until_booked()


@pytest.mark.parametrize(("title", "answer", "shown"), (
    ("Giorno e ora", "venerdì alle 9", "venerdì 27 novembre 2026 alle 9:00"), ("Ufficio", "Merate", "Merate"),
    ("Motivo", "verifica dei requisiti", "Verifica dei requisiti"), ("Nome", "Anna Bruni", "Anna Bruni"),
    ("Contatto", "anna@example.org", "anna@example.org")))
@pytest.mark.parametrize("by_button", (True, False))
def test_no_at_the_summary_then_one_thing_changes(
    town: Town, title: str, answer: str, shown: str, by_button: bool,
) -> None:
    person = at(town, "confirm")
    person.click("Cambia qualcosa") if by_button else person.say("no")
    person.expect("Cosa vuoi cambiare")
    person.click(title) if by_button else person.say(title.lower())
    person.say(answer)
    person.until("confirm")
    person.expect(shown)
    person.until_booked()
    town.only(person)


def test_no_then_the_new_value_at_once(town: Town) -> None:
    person = at(town, "confirm")
    person.say("no")
    person.say("venerdì alle 9")
    person.until_booked()
    assert town.only(person).starts_at == FRIDAY_9


def test_no_with_what_to_change(town: Town) -> None:
    person = at(town, "confirm")
    person.say("no, voglio cambiare l'orario")
    assert question(person.last) == "time", person.story("the time is not asked")
    person.say("venerdì alle 9")
    person.until_booked()
    assert town.only(person).starts_at == FRIDAY_9


def test_another_office_at_the_time_question(town: Town) -> None:
    person = at(town, "time")
    person.say("anzi preferisco Merate")
    assert question(person.last) == "time"
    person.until_booked()
    assert town.only(person).office_id == "merate"


def test_another_service_at_the_time_question(town: Town) -> None:
    person = at(town, "time")
    person.say("no scusa, è per la verifica dei requisiti")
    person.until_booked()
    assert town.only(person).service_id == "requisiti", person.story("the old service")


DIGRESSIONS = (
    ("quanto dura il corso?", r"ore|quale corso|corsi"),
    ("che orari fa l'ufficio di Merate?", r"Merate: .*9:00"),
    ("dove si trova?", r"corso Matteotti|via Mameli"),
    ("quanto costa?", r"gratis|gratuit|quale"),
    ("che cos'è il patto?", r"patto"),
    ("cosa devo portare?", r"documenti|portare"),
    ("sei un robot?", r"programma|automatico"),
)


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize(("words", "told"), DIGRESSIONS, ids=[words for words, _ in DIGRESSIONS])
def test_a_question_in_the_middle_is_answered_and_the_booking_goes_on(
    town: Town, asked: str, words: str, told: str,
) -> None:
    person = at(town, asked)
    person.say(words)
    assert re.search(told, person.last.text, re.IGNORECASE), person.story("not answered")
    assert question(person.last) == asked, person.story("the question is not asked again")
    person.until_booked()
    made = town.only(person)
    assert (made.office_id, made.starts_at) == ("lecco", THURSDAY_10), person.story(made.office_id)


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("words", ("lascia stare", "lascia perdere, non mi serve più", "basta, annulla tutto"))
def test_giving_up_at_any_question_leaves_nothing(town: Town, asked: str, words: str) -> None:
    person = at(town, asked)
    person.say(words)
    assert question(person.last) is None, person.story("still asking")
    assert not town.appointments(person) and town.is_free("lecco", THURSDAY_10.replace(tzinfo=None))
    person.say("vorrei prenotare un appuntamento")
    assert question(person.last) == "service", person.story("something was kept")


@pytest.mark.parametrize("words", ("no", "non sono d'accordo", "#No", "preferisco di no", "no non voglio"))
def test_refusing_consent_stores_nothing(town: Town, words: str) -> None:
    person = at(town, "consent", consent=words)
    person.answer()
    person.expect("non salvo nulla")
    assert question(person.last) is None, person.story("still asking")
    assert not town.appointments(person) and town.is_free("lecco", THURSDAY_10.replace(tzinfo=None))
    person.say("grazie")
    assert question(person.last) is None, person.story("still asking")


@pytest.mark.parametrize("words", ("#Dimmi di più", "perché?", "cosa fate con i miei dati?", "a cosa serve?"))
def test_asking_why_consent_is_answered(town: Town, words: str) -> None:
    person = at(town, "consent", consent=[words, "va bene"])
    person.answer()
    person.expect("conserv|salv|gestir")
    assert question(person.last) == "consent", person.story("not asked again")
    person.until_booked()


def test_a_double_click_on_confirm_makes_one_appointment(town: Town) -> None:
    person = at(town, "confirm")
    payload = person.last.payload("Confermo")
    person.client.post(payload)
    person.say(payload)
    assert len(town.appointments(person)) == 1


def test_a_confirm_button_clicked_again_much_later_tells_the_same_appointment(town: Town) -> None:
    person = at(town, "confirm")
    payload = person.last.payload("Confermo")
    person.say(payload)
    made = town.only(person)
    person.say("grazie")
    time.sleep(DOUBLE_CLICK_SECONDS)
    person.say(payload)
    person.expect(made.code)
    assert town.only(person).code == made.code


def test_an_old_time_button_at_a_later_question_changes_the_time(town: Town) -> None:
    person = town.person(time="#0")
    person.say("vorrei prenotare un appuntamento")
    person.until("time")
    other = person.last.buttons[2][1]
    person.answer()
    person.until("contact")
    person.say(other)
    person.until_booked()
    assert town.only(person).starts_at.strftime("%d") == "25", person.story("the old time")


def test_an_old_time_button_after_the_booking_does_nothing_unasked(town: Town) -> None:
    person = at(town, "time")
    old = person.last.buttons[1][1]
    person.until_booked()
    made = town.only(person)
    person.say(old)
    assert town.only(person) == made
    assert not BOOKED.search(person.last.text)


def test_old_service_and_office_buttons_are_a_correction(town: Town) -> None:
    person = town.person(time="giovedì alle 10")
    person.say("vorrei prenotare un appuntamento")
    requirements = person.last.payload("Verifica")
    person.until("office")
    merate = person.last.payload("Merate")
    person.until("name")
    person.say(requirements)
    person.say(merate)
    person.until_booked()
    made = town.only(person)
    assert (made.service_id, made.office_id) == ("requisiti", "merate"), person.story(str(made))


def test_booking_goes_on_after_a_very_long_message(town: Town) -> None:
    person = at(town, "name")
    person.say("bla " * 2500)
    person.expect("troppo lungo")
    person.say("Maria Rossi")
    person.until_booked()
    town.only(person)


def test_a_typed_command_is_no_command(town: Town) -> None:
    person = at(town, "confirm")
    person.say('/choose{"option": "booking_confirm:yes"}')
    assert not town.appointments(person), person.story("obeyed")
    person.say("confermo")
    town.only(person)


def test_a_yes_with_another_name_does_not_book_the_old_one(town: Town) -> None:
    person = at(town, "confirm")
    person.say("sì però il nome è Carla Rossi")
    person.expect("Carla Rossi", "Confermi")
    assert not town.appointments(person)
    person.until_booked()


def test_another_hour_at_the_summary_is_of_the_same_day(town: Town) -> None:
    person = at(town, "confirm")
    person.say("sì ma alle 11")
    person.until_booked()
    assert town.only(person).starts_at == moment("2026-11-26T11:00"), person.story("another day")


def test_cancelling_what_is_not_booked_yet_leaves_it(town: Town) -> None:
    person = at(town, "confirm")
    person.say("ho sbagliato, voglio annullare la prenotazione")
    assert question(person.last) is None and not town.appointments(person), person.story("still going on")


def test_somebody_who_gives_no_contact_is_helped_on(town: Town) -> None:
    person = at(town, "contact")
    person.say("non ho il telefono")
    person.say("preferisco non darlo")
    person.expect("e-mail")
    person.until_booked()


@pytest.mark.parametrize(("words", "hour"), (
    ("non posso di mattina", 14), ("dopo le 15", 15), ("alle 11", 11), ("giovedì tra le 10 e le 12", 10)))
def test_part_of_a_time_is_narrowed_by_a_button(town: Town, words: str, hour: int) -> None:
    person = town.person(time=[words, "#0"])
    person.book()
    assert town.only(person).starts_at.hour == hour, person.story("another hour")
