"""What goes out on Telegram: from the log, whoever wrote there, and again when Telegram fails."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot import clock
from bot.services import channel_links, conversations
from bot.services.conversations import Draft
from bot.settings import Settings
from bot.texts import get_text
from tests.support import telegram_chat, webchat
from tests.support import telegram_updates as make
from tests.support.servers import Server
from tests.support.telegram_chat import Person, append, conversation_of, give, new_person
from tests.support.telegram_server import FakeTelegram
from tests.unit.connectors.telegram.messages import CARDS

pytestmark = pytest.mark.slow

GREETING = "Ciao, dimmi pure.\n\nScegli qui sotto."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return webchat.toy_model(tmp_path_factory)


@pytest.fixture(scope="module")
def bot(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The fake Bot API, the server and its settings."""
    with telegram_chat.watched_bot(tmp_path_factory.mktemp("out"), model, "webhook") as parts:
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
    conversations.mark_presence(settings, conversation_id=conversation_of(anna), actor="operator:1", kind="typing",
                       on=True, now=clock.now())
    fake.wait_for(lambda: fake.sent(anna.chat_id, ("sendChatAction",)))


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
    assert unasked.text == get_text("telegram.contact_unasked")
    append(settings, anna, "assistant", "Lasciami un numero di telefono.")
    [question] = anna.hear()
    assert question.parameters["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    [refused] = anna.do(make.contact(fake.new_id(), anna.chat_id, "393331234567", own=False))
    assert refused.text == get_text("telegram.not_your_contact") and "reply_markup" not in refused.parameters
    anna.bring(make.contact(fake.new_id(), anna.chat_id, "393331234567"))
    removed = fake.wait_for(lambda: [call for call in fake.sent(anna.chat_id)
                                     if call.parameters.get("reply_markup") == {"remove_keyboard": True}])
    logged = conversations.list_last(settings, conversation_id=conversation_of(anna), limit=9)
    said = [message.text for message in logged if message.author == "person"]
    assert said == ["ciao", "+393331234567"] and removed


def test_what_was_written_on_the_site_is_quoted(settings: Settings, anna: Person) -> None:
    anna.say("ciao")
    append(settings, anna, "person", "buongiorno dal sito", channel="webchat")
    append(settings, anna, "assistant", "Risposta.", channel="webchat")
    assert [call.text for call in anna.hear(2)] == ["Hai scritto sul sito: buongiorno dal sito", "Risposta."]


def test_a_code_of_the_site_brings_its_conversation(settings: Settings, fake: FakeTelegram, anna: Person) -> None:
    conversations.append_message(settings, conversation_id="web_x", channel="webchat", now=clock.now(),
                         draft=Draft("assistant", "Detto sul sito."))
    made = channel_links.make_code(settings, conversation_id="web_x", now=clock.now())
    assert isinstance(made, channel_links.Code)
    [linked] = anna.say(f"/start {made.text}")
    assert linked.text.startswith("Fatto")
    conversations.append_message(settings, conversation_id="web_x", channel="webchat", now=clock.now(),
                         draft=Draft("assistant", "Detto dopo."))
    assert anna.hear()[0].text == "Detto dopo."
    assert anna.say(f"/collega {made.text}")[0].text.startswith("Questo codice non vale più")
    assert len(fake.sent(anna.chat_id)) == 3, "what was said before is not told again"


def test_a_code_for_the_site_stands_in_no_log(settings: Settings, anna: Person) -> None:
    anna.say("ciao")
    [told] = anna.say("/collega")
    code = told.text.split("\n\n")[1]
    found = channel_links.redeem(settings, code=code, who="somebody on the site", now=clock.now())
    assert found == channel_links.Linked(conversation_of(anna))
    logged = conversations.list_last(settings, conversation_id=conversation_of(anna), limit=9)
    assert all(code not in message.text for message in logged)


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
    assert [call.text for call in anna.say("/start", 4)] == [
        "Prima di tornare.", "Non ancora.", get_text("telegram.kept"), GREETING]


def test_a_chat_that_moved_is_followed(fake: FakeTelegram, settings: Settings, anna: Person) -> None:
    anna.say("ciao")
    other = new_person(fake).chat_id
    fake.fail(400, description="Bad Request: group chat was upgraded to a supergroup chat", chat_id=anna.chat_id,
              parameters={"migrate_to_chat_id": other})
    append(settings, anna, "assistant", "Eccoci.")
    assert [call.text for call in fake.answers(other)] == ["Eccoci."]
    fake.calls[:] = [call for call in fake.calls if "upgraded" not in call.description]


def test_the_webhook_obeys_nobody_but_telegram(fake: FakeTelegram, bot: Any, anna: Person) -> None:
    update = make.text(fake.new_id(), anna.chat_id, "ciao")
    assert [fake.push(update, secret) for secret in ("", "wrong", "x" * 5000)] == [401, 401, 401]
    assert fake.push({"no": "number"}) == 400 and fake.push({"update_id": True}) == 400
    assert fake.push({**update, "padding": "x" * 600_000}) == 413
    assert fake.sent(anna.chat_id) == []
    assert anna.do(update)[0].text == GREETING
    server: Server = bot[1]
    assert server.get("/webhooks/telegram/webhook")[0] == 405
