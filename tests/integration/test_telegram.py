"""Telegram as people meet it: the real server with the toy bot, a strict Bot API, updates of every kind, both modes."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from bot.core import clock
from bot.db.session import transaction
from bot.services import conversations, linking
from bot.services.conversations import Draft
from bot.settings import Settings
from connectors.telegram import ids, words
from tests import telegram_chat, webchat
from tests import telegram_updates as make
from tests.servers import Server
from tests.telegram_chat import SECRET, Person
from tests.telegram_server import FakeTelegram, fake_telegram
from tests.unit.connectors.telegram.messages import CARDS

pytestmark = pytest.mark.slow

GREETING = "Ciao, dimmi pure.\n\nScegli qui sotto."
_chat_ids = itertools.count(7_000_000_001)
NewPerson = Callable[[], Person]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


@pytest.fixture(scope="module", params=["webhook", "polling"])
def bot(request: pytest.FixtureRequest, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The fake Bot API, the server and its settings, once in each mode."""
    folder = tmp_path_factory.mktemp(request.param)
    with fake_telegram() as fake, telegram_chat.telegram_bot(folder, model, fake, request.param) as server:
        settings = Settings(database_url=f"sqlite:///{folder / 'orienta.db'}", secret=SECRET)
        yield fake, server, settings
        assert fake.refused() == [], "Telegram refused something that it was sent"
        assert "Traceback" not in server.log and "ERROR" not in server.log, server.log


@pytest.fixture
def fake(bot: Any) -> FakeTelegram:
    return bot[0]


@pytest.fixture
def settings(bot: Any) -> Settings:
    return bot[2]


@pytest.fixture
def anna(bot: Any) -> Person:
    return new_person(bot[0])


def new_person(fake: FakeTelegram) -> Person:
    return Person(fake, next(_chat_ids), lambda update: fake.push(update) if fake.webhook else fake.queue(update))


def conversation_of(person: Person) -> str:
    return ids.conversation_id(SECRET.encode(), person.chat_id)


def append(settings: Settings, person: Person, author: str, text: str, channel: str = "telegram", **content: Any) -> None:
    """Write to the log as another process does."""
    conversations.append(
        settings, conversation_id=conversation_of(person), channel=channel, now=clock.now(),
        draft=Draft(author, text, content or None))


def give(settings: Settings, person: Person, state: str) -> None:
    with transaction(settings.database_url, write=True) as session:
        conversations.lock_in(
            session, conversation_id=conversation_of(person), channel="telegram", now=clock.now())
        conversations.set_state_in(session, conversation_id=conversation_of(person), state=state)


# -- in -----------------------------------------------------------------------------------------------------------------


def test_a_button_is_acknowledged_answered_and_marked(fake: FakeTelegram, anna: Person) -> None:
    [greeting] = anna.say("ciao")
    assert greeting.text == GREETING and [item["text"] for item in greeting.buttons] == ["Prima", "Seconda", "Promemoria"]
    [answer] = anna.press(greeting, "Prima")
    assert answer.text == "Hai scelto prima."
    fake.wait_for(lambda: "✓" in str(fake.shown(anna.chat_id, greeting.message_id)["markup"]))
    [[mark]] = fake.shown(anna.chat_id, greeting.message_id)["markup"]["inline_keyboard"]
    assert mark["text"] == "✓ Prima"
    assert anna.acknowledged(anna.press_only(greeting, "Seconda")).parameters["text"] == words.ALREADY_ANSWERED
    update = make.press(fake.new_id(), anna.chat_id, greeting.message_id, mark["callback_data"])
    fake.open_query(update["callback_query"]["id"])
    anna.bring(update)
    assert anna.acknowledged(update["callback_query"]["id"]).parameters["text"] == words.ALREADY_CHOSEN


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
        assert anna.acknowledged(update["callback_query"]["id"]).parameters["text"] == words.STALE_BUTTON
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
    assert any(call.chat_id == anna.chat_id for call in fake.sent(methods=("sendChatAction",))), "a slow answer shows typing"


def test_what_cannot_be_read_gets_a_kind_sentence(fake: FakeTelegram) -> None:
    for kind, content in make.UNREADABLE.items():
        person = new_person(fake)
        [answer] = person.do(make.message(fake.new_id(), person.chat_id, **content))
        assert answer.text == words.cannot_read(kind)


def test_an_album_gets_one_sentence_and_its_caption_an_answer(fake: FakeTelegram, anna: Person) -> None:
    for number in range(3):
        anna.bring(make.message(fake.new_id(), anna.chat_id, media_group_id="13", **make.UNREADABLE["photo"],
                                **({"caption": "scelgo la prima"} if number == 0 else {})))
    assert [call.text for call in anna.hear(2)] == [words.cannot_read("photo", caption=True), "Hai scelto prima."]
    anna.say("ciao")
    assert len(fake.sent(anna.chat_id)) == 3


