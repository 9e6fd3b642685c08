"""The desk's lists: who waits, who talks with whom, who wants a call, who is with the assistant, what is closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Iterable, Mapping, Optional

from sqlalchemy import and_, case, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from bot import clock
from bot.db.models import Conversation, Handoff, Message, Office, Operator
from bot.db.models import ConversationTag as Tag
from bot.db.session import transaction
from bot.services.conversations import ASSISTANT, OWNED, WAITING
from bot.services.desk.results import ConversationRow, ListCounts, ListPage
from bot.services.handoffs import (
    CALLBACK,
    DISTRESS,
    ENDED,
    FIRM,
    find_operator_row,
    list_operator_offices,
    make_visible_condition,
)
from bot.services.operators import OperatorView
from bot.settings import Settings

URGENT = "urgent"
MINE = "mine"
OTHERS = "others"
CALLBACKS = "callbacks"
FIRMS = "firms"
WITH_ASSISTANT = "assistant"
CLOSED = "closed"
LISTS = (URGENT, WAITING, MINE, OTHERS, CALLBACKS, FIRMS, WITH_ASSISTANT, CLOSED)
"""The lists' names. A conversation stands in one of them; each has its own count and its own pages."""

EXCERPT_CHARS = 140
ACTIVE_MINUTES = 30
"""A conversation with the assistant is shown as long as somebody wrote in it so recently."""
PAGE_ROWS = 25
"""Rows of one page of a list."""


@dataclass(frozen=True)
class OpenRequest:
    """An open request as the live pages follow it.

    ``person_sequence``: of the person's newest message, 0 for none; ``read_sequence``: of the newest that its owner
    has seen.
    """

    conversation_id: str
    state: str
    owner_id: Optional[int]
    office_id: Optional[str]
    person_sequence: int
    read_sequence: int = 0

    @property
    def unread(self) -> bool:
        """Whether the person wrote something that the owner has not seen."""
        return self.person_sequence > self.read_sequence

    def visible_to(self, operator: OperatorView) -> bool:
        """Whether the operator may see it: the rule of ``handoffs.common.visible_to`` for open requests."""
        return (operator.is_administrator or self.office_id is None or self.owner_id == operator.id
                or self.office_id in operator.office_ids)


def open_requests(settings: Settings) -> list[OpenRequest]:
    """All open requests, whoever may see them: read once for all pages that follow the queue."""
    query = select(
        Handoff.conversation_id, Handoff.state, Handoff.owner_id, Handoff.office_id, _newest_of("person"),
        Handoff.read_sequence)
    with transaction(settings.database_url) as session:
        rows = session.execute(query.where(Handoff.state != ENDED).order_by(Handoff.queued_at, Handoff.id)).all()
    return [OpenRequest(row[0], row[1], row[2], row[3], row[4] or 0, row[5]) for row in rows]


def count_lists(settings: Settings, *, operator_id: int, now: datetime) -> ListCounts:
    """How many conversations stand in each list, however many they are; ``unread`` of one's own."""
    with transaction(settings.database_url) as session:
        operator = find_operator_row(session, operator_id)
        kind = _list_of(operator_id)
        own = func.sum(case((and_(kind == MINE, _unread()), 1), else_=0))
        rows = session.execute(
            select(kind, func.count(), own).select_from(Handoff)
            .join(Conversation, Conversation.id == Handoff.conversation_id)
            .where(Conversation.revoked_at.is_(None), _newest_request(), _may_see(session, operator)).group_by(kind))
        found = {name: (int(number), int(unread or 0)) for name, number, unread in rows}
        free = session.execute(
            select(func.count()).select_from(Conversation).where(_free(session, operator, now))).scalar()
    return ListCounts(
        **{name: found.get(name, (0, 0))[0] for name in LISTS if name != WITH_ASSISTANT}, assistant=int(free or 0),
        unread=found.get(MINE, (0, 0))[1])


