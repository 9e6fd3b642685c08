"""Who may attend a course, in whole conversations; what stays of them."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from tests.conversations.scripted import Place, play, scripts

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("turns", scripts(Path(__file__).parent))
def test_conversation(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)


def _age_conversation(place: Place, conversation_id: str, seconds: float) -> None:
    """Make everything said so far so much older: the session has expired."""
    with sqlite3.connect(make_url(place.settings.database_url).database) as connection:
        rows = connection.execute("select id, data from events where sender_id = ?", [conversation_id]).fetchall()
        for row_id, data in rows:
            event = json.loads(data)
            event["timestamp"] -= seconds
            connection.execute("update events set timestamp = ?, data = ? where id = ?",
                               [event["timestamp"], json.dumps(event), row_id])
    connection.close()


def test_a_session_that_expires_in_the_middle_goes_on_with_its_question(place: Place) -> None:
    person = place.person()
    person.say("posso fare il corso meccanico?")
    person.say("43")
    _age_conversation(place, person.client.conversation_id, 3 * 3600)
    person.say("disoccupato")
    person.expect("riprendiamo da dove eravamo rimasti", "Lombardia")
    person.say("Lecco")
    person.expect("Età: 43", "requisiti ci sono")
    person.client.close()


def test_a_new_session_knows_nothing_of_the_person(place: Place) -> None:
    person = place.person()
    person.say("ho 34 anni sono disoccupata e abito a Lecco, posso fare il corso da cameriera?")
    _age_conversation(place, person.client.conversation_id, 3 * 3600)
    person.say("posso partecipare?")
    person.expect("disoccupati")
    assert "riprendiamo" not in person.last.text and "Età: 34" not in person.last.text, person.story("remembered")
    with sqlite3.connect(make_url(place.settings.database_url).database) as connection:
        events = [json.loads(row[0]) for row in connection.execute(
            "select data from events where sender_id = ? order by id", [person.client.conversation_id])]
    connection.close()
    start = max(index for index, event in enumerate(events) if event.get("name") == "action_session_start")
    kept = {event["name"]: event["value"] for event in events[start:] if event["event"] == "slot" and event["value"]}
    assert not {"eligibility_age", "eligibility_status", "eligibility_residence",
                "eligibility_income"} & set(kept), kept
    person.client.close()


def test_the_log_holds_nothing_that_was_said(place: Place) -> None:
    person = place.person()
    marks = ("Valmadrera", "7777", "badante")
    person.say("posso fare il corso di sala? ho 61 anni, faccio la badante e abito a Valmadrera")
    person.say("7777 euro l'anno")
    person.expect("7.777")
    person.client.close()
    time.sleep(0.2)
    for mark in marks:
        assert mark not in place.server.log
