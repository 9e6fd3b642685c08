"""A long session ends at its limit, a short one as stock Rasa says, and nothing is done on another version."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
import rasa
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import SessionConfig
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa import patches

LIMIT = 5


@pytest.fixture
def _applied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIENTA_SESSION_MAX_MESSAGES", str(LIMIT))
    assert patches.apply(["long_sessions"]) == ("long_sessions",)


def _tracker(messages: int, minutes_ago: float = 0) -> DialogueStateTracker:
    """A session of ten messages, then one of ``messages``, the last of them ``minutes_ago``."""
    tracker = DialogueStateTracker("p", [])
    now = time.time() - minutes_ago * 60
    for count in (10, messages):
        for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
            tracker.update(event)
        for _ in range(count):
            tracker.update(UserUttered("ciao", timestamp=now))
    return tracker


def _expired(tracker: DialogueStateTracker, minutes: float = 60) -> bool:
    processor = SimpleNamespace(domain=SimpleNamespace(session_config=SessionConfig(minutes, True)))
    return MessageProcessor._has_session_expired(processor, tracker)


@pytest.mark.usefixtures("_applied")
@pytest.mark.parametrize(("messages", "expected"), [(0, False), (LIMIT - 1, False), (LIMIT, True), (LIMIT + 1, True)])
def test_a_session_ends_at_its_limit(messages: int, expected: bool) -> None:
    assert _expired(_tracker(messages)) is expected


@pytest.mark.usefixtures("_applied")
def test_what_stock_rasa_says_still_holds() -> None:
    assert _expired(_tracker(1, minutes_ago=61))
    assert not _expired(_tracker(LIMIT), minutes=0), "sessions are off"


def test_without_it_a_long_session_goes_on() -> None:
    assert not _expired(_tracker(LIMIT + 100)), "the control"


def test_on_another_version_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    stock = MessageProcessor._has_session_expired
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    patches.apply(["long_sessions"])
    assert MessageProcessor._has_session_expired is stock
