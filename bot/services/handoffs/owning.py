"""The operator's side of a handoff: taking a conversation, answering, passing it on, ending it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Optional, Union

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core import clock
from bot.db.session import transaction
from bot.services import conversations
from bot.services.conversations import OWNED, WAITING, Draft, Revoked, Silenced
from bot.services.handoffs import texts
from bot.services.handoffs.common import (
    RETURNED,
    Desk,
    Handoff,
    Office,
    at_desk,
    change,
    give_word,
    note,
    offices_of,
    operator_row,
    tell,
)
from bot.services.handoffs.results import (
    CALLBACK,
    ENDED,
    OUTCOMES,
    Away,
    Empty,
    Ended,
    Gone,
    Moved,
    NoRequest,
    NotAllowed,
    NotOwner,
    Owned,
    Said,
    TakenBy,
    TooLong,
)
from bot.services.operators import audit_in
from bot.settings import Settings

MESSAGE_CHARS = 4000
"""Longest message of an operator: Telegram's limit is 4,096."""


def claim(
    settings: Settings, *, conversation_id: str, operator_id: int, take_over: bool = False, now: datetime,
) -> Union[Owned, TakenBy, NoRequest, NotAllowed, Gone]:
    """Take a conversation from the queue or from the call-backs; ``take_over``: also one that nobody asked for.

    A compare-and-swap: of two operators who claim at the same moment one gets it, the other hears who has it.
    """
    with transaction(settings.database_url, write=True) as session:
        desk = at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if not isinstance(desk, Desk):
            return desk
        moment = clock.to_utc(now)
        if desk.request is None:
            if not take_over:
                return NoRequest()
            request_id = _opened(session, conversation_id, operator_id, moment)
        else:
            request_id = desk.request.id
            won = change(
                session, request_id, Handoff.state.in_((WAITING, CALLBACK)), state=OWNED, owner_id=operator_id,
                owner_seen_at=moment, claimed_at=desk.request.claimed_at or moment)
            if not won:
                if desk.request.owner_id == operator_id:
                    return Owned(request_id, new=False)
                return _taken(session, desk.request)
        give_word(session, desk.conversation, OWNED)
        tell(session, desk.conversation, texts.claimed(desk.operator.name, _office_name(session, desk)), now=now,
             event="handoff_claimed")
        note(session, desk.conversation, "handoff_claimed", now=now, operator_id=operator_id, name=desk.operator.name)
        _audit(session, desk, "handoff_claimed", now)
        return Owned(request_id)


def say(
    settings: Settings, *, conversation_id: str, operator_id: int, text: str, key: Optional[str] = None,
    now: datetime,
) -> Union[Said, NotOwner, Empty, TooLong, NotAllowed, Gone]:
    """Answer as the owner; ``key`` makes a repeated sending the same message. Its content carries the first name."""
    text = text.strip()
    if not text:
        return Empty()
    if len(text) > MESSAGE_CHARS:
        return TooLong(MESSAGE_CHARS)
    with transaction(settings.database_url, write=True) as session:
        desk = _as_owner(session, conversation_id, operator_id, now)
        if not isinstance(desk, Desk):
            return desk
        appended = conversations.append_in(
            session, conversation_id=conversation_id, channel=desk.conversation.channel, now=now,
            draft=Draft("operator", text, key=key, operator_id=operator_id,
                        content={"name": texts.first_name(desk.operator.name)}))
        if isinstance(appended, (Revoked, Silenced)):
            return Gone()
        _seen(session, desk, now)
        return Said(appended.message)


def transfer(
    settings: Settings, *, conversation_id: str, operator_id: int, to_operator_id: Optional[int] = None,
    to_office_id: Optional[str] = None, now: datetime,
) -> Union[Moved, NotOwner, Away, NoRequest, NotAllowed, Gone]:
    """Give the conversation to a colleague who is signed in, or back to the queue for the operators of an office.

    Its place in the queue is the one it had. The owner may, and an administrator.
    """
    with transaction(settings.database_url, write=True) as session:
        desk = _as_owner(session, conversation_id, operator_id, now, or_administrator=True)
        if not isinstance(desk, Desk):
            return desk
        if to_operator_id is not None:
            return _to_colleague(session, settings, desk, to_operator_id, now)
        office = session.execute(select(Office.name).where(Office.id == to_office_id)).scalar()
        if office is None or to_office_id is None:
            return NoRequest()
        return _to_office(session, desk, to_office_id, str(office), now)


def hand_back(
    settings: Settings, *, conversation_id: str, operator_id: int, now: datetime,
) -> Union[Ended, NotOwner, NotAllowed, Gone]:
    """Give the word back to the assistant, which goes on where it was (``/handoff_returned``)."""
    with transaction(settings.database_url, write=True) as session:
        desk = _as_owner(session, conversation_id, operator_id, now, or_administrator=True)
        if not isinstance(desk, Desk):
            return desk
        return _end(session, desk, "handoff_returned", texts.handed_back(desk.operator.name), "handed_back", now)


