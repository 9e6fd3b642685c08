"""The person's side of a handoff: asking for an operator, the position in the queue, leaving it, a call-back."""

from __future__ import annotations

import math
from datetime import datetime
from statistics import median
from typing import Any, Mapping, Optional, Union

from sqlalchemy import and_, func, insert, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Conversation, Handoff
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.services import activity, conversations
from bot.services.conversations import ASSISTANT, OWNED, WAITING
from bot.services.handoffs import texts
from bot.services.handoffs.common import (
    RETURNED,
    change_request,
    find_operator_row,
    give_word,
    is_available,
    is_staffed,
    lock_conversation,
    open_request,
    tell_person,
    write_note,
)
from bot.services.handoffs.hours import DeskHours, find_hours_at, list_desk_plans
from bot.services.handoffs.results import (
    CALLBACK,
    ENDED,
    CallbackKept,
    Gone,
    Left,
    NoDesk,
    NoRequest,
    Queued,
    Stage,
)
from bot.settings import Settings
from bot.texts import get_text

LAST_WAITS = 20
"""The expected wait is the median of as many handoffs that an operator took from the queue."""
FEWEST_WAITS = 3
"""With fewer than these nothing is promised."""


def request_operator(
    settings: Settings, *, conversation_id: str, channel: str, reason: str, subject: Optional[str] = None,
    wants: Optional[str] = None, card: Optional[Mapping[str, Any]] = None, office_id: Optional[str] = None,
    now: datetime,
) -> Union[Queued, NoDesk, Gone]:
    """Ask for an operator. While the desk is open the conversation waits and Rasa is silent; else for a call-back.

    ``reason``: a name of ``results.REASONS``. ``card``: only what the person gave. ``office_id``: None for any office.
    With nobody available it is as when the desk is closed. A request that is open already is not doubled; one that
    stays for a call-back joins the queue when the desk is open. Without any active account nobody would come, nor
    call: nothing is asked then.

    Raises:
        DatabaseUnavailable: nothing was asked.
    """
    with transaction(settings.database_url, write=True) as session:
        row = conversations.lock_in(session, conversation_id=conversation_id, channel=channel, now=now)
        if row.revoked_at is not None:
            return Gone()
        found = open_request(session, conversation_id)
        staffed = is_staffed(session)
        if found is None and not staffed:
            return NoDesk()
        plans = list_desk_plans(session, found.office_id if found is not None else office_id, now)
        hours = find_hours_at(plans, now) if staffed else DeskHours(False, None)
        office = found.office_id if found is not None else office_id
        if hours.open and not is_available(session, settings, office, now):
            hours = DeskHours(False, None)  # open, but nobody there: who waits would wait for nobody
        if found is not None and (found.state in (WAITING, OWNED) or not hours.open):
            position = _find_position(session, found)
            return Queued(
                found.id, position, _wait(session, position), found.state != CALLBACK, hours.opens_at, already=True)
        moment = clock.to_utc(now)
        state = WAITING if hours.open else CALLBACK
        due = moment if hours.opens_at is None or hours.open else clock.to_utc(hours.opens_at)
        fresh = {"state": state, "due_at": None if hours.open else due, "reason": reason, "subject": subject,
                 "wants": wants, "card": dict(card) if card else None, "queued_at": moment, "waiting_since": moment}
        if found is not None:
            change_request(session, found.id, offered_at=None, **fresh)
        else:
            session.execute(insert(get_table(Handoff)).values(
                conversation_id=conversation_id, office_id=office_id, requested_at=moment, **fresh))
        asked = open_request(session, conversation_id)
        assert asked is not None
        write_note(session, row, "handoff_requested" if hours.open else "handoff_callback", now=now)
        if hours.open:
            give_word(session, row, WAITING)
        activity.record_in(
            session, settings, conversation_id=conversation_id, channel=channel, kind="handoff", item=office_id,
            result=reason, detail={"open": hours.open}, now=now)
        position = _find_position(session, asked)
        return Queued(asked.id, position, _wait(session, position), hours.open, hours.opens_at, already=False)


def is_answered(settings: Settings, *, conversation_id: str) -> bool:
    """Whether somebody can come or call: an account exists, away or not, or a request of the conversation is open.

    Raises:
        DatabaseUnavailable: nothing is known.
    """
    with transaction(settings.database_url) as session:
        return is_staffed(session) or open_request(session, conversation_id) is not None


