"""What the desk shows. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping, Optional

from bot.services.booking import AppointmentView
from bot.services.consents import ConsentView


@dataclass(frozen=True)
class ConversationRow:
    """A conversation in one of the desk's lists.

    ``excerpt``: the person's last words, cut. ``unanswered``: they are newer than the operator's. ``since``: when the
    person asked, or for one with the assistant its last message. ``unread``: the owner has not seen them.
    """

    conversation_id: str
    channel: str
    since: datetime
    excerpt: str
    unanswered: bool
    position: int = 0
    reason: Optional[str] = None
    subject: Optional[str] = None
    wants: Optional[str] = None
    office_name: Optional[str] = None
    owner_name: Optional[str] = None
    callback_contact: Optional[str] = None
    tags: tuple[str, ...] = ()
    unread: bool = False
    outcome: Optional[str] = None
    ended_at: Optional[datetime] = None
    due_at: Optional[datetime] = None
    attempts: int = 0
    callback_firm: Optional[str] = None


@dataclass(frozen=True)
class ListPage:
    """A page (from 1) of one of the desk's lists; ``total``: how many stand in the whole list."""

    kind: str
    rows: tuple[ConversationRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class ListCounts:
    """How many conversations stand in each list; ``unread``: one's own in which the person wrote something new.

    ``urgent``: of people in distress whom no operator has taken; they stand in no other list. ``firms``: call-backs
    that firms have asked for; ``callbacks``: all others.
    """

    urgent: int
    waiting: int
    mine: int
    others: int
    callbacks: int
    firms: int
    assistant: int
    closed: int
    unread: int


@dataclass(frozen=True)
class RequestView:
    """A request for an operator, as the desk shows it.

    ``callback_notice``: the version of the notice that was consented to for the call-back.
    """

    id: int
    state: str
    reason: str
    subject: Optional[str]
    wants: Optional[str]
    office_id: Optional[str]
    office_name: Optional[str]
    owner_id: Optional[int]
    owner_name: Optional[str]
    requested_at: datetime
    ended_at: Optional[datetime]
    outcome: Optional[str]
    callback_contact: Optional[str]
    callback_notice: Optional[str] = None
    callback_consent_at: Optional[datetime] = None
    due_at: Optional[datetime] = None
    attempts: int = 0
    callback_firm: Optional[str] = None


@dataclass(frozen=True)
class PersonView:
    """Who booked from this conversation, with the consents they gave."""

    name: str
    contact: str
    contact_kind: str
    consents: tuple[ConsentView, ...]


@dataclass(frozen=True)
class NoteView:
    """A private note; ``author`` is empty when the account is gone."""

    id: int
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Card:
    """All that an operator sees of a conversation besides its messages: only what the person gave.

    ``given``: the request's own card, see docs/decisions/handoff.md. ``blocked``: on Telegram, where it is shown, the
    person has blocked the bot.
    """

    conversation_id: str
    channel: str
    state: str
    created_at: datetime
    request: Optional[RequestView]
    given: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[PersonView, ...] = ()
    appointments: tuple[AppointmentView, ...] = ()
    notes: tuple[NoteView, ...] = ()
    tags: tuple[str, ...] = ()
    blocked: bool = False

    def owned_by(self, operator_id: int) -> bool:
        """Whether that operator has the floor."""
        return self.request is not None and self.request.state == "owned" and self.request.owner_id == operator_id


@dataclass(frozen=True)
class CannedView:
    """A ready answer; ``text`` may hold {nome}, {operatore}, {ufficio}. ``personal``: one's own."""

    id: int
    title: str
    text: str
    position: int
    personal: bool = False


@dataclass(frozen=True)
class Stored:
    """What was asked for is stored."""

    id: int = 0


@dataclass(frozen=True)
class Rejected:
    """It is not stored: ``reason`` is empty, long, taken or missing."""

    reason: str
