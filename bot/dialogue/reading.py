"""What a turn gave to a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.turn import Reply


@dataclass(frozen=True)
class Reading:
    """Slot values (None asks again), and what to say before the next question.

    ``hand_over``: the answers were misread so often that an operator is asked for instead of the next question.
    """

    values: dict[str, Any] = field(default_factory=dict)
    replies: tuple[Reply, ...] = ()
    hand_over: bool = False