def leave_queue(
    settings: Settings, *, conversation_id: str, by: str = "person", now: datetime,
) -> Union[Left, NoRequest, Gone]:
    """End the request because the person, or the system (``by``), no longer wants an operator.

    From the queue or from an operator the assistant gets the floor back: it tells the person and owes a turn
    ``/handoff_returned``. From a call-back, where the assistant has the floor, it says nothing: the caller does.
    """
    with transaction(settings.database_url, write=True) as session:
        row = lock_conversation(session, conversation_id=conversation_id, now=now)
        if isinstance(row, Gone):
            return row
        found = open_request(session, conversation_id)
        if found is None:
            return NoRequest()
        change_request(session, found.id, state=ENDED, ended_at=clock.to_utc(now), ended_by=by, outcome="left",
                       callback_contact=None, callback_kind=None, callback_firm=None)
        silent = found.state == CALLBACK
        if not silent:
            give_word(session, row)
            said = "handoffs.ended_by_person" if found.state == OWNED else "handoffs.left"
            tell_person(session, row, get_text(said), now=now, event="handoff_left")
        write_note(session, row, "handoff_left", line="handoff_ended_by_person" if found.state == OWNED else None,
             now=now, outcome="left", rasa=None if silent else RETURNED)
        return Left(was=found.state)


def set_callback(
    settings: Settings, *, conversation_id: str, contact: str, contact_kind: str, notice_version: str, now: datetime,
    firm: Optional[str] = None,
) -> Union[CallbackKept, NoRequest, Gone]:
    """Keep with the open request how the person wants to be called back. ``contact_kind``: phone or email.

    ``firm``: the name of the firm that is to be called. ``notice_version``: of the privacy notice that the person
    consented to for this.
    """
    with transaction(settings.database_url, write=True) as session:
        row = lock_conversation(session, conversation_id=conversation_id, now=now)
        if isinstance(row, Gone):
            return row
        found = open_request(session, conversation_id)
        if found is None:
            return NoRequest()
        change_request(session, found.id, callback_contact=contact, callback_kind=contact_kind, callback_firm=firm,
               callback_notice=notice_version, callback_consent_at=clock.to_utc(now))
        write_note(session, row, "handoff_contact", now=now)
        return CallbackKept(found.id)


def correct_callback(
    settings: Settings, *, conversation_id: str, contact: str, contact_kind: str, now: datetime,
) -> Union[CallbackKept, NoRequest, Gone]:
    """Put right how the person wants to be called back, where that was kept: the consent to it stands."""
    with transaction(settings.database_url, write=True) as session:
        row = lock_conversation(session, conversation_id=conversation_id, now=now)
        if isinstance(row, Gone):
            return row
        found = open_request(session, conversation_id)
        if found is None or found.callback_contact is None:
            return NoRequest()
        change_request(session, found.id, callback_contact=contact, callback_kind=contact_kind)
        write_note(session, row, "handoff_contact", now=now)
        return CallbackKept(found.id)


def find_stage(settings: Settings, *, conversation_id: str, now: datetime) -> Stage:
    """How the conversation stands: who has the floor, and the position in the queue while it waits."""
    with transaction(settings.database_url) as session:
        state = session.execute(select(Conversation.state).where(Conversation.id == conversation_id)).scalar()
        found = open_request(session, conversation_id)
        if found is None:
            return Stage(state or ASSISTANT)
        if found.state == OWNED:
            owner = find_operator_row(session, found.owner_id)
            return Stage(OWNED, name=texts.cut_first_name(owner.name) if owner is not None else None)
        if found.state == CALLBACK:
            return Stage(ASSISTANT, callback=True)
        position = _find_position(session, found)
        return Stage(WAITING, position=position, wait_minutes=_wait(session, position))


def _find_position(session: Session, request: Any) -> int:
    """From 1; 0 when the request does not wait."""
    if request.state != WAITING:
        return 0
    before = or_(
        Handoff.queued_at < request.queued_at,
        and_(Handoff.queued_at == request.queued_at, Handoff.id < request.id))
    return 1 + int(session.execute(
        select(func.count()).select_from(Handoff).where(Handoff.state == WAITING, before)).scalar() or 0)


def _wait(session: Session, position: int) -> Optional[int]:
    """Expected minutes at that position, at least one; None when too few handoffs say how long one takes."""
    query = (
        select(Handoff.requested_at, Handoff.claimed_at)
        .where(Handoff.claimed_at.is_not(None), Handoff.offered_at.is_(None), Handoff.reason != "taken")
        .order_by(Handoff.claimed_at.desc()).limit(LAST_WAITS))
    waits = [(claimed - asked).total_seconds() / 60 for asked, claimed in session.execute(query) if claimed is not None]
    if position < 1 or len(waits) < FEWEST_WAITS:
        return None
    return int(max(1, math.ceil(median(waits) * position)))
