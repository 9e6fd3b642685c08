"""Erasing one's data: asked once, done after a yes only, and nothing comes back."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from tests.conversations.scripted import Place, Scripted

pytestmark = pytest.mark.slow


def _stored(place: Place, person: Scripted) -> list[dict[str, Any]]:
    with sqlite3.connect(make_url(place.settings.database_url).database) as connection:
        rows = connection.execute("select data from events where sender_id = ? order by id",
                                  [person.client.conversation_id]).fetchall()
    connection.close()
    return [json.loads(row[0]) for row in rows]


def _ratings(place: Place, person: Scripted) -> int:
    with sqlite3.connect(make_url(place.settings.database_url).database) as connection:
        count = connection.execute("select count(*) from feedback where conversation_id = ?",
                                   [person.client.conversation_id]).fetchone()[0]
    connection.close()
    return int(count)


def _person_with_a_past(place: Place) -> Scripted:
    person = place.person()
    for text in ("ti do 4 stelle", "risposte chiare", "no",
                 "ho 34 anni sono disoccupata e abito a Lecco, posso fare il corso di sala?"):
        person.say(text)
    person.expect("Età: 34")
    assert _ratings(place, person) == 1, person.story("not rated")
    return person


def test_a_yes_erases_what_was_stored_and_what_was_said(place: Place) -> None:
    person = _person_with_a_past(place)
    person.say("cancella i miei dati")
    person.expect("i tuoi dati", "confermi")
    person.click("Sì")
    person.expect("ho cancellato")
    assert _ratings(place, person) == 0
    said = json.dumps(_stored(place, person))
    assert "34" not in [event.get("text") for event in _stored(place, person)] and "disoccupata" not in said
    person.say("posso partecipare?")
    person.expect("quale corso|Quanti anni")
    assert "Età: 34" not in person.last.text
    after = json.dumps(_stored(place, person))
    assert "disoccupata" not in after and "4 stelle" not in after, "what was erased came back"
    person.client.close()


def test_a_no_keeps_everything(place: Place) -> None:
    person = _person_with_a_past(place)
    person.say("voglio cancellare i miei dati")
    person.say("no")
    person.expect("non cancello nulla")
    assert _ratings(place, person) == 1
    assert "disoccupata" in json.dumps(_stored(place, person))
    person.say("ciao")
    assert "disoccupata" in json.dumps(_stored(place, person))
    person.client.close()


def test_an_appointment_goes_with_the_rest(place: Place) -> None:
    from bot.services import booking
    from tests.conversations.booking.conftest import NOW

    person = place.person()
    person.book()
    assert len(booking.list_own(place.settings, conversation_id=person.client.conversation_id, now=NOW)) == 1
    person.say("cancella tutti i miei dati")
    person.say("sì")
    person.expect("ho cancellato")
    assert booking.list_own(place.settings, conversation_id=person.client.conversation_id, now=NOW) == []
    person.client.close()
