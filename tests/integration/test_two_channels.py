"""One conversation on Telegram and in the web chat: the code of either opens it in the other, and both show it."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from bot.services import conversations
from bot.settings import Settings
from bot.texts import get_text
from tests.support import telegram_chat, webchat
from tests.support.telegram_chat import Person, conversation_of, new_person
from tests.support.webchat import Chat, OwnChat

pytestmark = pytest.mark.slow

LINKED = get_text("codes.webchat.linked")
GREETING = "Ciao, dimmi pure.\n\nScegli qui sotto."


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    model = webchat.toy_model(tmp_path_factory)
    with telegram_chat.watched_bot(tmp_path_factory.mktemp("two"), model, "webhook") as parts:
        yield parts


@pytest.fixture
def anna(bot: Any) -> Person:
    return new_person(bot[0])


@pytest.fixture
def url(bot: Any) -> str:
    return str(bot[1].url)


@pytest.fixture
def settings(bot: Any) -> Settings:
    return bot[2]


def code_of(anna: Person) -> str:
    """A code that Telegram's side gives for the site."""
    [told] = anna.say("/collega")
    return str(told.text).split("\n\n")[1]


def test_a_code_of_telegram_opens_its_conversation_in_the_web_chat(anna: Person, url: str, settings: Settings) -> None:
    assert anna.say("scelgo la prima")[0].text == "Hai scelto prima."
    code = code_of(anna)
    chat = OwnChat(url)
    chat.say("ciao")
    before, said_there = chat.session_id, len(chat.messages)
    chat.last = 0
    assert chat.send(code.lower(), key="code") == {"ok": True, "sequence": None}
    chat.until(lambda: chat.messages[-1]["text"] == LINKED, "the sentence")
    assert chat.session_id != before and chat.session_id.startswith(conversation_of(anna) + "~")
    assert chat.texts()[said_there:] == ["> scelgo la prima", "Hai scelto prima.", LINKED]
    assert anna.hear()[0].text == LINKED, "on Telegram too: it may not have been the same person"

    [answer] = chat.say("ricordami che cosa avevo detto")
    assert answer["text"] == "Hai scelto prima.", "the assistant remembers what was said on Telegram"
    quoted, told = anna.hear(2)
    assert (quoted.text, told.text) == (
        "Hai scritto sul sito: ricordami che cosa avevo detto", "Hai scelto prima.")
    assert anna.say("scelgo la seconda")[0].text == "Hai scelto seconda."
    chat.until(lambda: chat.texts()[-2:] == ["> scelgo la seconda", "Hai scelto seconda."], "Telegram's messages")

    again = OwnChat(url, chat.session_id)
    assert again.session_id == chat.session_id and again.texts()[0] == "> scelgo la prima", "after a reload too"
    left = conversations.list_last(settings, conversation_id=before.partition(".")[0], limit=9)
    assert [message.text for message in left] == ["ciao", GREETING], "what was said there stays, the code does not"
    again.close()
    chat.close()


def test_buttons_of_the_shared_conversation_work_on_the_site(anna: Person, url: str) -> None:
    anna.say("ciao")
    chat = OwnChat(url)
    chat.send(code_of(anna))
    chat.until(lambda: LINKED in chat.texts(), "the sentence")
    button = chat.messages[1]["quick_replies"][1]
    assert chat.say(button["payload"], title=button["title"])[0]["text"] == "Hai scelto seconda."
    chat.close()


def test_a_code_that_leads_nowhere_gets_a_sentence_and_the_conversation_stays(anna: Person, url: str) -> None:
    anna.say("ciao")
    code = code_of(anna)
    chat = OwnChat(url)
    session = chat.session_id
    wrong = chat.send("000-AAA-000")
    assert wrong["reason"] == "code" and wrong["text"].startswith("Questo codice non è giusto")
    chat.send(code)
    chat.until(lambda: chat.session_id != session, "the session")
    other = OwnChat(url)
    assert other.send(code)["text"].startswith("Questo codice non vale più")
    for _ in range(5):
        other.send("000-AAA-000")
    assert other.send(code)["text"].startswith("Troppi codici sbagliati")
    assert other.say("ciao")[0]["text"] == GREETING and other.messages[0]["sequence"] == 1
    chat.close()
    other.close()


def test_a_stock_client_goes_on_there_too(anna: Person, url: str) -> None:
    anna.say("scelgo la prima")
    stock = Chat(url)
    assert stock.say("000-AAA-000")["text"].startswith("Questo codice non è giusto")
    assert stock.say(code_of(anna))["text"] == LINKED
    assert stock.say("ricordami che cosa avevo detto")["text"] == "Hai scelto prima."
    stock.close()
