"""The web chat as our own clients meet it: history, resumption, tabs, operators, erasure, limits."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import sqlalchemy

from bot import clock
from bot.db.models import Handoff
from bot.db.session import dispose_all, transaction
from bot.services import conversations, notices, privacy
from bot.services.conversations import Draft
from bot.services.notices import NewNotice
from bot.settings import Settings
from connectors.webchat import delivery
from tests.support import webchat
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server
from tests.support.webchat import Chat, OwnChat, RawChat

pytestmark = pytest.mark.slow

NewChat = Callable[..., OwnChat]
ASKED = "ricordami che cosa avevo detto"
GREETING = "Ciao, dimmi pure.\n\nScegli qui sotto."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


@pytest.fixture(scope="module")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    env = {"ORIENTA_DESK_WATCH_SECONDS": "3600"}  # whoever waits here goes on waiting, whatever the time of day
    with webchat.toy_server(tmp_path_factory.mktemp("own"), model, env=env) as running:
        yield running


@pytest.fixture
def new_chat(server: Server) -> Iterator[NewChat]:
    """Makes chats that are closed at the end."""
    chats: list[OwnChat] = []

    def make(*arguments: Any, url: str = server.url) -> OwnChat:
        chats.append(OwnChat(url, *arguments))
        return chats[-1]

    yield make
    for chat in chats:
        chat.close()


@pytest.fixture
def settings(server: Server) -> Iterator[Settings]:
    """Of the server's database, for what other processes do."""
    yield Settings(database_url=f"sqlite:///{server.log_file.parent / 'orienta.db'}")
    dispose_all()


def sender(chat: OwnChat) -> str:
    return chat.session_id.partition(".")[0]


def give(settings: Settings, chat: OwnChat, state: str) -> None:
    """As the desk does it: change who has the floor, with a line for the person."""
    with transaction(settings.database_url, write=True) as session:
        conversations.set_state_in(session, conversation_id=sender(chat), state=state)
        conversations.append_in(session, conversation_id=sender(chat), channel="webchat", now=clock.now(),
                                draft=Draft("system", f"Ora: {state}", {"event": state}))


def actors(settings: Settings, chat: OwnChat) -> list[str]:
    return [item.actor for item in conversations.list_present(settings, conversation_id=sender(chat), now=clock.now())]


def operator_says(settings: Settings, chat: OwnChat, text: str) -> None:
    conversations.append_message(settings, conversation_id=sender(chat), channel="webchat", now=clock.now(),
                         draft=Draft("operator", text, {"name": "Anna"}))


def test_a_long_history_comes_with_its_newest_part(new_chat: NewChat, settings: Settings) -> None:
    chat = new_chat()
    chat.say("ciao")
    with transaction(settings.database_url, write=True) as session:
        for number in range(2 * delivery.PAGE_MESSAGES + 30):
            conversations.append_in(session, conversation_id=sender(chat), channel="webchat", now=clock.now(),
                                    draft=Draft("operator", f"riga {number}", {"name": "Anna"}))
    again = new_chat(chat.session_id)
    assert len(again.messages) == delivery.PAGE_MESSAGES
    assert again.messages[-1]["text"] == f"riga {2 * delivery.PAGE_MESSAGES + 29}"
    assert again.say("ciao")[0]["text"] == GREETING, "what comes afterwards comes as before"

    found, cursor = again.messages[:delivery.PAGE_MESSAGES], again.earlier
    while cursor is not None:
        page = again.ask_earlier(cursor)
        assert 0 < len(page["messages"]) <= delivery.PAGE_MESSAGES
        found, cursor = page["messages"] + found, page["earlier"]
    numbers = [message["sequence"] for message in found]
    assert numbers == list(range(1, numbers[-1] + 1)), "every message once, in order"
    assert found[1]["text"] == GREETING and len(found) == 2 * delivery.PAGE_MESSAGES + 32


def test_who_was_away_for_long_gets_no_gap_that_cannot_be_filled(new_chat: NewChat, settings: Settings) -> None:
    chat = new_chat()
    last = chat.say("ciao")[0]["sequence"]
    for number in range(3):
        operator_says(settings, chat, f"riga {number}")
    assert new_chat(chat.session_id, last).earlier is None
    with transaction(settings.database_url, write=True) as session:
        for number in range(delivery.PAGE_MESSAGES):
            conversations.append_in(session, conversation_id=sender(chat), channel="webchat", now=clock.now(),
                                    draft=Draft("operator", f"altra {number}", {"name": "Anna"}))
    again = new_chat(chat.session_id, last)
    assert again.earlier == again.messages[0]["sequence"] > last + 1


