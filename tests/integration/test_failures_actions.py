"""Actions that raise, hang, or run on a server that is not there: one sentence, in time, and the form goes on."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from bench.chat_client import Chat, button, text_of
from tests.support import servers
from tests.support.assistant import (
    FAULTY_ACTIONS,
    Messages,
    assistant,
    book_until_name,
    book_until_summary,
    rows,
    sentence,
    texts,
)
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server

pytestmark = pytest.mark.slow

TOLD = sentence("utter_service_unavailable")
QUESTION = "quanto dura il corso di sala?"
LIMITED = {"ORIENTA_ACTION_TIMEOUT_SECONDS": "3"}

PERSONAL = ("Bonacina", "esempio.it", "339 123", "3391234567", "corso di sala")


@pytest.fixture(scope="module")
def server(trained_model: Path, seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The actions inside the server."""
    with assistant(tmp_path_factory.mktemp("actions"), trained_model, seeded_file, env=LIMITED) as running:
        yield running
        assert not [word for word in PERSONAL if word in running.log]


@contextmanager
def failing(server: Server, *faults: str) -> Iterator[None]:
    """While this lasts the actions fail as ``faults`` say."""
    path = server.log_file.parent / "faults"
    path.write_text("\n".join(faults))
    try:
        yield
    finally:
        path.write_text("")


def assert_told(messages: Messages) -> None:
    """The one sentence, with the offices beside it where this process has read them."""
    told, *ways = texts(messages)
    assert told == TOLD and all("0341" in way for way in ways) and len(ways) <= 1


def overruns(server: Server) -> int:
    """How many actions have been given up so far because they took longer than they may."""
    return server.log.count("took longer than")


def test_the_control_nothing_fails(server: Server) -> None:
    with Chat(server.url) as chat:
        assert "250" in text_of(chat.say(QUESTION))


@pytest.mark.parametrize("fault", ["raise", "slow"])
def test_a_question(server: Server, fault: str) -> None:
    with Chat(server.url) as chat:
        with failing(server, f"action_answer {fault}"):
            before = overruns(server)
            assert_told(chat.say(QUESTION))
            assert overruns(server) - before == (fault == "slow")
        assert "250" in text_of(chat.say(QUESTION))


@pytest.mark.parametrize("fault", ["raise", "slow"])
def test_every_action_in_the_middle_of_a_form(server: Server, fault: str) -> None:
    with Chat(server.url) as chat:
        book_until_name(chat)
        with failing(server, f"* {fault}"):
            before = overruns(server)
            assert_told(chat.say("Elda Bonacina"))
            assert overruns(server) - before == (fault == "slow"), "the person waited for several limits"
        assert texts(chat.say("Elda Bonacina")) == [sentence("utter_ask_booking_contact")]
        with failing(server, "* raise"):
            assert_told(chat.say(QUESTION))
        reply = text_of(chat.say(QUESTION))
        assert "250" in reply and sentence("utter_ask_booking_contact") in reply
        assert "Ricapitolo" in text_of(chat.say("elda@esempio.it"))


@pytest.mark.parametrize("fault", ["raise", "slow"])
def test_a_session_that_cannot_be_started_says_nothing_of_it(server: Server, fault: str) -> None:
    with Chat(server.url) as chat:
        with failing(server, f"action_session_start {fault}"):
            (reply,) = chat.say(QUESTION)
        assert "250" in reply["text"]
        assert "gratuit" in text_of(chat.say("e quanto costa?"))


def test_a_question_that_cannot_be_put(server: Server) -> None:
    with Chat(server.url) as chat:
        reply = chat.say("vorrei prenotare un appuntamento")
        with failing(server, "action_ask_booking_form_booking_office raise"):
            assert_told(chat.press(reply, "Colloquio"))
        reply = chat.say("a Merate")
        assert "Quando ti va bene?" in text_of(reply)


