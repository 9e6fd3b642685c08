"""Messages that nobody foresaw: each gets one clear Italian sentence, and what was being done goes on."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from pathlib import Path
from typing import Iterator

import pytest
import websocket

from bench.chat_client import Chat, button, text_of
from bot.db.seed_files import read_all
from bot.dialogue.languages import find_language
from bot.texts import get_text
from connectors.webchat.buttons import DOUBLE_CLICK_SECONDS
from tests.support.assistant import assistant, book_until_name, book_until_summary, first_button, rows, sentence, texts
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server

pytestmark = pytest.mark.slow

PERSONAL = ("Bonacina", "bonacina", "Brambilla", "3391234567", "339 123", "DROP TABLE", "alert(1)", "motocicletta")
"""What the people of these tests say of themselves: none of it may be in the log."""

STALE_BUTTON = get_text("conversation.stale_button")
DURATION = "quanto dura il corso di sala?"
LEAD = "chi guida il patto?"


@pytest.fixture(scope="module")
def server(trained_model: Path, seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all: people do not disturb each other."""
    with assistant(tmp_path_factory.mktemp("messages"), trained_model, seeded_file) as running:
        yield running
        assert running.process.poll() is None, "the server died"
        log = running.log
    assert not [word for word in PERSONAL if word in log]
    assert not re.search(r"web_\w{20}", log), "whoever reads the log could go on with a conversation"
    assert "Traceback (most" not in log, "a library writes exceptions with their text, past our formatter"


@pytest.fixture
def chat(server: Server) -> Iterator[Chat]:
    with Chat(server.url) as connected:
        yield connected


def is_asked_for_name(chat: Chat) -> None:
    """The booking that waits for a name takes one, and goes on."""
    assert sentence("utter_ask_booking_contact") in text_of(chat.say("Elda Bonacina"))


# -- what cannot be understood ----------------------------------------------------------------------------------------


def test_ten_thousand_characters(chat: Chat) -> None:
    book_until_name(chat)
    for text in ("x" * 10_000, "la motocicletta 😀 " * 500):
        (reply,) = chat.say(text)
        assert "troppo lungo" in reply["text"] and "1.000" in reply["text"]
    is_asked_for_name(chat)


@pytest.mark.parametrize("text", ["😀😀😀", "👍🏽", "❤️🇮🇹", "?!?", "..."])
def test_emoji_and_signs_only(chat: Chat, text: str) -> None:
    (reply,) = chat.say(text)
    assert reply["text"] and len(reply["quick_replies"]) >= 2, "an Italian sentence and something to choose from"


@pytest.mark.parametrize("text", ["", "  ", "/", "\x00", "\u200b"])
def test_nothing_at_all(chat: Chat, text: str) -> None:
    assert len(chat.say(text)) == 1


@pytest.mark.parametrize(("text", "language", "name"), [
    ("Hello, I am looking for a job, can you help me?", "en", "job_offers"),
    ("Can you speak English?", "en", "utter_other_language"),
    ("When does unemployment benefit get paid?", "en", "naspi"),
    ("Bonjour, je cherche un emploi dans la région", "fr", "job_offers"),
    ("Hola, estoy buscando trabajo de camionero", "es", "job_offers"),
    ("مرحبا، أبحث عن عمل", "ar", "job_offers"),
    ("Привіт, я шукаю роботу, допоможіть мені", "uk", "job_offers"),
    ("你好,我在找工作", "en", "utter_other_language")])
def test_other_languages_get_their_text_and_italian_help(chat: Chat, text: str, language: str, name: str) -> None:
    (reply,) = chat.say(text)
    told = find_language(language)
    assert told is not None
    assert reply["text"].startswith(told.needs.get(name) or told.texts[name].split("{")[0].strip())
    italian = next((row.values["does"] for row in read_all() if row.values.get("id") == name), None)
    assert (italian or sentence(name).split("{")[0].strip()) in reply["text"] and reply["quick_replies"]


# -- commands and code typed by hand ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [
    "/restart", "/back", "/session_start", "/stop", '/choose{"option": "booking_name:x"}', "/book_appointment",
    '/EXTERNAL_reminder{"a": "b"}', " /restart"])