def close(
    settings: Settings, *, conversation_id: str, operator_id: int, outcome: str, now: datetime,
) -> Union[Ended, NotOwner, NoRequest, NotAllowed, Gone]:
    """End the request with an outcome (a name of ``results.OUTCOMES``).

    The owner closes a conversation, and the person hears it; whoever may see a call-back closes it, silently.

    Raises:
        ValueError: the outcome has another name.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome: {outcome}")
    with transaction(settings.database_url, write=True) as session:
        desk = at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if not isinstance(desk, Desk):
            return desk
        if desk.request is None:
            return NoRequest()
        if desk.request.state == CALLBACK:
            return _end(session, desk, "handoff_closed", None, outcome, now)
        checked = _owner(session, desk, or_administrator=True)
        if isinstance(checked, NotOwner):
            return checked
        return _end(session, desk, "handoff_closed", texts.closed(desk.operator.name), outcome, now)


def seen(settings: Settings, *, conversation_id: str, operator_id: int, now: datetime) -> None:
    """Note an act of the owner that is not a message (a note, a tag, typing): the owner is not silent."""
    with transaction(settings.database_url, write=True) as session:
        desk = _as_owner(session, conversation_id, operator_id, now)
        if isinstance(desk, Desk):
            _seen(session, desk, now)


def _as_owner(
    session: Session, conversation_id: str, operator_id: int, now: datetime, or_administrator: bool = False,
) -> Union[Desk, NotOwner, NotAllowed, Gone]:
    desk = at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
    return _owner(session, desk, or_administrator) if isinstance(desk, Desk) else desk


def _owner(session: Session, desk: Desk, or_administrator: bool) -> Union[Desk, NotOwner]:
    request = desk.request
    if request is None or request.state != OWNED:
        return NotOwner(None)
    if request.owner_id == desk.operator.id or (or_administrator and desk.operator.role == "administrator"):
        return desk
    return NotOwner(_taken(session, request).name)


def _taken(session: Session, request: Any) -> TakenBy:
    owner = operator_row(session, request.owner_id)
    return TakenBy(owner.name if owner is not None else "", request.owner_id)


def _opened(session: Session, conversation_id: str, operator_id: int, moment: datetime) -> int:
    """A request that an operator opens by taking a conversation from the assistant."""
    values = {
        "conversation_id": conversation_id, "state": OWNED, "reason": "taken", "owner_id": operator_id,
        "requested_at": moment, "queued_at": moment, "waiting_since": moment, "claimed_at": moment,
        "owner_seen_at": moment}
    return int(session.execute(Handoff.__table__.insert().values(**values)).inserted_primary_key[0])


def _office_name(session: Session, desk: Desk) -> Optional[str]:
    """The office that the person hears of: the request's, else the only one of the operator."""
    ids = offices_of(session, desk.operator.id)
    wished = desk.request.office_id if desk.request is not None else None
    office_id = wished or (ids[0] if len(ids) == 1 else None)
    name = session.execute(select(Office.name).where(Office.id == office_id)).scalar()
    return str(name) if name is not None else None


def _to_colleague(
    session: Session, settings: Settings, desk: Desk, colleague_id: int, now: datetime,
) -> Union[Moved, Away]:
    colleague = operator_row(session, colleague_id)
    if colleague is None or not can_take(session, settings, colleague, desk.request.office_id, now):
        return Away(colleague.name if colleague is not None else "")
    change(session, desk.request.id, owner_id=colleague_id, owner_seen_at=clock.to_utc(now))
    text = texts.transferred_to_colleague(desk.operator.name, colleague.name)
    tell(session, desk.conversation, text, now=now, event="handoff_transferred")
    note(session, desk.conversation, "handoff_transferred", now=now, operator_id=desk.operator.id,
         name=desk.operator.name, target=colleague.name)
    _audit(session, desk, "handoff_transferred", now, operator=colleague_id)
    return Moved(colleague.name)


def can_take(session: Session, settings: Settings, colleague: Any, office_id: Optional[str], now: datetime) -> bool:
    """Whether a colleague is signed in and of the request's office."""
    limit = clock.to_utc(now) - timedelta(seconds=settings.owner_offline_seconds)
    if not colleague.active or colleague.seen_at is None or colleague.seen_at < limit:
        return False
    return (office_id is None or colleague.role == "administrator"
            or office_id in offices_of(session, colleague.id))


def _to_office(session: Session, desk: Desk, office_id: str, office: str, now: datetime) -> Moved:
    moment = clock.to_utc(now)
    change(session, desk.request.id, state=WAITING, owner_id=None, owner_seen_at=None, office_id=office_id,
           waiting_since=moment)
    give_word(session, desk.conversation, WAITING)
    tell(session, desk.conversation, texts.transferred_to_office(desk.operator.name, office), now=now,
         event="handoff_transferred")
    note(session, desk.conversation, "handoff_transferred", now=now, operator_id=desk.operator.id,
         name=desk.operator.name, target=office)
    _audit(session, desk, "handoff_transferred", now, office=office_id)
    return Moved(office)


def _end(session: Session, desk: Desk, event: str, text: Optional[str], outcome: str, now: datetime) -> Ended:
    """End the request; with ``text`` the person hears it and the assistant has the word again."""
    change(session, desk.request.id, state=ENDED, ended_at=clock.to_utc(now), ended_by="operator", outcome=outcome,
           owner_id=desk.request.owner_id or desk.operator.id)
    if text is not None:
        give_word(session, desk.conversation)
        tell(session, desk.conversation, text, now=now, event=event)
    note(session, desk.conversation, event, now=now, operator_id=desk.operator.id, name=desk.operator.name,
         outcome=outcome, rasa=RETURNED if text is not None else None)
    _audit(session, desk, event, now, outcome=outcome)
    return Ended(desk.request.id)


def _audit(session: Session, desk: Desk, act: str, now: datetime, **detail: Any) -> None:
    audit_in(session, operator=desk.operator, act=act, target=desk.conversation.id, detail=detail, now=now)


def _seen(session: Session, desk: Desk, now: datetime) -> None:
    change(session, desk.request.id, owner_seen_at=clock.to_utc(now))
