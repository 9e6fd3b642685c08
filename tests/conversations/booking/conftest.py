"""A server on a fixed day for the simulated people of the booking conversations."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, Optional

import pytest

from bot import clock
from bot.services import booking, privacy
from bot.services.booking import AppointmentView
from bot.settings import Settings
from tests.conversations.simulated import Client, Person
from tests.support.clocks import RunningClock
from tests.support.desk_data import add_operator
from tests.support.servers import Server, orienta_serve

STARTS = datetime(2026, 11, 23, 9, 40)
"""Monday; 8 December is a Tuesday, 25 December a Friday, bookable from Tuesday at 10:00 to 22 January."""
NOW = STARTS.replace(tzinfo=clock.ROME)
PACE = 0.05
"""The day passes slowly: at ten the first bookable hour would be another one, however long the tests take."""


@dataclass
class Town:
    """The server, its database, and the people who came."""

    server: Server
    settings: Settings
    people: list[Person] = field(default_factory=list)

    def person(self, session_id: str = "", **answers: Any) -> Person:
        """Somebody new, or somebody who comes back with a session id."""
        found = Person(Client(self.server.url, session_id), answers)
        self.people.append(found)
        return found

    def appointments(self, person: Person) -> list[AppointmentView]:
        """The active appointments of a person's conversation."""
        return booking.list_own(self.settings, conversation_id=person.client.conversation_id, now=NOW)

    def only(self, person: Person) -> AppointmentView:
        """The one active appointment."""
        found = self.appointments(person)
        assert len(found) == 1, person.story(f"{len(found)} appointments")
        return found[0]

    def is_free(self, office: str, moment: datetime, service: str = "orientamento") -> bool:
        """Whether the start can be had by somebody else (an expired hold is free, a hold is not)."""
        start = moment.replace(tzinfo=clock.ROME)
        return bool(booking.search_availability(
            self.settings, service_id=service, office_id=office, now=NOW, start=start, end=start.replace(second=1)))

    def forget(self) -> None:
        """Everybody leaves and is forgotten, so that the next ones find all places free."""
        for person in self.people:
            person.client.close()
            privacy.erase(self.settings, conversation_id=person.client.conversation_id, now=NOW)
        self.people.clear()


def on_the_day(begins: datetime = NOW) -> dict[str, str]:
    """The environment of a server whose day begins now."""
    return {"ORIENTA_SECRET": "a key of the tests", **RunningClock(begins, PACE).env}


def copy_with_operator(seeded_file: Path, folder: Path) -> str:
    """The address of a database in ``folder`` with schema, seed and an operator."""
    url = f"sqlite:///{shutil.copy(seeded_file, folder / 'orienta.db')}"
    add_operator(url)
    return url


@pytest.fixture(scope="session")
def _town(tmp_path_factory: pytest.TempPathFactory, trained_model: Path, seeded_file: Path) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("booking")
    url = copy_with_operator(seeded_file, folder)
    with orienta_serve(folder, model=trained_model, database_url=url, env=on_the_day()) as server:
        yield Town(server, Settings(database_url=url))


@pytest.fixture
def town(_town: Town) -> Iterator[Town]:
    """The running town, empty of people afterwards."""
    yield _town
    _town.forget()


def moment(text: str) -> Optional[datetime]:
    """``2026-12-03T10:00`` as local time."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.ROME)