def test_a_typed_command_does_nothing_and_the_form_goes_on(server: Server, typed: str) -> None:
    with Chat(server.url) as chat:
        book_until_name(chat)
        assert texts(chat.say(typed)) == [get_text("conversation.not_a_command")]
        is_asked_for_name(chat)


def test_a_typed_confirmation_payload_books_nothing(server: Server, chat: Chat) -> None:
    book_until_summary(chat, "Elda Bonacina", "elda.bonacina@esempio.it")
    assert texts(chat.say('/choose{"option": "booking_confirm:yes"}')) == [get_text("conversation.not_a_command")]
    assert rows(server, "select 1 from appointment where contact = 'elda.bonacina@esempio.it'") == []
    assert "Prenotato" in text_of(chat.say("confermo"))


@pytest.mark.parametrize("name", [
    "<script>alert(1)</script>", "<b>Elda</b> Bonacina", "Robert'); DROP TABLE person;--", "{{7*7}}", "${jndi:ldap://x}",
    "' OR 1=1 --"])
def test_html_or_sql_in_a_name_is_told_and_asked_again(server: Server, name: str) -> None:
    with Chat(server.url) as chat:
        book_until_name(chat)
        reply = texts(chat.say(name))
        assert reply[0].split("\n")[0] == sentence("utter_invalid_name") and len(reply) <= 2
        is_asked_for_name(chat)
    assert rows(server, "select count(*) from appointment where name like '%<%' or name like '%DROP%'") == [(0,)]


def test_a_name_with_an_apostrophe_is_a_name(server: Server, chat: Chat) -> None:
    book_until_summary(chat, "sinéad o'brambilla d'angelo", "sinead@esempio.it")
    assert "Prenotato" in text_of(chat.say("confermo"))
    assert rows(server, "select name from appointment where contact = 'sinead@esempio.it'") == [
        ("Sinéad O'Brambilla D'Angelo",)]


@pytest.mark.parametrize("contact", ["333 12", "12345678901234567890", "elda@", "elda@@gmail.com", "elda@gmail", "+39"])
def test_an_invalid_contact_is_told_and_asked_again(chat: Chat, contact: str) -> None:
    book_until_name(chat)
    chat.say("Elda Bonacina")
    reply = texts(chat.say(contact))
    told = [sentence(name) for name in ("utter_invalid_contact", "utter_invalid_booking_contact")]
    assert reply[0] in told or re.search(r"\bcifre\b|manca la fine|è un indirizzo\?", reply[0])
    assert len(reply) <= 2
    assert "Ricapitolo" in text_of(chat.say("339 1234567"))


# -- buttons ----------------------------------------------------------------------------------------------------------


def test_a_double_click_books_once_and_answers_once(server: Server, chat: Chat) -> None:
    summary = book_until_summary(chat, "Elda Bonacina", "due.volte@esempio.it")
    payload = button(summary, "Confermo")["payload"]
    with Chat(server.url, chat.session_id) as tab:
        assert tab.session_id == chat.session_id
        barrier = threading.Barrier(3)

        def press(where: Chat) -> None:
            barrier.wait()
            where.send(payload)

        threads = [threading.Thread(target=press, args=[where]) for where in (chat, chat, tab)]
        def press_and_ask() -> None:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            chat.send(DURATION)

        # what a second press might be answered comes before the answer to what was asked after it
        replies = chat.replies_to(press_and_ask, turns=2)
        assert "250" in text_of(replies)
    assert text_of(replies).count("Prenotato") == 1
    assert rows(server, "select count(*) from appointment where contact = 'due.volte@esempio.it'") == [(1,)]
    time.sleep(DOUBLE_CLICK_SECONDS)
    again = chat.say(payload)  # later it is a question whether it worked: the same appointment is told again
    assert "Prenotato" in text_of(again) and _code(again) == _code(replies)
    assert rows(server, "select count(*) from appointment where contact = 'due.volte@esempio.it'") == [(1,)]


def _code(messages: list[dict[str, object]]) -> str:
    match = re.search(r"LC-\w{4}-\w{4}", text_of(messages))
    assert match
    return match.group()


def test_a_stale_button_is_told(chat: Chat) -> None:
    services = chat.say("vorrei prenotare un appuntamento")
    chat.say("lascia stare")
    assert texts(chat.say(first_button(services))) == [sentence("utter_stale_choice")]
    assert len(chat.say(DURATION)) == 1


