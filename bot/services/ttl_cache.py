"""Facts that nearly every answer needs are read once for all who ask within a moment. Off unless a server asks for it.

Facts change at the desk a few times a week; reading every course with all that hangs on it takes milliseconds, in each
answer. What changed is seen as soon as the moment has passed, whoever changed it.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Callable, Hashable, Iterator, TypeVar

Found = TypeVar("Found")

_state: dict[str, float] = {"seconds": 0.0}
_kept: dict[Hashable, tuple[float, Any]] = {}
_always: ContextVar[bool] = ContextVar("read_always", default=False)
_MOST = 200


def keep_for(seconds: float) -> None:
    """From now on what was read is good for so long; 0 reads every time."""
    _state["seconds"] = seconds
    _kept.clear()


@contextmanager
def read_always() -> Iterator[None]:
    """Within, and in threads that it hands work to, nothing that was read before is used."""
    before = _always.set(True)
    try:
        yield
    finally:
        _always.reset(before)


def recent(key: Hashable, read: Callable[[], Found]) -> Found:
    """What ``read`` gave for ``key`` a moment ago, or gives now. It must not be changed by whoever gets it."""
    seconds, now = _state["seconds"], time.monotonic()
    if not seconds or _always.get():
        return read()
    known = _kept.get(key)
    if known is not None and now - known[0] < seconds:
        return known[1]  # type: ignore[no-any-return]
    found = read()
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[key] = (now, found)
    return found
