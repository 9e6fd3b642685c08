"""What the handoff service answers with. Every datetime is aware, in Europe/Rome; waits are in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from bot.services.conversations import MessageView

CALLBACK = "callback"
ENDED = "ended"

DISTRESS, TAKEN, FIRM = "distress", "taken", "firm"
REASONS = ("asked", "misread", "rule", "complaint", DISTRESS, TAKEN, FIRM)
"""Why a conversation needs an operator; the desk says it as ``handoffs.reasons`` of the texts."""

OUTCOMES = ("solved", "booked", "informed", "called", "unreachable", "other")
SETTLED = ("solved", "booked", "informed", "called")
"""Outcomes after which nothing is left of what the person had begun with the assistant."""
"""How an operator closes a request; the desk says it as ``handoffs.outcomes`` of the texts."""


@dataclass(frozen=True)
class Queued:
    """The request is noted.

    ``desk_open``: it waits in the queue at ``position`` (from 1), about ``wait_minutes`` (None: too few handoffs to
    know). Otherwise it stays for a call-back, position 0, and ``opens_at`` is when the desk opens again, if known.
    ``already``: it was waiting, or an operator had it, before this request.
    """

    handoff_id: int
    position: int
    wait_minutes: Optional[int]
    desk_open: bool
    opens_at: Optional[datetime]
    already: bool


@dataclass(frozen=True)
class Stage:
    """How a conversation stands. ``state``: of the conversation (assistant, waiting, owned); ``callback``: its request
    stays for a call-back; ``position`` and ``wait_minutes`` while it waits; ``name``: its owner's first name."""

    state: str
    callback: bool = False
    position: int = 0
    wait_minutes: Optional[int] = None
    name: Optional[str] = None


@dataclass(frozen=True)
class Left:
    """The request is over because the person (or the system) ended it; ``was``: the state it had."""

    was: str


@dataclass(frozen=True)
class CallbackKept:
    """The contact for the call-back is noted with the request."""

    handoff_id: int


@dataclass(frozen=True)
class Owned:
    """The operator has the floor. ``new``: not before this call."""

    handoff_id: int
    new: bool = True


@dataclass(frozen=True)
class Taken:
    """The conversation that an operator was given or took as the next one."""

    conversation_id: str
    operator_id: int


@dataclass(frozen=True)
class SaidByOperator:
    """The operator's message stands in the log; a key that was there before gives the same message."""

    message: MessageView


@dataclass(frozen=True)
class Transferred:
    """The conversation is with the colleague or in the queue of the office; ``name``: whose."""

    name: str


@dataclass(frozen=True)
class Ended:
    """The request is over and the assistant has the floor."""

    handoff_id: int


@dataclass(frozen=True)
class Tried:
    """An attempt to call back is noted; ``attempts``: how many there are now."""

    attempts: int


@dataclass(frozen=True)
class NoRequest:
    """There is no open request for an operator in this conversation."""


@dataclass(frozen=True)
class TakenBy:
    """Another operator has the conversation."""

    name: str
    operator_id: int


@dataclass(frozen=True)
class NotOwner:
    """Only the owner may do this, and the operator is not; ``name``: who is, None: nobody."""

    name: Optional[str]


@dataclass(frozen=True)
class NotAllowed:
    """The account is disabled, or the request belongs to an office that is not the operator's."""


@dataclass(frozen=True)
class NoDesk:
    """There is no active account at the desk: nobody can be asked for."""


@dataclass(frozen=True)
class Gone:
    """There is no such conversation, or it was erased."""


@dataclass(frozen=True)
class Empty:
    """There is nothing in the message."""


@dataclass(frozen=True)
class TooLong:
    """The message has more than ``limit`` characters."""

    limit: int


@dataclass(frozen=True)
class Away:
    """The colleague cannot take it: not signed in at the moment, disabled, or of another office."""

    name: str


@dataclass(frozen=True)
class Requeued:
    """A conversation that went back to the queue, because its owner was ``why``: silent or offline."""

    conversation_id: str
    operator_id: int
    why: str
