"""Telegram as people meet it: the real server with the toy bot, a strict Bot API, updates of every kind, both modes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest

from bot.services import conversations
from bot.settings import Settings
from bot.texts import get_text
from connectors.telegram import words
from tests.support import telegram_chat, webchat
from tests.support import telegram_updates as make
from tests.support.telegram_chat import Person, conversation_of, new_person
from tests.support.telegram_server import FakeTelegram

pytestmark = pytest.mark.slow

GREETING = "Ciao, dimmi pure.\n\nScegli qui sotto."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


@pytest.fixture(scope="module", params=["webhook", "polling"])
def bot(request: pytest.FixtureRequest, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The fake Bot API, the server and its settings, once in each mode."""
    with telegram_chat.watched_bot(tmp_path_factory.mktemp(request.param), model, request.param) as parts:
        yield parts


@pytest.fixture
def fake(bot: Any) -> FakeTelegram:
    return bot[0]


@pytest.fixture
def settings(bot: Any) -> Settings:
    return bot[2]


@pytest.fixture
def anna(bot: Any) -> Person:
    return new_person(bot[0])


def test_a_button_is_acknowledged_answered_and_marked(fake: FakeTelegram, anna: Person) -> None:
    [greeting] = anna.say("ciao")
    assert greeting.text == GREETING
    assert [item["text"] for item in greeting.buttons] == ["Prima", "Seconda", "Promemoria"]
    [answer] = anna.press(greeting, "Prima")
    assert answer.text == "Hai scelto prima."
    fake.wait_for(lambda: "✓" in str(fake.shown(anna.chat_id, greeting.message_id)["markup"]))
    [[mark]] = fake.shown(anna.chat_id, greeting.message_id)["markup"]["inline_keyboard"]
    assert mark["text"] == "✓ Prima"
    told = anna.acknowledged(anna.press_only(greeting, "Seconda")).parameters["text"]
    assert told == get_text("telegram.already_answered")
    update = make.press(fake.new_id(), anna.chat_id, greeting.message_id, mark["callback_data"])
    fake.open_query(update["callback_query"]["id"])
    anna.bring(update)
    assert anna.acknowledged(update["callback_query"]["id"]).parameters["text"] == get_text("telegram.already_chosen")


def test_a_button_of_words_says_them(anna: Person) -> None:
    [greeting] = anna.say("ciao")
    text, document = anna.press(greeting, "Promemoria", 2)
    assert "<b>pronto</b>" in text.text and "&lt;b&gt;" in text.parameters["text"]
    assert document.file == ("appuntamento.ics", "text/calendar", b"BEGIN:VCALENDAR")


def test_an_answer_in_words_takes_the_buttons_away(fake: FakeTelegram, anna: Person) -> None:
    [greeting] = anna.say("ciao")
    anna.say("scelgo la seconda")
    fake.wait_for(lambda: fake.shown(anna.chat_id, greeting.message_id)["markup"] is None)
    assert anna.acknowledged(anna.press_only(greeting, "Prima")).ok


def test_a_button_that_is_none_of_ours_is_stale(fake: FakeTelegram, anna: Person) -> None:
    anna.say("ciao")
    for data in ("/restart", "1:0:00000000", "999:0:abcdef01", ""):
        update = make.press(fake.new_id(), anna.chat_id, None if not data else 1, data)
        fake.open_query(update["callback_query"]["id"])
        anna.bring(update)
        assert anna.acknowledged(update["callback_query"]["id"]).parameters["text"] == get_text("telegram.stale_button")
    fake.calls[:] = [call for call in fake.calls if "message to edit not found" not in call.description]


def test_the_same_update_twice_is_answered_once(fake: FakeTelegram, anna: Person) -> None:
    update = make.text(fake.new_id(), anna.chat_id, "ciao")
    anna.bring(update)
    anna.bring(update)
    anna.hear()
    anna.bring(update)
    anna.say("scelgo la prima")
    assert len(fake.sent(anna.chat_id)) == 2


def test_a_persons_messages_are_answered_in_order(fake: FakeTelegram, anna: Person) -> None:
    for text in ("aspetta un momento", "scelgo la prima", "scelgo la seconda"):
        anna.bring(make.text(fake.new_id(), anna.chat_id, text))
    assert [call.text for call in anna.hear(3)] == ["Eccomi.", "Hai scelto prima.", "Hai scelto seconda."]
    assert fake.sent(anna.chat_id, ("sendChatAction",)), "a slow answer shows typing"


def test_what_cannot_be_read_gets_a_kind_sentence(fake: FakeTelegram) -> None:
    for kind, content in make.UNREADABLE.items():
        person = new_person(fake)
        [answer] = person.do(make.message(fake.new_id(), person.chat_id, **content))
        assert answer.text == words.word_unreadable(kind)


def test_an_album_gets_one_sentence_and_its_caption_an_answer(fake: FakeTelegram, anna: Person) -> None:
    for number in range(3):
        anna.bring(make.message(fake.new_id(), anna.chat_id, media_group_id="13", **make.UNREADABLE["photo"],
                                **({"caption": "scelgo la prima"} if number == 0 else {})))
    assert [call.text for call in anna.hear(2)] == [words.word_unreadable("photo", caption=True), "Hai scelto prima."]
    anna.say("ciao")
    assert len(fake.sent(anna.chat_id)) == 3


def test_that_edits_are_not_read_is_told_once(fake: FakeTelegram, anna: Person) -> None:
    [answer] = anna.do(make.edited(fake.new_id(), anna.chat_id, "scelgo la prima"))
    assert answer.text == get_text("telegram.edited")
    anna.bring(make.edited(fake.new_id(), anna.chat_id, "scelgo la seconda"))
    assert anna.say("ciao")[0].text == GREETING


def test_unknown_kinds_are_ignored(fake: FakeTelegram, anna: Person) -> None:
    for name in make.ignored(1, 1):
        update = make.ignored(fake.new_id(), anna.chat_id)[name]
        if fake.webhook:
            assert fake.push(update) == 200, name
        else:
            fake.queue(update)
    assert anna.say("ciao")[0].text == GREETING and len(fake.sent(anna.chat_id)) == 1


def test_a_command_typed_by_hand_or_unknown(anna: Person) -> None:
    assert anna.say("/inventato")[0].text == get_text("telegram.unknown_command")
    kept, hello = anna.say("/start", 2)
    assert kept.text == get_text("telegram.kept") and hello.text == GREETING
    assert anna.say("/start")[0].text == GREETING, "what is kept is told once"
    assert anna.say("x" * 1001)[0].text.startswith("Il messaggio è troppo lungo")


def test_a_group_is_left(fake: FakeTelegram, anna: Person) -> None:
    anna.bring(make.membership(fake.new_id(), -77, "member", "group"))
    fake.wait_for(lambda: fake.sent(-77, ("leaveChat",)))
    assert fake.sent(-77) == []


def test_a_position_finds_the_nearest_office(fake: FakeTelegram, settings: Settings, anna: Person) -> None:
    [answer] = anna.do(make.location(fake.new_id(), anna.chat_id, 45.80, 9.43))
    assert answer.text == get_text("telegram.both_offices"), "the toy bot's database has no offices"
    assert "45.8" not in str(conversations.list_last(settings, conversation_id=conversation_of(anna), limit=9))
