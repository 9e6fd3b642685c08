"""Reminders in the running server: an e-mail goes out beside the chat, once, whatever is killed in between."""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Callable, Iterator

import pytest
import sqlalchemy

from bot.db.models import Base
from bot.db.session import dispose_all, get_engine
from bot.services import booking
from tests.support import booking_data
from tests.support.clocks import PATIENCE_SECONDS, RunningClock
from tests.support.servers import Server, free_port
from tests.support.webchat import toy_model, toy_server
from tests.unit.connectors.mail.test_mail_sender import Postbox, mail_server

pytestmark = pytest.mark.slow


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'o.db'}"
    Base.metadata.create_all(get_engine(url))
    booking_data.add_offices(url)
    yield url
    dispose_all()


def test_an_e_mail_survives_restarts_and_goes_once(
    tmp_path: Path, database: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    postbox, port = Postbox(), free_port()
    clock = RunningClock(booking_data.NOW)
    env = {**clock.env, "DATABASE_URL": database, "ORIENTA_MAIL_FROM": "Orienta <orienta@example.it>",
           "ORIENTA_SMTP_URL": f"smtp://127.0.0.1:{port}"}

    @contextmanager
    def server() -> Iterator[Server]:
        with toy_server(tmp_path, toy_model(tmp_path_factory), env) as running:
            yield running

    settings = booking_data.settings_of(database)
    now = clock()
    first = booking.find_first_free(settings, service_id="orientamento", office_id=None, now=now + timedelta(days=2))
    assert first is not None
    booking_data.book(settings, "anna", starts_at=first.starts_at, office_id=first.office_id, now=now)
    with server() as running:  # the mail server is away: one attempt at least
        _until(lambda: "attempt 1" in running.log)
        os.killpg(running.process.pid, signal.SIGKILL)
    with mail_server(postbox, port):
        with get_engine(database).begin() as connection:  # as if a minute of patience had passed
            connection.execute(sqlalchemy.text("update notice set changed_at = datetime(changed_at, '-2 minutes')"))
        with server():
            _until(lambda: bool(postbox.messages))
        with server():
            time.sleep(2)
    (message,) = postbox.messages
    assert message["To"] == "anna@example.org" and "Il tuo appuntamento" in message["Subject"]


def _until(met: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    limit = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.1)
