"""The tracker store against stock Rasa's, on both engines; failed saves are kept; erasure is real."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, AllSlotsReset, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.db.session import DatabaseUnavailable, transaction
from bot.runtime import tracker_store
from bot.runtime.tracker_store import ERASE_ACTION, OrientaTrackerStore

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [greet]
slots: {name: {type: text, mappings: [{type: custom}]}}
actions: [action_erase_data]
""")


@pytest.fixture
def store(database_url: str) -> OrientaTrackerStore:
    return OrientaTrackerStore(domain=DOMAIN, url=database_url)


def _tracker(sender: str = "p") -> DialogueStateTracker:
    return DialogueStateTracker(sender, DOMAIN.slots)


def _say(tracker: DialogueStateTracker, text: str) -> None:
    tracker.update(ActionExecuted("action_listen"), DOMAIN)
    tracker.update(UserUttered(text, {"name": "greet", "confidence": 1.0}), DOMAIN)
    tracker.update(SlotSet("name", text), DOMAIN)
    tracker.update(BotUttered(f"ciao {text}"), DOMAIN)


def _rows(url: str, sender: str = "p") -> list[tuple[Any, ...]]:
    with transaction(url) as session:
        return [tuple(row) for row in session.execute(sqlalchemy.text(
            "select sender_id, type_name, timestamp, intent_name, action_name, data from events "
            "where sender_id = :s order by id"), {"s": sender})]


async def test_rows_and_trackers_equal_those_of_stock_rasa(store: OrientaTrackerStore, tmp_path: Path) -> None:
    stock_url = f"sqlite:///{tmp_path / 'stock.db'}"
    stock = SQLTrackerStore(DOMAIN, db=str(tmp_path / "stock.db"))
    tracker = _tracker()
    for text in ("uno", "due"):  # two turns, then a new session, then a turn
        _say(tracker, text)
        for each in (store, stock):
            await each.save(tracker)
    tracker.update(ActionExecuted("action_session_start"), DOMAIN)
    tracker.update(SessionStarted(), DOMAIN)
    for each in (store, stock):
        await each.save(tracker)
    loaded = [await each.retrieve("p") for each in (store, stock)]
    assert loaded[0] == loaded[1]
    _say(loaded[0], "tre")
    for each in (store, stock):
        await each.save(loaded[0])
    assert _rows(store.url) == _rows(stock_url)
    full = [await each.retrieve_full_tracker("p") for each in (store, stock)]
    assert full[0].as_dialogue().as_dict() == full[1].as_dialogue().as_dict()
    assert list(await store.keys()) == ["p"] and await store.retrieve("nobody") is None
    stock.engine.dispose()


async def test_the_store_makes_its_table_when_the_database_comes_back(tmp_path: Path) -> None:
    missing = tmp_path / "later"
    store = OrientaTrackerStore(domain=DOMAIN, url=f"sqlite:///{missing / 'x.db'}")
    missing.rmdir()  # the engine has made it
    with pytest.raises(DatabaseUnavailable):
        await store.retrieve("p")
    missing.mkdir()
    assert await store.retrieve("p") is None
    await store.save(_tracker())


async def test_erasure(store: OrientaTrackerStore) -> None:
    tracker = _tracker()
    _say(tracker, "Gina")
    await store.save(tracker)
    other = _tracker("q")
    _say(other, "Altra")
    await store.save(other)
    tracker = await store.retrieve("p")
    _say(tracker, "cancella tutto, sono Gina")
    tracker.update(ActionExecuted(ERASE_ACTION), DOMAIN)
    tracker.update(BotUttered("fatto"), DOMAIN)
    tracker.update(AllSlotsReset(), DOMAIN)
    for _ in range(2):  # saving it again must not bring anything back
        await store.save(tracker)
        assert [json.loads(row[-1])["event"] for row in _rows(store.url)] == ["bot", "reset_slots"]
    tracker = await store.retrieve("p")
    assert tracker.get_slot("name") is None
    _say(tracker, "ciao")
    await store.save(tracker)
    assert len(_rows(store.url)) == 6 and not any("Gina" in row[-1] for row in _rows(store.url))
    assert len(_rows(store.url, "q")) == 4, "somebody else's conversation"


