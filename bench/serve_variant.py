"""`orienta` without one of its remedies, for the serving bench: python -m bench.serve_variant REMEDY serve …"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import Callable

REMEDIES = {
    "compiled_validator": "validator compiled once",
    "event_types": "event types remembered",
    "plain_runner": "plain topological runner",
    "trained_domain": "trained domain not validated again",
    "slot_copies": "slots copied without pickling",
    "event_checks": "plain type checks of events",
    "states_once": "states of a session computed once a prediction",
    "empty_memory": "an empty memory asked nothing",
    "in_process_actions": "actions in the server's process",
    "stored_count": "events stored without counting, read by index",
    "sessions": "sessions that roll over",
    "left_out": "unused libraries left out",
    "garbage": "garbage collector at rest during the start",
}
"""What can be taken away, and what it is. TensorFlow is a remedy of its own: with it nothing of ours is as it is."""


def take_away(remedy: str) -> None:
    """Change the modules before the server is started."""
    from bot.rasa import patches, unused_libraries
    from bot.server import garbage_collection

    ways: dict[str, Callable[[], object]] = {
        "in_process_actions": lambda: None,  # by --actions-url
        "stored_count": _count_as_stock,
        "sessions": lambda: patches.PATCHES.pop("long_sessions"),
        "left_out": lambda: (setattr(unused_libraries, "left_out", nullcontext),
                             setattr(unused_libraries, "import_schedulers_late", lambda: None)),
        "garbage": lambda: (setattr(garbage_collection, "rest", lambda: None),
                            setattr(garbage_collection, "resume", lambda: None)),
    }
    if remedy in patches.PATCHES:
        del patches.PATCHES[remedy]
    else:
        ways[remedy]()


def _count_as_stock() -> None:
    """Only when the store is made: its module imports Rasa."""
    import importlib

    from bot.server import assistant

    load = assistant.load_agent

    async def load_agent(model: object, endpoints: object) -> object:
        module = importlib.import_module("bot.rasa.tracker_store")
        store = module.OrientaTrackerStore
        module._INDEXES.clear()
        module._get_stored = lambda tracker: None
        store._count = lambda self, session, sender: self._event_query(session, sender, False).count()
        store._read = lambda self, sender, every: _read_as_stock(self, sender, every)
        return await load(model, endpoints)  # type: ignore[arg-type]

    assistant.load_agent = load_agent  # type: ignore[assignment]


def _read_as_stock(store: object, sender: str, every: bool) -> list[str]:
    from bot.db.session import transaction

    store._ensure_table()  # type: ignore[attr-defined]
    with transaction(store.url) as session:  # type: ignore[attr-defined]
        return [row.data for row in store._event_query(session, sender, every)]  # type: ignore[attr-defined]


if __name__ == "__main__":
    take_away(sys.argv.pop(1))
    from bot.cli.main import main

    main()
