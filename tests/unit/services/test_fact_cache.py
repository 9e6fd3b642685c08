"""Facts that are kept: off by default, never longer than asked, nor past a change that a message brought word of."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Callable, Iterator

import pytest

from bot.clock import ROME
from bot.db.fact_versions import raise_versions
from bot.db.session import transaction
from bot.services import fact_cache, turn_end
from bot.services.conversations import Draft, append_message
from bot.settings import Settings

Read = Callable[[], int]


@pytest.fixture(autouse=True)
def _off() -> Iterator[None]:
    yield
    fact_cache.keep_for(0)


@pytest.fixture()
def pass_seconds(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets so many seconds pass for the cache, which has no other clock."""
    now = [100.0]
    monkeypatch.setattr(fact_cache, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def advance(seconds: float) -> None:
        now[0] += seconds

    return advance


def counting() -> Read:
    """Gives 0, 1, 2, …"""
    numbers = iter(range(99))
    return lambda: next(numbers)


def test_off_it_reads_every_time() -> None:
    read = counting()
    assert [fact_cache.recall_recent("a", read) for _ in range(3)] == [0, 1, 2]
    assert [fact_cache.recall_unchanged("a", read) for _ in range(3)] == [3, 4, 5]


def test_on_it_reads_once_a_moment_for_each_key(pass_seconds: Callable[[float], None]) -> None:
    read = counting()
    fact_cache.keep_for(5)
    assert [fact_cache.recall_recent(key, read) for key in "aabab"] == [0, 0, 1, 0, 1]
    pass_seconds(5)
    assert fact_cache.recall_recent("a", read) == 2


def test_a_version_seen_a_moment_ago_makes_good_what_was_read_before(pass_seconds: Callable[[float], None]) -> None:
    read = counting()
    fact_cache.keep_for(5)
    fact_cache.note_version(7)
    assert fact_cache.recall_recent("a", read) == 0
    for _ in range(4):
        pass_seconds(4)
        fact_cache.note_version(7)
        assert fact_cache.recall_recent("a", read) == 0
    pass_seconds(1)
    fact_cache.note_version(8)
    assert fact_cache.recall_recent("a", read) == 1, "at once, whatever the moment"
    pass_seconds(fact_cache.LONGEST_SECONDS)
    fact_cache.note_version(8)
    assert fact_cache.recall_recent("a", read) == 2, "somebody may have changed the database by hand"


def test_what_was_read_while_the_version_rose_is_read_again() -> None:
    fact_cache.keep_for(5)
    fact_cache.note_version(1)

    def read_slowly() -> str:
        fact_cache.note_version(2)
        return "of the old version, perhaps"

    assert fact_cache.recall_recent("a", read_slowly) == "of the old version, perhaps"
    assert fact_cache.recall_recent("a", lambda: "new") == "new"


def test_what_is_named_by_its_version_stays_however_long(pass_seconds: Callable[[float], None]) -> None:
    read = counting()
    fact_cache.keep_for(5)
    assert fact_cache.recall_unchanged(("plan", 1), read) == 0
    pass_seconds(1e6)
    assert [fact_cache.recall_unchanged(key, read) for key in (("plan", 1), ("plan", 2))] == [0, 1]


def test_each_message_brings_the_version(database_url: str) -> None:
    settings = Settings(database_url=database_url)

    def append(key: str) -> None:
        append_message(settings, conversation_id="web_a", channel="webchat", draft=Draft("person", "ciao", key=key),
                       now=datetime(2026, 11, 30, 9, tzinfo=ROME))

    read = counting()
    fact_cache.keep_for(1e6)
    append("first")
    assert [fact_cache.recall_recent("a", read), fact_cache.recall_recent("a", read)] == [0, 0]
    with transaction(database_url, write=True) as session:
        raise_versions(session, ["course"])
    append("second")
    assert fact_cache.recall_recent("a", read) == 1


def test_a_failure_is_not_kept() -> None:
    fact_cache.keep_for(5)
    with pytest.raises(ZeroDivisionError):
        fact_cache.recall_recent("a", lambda: 1 // 0)
    assert fact_cache.recall_recent("a", lambda: 7) == 7


def test_a_turn_goes_by_what_its_message_brought_however_long_it_waits(
    pass_seconds: Callable[[float], None]
) -> None:
    """Under load a turn begins seconds after its message was written, and read every fact again."""
    read = counting()
    fact_cache.keep_for(0.5)
    fact_cache.note_version(1)
    assert fact_cache.recall_recent("a", read) == 0
    pass_seconds(3)
    with turn_end.gather(knows_facts=True):
        assert fact_cache.recall_recent("a", read) == 0
    fact_cache.note_version(2)
    with turn_end.gather(knows_facts=True):
        assert fact_cache.recall_recent("a", read) == 1, "the facts have changed"
    pass_seconds(3)
    with turn_end.gather():
        assert fact_cache.recall_recent("a", read) == 2, "another process wrote the message: no version is known here"
    pass_seconds(fact_cache.LONGEST_SECONDS)
    with turn_end.gather(knows_facts=True):
        assert fact_cache.recall_recent("a", read) == 3, "somebody may have changed the database by hand"
