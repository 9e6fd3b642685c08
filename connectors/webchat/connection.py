"""A browser's connection: whose it is, what it has, what it was told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Optional

from bot.services.conversations import ASSISTANT

ALONE: dict[str, Any] = {"state": ASSISTANT}
"""What our own clients are told while no operator is involved."""


@dataclass(eq=False)
class Connection:
    """A browser's connection.

    ``own``: it speaks our protocol, else it is a stock client of Rasa. ``issued_at``: of its session id, seconds.
    ``watermark``: the last number that it has;
    None when the log could not be asked. ``origin_of``: the conversation whose network booking
    was told. ``arriving`` keeps its events in order, ``sending`` what it gets.
    """

    sid: str
    address: str
    own: bool = False
    sender: Optional[str] = None
    issued_at: int = 0
    watermark: Optional[int] = None
    status: dict[str, Any] = field(default_factory=lambda: dict(ALONE))
    typing: dict[str, Any] = field(default_factory=lambda: {"typing": False})
    unlogged: int = 0
    types: bool = False
    typed_at: float = 0.0
    closed: bool = False
    origin_of: Optional[str] = None
    arriving: asyncio.Lock = field(default_factory=asyncio.Lock)
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)