@pytest.mark.parametrize(("fault", "how"), [("raise", "words"), ("raise", "button"), ("slow", "words")])
def test_a_confirmation(server: Server, fault: str, how: str) -> None:
    address = f"conferma.{fault}.{how}@esempio.it"
    with Chat(server.url) as chat:
        summary = book_until_summary(chat, "Elda Bonacina", address)
        with failing(server, f"action_confirm_booking {fault}"):
            assert_told(chat.press(summary, "Confermo"))
            if how == "button":
                time.sleep(2.1)  # a double click is something else
        again = chat.press(summary, "Confermo") if how == "button" else chat.say("confermo")
        assert "Prenotato" in text_of(again) and "Elda" not in server.log
        assert "LC-" in text_of(chat.say("quando ho l'appuntamento?"))
    assert rows(server, "select count(*) from appointment where contact = ?",
                address) == [(1,)]


def test_cancelling_and_erasing(server: Server) -> None:
    with Chat(server.url) as chat:
        chat.press(book_until_summary(chat, "Elda Bonacina", "via@esempio.it"), "Confermo")
        chat.say("annulla il mio appuntamento")
        with failing(server, "action_confirm_cancel raise"):
            assert_told(chat.say("sì"))
        assert "annullato" in text_of(chat.say("sì"))
        chat.say("cancella i miei dati")
        with failing(server, "action_erase_data raise"):
            assert_told(chat.say("sì"))
        assert button(chat.say("sì"), "Sì")
        assert sentence("utter_erased").partition("{")[0] in text_of(chat.say("sì"))
    assert rows(server, "select 1 from appointment where contact = 'via@esempio.it'") == []


def test_a_slow_action_keeps_nobody_else_waiting(server: Server) -> None:
    with Chat(server.url) as slow, Chat(server.url) as quick:
        with failing(server, "action_ask_booking_form_booking_service slow"):
            slow.send("vorrei prenotare un appuntamento")
            time.sleep(0.3)
            assert "250" in text_of(quick.say(QUESTION))
            assert not slow.received, "it was answered after the slow one"
        assert slow.wait_for(lambda: bool(slow.received), PATIENCE_SECONDS)


def test_a_separate_action_server(trained_model: Path, seeded_file: Path, tmp_path: Path) -> None:
    """Not there, then there, failing, slow, killed while it works, and there again."""
    port = servers.free_port()
    env = {"ORIENTA_ACTIONS_PACKAGE": FAULTY_ACTIONS, "ORIENTA_TEST_FAULTS": str(tmp_path / "faults")}
    address = f"http://127.0.0.1:{port}"
    with assistant(tmp_path, trained_model, seeded_file, env=LIMITED, actions_url=address) as server, \
            Chat(server.url) as chat:
        assert_told(chat.say(QUESTION))
        assert "does not answer" in server.log and overruns(server) == 0
        with servers.orienta_actions(tmp_path, env=env, port=port) as actions:
            assert "250" in text_of(chat.say(QUESTION))
            book_until_name(chat)
            with failing(server, "* raise"):
                assert_told(chat.say("Elda Bonacina"))
            with failing(server, "* slow"):
                assert_told(chat.say("Elda Bonacina"))
            assert texts(chat.say("Elda Bonacina")) == [sentence("utter_ask_booking_contact")]

            def kill_it_at_work() -> None:
                chat.send("elda@esempio.it")
                time.sleep(0.5)
                actions.stop(signal.SIGKILL)

            with failing(server, "* slow"):
                assert_told(chat.replies_to(kill_it_at_work, turns=1))
            assert_told(chat.say("elda@esempio.it"))
            log = actions.log
        with servers.orienta_actions(tmp_path, env=env, port=port) as actions:
            reply = chat.say("elda@esempio.it")
            assert "Elda Bonacina" in text_of(reply)
            assert "Prenotato" in text_of(chat.press(reply, "Confermo"))
            log += actions.log
        assert not [word for word in PERSONAL if word in server.log + log]