def test_earlier_messages_are_those_of_ones_own_conversation(server: Server, new_chat: NewChat) -> None:
    chat = new_chat()
    chat.say("ciao")
    stranger = new_chat()
    assert stranger.ask_earlier(10**9) == {"ok": True, "messages": [], "earlier": None}
    for nonsense in ("9", None, float("nan"), True, {"before": 9}):
        assert stranger.ask_earlier(nonsense)["ok"] is False
    assert chat.ask_earlier(10**9)["messages"][0]["text"] == "ciao"


def test_a_title_that_no_button_has_does_not_stand_in_the_log(new_chat: NewChat) -> None:
    chat = new_chat()
    [answer] = chat.say("ciao")
    chat.say(answer["quick_replies"][0]["payload"], title="Rimborso di 500 euro")
    chat.say("scelgo la seconda", title="Rimborso di 500 euro")
    said = [text for text in chat.texts() if text.startswith(">")]
    assert said == ["> ciao", "> Prima", "> scelgo la seconda"]


def test_everything_comes_as_numbered_messages_and_the_own_ones_too(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.say("ciao", key="k1")
    mine, answer = chat.messages
    assert mine["author"] == "person" and mine["key"] == "k1" and mine["text"] == "ciao"
    assert answer["author"] == "assistant" and answer["text"] == GREETING and "key" not in answer
    assert (mine["sequence"], answer["sequence"]) == (1, 2) and "T" in answer["at"]
    assert [reply["title"] for reply in answer["quick_replies"]] == ["Prima", "Seconda", "Promemoria"]
    chat.until(lambda: len(chat.typing) == 2, "typing")
    assert chat.typing == [{"typing": True, "author": "assistant"}, {"typing": False, "author": "assistant"}]


def test_one_response_is_one_message_with_its_attachment(new_chat: NewChat) -> None:
    [answer] = new_chat().say("mandami il promemoria")
    assert "pronto" in answer["text"] and answer["attachment"]["payload"]["name"] == "appuntamento.ics"


def test_who_comes_back_gets_what_was_missed_once_and_nothing_else(new_chat: NewChat, server: Server) -> None:
    chat = new_chat()
    chat.say("ciao")
    chat.close()
    other = new_chat(chat.session_id)
    other.say("scelgo la prima")
    chat.reconnect(server.url)
    assert chat.texts() == other.texts() == ["> ciao", GREETING, "> scelgo la prima", "Hai scelto prima."]
    chat.reconnect(server.url)
    assert len(chat.messages) == 4
    assert [item["sequence"] for item in chat.messages] == [1, 2, 3, 4]


def test_a_repeated_key_is_the_same_message(new_chat: NewChat) -> None:
    chat = new_chat()
    first, second = chat.begin("scelgo la prima", key="once"), chat.begin("scelgo la prima", key="once")
    assert chat.acknowledgement(first) == chat.acknowledgement(second) == {"ok": True, "sequence": 1}
    chat.until(lambda: len(chat.messages) == 2, "the answer")
    chat.say(ASKED)
    assert chat.texts() == ["> scelgo la prima", "Hai scelto prima.", f"> {ASKED}", "Hai scelto prima."]


def test_two_tabs_see_the_same_conversation(new_chat: NewChat) -> None:
    first = new_chat()
    second = new_chat(first.session_id)
    first.say("scelgo la prima")
    second.until(lambda: len(second.messages) == 2, "two messages")
    second.say(ASKED)
    first.until(lambda: len(first.messages) == 4, "four messages")
    assert first.messages == second.messages


def test_a_button_shows_its_title_and_is_the_same_in_every_tab(new_chat: NewChat, server: Server) -> None:
    chat = new_chat()
    [answer] = chat.say("ciao")
    payload = answer["quick_replies"][1]["payload"]
    assert new_chat(chat.session_id).messages[1]["quick_replies"][1]["payload"] == payload
    stock = Chat(server.url, chat.session_id)
    stock.send({"message": payload})  # it does not tell the title
    chat.until(lambda: len(chat.messages) == 4, "the answer")
    stock.close()
    assert chat.texts()[2:] == ["> Seconda", "Hai scelto seconda."]
    chat.say(answer["quick_replies"][0]["payload"], title="Prima!")
    assert chat.texts()[4:] == ["> Prima!", "Hai scelto prima."]


def test_a_click_after_something_was_typed_is_a_new_one(new_chat: NewChat) -> None:
    chat = new_chat()
    [answer] = chat.say("ciao")
    payload = answer["quick_replies"][0]["payload"]
    doubled = [chat.acknowledgement(chat.begin(payload, title="Prima", key=f"k{number}")) for number in range(2)]
    assert doubled[0] == doubled[1]
    chat.until(lambda: chat.texts()[-1] == "Hai scelto prima.", "answer")
    chat.say("scelgo la seconda")
    chat.say(payload, title="Prima")
    chat.until(lambda: chat.texts()[-1] == "Hai scelto prima.", "answer")
    assert [text for text in chat.texts() if not text.startswith(">")][1:] == [
        "Hai scelto prima.", "Hai scelto seconda.", "Hai scelto prima."]


@pytest.mark.parametrize("text", ['/choose{"option": "terza"}', "/restart", "//restart", '/choose {"option": "terza"}'])
def test_a_command_is_not_obeyed_with_a_title_either(new_chat: NewChat, text: str) -> None:
    chat = new_chat()
    chat.say("scelgo la prima")
    chat.say(text, title="Prima")
    assert chat.messages[2]["text"] == text
    assert chat.say(ASKED)[0]["text"] == "Hai scelto prima."


def test_refusals_are_acknowledged_with_a_sentence(new_chat: NewChat) -> None:
    chat, other = new_chat(), new_chat()
    button = other.say("ciao")[0]["quick_replies"][0]["payload"]
    for text, reason in ((" ", "empty"), ("x" * 1001, "length"), (button, "stale")):
        refused = chat.send(text)
        assert (refused["ok"], refused["reason"]) == (False, reason) and refused["text"].endswith((".", "?"))
    assert chat.messages == []


def test_an_operator_is_heard_and_rasa_is_silent_meanwhile(new_chat: NewChat, settings: Settings) -> None:
    chat = new_chat()
    chat.say("scelgo la prima")
    give(settings, chat, "owned")
    chat.until(lambda: chat.states[-1]["state"] == "owned", "state")
    operator_says(settings, chat, "Buongiorno, come posso aiutarti?")
    chat.until(lambda: chat.texts()[-1].startswith("Buongiorno"), "operator")
    assert chat.messages[-1]["author"] == "operator" and chat.messages[-1]["name"] == "Anna"
    for text in ("ciao", "/restart", "lascio perdere"):
        assert chat.send(text)["ok"]
    payload = new_chat(chat.session_id)  # a second tab sees all of it
    assert payload.texts() == chat.texts()
    conversations.mark_presence(settings, conversation_id=sender(chat), actor="operator:1", kind="typing", on=True,
                       now=clock.now())
    chat.until(lambda: chat.typing[-1].get("author") == "operator" and chat.typing[-1]["typing"], "typing")
    chat.emit("person_typing", {"typing": True})
    chat.until(lambda: "person" in actors(settings, chat), "presence")
    assert sorted(set(actors(settings, chat))) == ["operator:1", "person"]  # who writes is looking too
    give(settings, chat, "assistant")
    chat.until(lambda: chat.states[-1]["state"] == "assistant", "state")
    assert chat.say(ASKED)[0]["text"] == "Hai scelto prima."
    assert [text for text in chat.texts() if not text.startswith(">")] == [
        "Hai scelto prima.", "Ora: owned", "Buongiorno, come posso aiutarti?", "Ora: assistant", "Hai scelto prima."]


def test_who_waits_sees_the_place_in_the_queue_and_can_give_up(new_chat: NewChat, settings: Settings) -> None:
    before, chat = new_chat(), new_chat()
    for person in (before, chat):
        person.say("ciao")
        moment = clock.to_utc(clock.now())
        with transaction(settings.database_url, write=True) as session:
            session.add(Handoff(conversation_id=sender(person), state="waiting", reason="asked", requested_at=moment,
                                queued_at=moment, waiting_since=moment))
            conversations.set_state_in(session, conversation_id=sender(person), state="waiting")
            conversations.append_in(session, conversation_id=sender(person), channel="webchat", now=clock.now(),
                                    draft=Draft("system", "Sei in coda.", {"event": "handoff_requested"}))
    chat.until(lambda: chat.states[-1] == {"state": "waiting", "place": 2}, "place")
    before.send("lascio perdere")
    before.until(lambda: before.states[-1] == {"state": "assistant"}, "state")
    before.until(lambda: any("non aspetti più" in text for text in before.texts()), "sentence")  # an answer may follow
    chat.until(lambda: chat.states[-1] == {"state": "waiting", "place": 1}, "place")
    assert new_chat(chat.session_id).states == [{"state": "waiting", "place": 1}]
    assert before.say("scelgo la prima")[0]["text"] == "Hai scelto prima."


def test_a_stock_client_hears_the_operator_too(server: Server, settings: Settings) -> None:
    chat = Chat(server.url)
    chat.say("scelgo la prima")
    conversations.append_message(settings, conversation_id=chat.session_id.partition(".")[0], channel="webchat",
                         now=clock.now(), draft=Draft("operator", "Buongiorno", {"name": "Anna"}))
    assert chat.answer() == {"text": "Buongiorno"}
    chat.close()


def place_notice(settings: Settings, conversation_id: str) -> None:
    """As the worker does it: something that the person is told unasked, in the conversation."""
    now = clock.now()
    notices.add_notice(settings, NewNotice(
        "news", f"test:{conversation_id}", now, now + timedelta(hours=1), conversation_id=conversation_id,
        about={"text": "È aperto un corso.", "subject": "Corso"}), now)
    assert notices.place_in_chats(settings, now) == 1


def state_of_notice(settings: Settings, conversation_id: str) -> str:
    with transaction(settings.database_url) as session:
        return str(session.execute(sqlalchemy.text(
            "select state from notice where conversation_id = :here"), {"here": conversation_id}).scalar_one())


def test_a_notice_is_delivered_when_a_client_says_that_it_was_seen(new_chat: NewChat, settings: Settings) -> None:
    chat, stranger = new_chat(), new_chat()
    chat.say("ciao")
    stranger.say("ciao")
    place_notice(settings, sender(chat))
    chat.until(lambda: chat.texts()[-1] == "È aperto un corso.", "the notice")
    notice = chat.messages[-1]
    assert notice["receipt"] is True and not any("receipt" in message for message in chat.messages[:-1])
    stranger.emit("seen", {"sequence": notice["sequence"]})
    for nonsense in ({"sequence": notice["sequence"] - 1}, {"sequence": -5}):
        chat.emit("seen", nonsense)
    chat.emit("seen", {"sequence": 0})
    stranger.say("ciao")
    chat.say("ciao")  # what was emitted before has been worked through
    assert state_of_notice(settings, sender(chat)) == "placed"
    chat.emit("seen", {"sequence": 10 ** 9})
    chat.until(lambda: state_of_notice(settings, sender(chat)) == "delivered", "the receipt")


def test_a_stock_client_that_looks_says_so_without_a_number(server: Server, settings: Settings) -> None:
    chat = Chat(server.url)
    chat.say("scelgo la prima")
    here = chat.session_id.partition(".")[0]
    place_notice(settings, here)
    assert chat.answer() == {"text": "È aperto un corso.", "receipt": True}
    assert state_of_notice(settings, here) == "placed", "it was sent, and nobody has said that it was seen"
    chat.emit("seen", {})
    limit = time.monotonic() + PATIENCE_SECONDS
    while state_of_notice(settings, here) != "delivered":
        assert time.monotonic() < limit, "no receipt"
        time.sleep(0.05)
    chat.close()


def test_an_event_of_the_desk_is_a_turn_of_the_assistant_once(new_chat: NewChat, settings: Settings) -> None:
    chat = new_chat()
    chat.say("ciao")
    conversations.append_message(
        settings, conversation_id=sender(chat), channel="webchat", now=clock.now(), draft=Draft(
        "system", kind="event", audience="desk", pending=True,
        content={"event": "returned", "rasa": '/choose{"option": "seconda"}'}))
    chat.until(lambda: chat.texts()[-1] == "Hai scelto seconda.", "turn")
    assert [item["sequence"] for item in chat.messages] == [1, 2, 4], "the desk's own line is not shown"
    assert conversations.list_pending(settings) == []


def test_erasing_tells_the_clients_and_ends_the_session(
    new_chat: NewChat, server: Server, settings: Settings
) -> None:
    chat = new_chat()
    chat.say("ciao")
    stock = Chat(server.url, chat.session_id)
    privacy.erase(settings, conversation_id=sender(chat), now=clock.now())
    refused = chat.send("ci sei?")
    assert (refused["ok"], refused["reason"]) == (False, "expired")
    old = chat.session_id
    chat.until(lambda: len(chat.expired) == 1, "expiry")
    chat.request({})
    assert chat.session_id != old
    chat.messages.clear()
    assert chat.say(ASKED)[0]["text"] == "Hai scelto None."
    assert stock.say("scelgo la prima")["text"] == "Hai scelto prima.", "a stock client goes on in a new session"
    stock.close()
    back = new_chat(old)
    assert back.session_id != old and back.messages == []


def test_messages_sent_in_the_moment_of_leaving_are_not_lost(server: Server, new_chat: NewChat) -> None:
    for _ in range(10):
        chat = RawChat(server.url)
        chat.emit("session_request", {})
        session_id = chat.next("session_confirm")
        chat.emit("user_uttered", {"message": "scelgo la seconda"})
        chat.close()
        again = new_chat(session_id)
        again.until(lambda chat=again: len(chat.messages) == 2, "both messages")
        assert again.texts() == ["> scelgo la seconda", "Hai scelto seconda."]


def test_a_burst_over_two_connections_keeps_one_order_for_both(new_chat: NewChat) -> None:
    first = new_chat()
    second = new_chat(first.session_id)
    for number in range(30):
        (first, second)[number % 2].begin("scelgo la prima", key=f"k{number}")
    for chat in (first, second):
        chat.until(lambda chat=chat: len(chat.messages) == 60, "60 messages")
    assert first.messages == second.messages
    assert [item["sequence"] for item in first.messages] == list(range(1, 61))
    assert sum(item["author"] == "assistant" for item in first.messages) == 30


# -- limits -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strict(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with webchat.toy_server(tmp_path_factory.mktemp("strict"), model, {
            "ORIENTA_LIMITS": "on", "ORIENTA_SESSION_MESSAGES_PER_MINUTE": "3",
            "ORIENTA_ADDRESS_CONNECTIONS": "2", "ORIENTA_ADDRESS_SESSIONS_PER_HOUR": "5",
            "ORIENTA_TRUSTED_PROXIES": "127.0.0.1"}) as running:
        yield running


