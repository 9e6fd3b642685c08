"""The worker in one piece: a real database, a fake agent behind the real door, a strict Bot API before it."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Callable, Iterator

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage

from bot import clock
from bot.services import conversations, privacy, telegram
from bot.settings import Settings
from bot.texts import get_text
from connectors.conversation import Conversations
from connectors.telegram import worker as worker_module
from connectors.telegram.api import BotApi, File, Unreachable
from connectors.telegram.channel import TelegramChannel
from connectors.telegram.chat_listener import ChatListener
from connectors.telegram.outbox import Outbox
from connectors.telegram.rate_limits import Pace
from connectors.telegram.sender import Sender
from connectors.telegram.worker import Worker, make_parts
from tests.support import telegram_updates as make
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.telegram_server import TOKEN, FakeTelegram, fake_telegram

KEY = b"a key"


class Agent:
    """Stands for Rasa's: says again what it hears, and asks before it erases."""

    domain = None

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.tracker_store = self

    def is_ready(self) -> bool:
        return True

    async def retrieve(self, _sender: str) -> None:
        return None

    async def handle_message(self, message: UserMessage) -> None:
        response: dict[str, Any] = {"text": f"risposta a {message.text}"}
        if message.text == "cancella":
            response["buttons"] = [{"title": "Sì", "payload": '/choose{"option": "erase_confirm:yes"}'}]
        if message.text.startswith("/choose"):
            await asyncio.to_thread(
                privacy.erase, self.settings, conversation_id=message.sender_id, now=clock.now())
            response = {"text": "Cancellato."}
        await message.output_channel.send_response(message.sender_id, response)


class Process:
    """What one server process has of the channel."""

    def __init__(self, settings: Settings, fake: FakeTelegram, http: aiohttp.ClientSession, token: str) -> None:
        self.door = Conversations(settings, lambda: agent)
        agent = Agent(settings)
        api = BotApi(http, fake.url, token)
        sender = Sender(api, Pace(), first_retry=0.05)

        def parts() -> Any:
            outbox = Outbox(
                settings, sender, asks_contact=lambda _: False, on_bad_token=lambda: self.worker.refuse_token())
            return make_parts(settings, KEY, self.door, sender, outbox)

        self.worker = Worker(settings, api, parts)
        self.door.listen(ChatListener(settings, sender, lambda: (self.worker.inbox, self.worker.outbox)))


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with fake_telegram() as running:
        yield running


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings(database_url=sqlite_url)


@asynccontextmanager
async def process(settings: Settings, fake: FakeTelegram, token: str = TOKEN) -> AsyncIterator[Process]:
    """A process that runs."""
    async with aiohttp.ClientSession() as http:
        running = Process(settings, fake, http, token)
        await running.door.start()
        running.worker.start()
        yield running
        await running.worker.stop()
        await running.door.stop()


