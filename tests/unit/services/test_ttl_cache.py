"""Facts kept for a moment: off by default, and never longer than asked."""

from __future__ import annotations

import time
from typing import Iterator

import pytest

from bot.services import ttl_cache


@pytest.fixture(autouse=True)
def _off() -> Iterator[None]:
    yield
    ttl_cache.keep_for(0)


def test_off_it_reads_every_time() -> None:
    read = iter(range(9))
    assert [ttl_cache.recent("a", lambda: next(read)) for _ in range(3)] == [0, 1, 2]


def test_on_it_reads_once_a_moment_for_each_key() -> None:
    read = iter(range(9))
    ttl_cache.keep_for(0.05)
    assert [ttl_cache.recent(key, lambda: next(read)) for key in "aabab"] == [0, 0, 1, 0, 1]
    time.sleep(0.06)
    assert ttl_cache.recent("a", lambda: next(read)) == 2


def test_a_failure_is_not_kept() -> None:
    ttl_cache.keep_for(5)
    with pytest.raises(ZeroDivisionError):
        ttl_cache.recent("a", lambda: 1 // 0)
    assert ttl_cache.recent("a", lambda: 7) == 7