def test_an_old_button_of_the_same_form_changes_the_answer(chat: Chat) -> None:
    services = chat.say("vorrei prenotare un appuntamento")
    offices = chat.say(first_button(services))
    chat.say(first_button(chat.press(offices, "Merate")))
    reply = chat.press(offices, "Lecco")
    if sentence("utter_ask_booking_consent") not in text_of(reply):  # a time that Lecco does not have is asked again
        reply = chat.say(first_button(reply))
    chat.press(reply, "sono d'accordo")
    chat.say("Elda Bonacina")
    summary = text_of(chat.say("339 1234567"))
    assert "corso Matteotti" in summary and "Mameli" not in summary


def test_a_button_whose_place_was_taken_meanwhile(server: Server) -> None:
    """Somebody else, and then somebody else again, take the places that a button still offers."""
    with Chat(server.url) as late:
        times = late.press(late.say(first_button(late.say("vorrei prenotare un appuntamento"))), "Merate")
        payload = times[0]["quick_replies"][-1]["payload"]
        title = times[0]["quick_replies"][-1]["title"]
        (capacity,) = rows(server, "select capacity from office where id = 'merate'")[0]
        others = [Chat(server.url) for _ in range(capacity)]
        for other in others:
            reply = other.press(other.say(first_button(other.say("vorrei prenotare un appuntamento"))), "Merate")
            assert sentence("utter_ask_booking_consent") in text_of(other.press(reply, title))
            other.close()
        reply = late.say(payload)
        assert sentence("utter_time_taken") in text_of(reply) and title not in str(reply)
        assert sentence("utter_ask_booking_consent") in text_of(late.say(first_button(reply)))


def test_a_forged_button_does_nothing(server: Server, chat: Chat) -> None:
    summary = book_until_summary(chat, "Elda Bonacina", "falso@esempio.it")
    yes = button(summary, "Confermo")["payload"]
    last = "A" if yes[-1] != "A" else "B"
    forged = [yes[:-1] + last, yes.replace("confirm", "consent"), "/affirm#s=aaaabbbbbbbbbb"]
    with Chat(server.url) as other:
        assert texts(other.say(yes)) == [STALE_BUTTON], "the button of one person in the hands of another"
    assert [texts(chat.say(payload)) for payload in forged] == [[STALE_BUTTON]] * 3
    assert rows(server, "select 1 from appointment where contact = 'falso@esempio.it'") == []
    assert "Prenotato" in text_of(chat.say(yes))


# -- sessions ---------------------------------------------------------------------------------------------------------


def two_hours_pass(server: Server, session_id: str) -> None:
    """Everything that was said in a conversation is two hours older, and so is the place that it holds."""
    sender = session_id.partition(".")[0]
    connection = sqlite3.connect(server.log_file.parent / "orienta.db", timeout=10)
    with connection:
        for number, data in connection.execute("select id, data from events where sender_id = ?", [sender]).fetchall():
            event = json.loads(data)
            event["timestamp"] -= 7200
            connection.execute("update events set data = ?, timestamp = timestamp - 7200 where id = ?",
                               [json.dumps(event), number])
        connection.execute(
            "update slot set held_until = datetime(held_until, '-2 hours') where held_by = ?", [sender])
    connection.close()


def test_a_session_that_expires_in_the_middle_of_a_form_goes_on(server: Server, chat: Chat) -> None:
    book_until_name(chat)
    two_hours_pass(server, chat.session_id)
    reply = texts(chat.say("Elda Bonacina"))
    assert reply == [sentence("utter_session_resumed"), sentence("utter_ask_booking_contact")]
    summary = chat.say("scaduta@esempio.it")
    assert "Ricapitolo" in text_of(summary) and "Elda Bonacina" in text_of(summary)
    two_hours_pass(server, chat.session_id)
    assert "Prenotato" in text_of(chat.press(summary, "Confermo"))  # a button of the session before


def test_an_eligibility_check_that_expires_in_the_middle_goes_on(server: Server, chat: Chat) -> None:
    chat.say("posso partecipare al corso di sala?")
    assert "situazione" in text_of(chat.say("34 anni"))
    two_hours_pass(server, chat.session_id)
    reply = text_of(chat.say("sono disoccupata"))
    assert sentence("utter_session_resumed") in reply and "Lombardia" in reply and "Quanti anni" not in reply


