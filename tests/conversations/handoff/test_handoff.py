"""From the assistant to an operator and back, in whole conversations; and what is done while the desk is closed."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot.services import conversations, handoffs, operators
from bot.settings import Settings
from bot.yaml_files import read_yaml
from tests.conversations.booking.conftest import NOW, copy_with_operator, on_the_day
from tests.conversations.scripted import Place, Scripted, play
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import orienta_serve

pytestmark = pytest.mark.slow
SUNDAY = NOW - timedelta(days=1)


def scripts(name: str) -> list[Any]:
    """The conversations of one file."""
    found = read_yaml(Path(__file__).parent / name)
    return [pytest.param(script["turns"], id=script["name"]) for script in found]


@pytest.fixture(scope="module")
def sunday(tmp_path_factory: pytest.TempPathFactory, trained_model: Path, seeded_file: Path) -> Iterator[Place]:
    """A server on a day when the desk is closed."""
    folder = tmp_path_factory.mktemp("sunday")
    url = copy_with_operator(seeded_file, folder)
    with orienta_serve(folder, model=trained_model, database_url=url, env=on_the_day(SUNDAY)) as server:
        yield Place(server, Settings(database_url=url))


@pytest.mark.parametrize("turns", scripts("open.yml"))
def test_while_the_desk_is_open(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)


@pytest.mark.parametrize("turns", scripts("closed.yml"))
def test_while_the_desk_is_closed(sunday: Place, turns: list[dict[str, Any]]) -> None:
    play(sunday, turns)


def logged(place: Place, person: Scripted, words: str) -> list[str]:
    """The texts of the log once ``words`` stand in it."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        texts = [message.text for message in conversations.list_after(
            place.settings, conversation_id=person.client.conversation_id, sequence=0)]
        if any(words in text for text in texts):
            return texts
        time.sleep(0.1)
    raise AssertionError(person.story(f"«{words}» never came"))


def test_an_operator_answers_and_hands_back_in_the_middle_of_a_booking(place: Place) -> None:
    now = NOW + timedelta(minutes=5)
    added = operators.add(place.settings, username="anna", name="Anna Verdi", password="una frase lunga e segreta 7",
                          office_ids=("lecco",), now=now)
    assert isinstance(added, operators.SavedAccount)
    person = place.person()
    here: dict[str, Any] = {"operator_id": added.operator.id, "now": now}
    try:
        for text in ("vorrei prenotare un colloquio a Lecco giovedì alle 11", "sì", "un operatore, per favore"):
            person.say(text)
        person.expect("lo sportello è aperto")
        here["conversation_id"] = person.client.conversation_id
        assert isinstance(handoffs.claim(place.settings, **here), handoffs.Owned)
        assert isinstance(handoffs.say(place.settings, text="Buongiorno, dica pure", **here), handoffs.SaidByOperator)
        person.client.post("va bene, grazie")
        before = logged(place, person, "va bene, grazie")
        assert sum("Come ti chiami" in text for text in before) == 1, "the assistant is silent"
        assert isinstance(handoffs.hand_back(place.settings, **here), handoffs.Ended)
        logged(place, person, "Riprendiamo")
        reply = person.say("Luca Neri")
        assert "telefono" in reply.text, person.story("the form did not go on at its question")
    finally:
        person.client.close()
