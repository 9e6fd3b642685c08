"""The operator's side of a handoff: taking a conversation, answering, passing it on, ending it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional, Union

from sqlalchemy import and_, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Conversation, Handoff, Office, Operator, OperatorOffice
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import insert_row
from bot.services import conversations
from bot.services.conversations import OWNED, WAITING, Draft, Revoked, Silenced
from bot.services.handoffs import texts
from bot.services.handoffs.common import (
    RETURNED,
    Desk,
    can_take,
    change_request,
    find_operator_row,
    find_presence_limit,
    give_word,
    list_operator_offices,
    lock_at_desk,
    make_visible_condition,
    open_request,
    tell_person,
    write_note,
)
from bot.services.handoffs.results import (
    CALLBACK,
    DISTRESS,
    ENDED,
    OUTCOMES,
    Away,
    Empty,
    Ended,
    Gone,
    NoRequest,
    NotAllowed,
    NotOwner,
    Owned,
    SaidByOperator,
    Taken,
    TakenBy,
    TooLong,
    Transferred,
)
from bot.services.operators import AVAILABLE, OperatorView, audit_in, list_operators
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
        desk = lock_at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if not isinstance(desk, Desk):
            return desk
        moment = clock.to_utc(now)
        if desk.request is None:
            if not take_over:
                return NoRequest()
            request_id = _opened(session, conversation_id, operator_id, moment)
        else:
            request_id = desk.request.id
            won = change_request(
                session, request_id, Handoff.state.in_((WAITING, CALLBACK)), state=OWNED, owner_id=operator_id,
                owner_seen_at=moment, claimed_at=desk.request.claimed_at or moment,
                read_sequence=desk.conversation.last_sequence)
            if not won:
                if desk.request.owner_id == operator_id:
                    return Owned(request_id, new=False)
                return _taken(session, desk.request)
        give_word(session, desk.conversation, OWNED)
        tell_person(session, desk.conversation, texts.say_claimed(desk.operator.name, _office_name(session, desk)),
                    now=now, event="handoff_claimed")
        write_note(session, desk.conversation, "handoff_claimed", now=now, operator_id=operator_id,
                   name=desk.operator.name)
        _audit(session, desk, "handoff_claimed", now)
        return Owned(request_id)


def claim_next(settings: Settings, *, operator_id: int, now: datetime) -> Union[Taken, NoRequest]:
    """Take what is next of what the operator may see: who is in distress, then who has waited longest.

    A colleague who was quicker is no refusal: the one after it is taken.
    """
    with transaction(settings.database_url) as session:
        operator = find_operator_row(session, operator_id)
        if operator is None or not operator.active:
            return NoRequest()
        distress = case((Handoff.reason == DISTRESS, 0), else_=1)
        ids = session.execute(
            select(Handoff.conversation_id).join(Conversation, Conversation.id == Handoff.conversation_id)
            .where(or_(Handoff.state == WAITING, and_(Handoff.state == CALLBACK, Handoff.reason == DISTRESS)),
                   Conversation.revoked_at.is_(None), make_visible_condition(session, operator))
            .order_by(distress, Handoff.queued_at, Handoff.id)).scalars().all()
    for conversation_id in ids:
        taken = claim(settings, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if isinstance(taken, Owned) and taken.new:
            return Taken(conversation_id, operator_id)
    return NoRequest()


def assign_in_turn(settings: Settings, now: datetime) -> list[Taken]:
    """Give what waits to available operators, up to ORIENTA_DESK_ASSIGN open conversations each.

    Who has fewest is first, then who was given one longest ago. Every process may run it: each is a claim.
    """
    if settings.desk_assign <= 0:
        return []
    with transaction(settings.database_url) as session:
        waiting = session.execute(
            select(Handoff.conversation_id, Handoff.office_id).where(Handoff.state == WAITING)
            .order_by(case((Handoff.reason == DISTRESS, 0), else_=1), Handoff.queued_at, Handoff.id)).all()
        if not waiting:
            return []
        operators = session.execute(select(Operator.__table__).order_by(Operator.id)).all()
        loads = {row[0]: (row[1], row[2]) for row in session.execute(
            select(Handoff.owner_id, func.sum(case((Handoff.state == OWNED, 1), else_=0)), func.max(Handoff.claimed_at))
            .where(Handoff.owner_id.is_not(None)).group_by(Handoff.owner_id))}
        may = {(each.id, office): can_take(session, settings, each, office, now)
               for each in operators for office in {row.office_id for row in waiting}}
    long_ago, given = datetime.min, []
    open_ones = {each.id: loads.get(each.id, (0, None))[0] for each in operators}
    last = {each.id: loads.get(each.id, (0, None))[1] or long_ago for each in operators}
    for row in waiting:
        free = [each.id for each in operators
                if may[each.id, row.office_id] and open_ones[each.id] < settings.desk_assign]
        if not free:
            continue
        chosen = min(free, key=lambda each: (open_ones[each], last[each], each))
        if isinstance(claim(settings, conversation_id=row.conversation_id, operator_id=chosen, now=now), Owned):
            given.append(Taken(row.conversation_id, chosen))
            open_ones[chosen], last[chosen] = open_ones[chosen] + 1, clock.to_utc(now)
            with transaction(settings.database_url, write=True) as session:  # who is given it has not read it
                session.execute(update(Handoff).where(
                    Handoff.conversation_id == row.conversation_id, Handoff.state == OWNED)
                    .values(read_sequence=0).execution_options(synchronize_session=False))
    return given


def list_takers(
    settings: Settings, *, conversation_id: str, operator_id: int, now: datetime,
) -> tuple[list[OperatorView], list[str]]:
    """The colleagues who could take the conversation now, and the ids of the offices that have somebody at the desk."""
    with transaction(settings.database_url) as session:
        found = open_request(session, conversation_id)
        office_id = found.office_id if found is not None else None
        rows = session.execute(select(Operator.__table__).where(Operator.active.is_(True))).all()
        able = {row.id for row in rows if row.id != operator_id and can_take(session, settings, row, office_id, now)}
        served = set(session.execute(
            select(OperatorOffice.office_id).join(Operator, Operator.id == OperatorOffice.operator_id)
            .where(Operator.active.is_(True))).scalars())
        if any(row.role == "administrator" for row in rows):
            served |= set(session.execute(select(Office.id)).scalars())
    return [each for each in list_operators(settings) if each.id in able], sorted(served)


def count_available(settings: Settings, *, now: datetime) -> int:
    """How many operators are signed in and say that they are available."""
    with transaction(settings.database_url) as session:
        return session.execute(select(func.count()).select_from(Operator).where(
            Operator.active.is_(True), Operator.status == AVAILABLE,
            Operator.seen_at >= find_presence_limit(settings, now))).scalar_one()


def say(
    settings: Settings, *, conversation_id: str, operator_id: int, text: str, key: Optional[str] = None,
    now: datetime,
) -> Union[SaidByOperator, NotOwner, Empty, TooLong, NotAllowed, Gone]:
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
                        content={"name": texts.cut_first_name(desk.operator.name)}))
        if isinstance(appended, (Revoked, Silenced)):
            return Gone()
        change_request(session, desk.request.id, owner_seen_at=clock.to_utc(now),
                       read_sequence=appended.message.sequence)
        return SaidByOperator(appended.message)


def transfer(
    settings: Settings, *, conversation_id: str, operator_id: int, to_operator_id: Optional[int] = None,
    to_office_id: Optional[str] = None, now: datetime,
) -> Union[Transferred, NotOwner, Away, NoRequest, NotAllowed, Gone]:
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
    """Give the floor back to the assistant, which goes on where it was (``/handoff_returned``)."""
    with transaction(settings.database_url, write=True) as session:
        desk = _as_owner(session, conversation_id, operator_id, now, or_administrator=True)
        if not isinstance(desk, Desk):
            return desk
        return _end(session, desk, "handoff_returned", texts.say_handed_back(desk.operator.name), "handed_back", now)


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
        desk = lock_at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
        if not isinstance(desk, Desk):
            return desk
        if desk.request is None:
            return NoRequest()
        if desk.request.state == CALLBACK:
            return _end(session, desk, "handoff_closed", None, outcome, now)
        checked = _owner(session, desk, or_administrator=True)
        if isinstance(checked, NotOwner):
            return checked
        return _end(session, desk, "handoff_closed", texts.say_closed(desk.operator.name), outcome, now)


def mark_read(settings: Settings, *, conversation_id: str, operator_id: int, now: datetime) -> None:
    """Note an act of the owner that is not a message (a note, a tag, typing): the owner is not silent."""
    with transaction(settings.database_url, write=True) as session:
        desk = _as_owner(session, conversation_id, operator_id, now)
        if isinstance(desk, Desk):
            _seen(session, desk, now)


def mark_seen(settings: Settings, *, conversation_id: str, operator_id: int, sequence: int) -> None:
    """Note that the owner has seen the person's messages up to ``sequence``; of anybody else it is nothing."""
    with transaction(settings.database_url, write=True) as session:
        session.execute(
            update(Handoff).where(
                Handoff.conversation_id == conversation_id, Handoff.state == OWNED, Handoff.owner_id == operator_id,
                Handoff.read_sequence < sequence)
            .values(read_sequence=sequence).execution_options(synchronize_session=False))


