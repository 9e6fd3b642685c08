"""Rasa's dialogue state in the database of `DATABASE_URL`, table `events`: nothing lost silently, erasure real."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import Any, Iterable, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, AllSlotsReset, BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import outages, settings
from bot.db.session import DatabaseUnavailable, get_engine, plain_transaction, transaction
from bot.rasa import patches
from bot.services import turn_end

logger = logging.getLogger("orienta.tracker")

ERASE_ACTION = "action_erase_data"
"""Once this action was executed and has reset the slots, everything stored of the conversation before it is deleted.

The reset is what tells an erasure from a «no»: the action also runs when the person keeps the data."""

_INDEXES = {"ix_events_session": "sender_id, type_name, timestamp", "ix_events_time": "sender_id, timestamp"}
"""Without them each message of a long conversation walks over all the earlier ones."""

MAX_UNSAVED = 500
"""Conversations kept in memory while the database refuses them."""


RANKED = 3
"""Of the intents that the classifier ranked so many are stored."""

_OF_EACH = frozenset({"model_id", "assistant_id"})

MAX_READY_EVENTS = 10_000
"""Trackers are kept between the turns of their conversations up to so many events in all, some 15 MB."""

READY_SECONDS = 1800.0
"""A tracker that was not asked for so long is read anew: what is too old may have been deleted meanwhile."""


@dataclass(frozen=True)
class _Ready:
    """A tracker between two turns, and since when (monotonic)."""

    tracker: DialogueStateTracker
    at: float


class OrientaTrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store on our engine: blocking work in a thread, and a failed save is kept and tried again.

    A failed load or save raises; :mod:`bot.rasa.patches.conversation_guard` then tells the person.
    """

    raises_when_unavailable = True

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,
        event_broker: Any = None,
        url: Optional[str] = None,
        **kwargs: Any,
    ) -> None:
        # not SQLTrackerStore's own: it makes another engine and sleeps in a loop while the database is down
        self.url = url or settings.load().database_url
        self.engine = get_engine(self.url)
        self._table: Any = self.SQLEvent.__table__
        self._table_exists = False
        self._wanted = _wanted(self._table)
        self._whole = self._table.c.sender_id == sa.bindparam("sender")
        self._newest = sa.select(sa.func.max(self._table.c.timestamp)).where(self._whole)
        self._unsaved: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._ready: OrderedDict[str, _Ready] = OrderedDict()
        self._ready_events = 0
        TrackerStore.__init__(self, domain, event_broker)
        patches.apply(["conversation_guard", "context_reading"])

    async def keys(self) -> Iterable[str]:
        """Ids of the stored conversations."""
        return await asyncio.to_thread(self._read_keys)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the new events: with the end of the turn that runs here, else now.

        When storing them now fails the conversation is kept in memory for the next attempt, and the failure raised.
        """
        await self.stream_events(tracker)
        end = turn_end.find_open()
        if end is not None:
            if tracker.events:
                if not self._table_exists:
                    await asyncio.to_thread(self._ensure_table)
                end.state = partial(self._write_in, tracker=tracker)
                end.committed[:] = [partial(self._keep_ready, tracker, len(tracker.events))]
            return
        try:
            await asyncio.to_thread(self._write, tracker)
        except Exception:
            self._keep(tracker)
            raise
        self._unsaved.pop(tracker.sender_id, None)

    async def flush_unsaved(self) -> int:
        """Store what earlier saves could not; returns how many conversations still wait."""
        for sender_id in list(self._unsaved):
            try:
                await self._flush(sender_id)
            except Exception as error:
                if not outages.was_told(error):
                    logger.warning(
                        "%d conversations wait for the database: %s", len(self._unsaved), type(error).__name__)
                break
        return len(self._unsaved)

    def answered_while_unsaved(self, sender_id: str, message_id: str) -> bool:
        """Whether that message was answered in a turn that then could not be saved, and waits here."""
        tracker = self._unsaved.get(sender_id)
        answered = False
        for event in reversed(tracker.events if tracker is not None else []):
            if isinstance(event, UserUttered):
                return answered and event.message_id == message_id
            answered = answered or isinstance(event, BotUttered)
        return False

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> Optional[DialogueStateTracker]:
        await self._flush(sender_id)
        if not fetch_events_from_all_sessions and (ready := await self._take_ready(sender_id)) is not None:
            return ready
        rows = await asyncio.to_thread(self._read, sender_id, fetch_events_from_all_sessions)
        if not rows:
            return None
        events = [json.loads(row) for row in rows]
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        if not fetch_events_from_all_sessions:
            _set_stored(tracker, len(events))
        return tracker

    def _keep_ready(self, tracker: DialogueStateTracker, stored: int) -> None:
        """Keep a tracker all of whose events are stored for the conversation's next turn, within bounds."""
        events = list(tracker.events)
        _lighten(events[_get_stored(tracker) or 0:])
        _set_stored(tracker, stored)
        if _last_erasure(events) is not None or any(isinstance(event, SessionStarted) for event in events[2:]):
            return  # there is more than its latest session, which is all that the next turn needs
        self._ready[tracker.sender_id] = _Ready(tracker, time.monotonic())
        self._ready_events += stored
        oldest = time.monotonic() - READY_SECONDS
        while self._ready and (self._ready_events > MAX_READY_EVENTS or next(iter(self._ready.values())).at < oldest):
            _, dropped = self._ready.popitem(last=False)
            self._ready_events -= len(dropped.tracker.events)

    async def _take_ready(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The tracker that was kept, unless somebody else has written or erased since; it is no longer kept then."""
        ready = self._ready.pop(sender_id, None)
        if ready is None:
            return None
        self._ready_events -= len(ready.tracker.events)
        if turn_end.find_open() is None or time.monotonic() - ready.at > READY_SECONDS:
            return None
        newest = max(event.timestamp for event in ready.tracker.events)
        return ready.tracker if await asyncio.to_thread(self._read_newest, sender_id) == newest else None

    def _keep(self, tracker: DialogueStateTracker) -> None:
        self._unsaved[tracker.sender_id] = tracker
        while len(self._unsaved) > MAX_UNSAVED:
            self._unsaved.popitem(last=False)
            logger.error("the database has refused more than %d conversations: the oldest is lost", MAX_UNSAVED)

    async def _flush(self, sender_id: str) -> None:
        tracker = self._unsaved.get(sender_id)
        if tracker is not None:
            await asyncio.to_thread(self._write, tracker, True)
            self._unsaved.pop(sender_id, None)

    # -- what follows runs in a worker thread --------------------------------------------------------------------

    def _ensure_table(self) -> None:
        if self._table_exists:
            return
        if not self._is_complete():
            try:
                with transaction(self.url, write=True) as session:
                    self.Base.metadata.create_all(session.connection())
                    for name, columns in _INDEXES.items():
                        session.execute(sa.text(f"CREATE INDEX IF NOT EXISTS {name} ON events ({columns})"))
            except (DatabaseUnavailable, sa.exc.IntegrityError):  # another process may have been quicker
                if not self._is_complete():
                    raise
        self._table_exists = True

    def _is_complete(self) -> bool:
        with transaction(self.url) as session:
            found = sa.inspect(session.connection())
            return bool(found.has_table(self._table.name)) and set(_INDEXES) <= {
                index["name"] for index in found.get_indexes(self._table.name)}

    def _read_keys(self) -> list[str]:
        self._ensure_table()
        with transaction(self.url) as session:
            return [row[0] for row in session.execute(sa.select(self._table.c.sender_id).distinct())]

    def _read(self, sender_id: str, all_sessions: bool) -> list[str]:
        self._ensure_table()
        with transaction(self.url) as session:
            return list(session.execute(
                sa.select(self._table.c.data).where(self._whole if all_sessions else self._wanted)
                .order_by(self._table.c.id), {"sender": sender_id}).scalars())

    def _read_newest(self, sender_id: str) -> Optional[float]:
        with plain_transaction(self.url) as connection:
            return connection.execute(self._newest, {"sender": sender_id}).scalar()

    def _count(self, session: Any, sender_id: str) -> int:
        found = session.execute(sa.select(sa.func.count()).where(self._wanted), {"sender": sender_id})
        return int(found.scalar())

    def _write(self, tracker: DialogueStateTracker, late: bool = False) -> None:
        """Store what is new. ``late``: only if nobody has stored anything of this conversation meanwhile."""
        self._ensure_table()
        with transaction(self.url, write=True) as session:
            stored = self._write_in(session, tracker, late)
        if stored is not None:
            _set_stored(tracker, stored)

    def _write_in(self, session: Any, tracker: DialogueStateTracker, late: bool = False) -> Optional[int]:
        """How many events are stored once the transaction commits; None: another process has gone on meanwhile."""
        events = list(tracker.events)
        erased = _last_erasure(events)
        if erased is not None:
            session.execute(sa.delete(self._table).where(self._table.c.sender_id == tracker.sender_id))
            new = events[erased + 1:]
            stored = 0
        else:
            known = _get_stored(tracker)
            # who holds the conversation's lock knows what it has read; what had to wait has lost the lock meanwhile
            stored = self._count(session, tracker.sender_id) if late or known is None else known
            if late and stored != (known or 0):
                logger.warning("another process has continued a conversation that waited here: its part is kept")
                return None
            new = events[stored:]
        if new:
            session.execute(sa.insert(self._table), [self._row(tracker.sender_id, event) for event in new])
        return stored + len(new)

    @staticmethod
    def _row(sender_id: str, event: Any) -> dict[str, Any]:
        data = _compact(event.as_dict())
        return {
            "sender_id": sender_id, "type_name": event.type_name, "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"), "data": json.dumps(data)}


def _wanted(table: Any) -> Any:
    """Which rows are the latest session of the conversation ``:sender``, in words that the indexes serve."""
    mine, earlier = table.c.sender_id == sa.bindparam("sender"), table.alias()
    start = sa.select(sa.func.coalesce(sa.func.max(earlier.c.timestamp), 0)).where(
        earlier.c.sender_id == sa.bindparam("sender"), earlier.c.type_name == SessionStarted.type_name)
    return sa.and_(mine, table.c.timestamp >= start.scalar_subquery())


def _last_erasure(events: list[Any]) -> Optional[int]:
    reset = False
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        if isinstance(event, AllSlotsReset):
            reset = True
        elif isinstance(event, ActionExecuted) and event.action_name == ERASE_ACTION and reset:
            return index
        elif isinstance(event, (ActionExecuted, UserUttered)):
            reset = False
    return None


def _compact(data: dict[str, Any]) -> dict[str, Any]:
    """What the dialogue needs of an event: no cards (the log has them), no names of model and assistant in each, of
    what the classifier ranked the first few."""
    found = dict(data)
    if found.get("metadata"):
        found["metadata"] = {name: value for name, value in found["metadata"].items() if name not in _OF_EACH}
    if found["event"] == BotUttered.type_name:
        found["data"] = _leave_out_cards(data.get("data"))
    elif found["event"] == UserUttered.type_name and data.get("parse_data"):
        found["parse_data"] = _rank_first(data["parse_data"])
    return found


def _lighten(events: Iterable[Any]) -> None:
    """Leave of ``events``, whose turn is over, what is stored of them: most of their memory is what the classifier
    ranked low, and cards."""
    for event in events:
        if isinstance(event, UserUttered):
            event.parse_data = _rank_first(event.parse_data)
        elif isinstance(event, BotUttered):
            event.data = _leave_out_cards(event.data)


def _leave_out_cards(data: Optional[dict[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in (data or {}).items() if value is not None and name != "custom"}


def _rank_first(parsed: dict[str, Any]) -> dict[str, Any]:
    ranking = parsed.get("intent_ranking")
    return {**parsed, "intent_ranking": ranking[:RANKED]} if ranking else parsed


def _set_stored(tracker: DialogueStateTracker, count: int) -> None:
    tracker.orienta_stored = count


def _get_stored(tracker: DialogueStateTracker) -> Optional[int]:
    """How many of the tracker's events are stored; None when it did not come from here."""
    return getattr(tracker, "orienta_stored", None)