def list_conversations(
    settings: Settings, *, operator_id: int, kind: str, page: int = 1, now: datetime,
) -> ListPage:
    """A page (from 1) of one of the ``LISTS``, of what the operator may see.

    What the operator has not read comes first, then who asked first; the newest first for conversations with the
    assistant and closed ones. A page behind the last one is the last one.

    Raises:
        ValueError: there is no such list.
    """
    if kind not in LISTS:
        raise ValueError(f"unknown list: {kind}")
    with transaction(settings.database_url) as session:
        operator = find_operator_row(session, operator_id)
        query, order = _free_query(session, operator, now) if kind == WITH_ASSISTANT else _query(
            session, operator, kind)
        total = int(session.execute(select(func.count()).select_from(query.subquery())).scalar() or 0)
        pages = max(1, -(-total // PAGE_ROWS))
        page = min(max(1, page), pages)
        rows = session.execute(query.order_by(*order).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)).all()
        ids = [row.conversation_id for row in rows]
        words, tags = _last_words(session, ids), _tags(session, ids)
        positions = _positions(session) if kind in (WAITING, URGENT) else {}
    if kind == WITH_ASSISTANT:
        return ListPage(kind, tuple(_free_row(row, words, tags) for row in rows), total, page, pages)
    return ListPage(
        kind, tuple(_row(row, words, tags, positions.get(row.id, 0)) for row in rows), total, page, pages)


def find_list(card_state: Optional[str], reason: Optional[str], *, own: bool) -> str:
    """The list in which a conversation stands; ``card_state``: of its newest request, None when there never was one."""
    if card_state is None:
        return WITH_ASSISTANT
    if card_state == OWNED:
        return MINE if own else OTHERS
    if card_state == ENDED:
        return CLOSED
    if reason == DISTRESS:
        return URGENT
    return WAITING if card_state == WAITING else FIRMS if reason == FIRM else CALLBACKS


def _list_of(operator_id: int) -> Any:
    """:func:`find_list` as SQL."""
    return case(
        (and_(Handoff.state == OWNED, Handoff.owner_id == operator_id), MINE),
        (Handoff.state == OWNED, OTHERS),
        (Handoff.state == ENDED, CLOSED),
        (Handoff.reason == DISTRESS, URGENT),
        (and_(Handoff.state == CALLBACK, Handoff.reason == FIRM), FIRMS),
        (Handoff.state == CALLBACK, CALLBACKS),
        else_=WAITING)


def _newest_of(author: str) -> Any:
    """The sequence of the newest message of an author in a request's conversation."""
    return (
        select(func.max(Message.sequence))
        .where(Message.conversation_id == Handoff.conversation_id, Message.author == author)
        .correlate(Handoff).scalar_subquery())


def _unread() -> Any:
    return func.coalesce(_newest_of("person"), 0) > Handoff.read_sequence


def _newest_request() -> Any:
    """A request that is the newest of its conversation: an open one always is."""
    later = aliased(Handoff)
    newer = select(later.id).where(later.conversation_id == Handoff.conversation_id, later.id > Handoff.id)
    return or_(Handoff.state != ENDED, ~newer.correlate(Handoff).exists())


def _may_see(session: Session, operator: Any) -> Any:
    """The rule of ``handoffs.visible_to``, for the newest request of a conversation."""
    if operator.role == "administrator":
        return true()
    return or_(Handoff.office_id.is_(None), Handoff.owner_id == operator.id,
               Handoff.office_id.in_(list_operator_offices(session, operator.id)))


def _query(session: Session, operator: Any, kind: str) -> tuple[Any, tuple[Any, ...]]:
    """One of the lists of requests, and its order."""
    owner = aliased(Operator)
    unread = case((_unread(), 1), else_=0).label("unread")
    query = (
        select(Handoff.__table__, Conversation.channel, Office.name.label("office_name"),
               owner.name.label("owner_name"), unread)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .join(Office, Office.id == Handoff.office_id, isouter=True)
        .join(owner, owner.id == Handoff.owner_id, isouter=True)
        .where(_list_of(operator.id) == kind, Conversation.revoked_at.is_(None), _newest_request(),
               _may_see(session, operator)))
    if kind in (WAITING, URGENT, MINE, OTHERS, CALLBACKS, FIRMS):
        query = query.where(Handoff.state != ENDED)  # what the index can find
    if kind == CLOSED:
        return query.where(Handoff.state == ENDED), (Handoff.ended_at.desc(), Handoff.id.desc())
    if kind in (WAITING, URGENT):
        return query, (Handoff.queued_at, Handoff.id)  # nobody has read any of them: the first who came
    if kind in (CALLBACKS, FIRMS):
        return query, (func.coalesce(Handoff.due_at, Handoff.queued_at), Handoff.id)
    return query, (unread.desc(), Handoff.queued_at, Handoff.id)


def _free(session: Session, operator: Any, now: datetime) -> Any:
    """The conversations in which somebody writes to the assistant and has no open request."""
    since = clock.to_utc(now) - timedelta(minutes=ACTIVE_MINUTES)
    open_ones = select(Handoff.conversation_id).where(Handoff.state != ENDED)
    spoken = select(Message.id).where(Message.conversation_id == Conversation.id, Message.author == "person")
    return and_(
        Conversation.state == ASSISTANT, Conversation.changed_at >= since, Conversation.revoked_at.is_(None),
        Conversation.id.not_in(open_ones), spoken.correlate(Conversation).exists(),
        make_visible_condition(session, operator))


def _free_query(session: Session, operator: Any, now: datetime) -> tuple[Any, tuple[Any, ...]]:
    query = select(Conversation.id.label("conversation_id"), Conversation.channel, Conversation.changed_at)
    return query.where(_free(session, operator, now)), (Conversation.changed_at.desc(),)
def _positions(session: Session) -> dict[int, int]:
    """The position of every waiting request among all of them, as the person hears it."""
    query = select(Handoff.id).where(Handoff.state == WAITING).order_by(Handoff.queued_at, Handoff.id)
    return {request_id: position for position, request_id in enumerate(session.execute(query).scalars(), start=1)}


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


def _row(
    row: Any, words: Mapping[str, tuple[str, bool]], tags: Mapping[str, tuple[str, ...]], position: int
) -> ConversationRow:
    excerpt, unanswered = words.get(row.conversation_id, ("", True))
    return ConversationRow(
        row.conversation_id, row.channel, clock.local(row.requested_at), excerpt, unanswered, position, row.reason,
        row.subject, row.wants, row.office_name, row.owner_name, row.callback_contact,
        tags.get(row.conversation_id, ()), unread=bool(row.unread), outcome=row.outcome,
        ended_at=clock.local(row.ended_at) if row.ended_at else None,
        due_at=clock.local(row.due_at) if row.due_at else None, attempts=row.attempts,
        callback_firm=row.callback_firm)


def _free_row(row: Any, words: Mapping[str, tuple[str, bool]], tags: Mapping[str, tuple[str, ...]]) -> ConversationRow:
    excerpt, _ = words.get(row.conversation_id, ("", False))
    return ConversationRow(
        row.conversation_id, row.channel, clock.local(row.changed_at), excerpt, False,
        tags=tags.get(row.conversation_id, ()))


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT_CHARS else flat[:EXCERPT_CHARS - 1].rstrip() + "…"


def may_read(settings: Settings, *, operator_id: int, conversation_id: str) -> bool:
    """Whether the conversation exists and the operator may read it."""
    with transaction(settings.database_url) as session:
        operator = find_operator_row(session, operator_id)
        return operator is not None and find_readable(session, operator, conversation_id) is not None


def find_readable(session: Session, operator: Any, conversation_id: str) -> Optional[Any]:
    """The row of the conversation when it was not erased and the operator may read it."""
    return session.execute(select(Conversation.__table__).where(
        Conversation.id == conversation_id, Conversation.revoked_at.is_(None),
        make_visible_condition(session, operator))).first()
