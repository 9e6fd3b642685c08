"""Ratings, people, signs and moods in whole conversations."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from tests.conversations.scripted import Place, play, scripts

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("turns", scripts(Path(__file__).parent))
def test_conversation(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)


def test_what_was_rated_is_stored_once(place: Place) -> None:
    person = play(place, [
        {"say": "feedback"}, {"press": "2"}, {"press": "Mancava l'informazione"},
        {"say": "non c'erano gli orari dell'ufficio", "hear": ["Grazie"]}])
    with sqlite3.connect(make_url(place.settings.database_url).database) as connection:
        found = connection.execute("select stars, aspect, comment from feedback where conversation_id = ?",
                                   [person.client.conversation_id]).fetchall()
    connection.close()
    assert found == [(2, "mancava l'informazione", "non c'erano gli orari dell'ufficio")]