def _as_owner(
    session: Session, conversation_id: str, operator_id: int, now: datetime, or_administrator: bool = False,
) -> Union[Desk, NotOwner, NotAllowed, Gone]:
    desk = lock_at_desk(session, conversation_id=conversation_id, operator_id=operator_id, now=now)
    return _owner(session, desk, or_administrator) if isinstance(desk, Desk) else desk


def _owner(session: Session, desk: Desk, or_administrator: bool) -> Union[Desk, NotOwner]:
    request = desk.request
    if request is None or request.state != OWNED:
        return NotOwner(None)
    if request.owner_id == desk.operator.id or (or_administrator and desk.operator.role == "administrator"):
        return desk
    return NotOwner(_taken(session, request).name)


def _taken(session: Session, request: Any) -> TakenBy:
    owner = find_operator_row(session, request.owner_id)
    return TakenBy(owner.name if owner is not None else "", request.owner_id)


def _opened(session: Session, conversation_id: str, operator_id: int, moment: datetime) -> int:
    """A request that an operator opens by taking a conversation from the assistant."""
    values = {
        "conversation_id": conversation_id, "state": OWNED, "reason": "taken", "owner_id": operator_id,
        "requested_at": moment, "queued_at": moment, "waiting_since": moment, "claimed_at": moment,
        "owner_seen_at": moment}
    return insert_row(session, insert(get_table(Handoff)).values(**values))