def test_who_writes_too_often_hears_one_sentence_and_stays_connected(strict: Server, new_chat: NewChat) -> None:
    chat = new_chat(url=strict.url)
    for _ in range(3):
        assert chat.send("ciao")["ok"]
    refused = chat.send("ciao")
    assert refused["reason"] == "rate" and "in fretta" in refused["text"]
    chat.emit("person_typing", {"typing": True})
    assert chat.send("ciao")["reason"] == "rate", "the connection is still there"
    chat.close()


def test_a_connection_too_many_is_told_and_heard_when_another_closes(strict: Server, new_chat: NewChat) -> None:
    first, second = Chat(strict.url), Chat(strict.url)
    third = Chat(strict.url, ask_session=False)
    assert "troppe finestre" in third.say("ciao")["text"]
    assert "troppe finestre" in third.say("ciao")["text"]
    assert second.say("ciao")["quick_replies"]
    first.close()
    limit = time.monotonic() + PATIENCE_SECONDS
    while "quick_replies" not in (answer := third.say("ciao")) and time.monotonic() < limit:
        time.sleep(0.1)
    assert "quick_replies" in answer
    for chat in (second, third):
        chat.close()


def test_sessions_are_counted_by_the_address_that_our_proxy_names(strict: Server) -> None:
    def begin(address: str) -> bool:
        chat = RawChat(strict.url, {"X-Forwarded-For": f"1.1.1.1, {address}"})
        chat.emit("session_request", {})
        chat.emit("user_uttered", {"message": "ciao"})
        taken = "troppe conversazioni" not in chat.next("bot_uttered")["text"]
        chat.close()
        return taken

    assert [begin("203.0.113.7") for _ in range(6)] == [True] * 5 + [False]
    assert begin("203.0.113.8")
