"""The real assistant for tests: its trained model, a seeded database each, a server, a chat."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Optional

import pytest

from bench.chat_client import Chat, text_of
from bot import settings
from bot.server import training
from bot.yaml_files import read_yaml
from tests.support import servers
from tests.support.servers import ROOT, Server

FAULTY_ACTIONS = "tests.support.faulty_actions"
MODEL_SETTING = "ORIENTA_TEST_MODEL"
"""An archive to test instead of training one: for who changes the data while the tests run."""

Messages = list[dict[str, Any]]


@pytest.fixture(scope="session")
def trained_model(seeded_file: Path) -> Path:
    """The archive of the project's model, trained now when the data have changed since (it needs the names of the
    database)."""
    given = os.environ.get(MODEL_SETTING)
    if given:
        return Path(given)
    wanted = training.find_model_path(settings.load())
    if not wanted.is_file():
        _train(f"sqlite:///{seeded_file}")
    assert wanted.is_file(), "the training made another model than the one of the present inputs"
    return wanted


def _train(database_url: str) -> None:
    """In a process of its own: Rasa's imports and its logging stay out of the tests."""
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-m", "bot.cli", "train", "--if-changed"], cwd=ROOT, timeout=600,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": database_url},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@contextmanager
def assistant(
    folder: Path, model: Path, database: Optional[Path] = None, *, env: Optional[dict[str, str]] = None, **more: Any,
) -> Iterator[Server]:
    """A server of the real assistant in ``folder``, with a copy of the ``database`` file unless it has one already."""
    target = folder / "orienta.db"
    if database is not None and not target.exists():
        shutil.copy(database, target)
    secret = {"ORIENTA_SECRET": "a key for tests, the same after a restart", "ORIENTA_ACTIONS_PACKAGE": FAULTY_ACTIONS,
              "ORIENTA_TEST_FAULTS": str(folder / "faults"), **(env or {})}
    with servers.orienta_serve(folder, model=model, env=secret, **more) as server:
        yield server


def sentence(response: str) -> str:
    """The words of a response of bot/data/responses that has no places to fill."""
    for path in sorted((ROOT / "bot" / "data" / "responses").glob("*.yml")):
        found = (read_yaml(path).get("responses") or {}).get(response)
        if found:
            return str(found[0]["text"]).strip()
    raise LookupError(response)


def texts(messages: Messages) -> list[str]:
    """The texts of a reply, message by message."""
    return [message.get("text", "") for message in messages if "text" in message]


def rows(server: Server, query: str, *values: object) -> list[Any]:
    """What ``query`` finds in the SQLite file of ``server``."""
    connection = sqlite3.connect(server.log_file.parent / "orienta.db", timeout=10)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


# -- booking, step by step ---------------------------------------------------------------------------------------------


def book_until_name(chat: Chat) -> Messages:
    """Start a booking by button: first service, Lecco, first free start, consent; then the name is asked."""
    reply = chat.say("vorrei prenotare un appuntamento")
    reply = chat.say(first_button(reply))
    reply = chat.press(reply, "Lecco")
    reply = chat.say(first_button(reply))
    reply = chat.press(reply, "sono d'accordo")
    assert sentence("utter_ask_booking_name") in text_of(reply), text_of(reply)
    return reply


def book_until_summary(chat: Chat, name: str = "Maria Rossi", contact: str = "333 1234567") -> Messages:
    """Go on to the summary, with its buttons."""
    book_until_name(chat)
    reply = chat.say(name)
    assert sentence("utter_ask_booking_contact") in text_of(reply), text_of(reply)
    reply = chat.say(contact)
    assert "Ricapitolo" in text_of(reply), text_of(reply)
    return reply


def first_button(messages: Messages) -> str:
    """The payload of the first button.

    Raises:
        LookupError: there is none.
    """
    for message in messages:
        for reply in message.get("quick_replies", []):
            return str(reply["payload"])
    raise LookupError(f"no buttons: {text_of(messages)}")