async def until(met: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for ``met``."""
    limit = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < limit, "not in time"
        await asyncio.sleep(0.01)


async def test_without_a_token_nothing_is_begun_and_one_line_says_so(caplog: pytest.LogCaptureFixture) -> None:
    door = Conversations(Settings(), lambda: None)
    channel = TelegramChannel(Settings(), door, None, KEY)
    tasks = asyncio.all_tasks()
    with caplog.at_level(logging.INFO, "orienta.telegram"):
        await channel.start()
    assert caplog.messages == [worker_module.OFF]
    assert asyncio.all_tasks() == tasks and door._audience._listeners == []
    await channel.stop()


async def test_a_wrong_token_is_told_once(
    settings: Settings, fake: FakeTelegram, caplog: pytest.LogCaptureFixture,
) -> None:
    async with process(settings, fake, "1:wrong") as running:
        await until(lambda: worker_module.WRONG_TOKEN in caplog.messages)
        await asyncio.sleep(0.2)
        assert caplog.messages.count(worker_module.WRONG_TOKEN) == 1 and "1:wrong" not in caplog.text
        assert running.worker.outbox is None


@pytest.mark.parametrize("method", ["sendMessage", "getUpdates"])
async def test_one_refusal_of_the_token_does_not_end_the_channel(
    settings: Settings, fake: FakeTelegram, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
    method: str,
) -> None:
    monkeypatch.setattr(worker_module, "FIRST_TOKEN_PAUSE_SECONDS", 0.2)
    caplog.set_level(logging.INFO, "orienta.telegram")
    async with process(settings, fake) as running:
        await until(lambda: running.worker.state == "ok")
        fake.fail(401, description="Unauthorized", method=method)
        fake.queue(make.text(1, 5, "ciao"))
        await until(lambda: worker_module.WRONG_TOKEN in caplog.messages)
        await until(lambda: running.worker.state == "refused")
        await until(lambda: fake.sent(5))
        await until(lambda: running.worker.state == "ok")
    assert [call.text for call in fake.sent(5)] == ["risposta a ciao"], "it waited in the log"
    assert caplog.messages.count(worker_module.WRONG_TOKEN) == 1 and worker_module.GOOD_AGAIN in caplog.messages


async def test_a_token_that_stays_wrong_is_asked_for_less_and_less(
    settings: Settings, fake: FakeTelegram, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(worker_module, "FIRST_TOKEN_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(worker_module, "LONGEST_TOKEN_PAUSE_SECONDS", 0.08)
    real = Worker._pause
    monkeypatch.setattr(Worker, "_pause", lambda self: pauses.append(real(self)) or pauses[-1])
    async with process(settings, fake, "1:wrong"):
        await until(lambda: len(pauses) > 5)
    assert pauses[:5] == [0.01, 0.02, 0.04, 0.08, 0.08]
    assert caplog.messages.count(worker_module.WRONG_TOKEN) == 1


async def test_of_two_processes_one_reads_and_the_other_takes_over(settings: Settings, fake: FakeTelegram) -> None:
    async with process(settings, fake) as first:
        await until(lambda: first.worker.inbox is not None)
        async with process(settings, fake) as second:
            fake.queue(make.text(1, 5, "uno"))
            await until(lambda: len(fake.sent(5)) == 1)
            assert second.worker.inbox is None
            await first.worker.stop()
            await until(lambda: second.worker.inbox is not None)
            fake.queue(make.text(2, 5, "due"))
            await until(lambda: len(fake.sent(5)) == 2)
    assert [call.text for call in fake.sent(5)] == ["risposta a uno", "risposta a due"]
    assert fake.most_pollers == 1 and fake.refused() == []


async def test_an_erased_conversation_says_its_last_words_and_begins_anew(
    settings: Settings, fake: FakeTelegram,
) -> None:
    async with process(settings, fake) as running:
        await until(lambda: running.worker.outbox is not None)
        fake.queue(make.text(1, 5, "cancella"))
        await until(lambda: fake.sent(5))
        question = fake.sent(5)[0]
        before = telegram.find_chat(settings, chat_id=5)
        assert before is not None
        fake.open_query("q2")
        fake.queue(make.press(2, 5, question.message_id, question.buttons[0]["callback_data"]))
        await until(lambda: len(fake.sent(5)) == 2)
        assert fake.sent(5)[1].text == "Cancellato."
        await until(lambda: telegram.find_chat(settings, chat_id=5) is None)
        await until(lambda: fake.shown(5, question.message_id or 0)["markup"] is None)
        fake.queue(make.text(3, 5, "ciao"))
        await until(lambda: len(fake.sent(5)) == 3)
        after = telegram.find_chat(settings, chat_id=5)
        assert after is not None and after.conversation_id != before.conversation_id
        assert conversations.list_last(settings, conversation_id=before.conversation_id, limit=9) == []
        fake.open_query("q4")
        fake.queue(make.press(4, 5, question.message_id, question.buttons[0]["callback_data"]))
        await until(lambda: any(call.parameters.get("text") == get_text("telegram.stale_button")
                                for call in fake.sent(methods=("answerCallbackQuery",))))


async def test_no_answer_is_not_taken_for_one(fake: FakeTelegram) -> None:
    async with aiohttp.ClientSession() as http:
        api = BotApi(http, fake.url, TOKEN)
        fake.fail(0, method="sendMessage")
        with pytest.raises(Unreachable) as silent:
            await api.call("sendMessage", {"chat_id": 5, "text": "ciao"}, seconds=0.2)
        with pytest.raises(Unreachable):
            await BotApi(http, "http://127.0.0.1:9", TOKEN).call("getMe")
        assert TOKEN not in str(silent.value) and silent.value.__cause__ is None
        sent = await api.call("sendDocument", {"chat_id": 5, "reply_markup": {"remove_keyboard": True}},
                              file=File("document", "à.ics", "text/calendar", b"x"))
        assert sent["message_id"] and fake.sent(5)[0].file == ("à.ics", "text/calendar", b"x")
