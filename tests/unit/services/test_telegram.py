"""What the Telegram channel keeps: updates once, chats and how far each is, the lease of its worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.clock import ROME
from bot.db.session import transaction
from bot.services import conversations, leases, telegram
from bot.services.conversations import Draft
from bot.services.telegram import Advance
from bot.settings import Settings

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ROME)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url)


def update(number: int) -> dict:
    return {"update_id": number, "message": {"text": "ciao"}}


def append(settings: Settings, conversation_id: str, text: str = "ciao") -> int:
    written = conversations.append_message(
        settings, conversation_id=conversation_id, channel="telegram", draft=Draft("assistant", text), now=NOW)
    return written.message.sequence


def test_an_update_is_kept_once_and_forgotten_in_time(settings: Settings) -> None:
    assert telegram.store_updates(settings, updates=[update(7), update(6)], now=NOW) == 2
    assert telegram.store_updates(settings, updates=[update(7), update(8)], now=NOW) == 1
    assert [item.update_id for item in telegram.list_waiting_updates(settings)] == [6, 7, 8]
    telegram.finish_updates(settings, update_ids=[6, 7], now=NOW)
    assert [item.body for item in telegram.list_waiting_updates(settings)] == [update(8)]
    with transaction(settings.database_url) as session:
        kept = session.execute(text("select count(*) from telegram_update where body is not null")).scalar()
    assert kept == 1, "what stood in an update goes when it is done"
    assert telegram.store_updates(settings, updates=[update(7)], now=NOW) == 0, "a repeated one is known when done"
    assert telegram.forget_updates(settings, now=NOW + timedelta(days=1)) == 0
    assert telegram.forget_updates(settings, now=NOW + timedelta(days=3)) == 2
    assert [item.update_id for item in telegram.list_waiting_updates(settings)] == [8], "what is not done stays"


def test_a_new_chat_starts_at_the_end_of_its_conversation(settings: Settings) -> None:
    append(settings, "tg_a")
    chat = telegram.open_chat(settings, chat_id=5_000_000_000, conversation_id="tg_a", now=NOW)
    assert (chat.delivered, telegram.list_chats_behind(settings)) == (1, [])
    append(settings, "tg_a")
    assert telegram.open_chat(settings, chat_id=5_000_000_000, conversation_id="tg_b", now=NOW) == chat
    assert telegram.list_chats_behind(settings) == [chat]
    assert telegram.list_chats_of(settings, conversation_ids=["tg_a"]) == [chat]


def test_only_one_sender_advances_a_chat(settings: Settings) -> None:
    chat = telegram.open_chat(settings, chat_id=5, conversation_id="tg_a", now=NOW)
    step = Advance(chat, 3, {"contact": True})
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda _: telegram.advance(settings, steps=[step])[0], range(8)))
    assert [item for item in won if item is not None] == [telegram.find_chat(settings, chat_id=5)]
    assert telegram.find_chat(settings, chat_id=5).shown == {"contact": True}


def test_a_chat_that_shows_another_conversation_is_not_advanced_and_the_others_are(settings: Settings) -> None:
    chat = telegram.open_chat(settings, chat_id=5, conversation_id="tg_a", now=NOW)
    other = telegram.open_chat(settings, chat_id=6, conversation_id="tg_c", now=NOW)
    append(settings, "web_b")
    moved = telegram.switch_chat(settings, chat_id=5, conversation_id="web_b", now=NOW)
    assert (moved.conversation_id, moved.delivered) == ("web_b", 1)
    steps = [Advance(chat, 1, {}), Advance(other, 2, {})]
    assert telegram.advance(settings, steps=steps) == [None, telegram.find_chat(settings, chat_id=6)]


def test_who_has_blocked_the_bot_is_not_behind(settings: Settings) -> None:
    telegram.open_chat(settings, chat_id=5, conversation_id="tg_a", now=NOW)
    append(settings, "tg_a")
    telegram.mark_blocked(settings, chat_id=5, blocked=True, now=NOW)
    assert telegram.list_chats_behind(settings) == []
    telegram.mark_blocked(settings, chat_id=5, blocked=False, now=NOW)
    assert len(telegram.list_chats_behind(settings)) == 1


def test_a_chat_moves_and_goes(settings: Settings) -> None:
    telegram.open_chat(settings, chat_id=-5, conversation_id="tg_a", now=NOW)
    telegram.migrate_chat(settings, chat_id=-5, to_chat_id=-100)
    assert telegram.list_all_chats(settings) == [(-100, "tg_a")]
    telegram.drop_chat(settings, chat_id=-100)
    assert telegram.list_all_chats(settings) == []


def hold(settings: Settings, holder: str, at: datetime) -> bool:
    return leases.hold(settings, name="telegram", holder=holder, seconds=6, now=at)


def test_a_lease_has_one_holder(settings: Settings) -> None:
    assert hold(settings, "a", NOW) and not hold(settings, "b", NOW + timedelta(seconds=5))
    assert hold(settings, "a", NOW + timedelta(seconds=5)), "its holder renews it"
    assert not hold(settings, "b", NOW + timedelta(seconds=10))
    assert hold(settings, "b", NOW + timedelta(seconds=12)), "who died is replaced"
    assert not hold(settings, "a", NOW + timedelta(seconds=12))
    leases.release(settings, name="telegram", holder="a")
    assert not hold(settings, "a", NOW + timedelta(seconds=12)), "nobody gives back what is another's"
    leases.release(settings, name="telegram", holder="b")
    assert hold(settings, "a", NOW + timedelta(seconds=12))


def test_of_many_only_one_gets_the_lease(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda number: hold(settings, str(number), NOW), range(8))) == 1
