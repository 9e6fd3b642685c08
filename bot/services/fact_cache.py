"""Facts that nearly every answer needs are read once for all who ask. Off unless a server asks for it.

Facts change at the desk a few times a week; reading every course with all that hangs on it takes milliseconds, in each
answer. Each message that is written brings the version of the facts with it: while that stays the same, what was read
is good, through the whole turn of that message. Where no message was written for a moment, it is read again after that
moment.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Callable, Hashable, Iterator, Optional, TypeVar

from bot.services import turn_end

Found = TypeVar("Found")

LONGEST_SECONDS = 60.0
"""However unchanged the version: somebody may have changed the database by hand."""

_MOST = 200


@dataclass(frozen=True)
class _Seen:
    """The version of the facts that the newest message brought, and when (monotonic)."""

    version: Optional[int] = None
    at: float = float("-inf")


class _State:
    seconds = 0.0
    seen = _Seen()


_kept: dict[Hashable, tuple[float, Optional[int], Any]] = {}
_versions: dict[Hashable, Any] = {}
_always: ContextVar[bool] = ContextVar("read_always", default=False)


def keep_for(seconds: float) -> None:
    """From now on what was read is good for so long after it, or after the last look at its version; 0: never."""
    _State.seconds, _State.seen = seconds, _Seen()
    _kept.clear()
    _versions.clear()


def note_version(version: Optional[int]) -> None:
    """The facts are at ``version`` now; None: they were never changed."""
    _State.seen = _Seen(version or 0, time.monotonic())


@contextmanager
def read_always() -> Iterator[None]:
    """Within, and in threads that it hands work to, nothing that was read before is used."""
    before = _always.set(True)
    try:
        yield
    finally:
        _always.reset(before)


def recall_recent(key: Hashable, read: Callable[[], Found]) -> Found:
    """What ``read`` gave for ``key`` at this version of the facts, or gives now. Whoever gets it must not change it."""
    seconds, now, seen = _State.seconds, time.monotonic(), _State.seen
    if not seconds or _always.get():
        return read()
    known = _kept.get(key)
    if known is not None and known[1] == seen.version and (
            now - known[0] < seconds or (now - seen.at < seconds or _is_turn_of_a_known_version())
            and now - known[0] < LONGEST_SECONDS):
        return known[2]  # type: ignore[no-any-return]
    found = read()
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[key] = (now, seen.version, found)
    return found


def _is_turn_of_a_known_version() -> bool:
    """However long a turn waits for its place and lasts: what its message brought holds for it."""
    end = turn_end.find_open()
    return end is not None and end.knows_facts


def recall_unchanged(key: Hashable, read: Callable[[], Found]) -> Found:
    """What ``read`` gave for ``key``, however long ago: the key holds the version of what is read.

    Whoever gets it must not change it.
    """
    if not _State.seconds or _always.get():
        return read()
    if key not in _versions:
        if len(_versions) >= _MOST:
            _versions.clear()
        _versions[key] = read()
    return _versions[key]  # type: ignore[no-any-return]
