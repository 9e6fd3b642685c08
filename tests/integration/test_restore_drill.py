"""Servers killed under load and brought back from a backup made meanwhile: nothing that was confirmed is lost.

The clients keep a ledger of what the server confirmed. The crashed database must have all of it, the restored one all
that was confirmed before its backup began. Two crashes here, 100 with ``ORIENTA_TEST_LONG=1`` (`make test-long`).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Callable

import pytest
import simple_websocket

from bot import clock
from bot.db import migrate
from bot.db import session as db_session
from bot.server.backups import make_backup, restore_backup
from bot.settings import Settings
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.webchat import SECRET, OwnChat, toy_model, toy_server

pytestmark = pytest.mark.slow

CRASHES = 100 if os.environ.get("ORIENTA_TEST_LONG") else 2
CHATS, PAUSE_SECONDS = 4, 0.2
"""Twenty messages a second."""

Ledger = set[tuple[str, int, str]]
"""Conversation, number and text of each message that was confirmed."""


class Writer(threading.Thread):
    """A person who writes until the server is gone."""

    def __init__(self, url: str, name: str) -> None:
        super().__init__(daemon=True)
        self.chat = OwnChat(url)
        self._name = name
        self._sent: dict[int, str] = {}

    def run(self) -> None:
        with suppress(simple_websocket.ConnectionClosed):
            while True:
                text = f"ciao {self._name} {len(self._sent)}"
                self._sent[self.chat.begin(text)] = text
                time.sleep(PAUSE_SECONDS)

    def confirmed(self) -> Ledger:
        """What the server has said that it has."""
        sender = self.chat.session_id.partition(".")[0]
        return {(sender, answer["sequence"], self._sent[number])
                for number, answer in dict(self.chat._acknowledged).items() if answer["ok"] and number in self._sent}


def read_messages(path: Path) -> Ledger:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute(
            "select conversation_id, sequence, text from message where author = 'person'").fetchall())


def wait_for_confirmed(writers: list[Writer], count: int) -> None:
    """Return when so many messages of these people were confirmed."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while sum(len(writer.confirmed()) for writer in writers) < count:
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_model(tmp_path_factory)


def test_nothing_that_was_confirmed_is_lost(
    model: Path, seeded_file: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    record_property("seed", seed)
    database = tmp_path / "orienta.db"
    shutil.copy(seeded_file, database)
    settings = Settings(database_url=f"sqlite:///{database}", secret=SECRET)
    everything: Ledger = set()
    slowest = 0.0
    for crash in range(CRASHES):
        with toy_server(tmp_path, model, database_url=settings.database_url) as server:
            writers = [Writer(server.url, f"{crash}-{number}") for number in range(CHATS)]
            for writer in writers:
                writer.start()
            wait_for_confirmed(writers, chance.randint(2, 12))
            before = everything.union(*(writer.confirmed() for writer in writers))
            make_backup(settings, tmp_path / "copy", model, clock.now())
            wait_for_confirmed(writers, len(before - everything) + chance.randint(1, 8))
            server.stop(signal.SIGKILL)
            for writer in writers:
                writer.join()
            everything |= set().union(*(writer.confirmed() for writer in writers))
        kept = read_messages(database)
        assert everything <= kept, f"seed {seed}: the crashed database lost {everything - kept}"
        began = time.monotonic()
        elsewhere = tmp_path / f"restored-{crash}"
        there = Settings(database_url=f"sqlite:///{elsewhere / 'orienta.db'}")
        migrate.upgrade(there.database_url)
        restore_backup(there, tmp_path / "copy", models=elsewhere / "models", secret=elsewhere / "var" / "secret")
        slowest = max(slowest, time.monotonic() - began)
        restored = read_messages(elsewhere / "orienta.db")
        assert before <= restored, f"seed {seed}: the backup lost {before - restored}"
        db_session.dispose_all()
        if crash < CRASHES - 1:
            shutil.rmtree(elsewhere)
    record_property("slowest_restore_seconds", round(slowest, 1))
    last = tmp_path / "last"
    last.mkdir()
    with toy_server(last, elsewhere / "models" / model.name, database_url=there.database_url) as server:
        assert OwnChat(server.url).say("ciao")[0]["text"].startswith("Ciao"), "what was restored serves"
