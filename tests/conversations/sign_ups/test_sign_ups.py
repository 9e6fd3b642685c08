"""Events with sign-up in whole conversations: nothing open, a place, a firm, the waiting list, withdrawn."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest
from sqlalchemy import delete, select

from bot.db.fact_versions import raise_versions
from bot.db.models import EventDay, SignUp
from bot.db.session import transaction
from bot.services import sign_ups
from bot.services.sign_ups import Attendee
from bot.yaml_files import read_yaml
from tests.conversations.booking.conftest import NOW
from tests.conversations.scripted import Place, Scripted, play

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent
JOB_DAY, SEMINAR = NOW.date() + timedelta(days=9), NOW.date() + timedelta(days=16)


def scripts(name: str) -> list[Any]:
    return [pytest.param(script["turns"], id=script["name"]) for script in read_yaml(FOLDER / f"{name}.yml")]


@pytest.fixture
def open_days(place: Place) -> Iterator[None]:
    """A job day for people and a seminar for people and firms, with one place each; closed again afterwards."""
    with transaction(place.settings.database_url, write=True) as session:
        session.add(EventDay(event_id="job_day_sala", day=JOB_DAY, place="Lecco, sala civica", places=1,
                                 starts=time(15)))
        session.add(EventDay(event_id="seminario_welfare", day=SEMINAR, place="Lecco, Politecnico", places=1,
                                 sign_up_for="both"))
        raise_versions(session, ["event_session"])
    yield
    with transaction(place.settings.database_url, write=True) as session:
        session.execute(delete(SignUp))
        session.execute(delete(EventDay).where(EventDay.day.in_([JOB_DAY, SEMINAR])))
        raise_versions(session, ["event_session"])


@pytest.mark.parametrize("turns", scripts("none_open"))
def test_nothing_is_open(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)


@pytest.mark.parametrize("turns", scripts("open_days"))
def test_events_are_open(place: Place, open_days: None, turns: list[dict[str, Any]]) -> None:
    play(place, turns)


def test_a_full_event_puts_one_on_the_waiting_list_and_the_place_comes_on(place: Place, open_days: None) -> None:
    first: Any = sign_ups.sign_up(
        place.settings, event_id="job_day_sala", day=JOB_DAY, conversation_id="site_1", channel="site", now=NOW,
        who=Attendee("people", "Piero Mori", "piero@example.it", "email", "2026-1"))
    person: Scripted = place.person()
    person.say("mi iscrivo al prossimo job day")
    assert "posti sono presi" in person.last.text and "lista d'attesa" in person.last.text, person.story("not full")
    for words in ("sì", "Carla Bo", "carla@example.it"):
        person.say(words)
    assert "al numero 1" in person.last.text, person.story("not on the list")
    sign_ups.withdraw(place.settings, code=first.ticket.code, conversation_id="site_1", channel="site", now=NOW)
    person.say("sono iscritta al job day?")
    assert "La tua iscrizione" in person.last.text, person.story("the place did not come on")
    with transaction(place.settings.database_url) as session:
        assert session.execute(select(SignUp.name, SignUp.place)).all() == [("Carla Bo", 1)]
    person.say("cancella tutti i miei dati")
    person.say("sì, cancella")
    with transaction(place.settings.database_url) as session:
        assert session.execute(select(SignUp.id)).first() is None, person.story("an erased person is on no list")
    person.client.close()
