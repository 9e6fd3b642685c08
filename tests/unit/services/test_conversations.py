"""The log: one order, no doubles, silence while an operator owns the conversation, wake-ups on both engines."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Sequence

import pytest

from bot import clock
from bot.clock import ROME
from bot.db.session import transaction
from bot.services import conversations
from bot.services.conversations import Appended, Draft, Follower, Revoked, Silenced
from bot.settings import Settings
from tests.support.clocks import PATIENCE_SECONDS

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ROME)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url)


def say(settings: Settings, author: str, text: str, key: str | None = None, pending: bool = False, who: str = "web_a"):
    return conversations.append_message(
        settings, conversation_id=who, channel="webchat", now=NOW,
        draft=Draft(author, text, key=key, pending=pending))


def give(settings: Settings, state: str) -> None:
    with transaction(settings.database_url, write=True) as session:
        conversations.lock_in(session, conversation_id="web_a", channel="webchat", now=NOW)
        conversations.set_state_in(session, conversation_id="web_a", state=state)


def test_messages_are_numbered_in_their_conversation(settings: Settings) -> None:
    say(settings, "person", "ciao")
    say(settings, "person", "altrove", who="web_b")
    say(settings, "assistant", "Ciao!")
    found = conversations.list_after(settings, conversation_id="web_a", sequence=0)
    assert [(view.sequence, view.text, view.at) for view in found] == [(1, "ciao", NOW), (2, "Ciao!", NOW)]
    assert [view.text for view in conversations.list_after(settings, conversation_id="web_a", sequence=1)] == ["Ciao!"]
    assert [view.text for view in conversations.list_last(settings, conversation_id="web_a", limit=1)] == ["Ciao!"]


def test_a_key_stands_once(settings: Settings) -> None:
    first = say(settings, "person", "ciao", key="k")
    again = say(settings, "person", "ciao", key="k")
    other = say(settings, "person", "ciao", key="k", who="web_b")
    assert isinstance(again, Appended) and not again.new and again.message.id == first.message.id
    assert other.new


def test_many_writers_make_one_order(settings: Settings) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: say(settings, "person", str(n)), range(60)))
    found = conversations.list_after(settings, conversation_id="web_a", sequence=0)
    assert [view.sequence for view in found] == list(range(1, 61))
    assert len({view.text for view in found}) == 60


def test_the_assistant_is_silent_while_owned_and_no_turn_is_pending(settings: Settings) -> None:
    assert say(settings, "person", "ciao", pending=True).message.pending
    give(settings, "owned")
    assert say(settings, "assistant", "Ciao!") == Silenced()
    assert not say(settings, "person", "ci sei?", pending=True).message.pending
    assert say(settings, "operator", "Eccomi").state == "owned"


def test_a_pending_turn_is_finished_once(settings: Settings) -> None:
    message = say(settings, "person", "ciao", pending=True).message
    assert conversations.list_pending(settings) == [message]
    first, second = [conversations.conclude(settings, message=message, answers=[], now=NOW) for _ in range(2)]
    assert not first.repeated and second.repeated
    assert conversations.list_pending(settings) == []


def test_nothing_is_written_to_an_erased_conversation(settings: Settings) -> None:
    say(settings, "person", "ciao")
    with transaction(settings.database_url, write=True) as session:
        session.connection().exec_driver_sql("update conversation set revoked_at = created_at")
    assert say(settings, "person", "ancora") == Revoked()
    assert conversations.find_state(settings, conversation_id="web_a") == ("assistant", 1, True)


async def test_followers_hear_of_messages_and_of_typing(settings: Settings) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()

    async def on_change(ids: Sequence[str]) -> None:
        for who in ids:
            heard.put_nowait(who)

    say(settings, "person", "prima")
    follower = Follower(settings, on_change)
    follower.start()
    await asyncio.sleep(0.5)
    assert heard.empty(), "what was there before is no news"
    await asyncio.to_thread(say, settings, "person", "ciao", who="web_b")
    assert await asyncio.wait_for(heard.get(), PATIENCE_SECONDS) == "web_b"
    await asyncio.to_thread(
        conversations.mark_presence, settings, conversation_id="web_a", actor="person", kind="typing", on=True,
        now=clock.now())
    assert await asyncio.wait_for(heard.get(), PATIENCE_SECONDS) == "web_a"
    assert conversations.list_present(settings, conversation_id="web_a", now=clock.now())[0].kind == "typing"
    await follower.stop()
