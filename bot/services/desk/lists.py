"""The desk's lists: who waits, who talks with whom, who wants a call, who is with the assistant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Iterable, Mapping, Optional

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from bot.core import clock
from bot.db import models
from bot.db.session import transaction
from bot.services.conversations import ASSISTANT, OWNED, WAITING
from bot.services.desk.results import Lists, Row
from bot.services.handoffs.common import Conversation, Handoff, Office, Operator, operator_row, visible_to
from bot.services.handoffs.results import CALLBACK, ENDED
from bot.services.operators import OperatorView
from bot.settings import Settings

Message: Any = models.Message
Tag: Any = models.ConversationTag

EXCERPT_CHARS = 140
ACTIVE_MINUTES = 30
"""A conversation with the assistant is shown as long as somebody wrote in it so recently."""
MOST = 300
"""Rows of one list: more cannot be worked on, and the page must stay quick."""


@dataclass(frozen=True)
class Waiting:
    """An open request as the live pages follow it. ``person_sequence``: of the person's newest message, 0 for none."""

    conversation_id: str
    state: str
    owner_id: Optional[int]
    office_id: Optional[str]
    person_sequence: int

    def visible_to(self, operator: OperatorView) -> bool:
        """Whether the operator may see it: the rule of ``handoffs.common.visible_to`` for open requests."""
        return (operator.is_administrator or self.office_id is None or self.owner_id == operator.id
                or self.office_id in operator.office_ids)


def open_requests(settings: Settings) -> list[Waiting]:
    """All open requests, whoever may see them: read once for all pages that follow the queue."""
    newest = (
        select(func.max(Message.sequence)).where(
            Message.conversation_id == Handoff.conversation_id, Message.author == "person")
        .correlate(Handoff).scalar_subquery())
    query = select(Handoff.conversation_id, Handoff.state, Handoff.owner_id, Handoff.office_id, newest)
    with transaction(settings.database_url) as session:
        rows = session.execute(query.where(Handoff.state != ENDED).order_by(Handoff.queued_at, Handoff.id)).all()
    return [Waiting(row[0], row[1], row[2], row[3], row[4] or 0) for row in rows]


def lists(settings: Settings, *, operator_id: int, now: datetime) -> Lists:
    """What the operator may see, oldest first; the newest first for conversations with the assistant."""
    with transaction(settings.database_url) as session:
        operator = operator_row(session, operator_id)
        requests = _requests(session, operator)
        free = _with_assistant(session, operator, now)
        ids = [*(row.conversation_id for row in requests), *(row.id for row in free)]
        words, tags = _last_words(session, ids), _tags(session, ids)
        places = _places(session)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in requests:
        own = "mine" if row.owner_id == operator_id else "others"
        rows[own if row.state == OWNED else row.state].append(_row(row, words, tags, places.get(row.id, 0)))
    return Lists(
        waiting=tuple(rows[WAITING]), mine=tuple(rows["mine"]), others=tuple(rows["others"]),
        callbacks=tuple(rows[CALLBACK]), assistant=tuple(_free_row(row, words, tags) for row in free))


def _requests(session: Session, operator: Any) -> list[Any]:
    owner = aliased(Operator)
    query = (
        select(Handoff.__table__, Conversation.channel, Office.name.label("office_name"),
               owner.name.label("owner_name"))
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .join(Office, Office.id == Handoff.office_id, isouter=True)
        .join(owner, owner.id == Handoff.owner_id, isouter=True)
        .where(Handoff.state != ENDED, Conversation.revoked_at.is_(None), visible_to(session, operator))
        .order_by(Handoff.queued_at, Handoff.id).limit(MOST))
    return list(session.execute(query))


def _with_assistant(session: Session, operator: Any, now: datetime) -> list[Any]:
    since = clock.to_utc(now) - timedelta(minutes=ACTIVE_MINUTES)
    open_ones = select(Handoff.conversation_id).where(Handoff.state != ENDED)
    spoken = select(Message.id).where(Message.conversation_id == Conversation.id, Message.author == "person")
    query = (
        select(Conversation.id, Conversation.channel, Conversation.changed_at)
        .where(Conversation.state == ASSISTANT, Conversation.changed_at >= since, Conversation.revoked_at.is_(None),
               Conversation.id.not_in(open_ones), spoken.correlate(Conversation).exists(),
               visible_to(session, operator))
        .order_by(Conversation.changed_at.desc()).limit(MOST))
    return list(session.execute(query))


def _places(session: Session) -> dict[int, int]:
    """The place of every waiting request among all of them, as the person hears it."""
    query = select(Handoff.id).where(Handoff.state == WAITING).order_by(Handoff.queued_at, Handoff.id)
    return {request_id: place for place, request_id in enumerate(session.execute(query).scalars(), start=1)}


def _last_words(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """The person's last words by conversation, and whether no operator has answered them."""
    newest = (
        select(
            Message.conversation_id,
            func.max(Message.sequence).filter(Message.author == "person").label("person"),
            func.max(Message.sequence).filter(Message.author == "operator").label("operator"))
        .where(Message.conversation_id.in_(list(ids))).group_by(Message.conversation_id).subquery())
    query = select(Message.conversation_id, Message.text, newest.c.person, newest.c.operator).join(
        newest, and_(Message.conversation_id == newest.c.conversation_id, Message.sequence == newest.c.person))
    return {
        who: (_cut(text), operator is None or operator < person)
        for who, text, person, operator in session.execute(query)}


def _tags(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for who, tag in session.execute(
            select(Tag.conversation_id, Tag.tag).where(Tag.conversation_id.in_(list(ids))).order_by(Tag.tag)):
        found[who].append(tag)
    return {who: tuple(tags) for who, tags in found.items()}


def _row(row: Any, words: Mapping[str, tuple[str, bool]], tags: Mapping[str, tuple[str, ...]], place: int) -> Row:
    excerpt, unanswered = words.get(row.conversation_id, ("", True))
    return Row(
        row.conversation_id, row.channel, clock.local(row.requested_at), excerpt, unanswered, place, row.reason,
        row.subject, row.wants, row.office_name, row.owner_name, row.callback_contact,
        tags.get(row.conversation_id, ()))


def _free_row(row: Any, words: Mapping[str, tuple[str, bool]], tags: Mapping[str, tuple[str, ...]]) -> Row:
    excerpt, _ = words.get(row.id, ("", False))
    return Row(row.id, row.channel, clock.local(row.changed_at), excerpt, False, tags=tags.get(row.id, ()))


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT_CHARS else flat[:EXCERPT_CHARS - 1].rstrip() + "…"


def may_read(settings: Settings, *, operator_id: int, conversation_id: str) -> bool:
    """Whether the conversation exists and the operator may read it."""
    with transaction(settings.database_url) as session:
        operator = operator_row(session, operator_id)
        return operator is not None and readable(session, operator, conversation_id) is not None


def readable(session: Session, operator: Any, conversation_id: str) -> Optional[Any]:
    """The row of the conversation when it was not erased and the operator may read it."""
    return session.execute(select(Conversation.__table__).where(
        Conversation.id == conversation_id, Conversation.revoked_at.is_(None), visible_to(session, operator))).first()
