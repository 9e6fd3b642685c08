"""What was given up and is wanted after all: a cancellation regretted or turned into a move, a booking left."""

from __future__ import annotations

import pytest

from tests.conversations.booking.conftest import Town, moment

pytestmark = pytest.mark.slow
OPENING = "vorrei un appuntamento a Lecco giovedì alle 10 per orientamento"


@pytest.mark.parametrize("words", ("no aspetta, non disdirlo, spostalo solo a venerdì alle 9",
                                   "anzi no, mettimelo venerdì alle 9"))
def test_a_move_instead_of_the_cancellation(town: Town, words: str) -> None:
    person = town.person()
    person.book(OPENING)
    person.say("disdici")
    person.say(words)
    person.expect("Sposto", "9:00")
    person.say("sì")
    assert town.only(person).starts_at == moment("2026-11-27T09:00")


def test_a_cancellation_by_mistake_is_booked_again(town: Town) -> None:
    person = town.person()
    person.book(OPENING)
    person.say("annulla l'appuntamento")
    person.say("sì, annulla")
    person.expect("annullato")
    person.say("oddio ho schiacciato per sbaglio, lo rivoglio")
    person.expect("giovedì 26 novembre 2026 alle 10:00")
    person.until_booked()
    assert town.only(person).starts_at == moment("2026-11-26T10:00")


def test_a_booking_that_was_left_goes_on(town: Town) -> None:
    person = town.person()
    person.say(OPENING)
    person.say("lascia stare")
    person.expect("lasciamo stare")
    person.say("anzi no dai, continuiamo")
    person.expect("giovedì 26 novembre 2026 alle 10:00", "d'accordo")
    person.until_booked()
    assert town.only(person).starts_at == moment("2026-11-26T10:00")