async def _fail(store: OrientaTrackerStore, tracker: DialogueStateTracker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise DatabaseUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(tracker_store, "transaction", broken)
        with pytest.raises(DatabaseUnavailable):
            await store.save(tracker)
        with pytest.raises(DatabaseUnavailable):
            await store.retrieve(tracker.sender_id)
        assert await store.flush_unsaved() == 1


async def test_what_could_not_be_saved_is_saved_before_the_next_message(
    store: OrientaTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = _tracker()
    _say(tracker, "uno")
    await store.save(tracker)
    tracker = await store.retrieve("p")
    _say(tracker, "due")
    await _fail(store, tracker, monkeypatch)
    loaded = await store.retrieve("p")
    assert [event.text for event in loaded.events if isinstance(event, UserUttered)] == ["uno", "due"]
    assert await store.flush_unsaved() == 0 and len(_rows(store.url)) == 8


async def test_an_erasure_that_could_not_be_saved_is_done_later(
    store: OrientaTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = _tracker()
    _say(tracker, "Gina")
    await store.save(tracker)
    tracker.update(ActionExecuted(ERASE_ACTION), DOMAIN)
    tracker.update(AllSlotsReset(), DOMAIN)
    await _fail(store, tracker, monkeypatch)
    assert await store.flush_unsaved() == 0
    assert [row[1] for row in _rows(store.url)] == ["reset_slots"]


async def test_an_erasure_that_the_person_refused_erases_nothing(store: OrientaTrackerStore) -> None:
    tracker = _tracker()
    _say(tracker, "Gina")
    tracker.update(ActionExecuted(ERASE_ACTION), DOMAIN)  # «no»: the action runs and resets no slots
    tracker.update(BotUttered("non cancello nulla"), DOMAIN)
    await store.save(tracker)
    tracker = await store.retrieve("p")
    tracker.update(ActionExecuted("action_listen"), DOMAIN)
    tracker.update(AllSlotsReset(), DOMAIN)  # a reset of another action is no erasure either
    await store.save(tracker)
    assert any("Gina" in row[-1] for row in _rows(store.url))
    assert (await store.retrieve("p")).get_slot("name") is None


async def test_what_another_process_has_continued_is_not_mixed_up(
    store: OrientaTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = _tracker()
    _say(tracker, "uno")
    await store.save(tracker)
    waiting = await store.retrieve("p")
    _say(waiting, "due")
    await _fail(store, waiting, monkeypatch)
    elsewhere = OrientaTrackerStore(domain=DOMAIN, url=store.url)
    theirs = await elsewhere.retrieve("p")
    _say(theirs, "tre")
    await elsewhere.save(theirs)
    loaded = await store.retrieve("p")
    assert [event.text for event in loaded.events if isinstance(event, UserUttered)] == ["uno", "tre"]


async def test_memory_for_what_waits_is_bounded(store: OrientaTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker_store, "MAX_UNSAVED", 3)
    for number in range(5):
        store._keep(_tracker(str(number)))
    assert list(store._unsaved) == ["2", "3", "4"]


async def test_an_answer_in_a_turn_that_waits_is_known_for_its_message_only(store: OrientaTrackerStore) -> None:
    tracker = _tracker()
    tracker.update(UserUttered("x", message_id="1"), DOMAIN)
    store._keep(tracker)
    assert not store.answered_while_unsaved("p", "1") and not store.answered_while_unsaved("nobody", "1")
    tracker.update(BotUttered("…"), DOMAIN)
    assert store.answered_while_unsaved("p", "1")
    assert not store.answered_while_unsaved("p", "2"), "the next message, which failed too, would get no word"
    tracker.update(UserUttered("y", message_id="2"), DOMAIN)
    assert not store.answered_while_unsaved("p", "1") and not store.answered_while_unsaved("p", "2")


async def test_a_locked_file_raises_within_an_actions_limit(sqlite_url: str) -> None:
    store = OrientaTrackerStore(domain=DOMAIN, url=sqlite_url)
    await store.save(_tracker())
    tracker = _tracker()
    _say(tracker, "uno")
    blocker = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable):
        await store.save(tracker)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert await store.retrieve("p") is not None


def test_rasa_makes_our_store_from_the_endpoints_file_and_does_not_hide_its_failures(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    made = TrackerStore.create(EndpointConfig(type="bot.runtime.tracker_store.OrientaTrackerStore"), DOMAIN)
    assert isinstance(made, OrientaTrackerStore) and made.url == sqlite_url
    assert Agent(domain=DOMAIN, tracker_store=made).tracker_store is made
    other = InMemoryTrackerStore(DOMAIN)  # the control: stock stores are still wrapped
    assert isinstance(Agent(domain=DOMAIN, tracker_store=other).tracker_store, FailSafeTrackerStore)