def test_that_edits_are_not_read_is_told_once(fake: FakeTelegram, anna: Person) -> None:
    [answer] = anna.do(make.edited(fake.new_id(), anna.chat_id, "scelgo la prima"))
    assert answer.text == words.EDITED
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
    assert anna.say("/inventato")[0].text == words.UNKNOWN_COMMAND
    assert anna.say("/start")[0].text == GREETING
    assert anna.say("x" * 1001)[0].text.startswith("Il messaggio è troppo lungo")


def test_a_group_is_left(fake: FakeTelegram, anna: Person) -> None:
    anna.bring(make.membership(fake.new_id(), -77, "member", "group"))
    fake.wait_for(lambda: [call for call in fake.sent(-77, ("leaveChat",))])
    assert fake.sent(-77) == []


def test_a_position_finds_the_nearest_office(fake: FakeTelegram, settings: Settings, anna: Person) -> None:
    [answer] = anna.do(make.location(fake.new_id(), anna.chat_id, 45.80, 9.43))
    assert answer.text == words.BOTH_OFFICES, "the toy bot's database has no offices"
    assert "45.8" not in str(conversations.last(settings, conversation_id=conversation_of(anna), limit=9))


# -- out ----------------------------------------------------------------------------------------------------------------


def test_an_operators_words_come_with_the_name_and_the_assistant_is_silent(
    settings: Settings, fake: FakeTelegram, anna: Person,
) -> None:
    anna.say("ciao")
    give(settings, anna, "owned")
    anna.bring(make.text(fake.new_id(), anna.chat_id, "scelgo la prima"))
    append(settings, anna, "operator", "Buongiorno, **come** posso aiutarti?", name="Marta")
    assert anna.hear()[0].text == "Marta:\nBuongiorno, **come** posso aiutarti?"
    give(settings, anna, "assistant")
    assert anna.say("scelgo la seconda")[0].text == "Hai scelto seconda."
    conversations.mark(settings, conversation_id=conversation_of(anna), actor="operator:1", kind="typing", on=True,
                       now=clock.now())
    fake.wait_for(lambda: [call for call in fake.sent(anna.chat_id, ("sendChatAction",))])


def test_a_long_answer_comes_in_pieces_with_the_buttons_below(settings: Settings, anna: Person) -> None:
    anna.say("ciao")
    append(settings, anna, "assistant", "Una frase che si ripete. " * 400,
           quick_replies=[{"title": "Sì", "payload": "scelgo la prima"}])
    first, second, third = anna.hear(3)
    assert not first.buttons and not second.buttons and third.buttons and first.text.endswith(".")
    assert anna.press(third, "Sì")[0].text == "Hai scelto prima."


def test_times_turn_page_in_the_same_message(settings: Settings, fake: FakeTelegram, anna: Person) -> None:
    anna.say("ciao")
    append(settings, anna, "assistant", "Quando?", custom=CARDS["slot_picker"])
    [picker] = anna.hear()
    anna.acknowledged(anna.press_only(picker, "mer 25"))
    shown = fake.shown(anna.chat_id, picker.message_id)
    assert shown["text"].endswith("mercoledì 25 novembre") and "09:00 Merate" in str(shown["markup"])
    append(settings, anna, "assistant", "Altri giorni:", custom=CARDS["slot_picker"])
    fake.wait_for(lambda: fake.shown(anna.chat_id, picker.message_id)["text"].startswith("Altri giorni:"))
    assert len(fake.sent(anna.chat_id)) == 2, "the next choice takes the place of the last one"
    anna.say("scelgo la prima")
    append(settings, anna, "assistant", "Quando?", custom=CARDS["slot_picker"])
    assert anna.hear()[0].message_id != picker.message_id, "something was written below it"


