"""The tracker store against stock Rasa's, on both engines; failed saves are kept; erasure is real."""

from __future__ import annotations

import json
import shutil
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
from bot.rasa import tracker_store
from bot.rasa.tracker_store import ERASE_ACTION, OrientaTrackerStore
from bot.services import turn_end

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
    stock = SQLTrackerStore(DOMAIN, host=stock_url)  # its own way to an address is no longer SQLAlchemy's
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
    shutil.rmtree(missing)  # the engine has made it
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
    made = TrackerStore.create(EndpointConfig(type="bot.rasa.tracker_store.OrientaTrackerStore"), DOMAIN)
    assert isinstance(made, OrientaTrackerStore) and made.url == sqlite_url
    assert Agent(domain=DOMAIN, tracker_store=made).tracker_store is made
    other = InMemoryTrackerStore(DOMAIN)  # the control: stock stores are still wrapped
    assert isinstance(Agent(domain=DOMAIN, tracker_store=other).tracker_store, FailSafeTrackerStore)


def _end_turn(store: OrientaTrackerStore, end: turn_end.TurnEnd) -> None:
    with transaction(store.url, write=True) as session:
        end.write_in(session)
    for call in end.committed:
        call()


async def _turn(store: OrientaTrackerStore, text: str) -> DialogueStateTracker:
    with turn_end.gather() as end:
        tracker = await store.retrieve("p") or _tracker()
        _say(tracker, text)
        await store.save(tracker)
        before = len(_rows(store.url))
    _end_turn(store, end)
    assert len(_rows(store.url)) > before, "what is written before its turn ends can stand without its answers"
    return tracker


async def test_a_tracker_is_kept_between_turns_and_is_what_is_stored(store: OrientaTrackerStore) -> None:
    first = await _turn(store, "uno")
    assert await _turn(store, "due") is first
    assert (await store.retrieve("p")) is not first, "outside a turn nobody may change what is kept"
    third = await _turn(store, "tre")
    assert third is not first, "it was taken out and not put back"
    read = await store.retrieve("p")
    assert read == third and [event.as_dict() for event in read.events] == [e.as_dict() for e in third.events]
    assert len(_rows(store.url)) == 12


@pytest.mark.parametrize("what", ["another process", "erased", "too old"])
async def test_a_kept_tracker_that_is_no_longer_the_last_word_is_read_anew(
    store: OrientaTrackerStore, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    first = await _turn(store, "uno")
    if what == "another process":
        other = OrientaTrackerStore(DOMAIN, url=store.url)
        await _turn(other, "altrove")
    elif what == "erased":
        with transaction(store.url, write=True) as session:
            session.execute(sqlalchemy.text("delete from events"))
    else:
        monkeypatch.setattr(tracker_store, "READY_SECONDS", -1.0)
    second = await _turn(store, "due")
    said = [event.text for event in second.events if isinstance(event, UserUttered)]
    assert second is not first
    assert said == {"another process": ["uno", "altrove", "due"], "erased": ["due"], "too old": ["uno", "due"]}[what]
    assert len(_rows(store.url)) == 4 * len(said)


async def test_a_turn_that_was_not_written_leaves_no_kept_tracker(store: OrientaTrackerStore) -> None:
    await _turn(store, "uno")
    with turn_end.gather():
        tracker = await store.retrieve("p")
        assert tracker is not None
        _say(tracker, "mai scritto")
        await store.save(tracker)
    found = await store.retrieve("p")
    assert found is not None and found.get_slot("name") == "uno"


async def test_kept_trackers_are_bounded(store: OrientaTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker_store, "MAX_READY_EVENTS", 20)
    for number in range(30):
        with turn_end.gather() as end:
            tracker = DialogueStateTracker.from_events(f"p{number}", [], DOMAIN.slots)
            _say(tracker, "uno")
            await store.save(tracker)
        _end_turn(store, end)
    assert len(store._ready) == 5 and store._ready_events == 20 and "p29" in store._ready


async def test_a_new_session_is_read_anew(store: OrientaTrackerStore) -> None:
    first = await _turn(store, "uno")
    with turn_end.gather() as end:
        tracker = await store.retrieve("p")
        assert tracker is first
        for event in (ActionExecuted("action_session_start"), SessionStarted()):
            tracker.update(event, DOMAIN)
        await store.save(tracker)
    _end_turn(store, end)
    assert len((await _turn(store, "due")).events) == 5, "more than the latest session is carried along"


async def test_ten_messages_with_cards_are_small(store: OrientaTrackerStore) -> None:
    picker = {"type": "slot_picker", "days": [{"slots": [{"payload": "x" * 60, "time": "10:00"}] * 60}] * 2}
    ranking = [{"name": f"intent_{number}", "confidence": 0.1234567} for number in range(10)]
    tracker = _tracker()
    tracker.model_id, tracker.assistant_id = "0" * 32, "orienta-lecco"
    for number in range(10):
        tracker.update(ActionExecuted("action_listen"), DOMAIN)
        tracker.update(UserUttered(
            "giovedì alle dieci", parse_data={"intent": {"name": "greet"}, "intent_ranking": ranking},  # type: ignore
            message_id=str(number)), DOMAIN)
        tracker.update(BotUttered("Quando ti va bene? " * 8, {
            "buttons": [{"title": "Giovedì 3", "payload": "/choose{}"}] * 4, "custom": picker}), DOMAIN)
        tracker.update(SlotSet("name", str(number)), DOMAIN)
    await store.save(tracker)
    rows = _rows(store.url)
    assert sum(len(row[-1]) for row in rows) < 25_000 and not any("slot_picker" in row[-1] for row in rows)
    read = await store.retrieve("p")
    assert read is not None and read.latest_bot_utterance is not None
    assert len(read.latest_bot_utterance.data["buttons"]) == 4, "the next turn reads the buttons that are shown"


async def test_a_kept_tracker_holds_no_more_than_is_stored(store: OrientaTrackerStore) -> None:
    """A hundred ranked intents and a card with every free hour of a week were most of the memory of a server."""
    ranking = [{"name": f"intent_{number}", "confidence": 0.01} for number in range(100)]
    card = {"type": "slot_picker", "days": ["x" * 1000]}
    for _ in range(2):
        with turn_end.gather() as end:
            tracker = await store.retrieve("p") or _tracker()
            tracker.update(UserUttered("ciao", {"name": "greet", "confidence": 1.0}, parse_data={
                "text": "ciao", "intent": {"name": "greet", "confidence": 1.0}, "entities": [],
                "intent_ranking": list(ranking)}))
            tracker.update(BotUttered("Quando?", {"custom": card, "buttons": [{"title": "a", "payload": "/a"}]}))
            await store.save(tracker)
        assert "slot_picker" in str(tracker.events[-1].as_dict()), "until the turn has ended a channel may ask for it"
        _end_turn(store, end)
    assert list(store._ready) == ["p"]
    for event in tracker.events:
        if isinstance(event, UserUttered):
            assert len(event.parse_data["intent_ranking"]) == tracker_store.RANKED
        elif isinstance(event, BotUttered):
            assert event.data == {"buttons": [{"title": "a", "payload": "/a"}]}
    read = await store.retrieve("p")
    assert read is not None and read is not tracker
    assert [event.as_dict() for event in read.events][-2:] == [event.as_dict() for event in tracker.events][-2:]
