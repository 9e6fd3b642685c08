"""Rasa's dialogue state in the database of `DATABASE_URL`, table `events`: nothing lost silently, erasure real."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from typing import Any, Iterable, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, AllSlotsReset, BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import settings
from bot.db.session import DatabaseUnavailable, engine_for, transaction
from bot.runtime import conversation_guard

logger = logging.getLogger("orienta.tracker")

ERASE_ACTION = "action_erase_data"
"""Once this action was executed and has reset the slots, everything stored of the conversation before it is deleted.

The reset is what tells an erasure from a «no»: the action also runs when the person keeps the data."""

_INDEXES = {"ix_events_session": "sender_id, type_name, timestamp", "ix_events_time": "sender_id, timestamp"}
"""Without them each message of a long conversation walks over all the earlier ones."""

MAX_UNSAVED = 500
"""Conversations kept in memory while the database refuses them."""


class OrientaTrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store on our engine: blocking work in a thread, and a failed save is kept and tried again.

    A failed load or save raises; :mod:`bot.runtime.conversation_guard` then tells the person.
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
        self.engine = engine_for(self.url)
        self._table: Any = self.SQLEvent.__table__
        self._table_exists = False
        self._wanted = _wanted(self._table)
        self._whole = self._table.c.sender_id == sa.bindparam("sender")
        self._unsaved: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        TrackerStore.__init__(self, domain, event_broker)
        conversation_guard.install()

    async def keys(self) -> Iterable[str]:
        """Ids of the stored conversations."""
        return await asyncio.to_thread(self._read_keys)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the new events; when that fails keep the conversation in memory for the next attempt, and raise."""
        await self.stream_events(tracker)
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
                logger.warning("%d conversations wait for the database: %s", len(self._unsaved), type(error).__name__)
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
        rows = await asyncio.to_thread(self._read, sender_id, fetch_events_from_all_sessions)
        if not rows:
            return None
        events = [json.loads(row) for row in rows]
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        if not fetch_events_from_all_sessions:
            _set_stored(tracker, len(events))
        return tracker

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

    def _count(self, session: Any, sender_id: str) -> int:
        found = session.execute(sa.select(sa.func.count()).where(self._wanted), {"sender": sender_id})
        return int(found.scalar())

    def _write(self, tracker: DialogueStateTracker, late: bool = False) -> None:
        """Store what is new. ``late``: only if nobody has stored anything of this conversation meanwhile."""
        self._ensure_table()
        events = list(tracker.events)
        erased = _last_erasure(events)
        with transaction(self.url, write=True) as session:
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
                    return
                new = events[stored:]
            if new:
                session.execute(sa.insert(self._table), [self._row(tracker.sender_id, event) for event in new])
        _set_stored(tracker, stored + len(new))

    @staticmethod
    def _row(sender_id: str, event: Any) -> dict[str, Any]:
        data = event.as_dict()
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


def _set_stored(tracker: DialogueStateTracker, count: int) -> None:
    tracker.orienta_stored = count


def _get_stored(tracker: DialogueStateTracker) -> Optional[int]:
    """How many of the tracker's events are stored; None when it did not come from here."""
    return getattr(tracker, "orienta_stored", None)
