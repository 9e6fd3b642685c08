"""The waiting list in whole conversations: left, told, withdrawn; an offered place taken and left in words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import clock
from bot.db.models import Appointment, WaitingOffer, WaitingWish
from bot.db.session import transaction
from bot.services import booking, waiting_list
from bot.services.operators import Nobody
from tests.conversations.booking.conftest import NOW
from tests.conversations.scripted import Place, Scripted, play, scripts

pytestmark = pytest.mark.slow

LEFT = [{"say": "avvisami se si libera un posto per un colloquio di orientamento a Merate"},
        {"say": "quando capita"}, {"say": "sì"}, {"say": "Piero Mori"}, {"say": "piero.mori@example.it"}]


@pytest.mark.parametrize("turns", scripts(Path(__file__).parent))
def test_conversation(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)


def offered(place: Place) -> tuple[Scripted, datetime]:
    """Somebody who waits and is offered a place; its start."""
    person = place.person()
    for turn in LEFT:
        person.say(turn["say"])
    assert "sei in lista d'attesa" in person.last.text, person.story("not on the list")
    now = NOW
    free = booking.search_availability(
        place.settings, service_id="orientamento", office_id="merate", now=now, limit=40)[-1]
    with transaction(place.settings.database_url) as session:
        wish_id = session.execute(select(WaitingWish.id).where(
            WaitingWish.conversation_id == person.client.conversation_id)).scalar_one()
    assert waiting_list.offer_place(place.settings, wish_id=wish_id, office_id="merate", starts_at=free.starts_at,
                                    operator=Nobody("test"), now=now)
    return person, free.starts_at


@pytest.mark.parametrize("words", ["sì", "lo prendo", "accetto il posto"])
def test_the_place_is_taken_in_words(place: Place, words: str) -> None:
    person, start = offered(place)
    person.say(words)
    assert "Prenotato" in person.last.text, person.story("not booked")
    with transaction(place.settings.database_url) as session:
        row = session.execute(select(Appointment).where(
            Appointment.conversation_id == person.client.conversation_id)).scalars().one()
        assert (row.name, clock.local(row.starts_at)) == ("Piero Mori", start)
    person.client.close()


def test_the_place_is_left_and_a_late_yes_hears_so(place: Place) -> None:
    person, _ = offered(place)
    person.say("no grazie, non lo prendo")
    assert "a un'altra persona" in person.last.text, person.story("not left")
    person.say("anzi sì, accetto il posto")
    assert "non c'è un posto tenuto per te" in person.last.text and "0341" in person.last.text or (
        "039" in person.last.text), person.story("no way on")
    with transaction(place.settings.database_url) as session:
        state = session.execute(select(WaitingOffer.state).join(WaitingWish).where(
            WaitingWish.conversation_id == person.client.conversation_id)).scalar_one()
    assert state == "declined"
    person.client.close()


def test_a_yes_books_the_place_that_is_free_while_one_waits(place: Place) -> None:
    person = place.person()
    for turn in LEFT:
        person.say(turn["say"])
    assert "un posto così c'è già" in person.last.text, person.story("nothing free")
    person.say("sì")
    assert "d'accordo" in person.last.text, person.story("the consent to a booking comes next")
    person.client.close()
