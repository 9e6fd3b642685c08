"""What the server does every few minutes: delete what is too old, free expired holds, store what had to wait.

And every few seconds: look after the queue for operators, and send notices: reminders and whatever else.
"""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import logging
from datetime import datetime
from typing import Any, Callable, Optional

from bot import clock, outages
from bot.server import clock_watch
from bot.server.clock_watch import ClockWatch
from bot.settings import Settings

logger = logging.getLogger("orienta.housekeeping")

FIRST_AFTER_SECONDS = 20.0
"""After the start: the first messages come before the broom."""


class Housekeeping:
    """What one process knows of its rounds. ``doubt``: why nothing was deleted in the last one; empty when it was."""

    def __init__(self, watch: Optional[ClockWatch] = None) -> None:
        self._watch = watch or clock_watch.start()
        self.doubt = ""

    def purge(self, settings: Settings, now: datetime) -> Any:
        """:func:`bot.services.privacy.purge`, unless the clock is to be doubted; that is told once.

        Raises:
            DatabaseUnavailable: the database cannot be read or written; nothing was deleted.
        """
        from bot.services import privacy

        allowed = clock_watch.is_allowed(settings, now)
        doubt = "" if allowed else self._watch.find_doubt(settings, now)
        purged = None
        if not doubt:
            try:
                purged = privacy.purge(settings, now, even_most=allowed)
            except privacy.MostWouldGo as most:
                doubt = f"most would go: {most}"
        if doubt and not self.doubt:
            logger.error(
                "expired data are not deleted: %s. Is the clock right? Then orienta privacy allow-deletion", doubt)
        elif self.doubt and not doubt:
            logger.warning("expired data are deleted again")
        self.doubt = doubt
        if not doubt:
            self._watch.trust(now)
            clock_watch.note_round(settings, now)
        return purged


async def run(
    settings: Settings, tracker_store: Any, notice_states: dict[str, str], housekeeping: Housekeeping,
) -> None:
    """Repeat :func:`run_housekeeping_round`, :func:`watch_handoffs` and notices for ever; a failure is logged.

    ``notice_states`` is told how mail server and SMS gateway are.
    """
    from bot.server import notice_worker  # late: the server starts without the mail library

    await asyncio.gather(
        _sweep(settings, tracker_store, housekeeping), watch_handoffs(settings),
        notice_worker.run(settings, notice_states))


async def watch_handoffs(settings: Settings) -> None:
    """Every few seconds return silent owners' conversations to the queue, then let go of what waited too long.

    Every process may look: each change is a compare-and-swap.
    """
    while True:
        await asyncio.sleep(settings.desk_watch_seconds)
        for what, function in (("back in the queue", "requeue_silent"), ("given in turn", "assign_in_turn"),
                               ("left for a call-back", "offer_callbacks")):
            await asyncio.to_thread(_attempt, what, settings, "bot.services.handoffs", function)


async def _sweep(settings: Settings, tracker_store: Any, housekeeping: Housekeeping) -> None:
    await asyncio.sleep(min(FIRST_AFTER_SECONDS, settings.housekeeping_minutes * 60))
    while True:
        await run_housekeeping_round(settings, tracker_store, housekeeping)
        await asyncio.sleep(settings.housekeeping_minutes * 60)


async def run_housekeeping_round(settings: Settings, tracker_store: Any, housekeeping: Housekeeping) -> None:
    """One round; logs counts, never personal data."""
    flush = getattr(tracker_store, "flush_unsaved", None)
    if flush is not None:
        await flush()
    await asyncio.to_thread(_attempt, "expired holds freed", settings, "bot.services.booking", "release_expired")
    await asyncio.to_thread(_attempt, "freed places", settings, "bot.services.waiting_list", "offer_places")
    await asyncio.to_thread(_do, "expired data deleted", settings, "privacy.purge", lambda: housekeeping.purge)
    await asyncio.to_thread(_attempt, "waves of news", settings, "bot.services.interests", "send_waves")
    await asyncio.to_thread(_attempt, "owners of interests asked", settings, "bot.services.interests", "ask_owners")
    await asyncio.to_thread(_attempt, "ended desk sessions deleted", settings, "bot.services.operators", "purge")


def _attempt(what: str, settings: Settings, module: str, function: str) -> None:
    _do(what, settings, f"{module}.{function}", lambda: getattr(importlib.import_module(module), function))


def _do(what: str, settings: Settings, name: str, find: Callable[[], Callable[..., Any]]) -> None:
    try:
        counts = _counts(find()(settings, now=clock.now()))
    except Exception as error:  # one failing broom must not stop the other, nor the server
        if not outages.was_told(error):
            logger.error("%s failed: %s", name, type(error).__name__)
        return
    if any(counts.values()):
        logger.info("%s: %s", what, ", ".join(f"{name} {count}" for name, count in counts.items() if count))


def _counts(result: Any) -> dict[str, int]:
    """The numbers in what a service returned: a count, a list of what was changed, or a dataclass with counts."""
    if isinstance(result, list):
        return {"count": len(result)}
    if dataclasses.is_dataclass(result):
        return {item.name: value for item in dataclasses.fields(result)
                if isinstance(value := getattr(result, item.name), int)}
    return {"count": result} if isinstance(result, int) else {}