def test_who_leaves_in_the_middle_and_comes_back(server: Server) -> None:
    first = Chat(server.url)
    book_until_name(first)
    first.send("Elda Bonacina")
    time.sleep(0.05)
    first.close()  # perhaps before the answer
    deadline = time.monotonic() + PATIENCE_SECONDS
    asked = "select 1 from events where sender_id = ? and data like '%Elda Bonacina%' and data like '%booking_name%'"
    while not rows(server, asked, first.session_id.partition(".")[0]):
        assert time.monotonic() < deadline, "what was said just before leaving is lost"
        time.sleep(0.1)
    with Chat(server.url, first.session_id) as back:
        assert back.session_id == first.session_id
        assert "Ricapitolo" in text_of(back.say("339 1234567"))
    with Chat(server.url, first.session_id[:-1] + ("A" if first.session_id[-1] != "A" else "B")) as stranger:
        assert stranger.session_id != first.session_id


def test_twenty_messages_at_once_are_answered_in_order(server: Server, chat: Chat) -> None:
    said = [DURATION if number % 3 else LEAD for number in range(20)]
    raw = Raw(server.url)
    for text in said:
        raw.send(text)
    answers = [raw.next_answer() for _ in said]
    raw.close()
    assert ["Capofila" if "capofila" in answer.casefold() else "Ore" for answer in answers] == [
        "Ore" if number % 3 else "Capofila" for number in range(20)]


# -- the wire ---------------------------------------------------------------------------------------------------------


class Raw:
    """A bare WebSocket: what comes is read in its order, and anything can be sent."""

    def __init__(self, url: str) -> None:
        self.socket = websocket.create_connection(
            url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket", timeout=PATIENCE_SECONDS)
        assert self.socket.recv().startswith("0{")
        self.socket.send("40")
        assert self.socket.recv().startswith("40")

    def send(self, text: object) -> None:
        """Say ``text``."""
        self.socket.send("42" + json.dumps(["user_uttered", {"message": text}]))

    def next_answer(self) -> str:
        """The text of the next answer; AssertionError when the connection ends."""
        while True:
            frame = self.socket.recv()
            assert frame, "the connection was closed"
            if frame == "2":
                self.socket.send("3")
            elif frame.startswith('42["bot_uttered"'):
                return str(json.loads(frame[2:])[1].get("text", ""))

    def close(self) -> None:
        """Leave."""
        self.socket.close()


@pytest.mark.parametrize("frame", [
    '42["user_uttered"]', '42["user_uttered",null]', '42["user_uttered",5]', '42["user_uttered",{"message":5}]',
    '42["user_uttered",{"message":{"text":"x"}}]', '42["user_uttered",{"message":["a"]}]', '42["user_uttered",{}]',
    '42["user_uttered","x","y","z"]', '42["session_request",{"session_id":{"$ne":null}}]', '42["session_request",[1]]',
    '42["nothing",{}]', "42[]", "42{}", "421", '42["connect",{}]', '42["disconnect"]', "3probe", "6"])
def test_malformed_events_are_ignored_and_the_next_message_is_answered(server: Server, frame: str) -> None:
    raw = Raw(server.url)
    raw.socket.send(frame)
    raw.send(DURATION)
    assert "250" in raw.next_answer()
    raw.close()


@pytest.mark.parametrize("frame", [
    "42[", '42["user_uttered",{"message":', "99", "x", '451-["user_uttered",{"_placeholder":true,"num":0}]', "41", "1",
    b"\x00\xff", '42' + "9" * 200, '42["user_uttered",{"message":"' + "y" * 200_000 + '"}]'],
    ids=lambda frame: repr(frame[:30]))
def test_what_is_no_protocol_at_all_hurts_nobody_else(server: Server, chat: Chat, frame: str | bytes) -> None:
    raw = Raw(server.url)
    if isinstance(frame, bytes):
        raw.socket.send_binary(frame)
    else:
        raw.socket.send(frame)
    assert "250" in text_of(chat.say(DURATION))
    raw.close()