def test_the_own_number_answers_the_question_for_a_contact(
    settings: Settings, fake: FakeTelegram, anna: Person,
) -> None:
    anna.say("ciao")
    [unasked] = anna.do(make.contact(fake.new_id(), anna.chat_id, "393331234567"))
    assert unasked.text == words.CONTACT_UNASKED
    append(settings, anna, "assistant", "Lasciami un numero di telefono.")
    [question] = anna.hear()
    assert question.parameters["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    [refused] = anna.do(make.contact(fake.new_id(), anna.chat_id, "393331234567", own=False))
    assert refused.text == words.NOT_YOUR_CONTACT and "reply_markup" not in refused.parameters
    anna.bring(make.contact(fake.new_id(), anna.chat_id, "393331234567"))
    removed = fake.wait_for(lambda: [call for call in fake.sent(anna.chat_id)
                                     if call.parameters.get("reply_markup") == {"remove_keyboard": True}])
    said = [message.text for message in conversations.last(settings, conversation_id=conversation_of(anna), limit=9)
            if message.author == "person"]
    assert said == ["ciao", "+393331234567"] and removed


def test_what_was_written_on_the_site_is_quoted(settings: Settings, anna: Person) -> None:
    anna.say("ciao")
    append(settings, anna, "person", "buongiorno dal sito", channel="webchat")
    append(settings, anna, "assistant", "Risposta.", channel="webchat")
    assert [call.text for call in anna.hear(2)] == ["Hai scritto sul sito: buongiorno dal sito", "Risposta."]


def test_a_code_of_the_site_brings_its_conversation(settings: Settings, fake: FakeTelegram, anna: Person) -> None:
    conversations.append(settings, conversation_id="web_x", channel="webchat", now=clock.now(),
                         draft=Draft("assistant", "Detto sul sito."))
    made = linking.make_code(settings, conversation_id="web_x", now=clock.now())
    assert isinstance(made, linking.Code)
    [linked] = anna.say(f"/start {made.text}")
    assert linked.text.startswith("Fatto")
    conversations.append(settings, conversation_id="web_x", channel="webchat", now=clock.now(),
                         draft=Draft("assistant", "Detto dopo."))
    assert anna.hear()[0].text == "Detto dopo."
    assert anna.say(f"/collega {made.text}")[0].text.startswith("Questo codice non vale più")
    assert len(fake.sent(anna.chat_id)) == 3, "what was said before is not told again"


def test_a_code_for_the_site_stands_in_no_log(settings: Settings, anna: Person) -> None:
    anna.say("ciao")
    [told] = anna.say("/collega")
    code = told.text.split("\n\n")[1]
    found = linking.redeem(settings, code=code, who="somebody on the site", now=clock.now())
    assert found == linking.Linked(conversation_of(anna))
    logged = conversations.last(settings, conversation_id=conversation_of(anna), limit=9)
    assert all(code not in message.text for message in logged)


# -- when Telegram fails ------------------------------------------------------------------------------------------------


def test_too_many_requests_are_waited_for(fake: FakeTelegram, anna: Person) -> None:
    fake.fail(429, description="Too Many Requests: retry after 2", method="sendMessage", chat_id=anna.chat_id,
              parameters={"retry_after": 2})
    began = time.monotonic()
    assert anna.say("ciao")[0].text == GREETING
    assert time.monotonic() - began >= 2.0
    tried = [call.at for call in fake.calls if call.method == "sendMessage" and call.chat_id == anna.chat_id]
    assert len(tried) == 2 and tried[1] - tried[0] >= 2.0


def test_a_fault_of_telegram_is_tried_again(fake: FakeTelegram, anna: Person) -> None:
    fake.fail(502, description="Bad Gateway", method="sendMessage", chat_id=anna.chat_id)
    assert anna.say("ciao")[0].text == GREETING
    assert len(fake.sent(anna.chat_id)) == 1


def test_html_that_telegram_cannot_read_goes_as_plain_text(
    fake: FakeTelegram, bot: Any, settings: Settings, anna: Person,
) -> None:
    anna.say("ciao")
    fake.fail(400, description="Bad Request: can't parse entities: Unsupported start tag", chat_id=anna.chat_id,
              method="sendMessage")
    append(settings, anna, "assistant", "**Ecco** <qui>")
    [plain] = anna.hear()
    assert "parse_mode" not in plain.parameters and plain.parameters["text"] == "Ecco <qui>"
    fake.calls[:] = [call for call in fake.calls if "parse entities" not in call.description]
    server: Server = bot[1]
    server.log_file.write_text(server.log.replace("ERROR", "seen"), encoding="utf-8")


def test_who_blocks_the_bot_gets_nothing_until_it_is_started_again(
    fake: FakeTelegram, settings: Settings, anna: Person,
) -> None:
    anna.say("ciao")
    fake.fail(403, description="Forbidden: bot was blocked by the user", chat_id=anna.chat_id, times=9)
    append(settings, anna, "assistant", "Prima di tornare.")
    fake.wait_for(lambda: [call for call in fake.calls if call.chat_id == anna.chat_id and "403" in call.description])
    fake.faults.clear()
    anna.bring(make.membership(fake.new_id(), anna.chat_id, "kicked"))
    append(settings, anna, "assistant", "Non ancora.")
    time.sleep(0.5)
    assert len(fake.sent(anna.chat_id)) == 1
    anna.bring(make.membership(fake.new_id(), anna.chat_id, "member"))
    assert [call.text for call in anna.say("/start", 3)] == ["Prima di tornare.", "Non ancora.", GREETING]


def test_a_chat_that_moved_is_followed(fake: FakeTelegram, settings: Settings, anna: Person) -> None:
    anna.say("ciao")
    other = next(_chat_ids)
    fake.fail(400, description="Bad Request: group chat was upgraded to a supergroup chat", chat_id=anna.chat_id,
              parameters={"migrate_to_chat_id": other})
    append(settings, anna, "assistant", "Eccoci.")
    assert [call.text for call in fake.answers(other)] == ["Eccoci."]
    fake.calls[:] = [call for call in fake.calls if "upgraded" not in call.description]
