"""The server with the Telegram channel and the toy bot, and a person who writes to it through the fake Bot API."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional

from bot import clock
from bot.db import session as db_session
from bot.db.models import Base
from bot.db.session import transaction
from bot.services import conversations
from bot.services.conversations import Draft
from bot.settings import Settings
from connectors.telegram.ids import make_conversation_id, make_webhook_secret
from tests.support import telegram_updates as updates
from tests.support import toy_bot
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server, free_port, orienta_serve
from tests.support.telegram_calls import Call
from tests.support.telegram_server import TOKEN, FakeTelegram, fake_telegram

SECRET = "a key that only the tests know"
CHANNELS = "telegram,webchat"
QUICK_CHANNELS = "tests.support.telegram_quick:QuickTelegram"
_chat_ids = itertools.count(7_000_000_001)


@contextmanager
def telegram_bot(
    folder: Path, model: Path, fake: FakeTelegram, mode: str = "polling", *, token: str = TOKEN,
    env: Optional[Mapping[str, str]] = None, port: Optional[int] = None, database_url: Optional[str] = None,
    channels: str = CHANNELS,
) -> Iterator[Server]:
    """`orienta serve` with the toy bot on Telegram; in webhook mode the webhook is set. A SQLite file gets the tables.
    """
    package = folder / "toy_telegram_actions"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(toy_bot.ACTIONS, encoding="utf-8")
    port = port or free_port()
    more = {
        "ORIENTA_SECRET": SECRET, "PYTHONPATH": str(folder), "ORIENTA_ACTIONS_PACKAGE": package.name,
        "ORIENTA_LIMITS": "off",
        "TELEGRAM_TOKEN": token, "TELEGRAM_API_URL": fake.url, "TELEGRAM_MODE": mode, **(env or {})}
    if mode == "webhook":
        set_webhook(fake, port)
    if database_url is None:
        Base.metadata.create_all(db_session.get_engine(f"sqlite:///{folder / 'orienta.db'}"))
        db_session.dispose_all()
    with orienta_serve(folder, model=model, channels=channels, env=more, port=port, database_url=database_url,
                       arguments=["--no-check-database"]) as server:
        yield server


def set_webhook(fake: FakeTelegram, port: int) -> None:
    """What `orienta telegram set-webhook` does, for a server on this machine."""
    fake.webhook = {"url": f"http://127.0.0.1:{port}/webhooks/telegram/webhook",
                    "secret_token": make_webhook_secret(SECRET.encode(), TOKEN)}


@dataclass
class Person:
    """Somebody in a private chat. ``bring``: gives an update to the bot, by polling or to the webhook."""

    fake: FakeTelegram
    chat_id: int
    bring: Callable[[dict[str, Any]], Any]
    heard: int = 0

    def say(self, text: str, count: int = 1, seconds: float = PATIENCE_SECONDS) -> list[Call]:
        """Write ``text``; the next ``count`` messages that come."""
        return self.do(updates.text(self.fake.new_id(), self.chat_id, text), count, seconds)

    def do(self, update: dict[str, Any], count: int = 1, seconds: float = PATIENCE_SECONDS) -> list[Call]:
        """Bring any update; the next ``count`` messages that come."""
        self.bring(update)
        return self.hear(count, seconds)

    def hear(self, count: int = 1, seconds: float = PATIENCE_SECONDS) -> list[Call]:
        """The next ``count`` messages."""
        found = self.fake.answers(self.chat_id, count, self.heard, seconds)[:count]
        self.heard += count
        return found

    def press(self, call: Call, title: str, count: int = 1) -> list[Call]:
        """Press the button of ``call`` that has ``title`` in it."""
        self.press_only(call, title)
        return self.hear(count)

    def press_only(self, call: Call, title: str) -> str:
        """The same, for a button that brings no message; the id of the query."""
        data = next(button["callback_data"] for button in call.buttons if title in button["text"])
        update = updates.press(self.fake.new_id(), self.chat_id, call.message_id, data)
        self.fake.open_query(update["callback_query"]["id"])
        self.bring(update)
        return str(update["callback_query"]["id"])

    def acknowledged(self, query_id: str) -> Call:
        """The answer to a pressed button."""
        def found() -> Optional[Call]:
            return next((call for call in self.fake.sent(methods=("answerCallbackQuery",))
                         if call.parameters["callback_query_id"] == query_id), None)
        return self.fake.wait_for(found)  # type: ignore[no-any-return]


def conversation_of(person: Person) -> str:
    """The conversation that a person's chat begins with."""
    return make_conversation_id(SECRET.encode(), person.chat_id)


def append(
    settings: Settings, person: Person, author: str, text: str, channel: str = "telegram", **content: Any,
) -> None:
    """Write to the log as another process does."""
    conversations.append_message(
        settings, conversation_id=conversation_of(person), channel=channel, now=clock.now(),
        draft=Draft(author, text, content or None))


def give(settings: Settings, person: Person, state: str) -> None:
    """Change who has the floor."""
    with transaction(settings.database_url, write=True) as session:
        conversations.lock_in(
            session, conversation_id=conversation_of(person), channel="telegram", now=clock.now())
        conversations.set_state_in(session, conversation_id=conversation_of(person), state=state)


@contextmanager
def watched_bot(
    folder: Path, model: Path, mode: str,
) -> Iterator[tuple[FakeTelegram, Server, Settings]]:
    """A bot whose log and calls are looked at afterwards: nothing was refused, no error was logged."""
    with fake_telegram() as fake, telegram_bot(folder, model, fake, mode) as server:
        yield fake, server, Settings(database_url=f"sqlite:///{folder / 'orienta.db'}", secret=SECRET)
        assert fake.refused() == [], "Telegram refused something that it was sent"
        assert "Traceback" not in server.log and "ERROR" not in server.log, server.log


def new_person(fake: FakeTelegram) -> Person:
    """Somebody with a new chat, who writes the way the bot reads."""
    return Person(fake, next(_chat_ids), lambda update: fake.push(update) if fake.webhook else fake.queue(update))
