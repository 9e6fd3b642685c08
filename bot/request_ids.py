"""Which message or request a line of the log belongs to: a number that is the same in every process."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Iterator

_current: ContextVar[str] = ContextVar("orienta_request_id", default="")


@contextmanager
def label(request_id: str) -> Iterator[None]:
    """What is logged within, and in threads that get a copy of its context, belongs to ``request_id``."""
    before = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(before)


def name_message(number: int) -> str:
    """The id of a person's message, by its number in the database: whichever process answers it says the same."""
    return f"m{number}"


def make_id() -> str:
    """A new one, for a request of a page that came without."""
    return secrets.token_hex(8)


def find_current() -> str:
    """The one that work is done for here; empty when it is nobody's."""
    return _current.get()