def _office_name(session: Session, desk: Desk) -> Optional[str]:
    """The office that the person hears of: the request's, else the only one of the operator."""
    ids = list_operator_offices(session, desk.operator.id)
    wished = desk.request.office_id if desk.request is not None else None
    office_id = wished or (ids[0] if len(ids) == 1 else None)
    name = session.execute(select(Office.name).where(Office.id == office_id)).scalar()
    return str(name) if name is not None else None


def _to_colleague(
    session: Session, settings: Settings, desk: Desk, colleague_id: int, now: datetime,
) -> Union[Transferred, Away]:
    colleague = find_operator_row(session, colleague_id)
    if colleague is None or not can_take(session, settings, colleague, desk.request.office_id, now):
        return Away(colleague.name if colleague is not None else "")
    change_request(session, desk.request.id, owner_id=colleague_id, owner_seen_at=clock.to_utc(now), read_sequence=0)
    text = texts.say_transferred_to_colleague(desk.operator.name, colleague.name)
    tell_person(session, desk.conversation, text, now=now, event="handoff_transferred")
    write_note(session, desk.conversation, "handoff_transferred", now=now, operator_id=desk.operator.id,
         name=desk.operator.name, target=colleague.name)
    _audit(session, desk, "handoff_transferred", now, operator=colleague_id)
    return Transferred(colleague.name)


def _to_office(session: Session, desk: Desk, office_id: str, office: str, now: datetime) -> Transferred:
    moment = clock.to_utc(now)
    change_request(session, desk.request.id, state=WAITING, owner_id=None, owner_seen_at=None, office_id=office_id,
           waiting_since=moment)
    give_word(session, desk.conversation, WAITING)
    tell_person(session, desk.conversation, texts.say_transferred_to_office(desk.operator.name, office), now=now,
         event="handoff_transferred")
    write_note(session, desk.conversation, "handoff_transferred", now=now, operator_id=desk.operator.id,
         name=desk.operator.name, target=office)
    _audit(session, desk, "handoff_transferred", now, office=office_id)
    return Transferred(office)


def _end(session: Session, desk: Desk, event: str, text: Optional[str], outcome: str, now: datetime) -> Ended:
    """End the request; with ``text`` the person hears it and the assistant has the floor again."""
    change_request(session, desk.request.id, state=ENDED, ended_at=clock.to_utc(now), ended_by="operator",
           outcome=outcome, owner_id=desk.request.owner_id or desk.operator.id, callback_contact=None,
           callback_kind=None, callback_firm=None)
    if text is not None:
        give_word(session, desk.conversation)
        tell_person(session, desk.conversation, text, now=now, event=event)
    write_note(session, desk.conversation, event, now=now, operator_id=desk.operator.id, name=desk.operator.name,
         outcome=outcome, rasa=RETURNED if text is not None else None)
    _audit(session, desk, event, now, outcome=outcome)
    return Ended(desk.request.id)


def _audit(session: Session, desk: Desk, act: str, now: datetime, **detail: Any) -> None:
    audit_in(session, operator=desk.operator, act=act, target=desk.conversation.id, detail=detail, now=now)


def _seen(session: Session, desk: Desk, now: datetime) -> None:
    change_request(session, desk.request.id, owner_seen_at=clock.to_utc(now))
