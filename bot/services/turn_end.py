"""What a turn has to write besides its answers is gathered and written with them, in one transaction.

A turn's dialogue state and counts used to be transactions of their own: each cost as much as the answers themselves,
and a crash between two of them left a turn that had half happened.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Callable, Iterator, Optional

from bot.db.session import Executor

Write = Callable[[Executor], object]


@dataclass
class TurnEnd:
    """What is to be written with the answers: ``state`` is the dialogue's, the last one given counts; ``counts`` are
    written after it. ``committed``: called once all of it stands. ``knows_facts``: the turn's message was written by
    this process and has brought the version of the facts.
    """

    state: Optional[Write] = None
    counts: list[Write] = field(default_factory=list)
    committed: list[Callable[[], None]] = field(default_factory=list)
    knows_facts: bool = False

    def write_in(self, session: Executor) -> None:
        """Write all of it."""
        for write in (*(() if self.state is None else (self.state,)), *self.counts):
            write(session)


_open: ContextVar[Optional[TurnEnd]] = ContextVar("orienta_turn_end", default=None)


@contextmanager
def gather(knows_facts: bool = False) -> Iterator[TurnEnd]:
    """Within, and in threads that get a copy of its context, :func:`find_open` gives what this yields."""
    end = TurnEnd(knows_facts=knows_facts)
    before = _open.set(end)
    try:
        yield end
    finally:
        _open.reset(before)


def find_open() -> Optional[TurnEnd]:
    """The end of the turn that runs here; None where each write stands for itself."""
    return _open.get()
