"""The web chat as clients meet it: a real server, a real Socket.IO client, people who try things."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Callable, Iterator, Optional

import pytest
from simple_websocket import ConnectionError as RefusedConnection

from bot import clock
from bot.texts import get_text
from connectors.webchat.session_ids import SessionIds
from tests.support import webchat
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server
from tests.support.webchat import Chat, RawChat

pytestmark = pytest.mark.slow

STALE_BUTTON = get_text("conversation.stale_button")
ASKED = "ricordami che cosa avevo detto"
NewChat = Callable[..., Chat]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


@pytest.fixture(scope="module")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with webchat.toy_server(tmp_path_factory.mktemp("webchat"), model) as running:
        yield running


@pytest.fixture
def new_chat(server: Server) -> Iterator[NewChat]:
    """Makes chats that are closed at the end."""
    chats: list[Chat] = []

    def make(session_id: Optional[str] = None, **options: Any) -> Chat:
        chats.append(Chat(server.url, session_id, **options))
        return chats[-1]

    yield make
    for chat in chats:
        chat.close()


def test_an_answer_has_its_text_whole_and_its_buttons(new_chat: NewChat) -> None:
    answer = new_chat().say("ciao")
    assert answer["text"] == "Ciao, dimmi pure.\n\nScegli qui sotto."
    assert [reply["title"] for reply in answer["quick_replies"]] == ["Prima", "Seconda", "Promemoria"]
    assert {reply["content_type"] for reply in answer["quick_replies"]} == {"text"}
    assert answer["quick_replies"][2]["payload"] == "mandami il promemoria"


def test_a_click_is_understood_as_its_payload(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.click(chat.say("ciao"), "Prima")
    assert chat.answer() == {"text": "Hai scelto prima."}


def test_two_conversations_are_apart(new_chat: NewChat) -> None:
    anna, bea = new_chat(), new_chat()
    assert anna.session_id != bea.session_id
    assert anna.say("scelgo la prima") == {"text": "Hai scelto prima."}
    assert bea.say(ASKED) == {"text": "Hai scelto None."}
    assert anna.say(ASKED) == {"text": "Hai scelto prima."}
    assert bea.is_quiet()


@pytest.mark.parametrize("wish", ["mine", "web_" + "A" * 32 + "." + "A" * 24, 7, {"a": 1}])
def test_an_id_of_the_clients_own_is_refused(new_chat: NewChat, wish: object) -> None:
    chat = new_chat(ask_session=False)
    confirmed = chat.request_session({"session_id": wish})
    assert confirmed != wish and confirmed.startswith("web_")
    assert chat.say("ciao")["text"]


def test_who_knows_only_the_sender_does_not_enter_the_conversation(new_chat: NewChat) -> None:
    anna = new_chat()
    anna.say("scelgo la prima")
    intruder = new_chat(anna.session_id.partition(".")[0])
    intruder.send({"message": ASKED, "session_id": anna.session_id, "sender": anna.session_id})
    assert intruder.answer() == {"text": "Hai scelto None."}
    assert anna.is_quiet()


def test_an_expired_id_is_replaced(new_chat: NewChat) -> None:
    ids = SessionIds(webchat.SECRET.encode(), timedelta(hours=168))
    now: datetime = clock.now()
    fresh, old = ids.issue(now - timedelta(hours=167)).id, ids.issue(now - timedelta(hours=169)).id
    assert new_chat(fresh).session_id == fresh  # the control: the key is the server's
    assert new_chat(old).session_id != old


def test_coming_back_with_the_id_continues_the_conversation(new_chat: NewChat) -> None:
    first = new_chat()
    first.say("scelgo la seconda")
    first.close()
    again = new_chat(first.session_id)
    assert again.session_id == first.session_id
    assert again.say(ASKED) == {"text": "Hai scelto seconda."}


def test_a_client_that_requests_no_session_is_served(new_chat: NewChat) -> None:
    chat = new_chat(ask_session=False)
    assert chat.say("scelgo la prima") == {"text": "Hai scelto prima."}
    assert chat.say(ASKED) == {"text": "Hai scelto prima."}


def test_two_tabs_of_one_person_both_get_the_answers(new_chat: NewChat) -> None:
    first = new_chat()
    second = new_chat(first.session_id)
    assert first.say("scelgo la prima") == {"text": "Hai scelto prima."}
    assert second.answer() == {"text": "Hai scelto prima."}
    assert second.say(ASKED) == first.answer() == {"text": "Hai scelto prima."}


def test_a_command_typed_by_hand_does_nothing_special(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.say("scelgo la prima")
    chat.say('/choose{"option": "terza"}')
    assert chat.say(ASKED) == {"text": "Hai scelto prima."}
    chat.say("/restart")
    assert chat.say(ASKED) == {"text": "Hai scelto prima."}


def test_a_button_of_somebody_else_or_changed_gets_a_sentence(new_chat: NewChat) -> None:
    anna, bea = new_chat(), new_chat()
    buttons = anna.say("ciao")
    bea.click(buttons, "Prima")
    assert bea.answer() == {"text": STALE_BUTTON}
    assert anna.say(buttons["quick_replies"][0]["payload"].replace("prima", "terza")) == {"text": STALE_BUTTON}
    assert bea.say(ASKED) == {"text": "Hai scelto None."}


def test_a_double_click_is_answered_once(new_chat: NewChat) -> None:
    chat = new_chat()
    buttons = chat.say("ciao")
    chat.click(buttons, "Prima")
    chat.click(buttons, "Prima")
    assert chat.answer() == {"text": "Hai scelto prima."}
    assert chat.is_quiet()
    chat.click(buttons, "Seconda")
    assert chat.answer() == {"text": "Hai scelto seconda."}


@pytest.mark.parametrize("text", ["x" * 10_000, "😀" * 10_000, "è" * 1001], ids=["letters", "emoji", "just over"])
def test_a_message_that_is_too_long_gets_one_sentence(new_chat: NewChat, text: str) -> None:
    chat = new_chat()
    assert "fino a 1.000 caratteri" in chat.say(text)["text"]
    assert chat.is_quiet()
    assert chat.say("scelgo la prima") == {"text": "Hai scelto prima."}


def test_malformed_events_are_ignored_and_the_connection_lives(new_chat: NewChat) -> None:
    chat = new_chat()
    for data in (None, 3, "ciao", [1], {}, {"message": 4}, {"message": ["ciao"]}, {"messaggio": "ciao"}, b"ciao"):
        chat.send(data)
    chat.client.emit("user_uttered")
    chat.client.emit("user_uttered", ("one", "two", "three"))
    chat.client.emit("no_such_event", {"a": 1})
    assert chat.is_quiet()
    assert chat.say("scelgo la prima") == {"text": "Hai scelto prima."}
    assert chat.say("   ") == {"text": get_text("conversation.empty")}


def test_html_is_text_in_both_directions(new_chat: NewChat) -> None:
    chat = new_chat()
    assert chat.say("<img src=x onerror=alert(1)> scelgo la prima") == {"text": "Hai scelto prima."}
    assert "<b>pronto</b>" in chat.say("mandami il promemoria")["text"]


def test_a_file_arrives_as_an_attachment(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.send({"message": "mandami il promemoria"})
    answers = [chat.answer(), chat.answer()]
    [file] = [answer["attachment"] for answer in answers if "attachment" in answer]
    assert file["type"] == "file" and file["payload"]["name"] == "appuntamento.ics"
    assert file["payload"]["src"].startswith("data:text/calendar;base64,")


def test_an_action_that_fails_is_told_in_one_sentence(new_chat: NewChat) -> None:
    chat = new_chat()
    assert chat.say("guasto totale") == {"text": "Scusa, in questo momento ho un problema tecnico."}
    assert chat.say("scelgo la prima") == {"text": "Hai scelto prima."}


def test_messages_sent_at_once_are_answered_in_order_over_a_bare_websocket(server: Server) -> None:
    chat = RawChat(server.url)
    chat.emit("session_request", {})
    wanted = ["prima" if number % 3 else "seconda" for number in range(20)]
    for option in wanted:
        chat.emit("user_uttered", {"message": f"scelgo la {option}"})
    assert chat.next("session_confirm").startswith("web_")
    assert [chat.next("bot_uttered")["text"] for _ in wanted] == [f"Hai scelto {option}." for option in wanted]
    chat.close()


def test_a_packet_beyond_every_measure_ends_that_connection_only(server: Server, new_chat: NewChat) -> None:
    chat, other = RawChat(server.url), new_chat()
    chat.send("42" + "x" * 200_000)
    with pytest.raises(Exception):  # noqa: B017 - whatever the library says of a closed connection
        chat.next("bot_uttered")
    assert other.say("scelgo la prima") == {"text": "Hai scelto prima."}


def test_a_page_of_another_origin_does_not_connect(server: Server) -> None:
    with pytest.raises(RefusedConnection):
        RawChat(server.url, {"Origin": "https://evil.example"})
    own = server.url.rpartition(":")[0]  # this client writes the host without the port
    RawChat(server.url, {"Origin": own}).close()


def test_allowed_origins_connect_and_others_do_not(model: Path, tmp_path: Path) -> None:
    with webchat.toy_server(tmp_path, model, {"ORIENTA_ALLOWED_ORIGINS": "https://www.example.org"}) as running:
        RawChat(running.url, {"Origin": "https://www.example.org"}).close()
        with pytest.raises(RefusedConnection):
            RawChat(running.url, {"Origin": "https://evil.example"})
        request = urllib.request.Request(
            running.url + "/socket.io/?EIO=4&transport=polling", headers={"Origin": "https://www.example.org"})
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as reply:
            # browsers refuse a header that comes twice
            assert reply.headers.get_all("Access-Control-Allow-Origin") == ["https://www.example.org"]


def test_a_conversation_goes_on_after_the_server_was_started_again(model: Path, tmp_path: Path) -> None:
    with webchat.toy_server(tmp_path, model) as running:
        before = Chat(running.url)
        buttons = before.say("ciao")
        before.say("scelgo la seconda")
    with webchat.toy_server(tmp_path, model, port=running.port) as running:
        after = Chat(running.url, before.session_id)
        assert after.session_id == before.session_id
        assert after.say(ASKED) == {"text": "Hai scelto seconda."}
        after.click(buttons, "Prima")
        assert after.answer() == {"text": "Hai scelto prima."}
        after.close()


def test_an_answer_in_preparation_is_given_before_the_server_ends(model: Path, tmp_path: Path) -> None:
    with webchat.toy_server(tmp_path, model) as running:
        chat = RawChat(running.url)
        chat.emit("user_uttered", {"message": "aspetta un momento"})
        assert chat.next("bot_typing") == {"typing": True}
        running.process.terminate()
        assert chat.next("bot_uttered") == {"text": "Eccomi."}
        assert running.process.wait(PATIENCE_SECONDS) == 0


def test_the_page_is_served_with_a_strict_policy_and_nothing_else_is(server: Server) -> None:
    with urllib.request.urlopen(server.url + "/", timeout=PATIENCE_SECONDS) as reply:
        assert reply.url == server.url + "/chat"
        headers, html = reply.headers, reply.read().decode()
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and "Orienta Lecco" in html
    for path in ("../channel.py", "%2e%2e/channel.py", "chat.html", "none.js", ""):
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(server.url + "/chat/static/" + path, timeout=PATIENCE_SECONDS)
        assert error.value.code == 404, path
    again = urllib.request.Request(server.url + "/chat", headers={"If-None-Match": headers["ETag"]})
    with pytest.raises(urllib.error.HTTPError) as not_modified:
        urllib.request.urlopen(again, timeout=PATIENCE_SECONDS)
    assert not_modified.value.code == 304


def test_the_log_has_neither_messages_nor_session_ids(server: Server, new_chat: NewChat) -> None:
    chat = new_chat()
    chat.say("mi chiamo Fabia Segreta, guasto totale")
    chat.send({"message": ["Fabia Segreta"]})
    chat.say("x" * 1001 + " Fabia Segreta")
    assert "Segreta" not in server.log
    assert chat.session_id.partition(".")[0] not in server.log
