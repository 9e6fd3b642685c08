"""A part that goes and comes back: one line each, the host named, however many ask meanwhile."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text

from bot import outages
from bot.db.session import DatabaseUnavailable, transaction
from bot.outages import QUIET_SECONDS, Outage
from bot.services.unavailable import log_failure

NOWHERE = "postgresql+psycopg2://anna:segreta@127.0.0.1:1/nothing"


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def seconds() -> Clock:
    return Clock()


@pytest.fixture
def outage(seconds: Clock) -> Outage:
    return Outage("Redis", "10.0.0.7:6379", seconds)


def test_one_line_when_it_goes_and_one_when_it_is_back(
    outage: Outage, seconds: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(100):
        outage.note_failure("ConnectionError")
        seconds.seconds += 0.5
    assert outage.is_down
    outage.note_answer()
    outage.note_answer()
    assert not outage.is_down
    assert [record.getMessage() for record in caplog.records] == [
        "Redis (10.0.0.7:6379) does not answer: ConnectionError",
        "Redis (10.0.0.7:6379) answers again after 50 s; 100 attempts had failed"]


def test_what_comes_and_goes_is_told_at_most_once_a_minute(
    outage: Outage, seconds: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(int(QUIET_SECONDS) * 3):
        outage.note_failure("TimeoutError")
        seconds.seconds += 0.5
        outage.note_answer()
        seconds.seconds += 0.5
    assert len(caplog.records) <= 2 * 3


def test_what_went_again_in_silence_is_told_when_it_stays(
    outage: Outage, seconds: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage.note_failure("TimeoutError")
    outage.note_answer()
    outage.note_failure("TimeoutError")
    assert len(caplog.records) == 2
    seconds.seconds += QUIET_SECONDS
    outage.note_failure("TimeoutError")
    assert len(caplog.records) == 3 and "does not answer" in caplog.records[2].getMessage()


@pytest.mark.parametrize(("url", "host"), [
    (NOWHERE, "127.0.0.1:1"), ("redis://:segreta@[::1]:6379/0", "[::1]:6379"), ("sqlite:////srv/a.db", "/srv/a.db"),
    ("unix:///run/redis.sock", "/run/redis.sock"), ("postgresql://anna@db.example.it/x", "db.example.it"),
    ("postgresql://anna:segreta@/x?host=/run/pg", "/run/pg")])
def test_a_host_is_named_without_its_password(url: str, host: str) -> None:
    assert outages.name_host(url) == host


def test_a_database_that_is_away_has_one_line_and_no_other(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("orienta.conversation")
    with caplog.at_level(logging.INFO):
        for _ in range(5):
            with pytest.raises(DatabaseUnavailable) as met, transaction(NOWHERE) as session:
                session.execute(text("SELECT 1"))
            log_failure(logger, "a message could not be written", met.value)
    assert len(caplog.records) == 1
    assert "127.0.0.1:1" in caplog.text and "segreta" not in caplog.text


def test_the_control_another_error_is_logged_each_time(caplog: pytest.LogCaptureFixture) -> None:
    log_failure(logging.getLogger("orienta.conversation"), "a message could not be written", RuntimeError("Gina"))
    assert "a message could not be written" in caplog.text and "Gina" not in caplog.text
