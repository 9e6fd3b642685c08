"""What every change of a handoff shares: the locked rows, the lines in the log, who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional, Union

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Conversation, Handoff, Operator, OperatorOffice
from bot.db.statements import count_rows
from bot.services import conversations
from bot.services.conversations import ASSISTANT, Draft
from bot.services.handoffs.results import ENDED, Gone, NotAllowed
from bot.services.operators import AVAILABLE
from bot.settings import Settings
from bot.texts import get_text, get_texts

RETURNED = "/handoff_returned"
UNANSWERED = "/handoff_unanswered"
"""What Rasa hears when it has the floor again."""


@dataclass(frozen=True)
class Desk:
    """The rows of one change: the locked conversation, its open request if any, and who acts."""

    conversation: Any
    request: Any  # None when there is no open one
    operator: Any


def lock_conversation(session: Session, *, conversation_id: str, now: datetime) -> Union[Any, Gone]:
    """The row of a conversation that exists and was not erased, locked until the transaction ends."""
    channel = session.execute(
        select(Conversation.channel).where(Conversation.id == conversation_id)).scalar()
    if channel is None:
        return Gone()
    row = conversations.lock_in(session, conversation_id=conversation_id, channel=channel, now=now)
    return Gone() if row.revoked_at is not None else row


def open_request(session: Session, conversation_id: str) -> Optional[Any]:
    """The request of a conversation that is not ended: waiting, owned or callback."""
    return session.execute(
        select(Handoff.__table__).where(Handoff.conversation_id == conversation_id, Handoff.state != ENDED)).first()


def lock_at_desk(
    session: Session, *, conversation_id: str, operator_id: int, now: datetime,
) -> Union[Desk, Gone, NotAllowed]:
    """Lock the conversation for an act of an operator who may see it."""
    row = lock_conversation(session, conversation_id=conversation_id, now=now)
    if isinstance(row, Gone):
        return row
    operator = find_operator_row(session, operator_id)
    if operator is None or not operator.active:
        return NotAllowed()
    allowed = session.execute(select(Conversation.id).where(
        Conversation.id == conversation_id, make_visible_condition(session, operator))).first()
    if allowed is None:
        return NotAllowed()
    return Desk(row, open_request(session, conversation_id), operator)


def find_operator_row(session: Session, operator_id: Optional[int]) -> Optional[Any]:
    """The account, None when there is none."""
    return session.execute(select(Operator.__table__).where(Operator.id == operator_id)).first()


def is_staffed(session: Session) -> bool:
    """Whether the desk has an active account: without one nobody would come, nor look."""
    return session.execute(select(Operator.id).where(Operator.active.is_(True)).limit(1)).first() is not None


def is_available(session: Session, settings: Settings, office_id: Optional[str], now: datetime) -> bool:
    """Whether somebody could take a request of the office (None: any) now: without, nobody is promised."""
    operators = session.execute(select(Operator.__table__).where(
        Operator.active.is_(True), Operator.status == AVAILABLE,
        Operator.seen_at >= find_presence_limit(settings, now)))
    return any(can_take(session, settings, each, office_id, now) for each in operators.all())


def can_take(session: Session, settings: Settings, colleague: Any, office_id: Optional[str], now: datetime) -> bool:
    """Whether an operator is signed in, available and of the request's office."""
    if not colleague.active or colleague.status != AVAILABLE or colleague.seen_at is None:
        return False
    if colleague.seen_at < find_presence_limit(settings, now):
        return False
    return (office_id is None or colleague.role == "administrator"
            or office_id in list_operator_offices(session, colleague.id))


def find_presence_limit(settings: Settings, now: datetime) -> datetime:
    """Whose browser asked for something since then (naive UTC) is at the desk."""
    return clock.to_utc(now) - timedelta(seconds=settings.owner_offline_seconds)


def list_operator_offices(session: Session, operator_id: int) -> list[str]:
    """The ids of the offices that an operator works for."""
    query = select(OperatorOffice.office_id).where(OperatorOffice.operator_id == operator_id)
    return list(session.execute(query.order_by(OperatorOffice.office_id)).scalars())


def make_visible_condition(session: Session, operator: Any) -> Any:
    """SQL condition of the conversations an operator may read.

    An administrator reads all of them. An operator reads what is or was theirs, and what is for nobody's office or for
    one of their own: the newest request decides; a conversation that never had one belongs to no office.
    """
    if operator.role == "administrator":
        return Conversation.id.is_not(None)
    newest = (
        select(Handoff.id).where(Handoff.conversation_id == Conversation.id).order_by(Handoff.id.desc()).limit(1)
        .correlate(Conversation).scalar_subquery())
    mine = select(Handoff.conversation_id).where(Handoff.id == newest, or_(
        Handoff.office_id.is_(None), Handoff.owner_id == operator.id,
        Handoff.office_id.in_(list_operator_offices(session, operator.id)))).correlate(Conversation)
    ever = select(Handoff.id).where(Handoff.conversation_id == Conversation.id).correlate(Conversation)
    return or_(mine.exists(), ~ever.exists())


def change_request(session: Session, request_id: int, *when: Any, **values: Any) -> bool:
    """Compare and swap: change the request when it still is as ``when`` says; whether it was."""
    statement = update(Handoff).where(Handoff.id == request_id, *when).values(**values)
    return count_rows(session, statement) > 0


def write_note(
    session: Session, row: Any, event: str, *, now: datetime, line: Optional[str] = None, rasa: Optional[str] = None,
    operator_id: Optional[int] = None, outcome: Optional[str] = None, **names: str,
) -> None:
    """Append what happened for the desk; with ``rasa`` it is a turn that the assistant owes.

    The content names the ``event`` and, where there is one, the ``outcome`` and the acting ``operator`` (id).
    """
    outcomes = get_texts("handoffs.outcomes")
    text = get_text(f"handoffs.desk.{line or event}", outcome=outcomes.get(outcome or "", ""), **names)
    content = {"event": event, "outcome": outcome, "rasa": rasa, "operator": operator_id}
    conversations.append_in(
        session, conversation_id=row.id, channel=row.channel, now=now,
        draft=Draft(
            "system", text, audience="desk", kind="event",
            pending=rasa is not None, content={name: value for name, value in content.items() if value is not None}))


def tell_person(session: Session, row: Any, text: str, *, now: datetime, event: str) -> None:
    """Append a sentence of the system for the person (and the desk)."""
    conversations.append_in(
        session, conversation_id=row.id, channel=row.channel, now=now,
        draft=Draft("system", text, content={"event": event}))


def give_word(session: Session, row: Any, state: str = ASSISTANT) -> None:
    """Who has the floor from now on."""
    conversations.set_state_in(session, conversation_id=row.id, state=state)
