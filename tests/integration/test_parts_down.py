"""Too much at once, a Redis or a PostgreSQL that goes, stalls and comes back: honest words, one line, no restart."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Iterator

import pytest

from bot.db import session as db_session
from bot.db.models import Base
from bot.texts import get_text
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.database import OwnPostgres, run_postgres
from tests.support.redis_server import RedisServer, run_redis
from tests.support.servers import Server
from tests.support.webchat import OwnChat, toy_model, toy_server

pytestmark = pytest.mark.slow

SLOW_MESSAGE = "aspetta un momento"
"""The toy bot takes a second for it."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_model(tmp_path_factory)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with run_redis(tmp_path) as server:
        yield server


@pytest.fixture
def postgres() -> Iterator[OwnPostgres]:
    with run_postgres() as server:
        Base.metadata.create_all(db_session.get_engine(server.url))
        db_session.dispose_all()
        yield server


def lines_of(server: Server, words: str) -> list[str]:
    return [line for line in server.log.splitlines() if words in line]


def wait_for_health(server: Server, status: int) -> dict[str, object]:
    limit = time.monotonic() + PATIENCE_SECONDS
    while (found := server.get("/health"))[0] != status:
        assert time.monotonic() < limit, found
        time.sleep(0.1)
    return dict(found[1])


def test_what_is_too_much_is_refused_with_a_sentence_and_the_rest_answered(model: Path, tmp_path: Path) -> None:
    with toy_server(tmp_path, model, {"ORIENTA_QUEUE_MAX": "6"}) as server:
        busy = OwnChat(server.url)
        numbers = [busy.begin(SLOW_MESSAGE) for _ in range(12)]
        said = [busy.acknowledgement(number) for number in numbers]
        refused = [item for item in said if not item["ok"]]
        assert 0 < len(refused) < 12
        assert {item["text"] for item in refused} == {get_text("conversation.overloaded")}
        taken = 12 - len(refused)
        busy.until(lambda: sum(item["text"] == "Eccomi." for item in busy.messages) == taken, "every answer")
        assert len(lines_of(server, "ORIENTA_QUEUE_MAX")) == 1
        assert busy.say("ciao")[0]["text"].startswith("Ciao"), "the queue has room again"
        busy.close()


def test_redis_that_was_restarted_costs_nobody_an_answer(model: Path, tmp_path: Path, redis: RedisServer) -> None:
    with toy_server(tmp_path, model, {"REDIS_URL": redis.url, "ORIENTA_LIMITS": "on"}) as server:
        chat = OwnChat(server.url)
        assert chat.say("ciao")[0]["text"].startswith("Ciao")
        redis.stop()
        redis.start()
        answers = chat.turn("ciao")
        assert [item["text"] for item in answers] == ["Ciao, dimmi pure.\n\nScegli qui sotto."]
        chat.close()


def test_redis_away_is_told_in_one_line_and_what_was_taken_is_answered_later(
    model: Path, tmp_path: Path, redis: RedisServer
) -> None:
    with toy_server(tmp_path, model, {"REDIS_URL": redis.url, "ORIENTA_LIMITS": "on"}) as server:
        chats = [OwnChat(server.url) for _ in range(5)]
        for chat in chats:
            chat.say("ciao")
        redis.stop()
        assert wait_for_health(server, 503)["redis"] == "unavailable"
        for _ in range(3):
            for chat in chats:
                assert chat.send("scelgo la prima")["ok"]
        later = get_text("conversation.answered_later")
        for chat in chats:
            chat.until(lambda chat=chat: later in chat.texts(), "a word")  # type: ignore[misc]
        redis.start()
        for chat in chats:
            chat.until(lambda chat=chat: chat.texts().count("Hai scelto prima.") == 3, "answers")  # type: ignore[misc]
            assert not any("riprova" in text for text in chat.texts())
            chat.close()
        assert wait_for_health(server, 200)["redis"] == "ok"
        place = f"Redis (127.0.0.1:{redis.port})"
        assert len(lines_of(server, f"{place} does not answer")) == 1
        assert len(lines_of(server, f"{place} answers again")) == 1
        assert len(server.log.splitlines()) < 25, server.log


def test_a_postgresql_that_stands_still_is_told_and_nobody_has_to_write_again(
    model: Path, tmp_path: Path, postgres: OwnPostgres
) -> None:
    with toy_server(tmp_path, model, database_url=postgres.url) as server:
        chat = OwnChat(server.url)
        chat.say("ciao")
        with postgres.frozen():
            number = chat.begin("scelgo la prima", key="once")
            slow = get_text("conversation.slow")
            chat.until(lambda: slow in chat.texts(), "a word")
            assert server.get("/health")[0] == 503
            assert len(lines_of(server, "does not answer")) == 1
        assert chat.acknowledgement(number)["ok"]
        chat.until(lambda: chat.texts().count("Hai scelto prima.") == 1, "the answer")
        assert chat.say("ricordami che cosa avevo detto")[0]["text"] == "Hai scelto prima."
        wait_for_health(server, 200)
        assert len(lines_of(server, "answers again")) == 1
        chat.close()


def test_postgresql_that_ends_and_comes_back_has_two_lines(model: Path, tmp_path: Path, postgres: OwnPostgres) -> None:
    with toy_server(tmp_path, model, database_url=postgres.url, only="") as server:
        chats = [OwnChat(server.url) for _ in range(3)]
        for chat in chats:
            chat.say("ciao")
        postgres.stop()
        for _ in range(3):
            for chat in chats:
                assert chat.send("ciao")["reason"] == "unavailable"
        assert wait_for_health(server, 503)["database"] == "unavailable"
        time.sleep(5.0)  # long enough for every worker of the server to meet it several times
        postgres.start()
        wait_for_health(server, 200)
        for chat in chats:
            assert chat.say("ciao")[0]["text"].startswith("Ciao")
            chat.close()
        assert len(lines_of(server, "does not answer")) == 1 and len(lines_of(server, "answers again")) == 1
        assert len(server.log.splitlines()) < 20, server.log
