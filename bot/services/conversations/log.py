"""The log of messages: appended in order, read by number. One row a message, numbered within its conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Optional, Sequence, Union

from sqlalchemy import bindparam, func, select, text, update

from bot import clock
from bot.db.fact_versions import FACTS_VERSION
from bot.db.models import Conversation, Message
from bot.db.models.base import get_table
from bot.db.session import Executor, plain_transaction, transaction
from bot.db.statements import insert_into, insert_row, is_postgresql
from bot.services.conversations.results import (
    ASSISTANT,
    OWNED,
    Appended,
    Draft,
    MessageView,
    Revoked,
    Silenced,
)
from bot.services.fact_cache import note_version
from bot.settings import Settings

NOTIFY_CHANNEL = "orienta_conversation"
"""PostgreSQL's notification channel; the payload is the conversation's id and the number of its newest message."""

PAGE = 500
"""Most messages that one reading gives."""

_conversation = get_table(Conversation)
_message = get_table(Message)


IS_PENDING: Any = text("message.pending")
"""The condition of the partial index: SQLite uses it only for these very words, not for ``pending = 1``."""

# made once: on the way of each message SQLAlchemy would otherwise build them anew, which costs more than running them
_FIND = select(_conversation, FACTS_VERSION.label("facts_version")).where(
    _conversation.c.id == bindparam("here")).with_for_update(of=_conversation)
_FIND_KEY = select(_message).where(
    _message.c.conversation_id == bindparam("here"), _message.c.key == bindparam("wanted"))
_RAISE = update(_conversation).where(_conversation.c.id == bindparam("here")).values(
    last_sequence=bindparam("sequence"), changed_at=bindparam("moment"))
_INSERT = _message.insert()
_CHANGED = (
    select(_message.c.conversation_id, func.max(_message.c.id), func.max(_message.c.sequence))
    .where(_message.c.id > bindparam("seen")).group_by(_message.c.conversation_id))
_NOTIFY = text("select pg_notify(:channel, :signal)")
_RAISE_AND_NOTIFY = _RAISE.returning(func.pg_notify(NOTIFY_CHANNEL, bindparam("signal")))


def append_message(
    settings: Settings, *, conversation_id: str, channel: str, draft: Draft, now: datetime,
) -> Union[Appended, Silenced, Revoked]:
    """Write ``draft`` at the end of the conversation, which is made when there is none.

    A key that the conversation has already gives the message of that key. A person's message is ``pending`` only
    while the assistant has the floor; an assistant's message to a conversation that an operator owns is not written.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was appended.
    """
    with plain_transaction(settings.database_url, write=True) as session:
        return append_in(session, conversation_id=conversation_id, channel=channel, draft=draft, now=now)


def append_in(
    session: Executor, *, conversation_id: str, channel: str, draft: Draft, now: datetime,
) -> Union[Appended, Silenced, Revoked]:
    """:func:`append` inside a writing transaction that is already open."""
    moment = clock.to_utc(now)
    row = lock_in(session, conversation_id=conversation_id, channel=channel, now=now)
    note_version(row.facts_version)
    if row.revoked_at is not None:
        return Revoked()
    known = None if draft.key is None else session.execute(
        _FIND_KEY, {"here": conversation_id, "wanted": draft.key}).first()
    if known is not None:
        return Appended(_view(known), new=False, state=row.state)
    if draft.author == "assistant" and row.state == OWNED:
        return Silenced()
    taken = draft if draft.author != "person" or row.state == ASSISTANT else replace(draft, pending=False)
    [view] = write_in(session, row=row, channel=channel, drafts=[taken], moment=moment)
    return Appended(view, new=True, state=row.state)


def write_in(
    session: Executor, *, row: Any, channel: str, drafts: Sequence[Draft], moment: datetime
) -> list[MessageView]:
    """Write ``drafts`` after the last message of the locked ``row``, without a question. ``moment``: naive UTC."""
    views = []
    for sequence, draft in enumerate(drafts, row.last_sequence + 1):
        values = {
            "conversation_id": row.id, "sequence": sequence, "author": draft.author, "audience": draft.audience,
            "kind": draft.kind, "text": draft.text, "content": draft.content, "key": draft.key,
            "pending": draft.pending, "operator_id": draft.operator_id, "channel": channel}
        written = insert_row(session, _INSERT, {**values, "at": moment})
        views.append(MessageView(id=written, at=clock.local(moment), **{**values, "content": draft.content or {}}))
    if views:
        newest = views[-1].sequence
        raised = {"here": row.id, "sequence": newest, "moment": moment}
        if is_postgresql(session):  # what tell_in does, without another way there and back
            session.execute(_RAISE_AND_NOTIFY, {**raised, "signal": _write_signal(row.id, newest)})
        else:
            session.execute(_RAISE, raised)
    return views


def lock_in(session: Executor, *, conversation_id: str, channel: str, now: datetime) -> Any:
    """The row of the conversation, made when there is none, locked until the transaction ends.

    Whoever changes a conversation's state or appends to it takes this lock first: it is what makes one order.
    """
    moment = clock.to_utc(now)
    row = find_in(session, conversation_id)
    if row is None:
        session.execute(insert_into(session, _conversation).values(
            id=conversation_id, channel=channel, state=ASSISTANT, last_sequence=0, created_at=moment,
            changed_at=moment).on_conflict_do_nothing())
        row = find_in(session, conversation_id)
    return row


def find_in(session: Executor, conversation_id: str) -> Optional[Any]:
    """The locked row of the conversation; None when there is none."""
    return session.execute(_FIND, {"here": conversation_id}).first()


def set_state_in(session: Executor, *, conversation_id: str, state: str) -> None:
    """Change who has the floor. Only ``bot.services.handoffs`` calls it, after :func:`lock_in`."""
    session.execute(update(_conversation).where(_conversation.c.id == conversation_id).values(state=state))


def tell_in(session: Executor, conversation_id: str, sequence: int = 0) -> None:
    """Wake up who follows the conversation once the transaction commits (PostgreSQL; on SQLite they look by id).

    ``sequence``: the newest message that was written; 0 when something else changed.
    """
    if is_postgresql(session):
        session.execute(_NOTIFY, {"channel": NOTIFY_CHANNEL, "signal": _write_signal(conversation_id, sequence)})


def _write_signal(conversation_id: str, sequence: int) -> str:
    return f"{conversation_id} {sequence}"


def read_signal(payload: str) -> tuple[str, int]:
    """Conversation and newest number of a notification, as :func:`tell_in` wrote it."""
    conversation_id, _, sequence = payload.rpartition(" ")
    return conversation_id, int(sequence)


def list_after(
    settings: Settings, *, conversation_id: str, sequence: int, desk: bool = False, limit: int = PAGE,
) -> list[MessageView]:
    """The messages of a conversation that come after number ``sequence``, in order; ``desk``: operators' ones too."""
    query = select(_message).where(_message.c.conversation_id == conversation_id, _message.c.sequence > sequence)
    if not desk:
        query = query.where(_message.c.audience == "all")
    with transaction(settings.database_url) as session:
        return [_view(row) for row in session.execute(query.order_by(_message.c.sequence).limit(limit))]


def list_last(
    settings: Settings, *, conversation_id: str, limit: int, desk: bool = False, before: Optional[int] = None,
) -> list[MessageView]:
    """The newest ``limit`` messages of a conversation, of those before number ``before`` if it is given, in order."""
    query = select(_message).where(_message.c.conversation_id == conversation_id)
    if before is not None:
        query = query.where(_message.c.sequence < before)
    if not desk:
        query = query.where(_message.c.audience == "all")
    with transaction(settings.database_url) as session:
        rows = session.execute(query.order_by(_message.c.sequence.desc()).limit(limit)).all()
    return [_view(row) for row in reversed(rows)]


def list_pending(settings: Settings, *, conversation_id: Optional[str] = None, limit: int = PAGE) -> list[MessageView]:
    """Messages whose turn is not finished, oldest first."""
    query = select(_message).where(IS_PENDING).order_by(_message.c.id).limit(limit)
    if conversation_id is not None:
        query = query.where(_message.c.conversation_id == conversation_id)
    with transaction(settings.database_url) as session:
        return [_view(row) for row in session.execute(query)]


def find_state(settings: Settings, *, conversation_id: str) -> Optional[tuple[str, int, bool]]:
    """State, newest number and whether it was revoked; None when there is no such conversation."""
    columns = _conversation.c.state, _conversation.c.last_sequence, _conversation.c.revoked_at
    with transaction(settings.database_url) as session:
        row = session.execute(select(*columns).where(_conversation.c.id == conversation_id)).first()
    return None if row is None else (row[0], row[1], row[2] is not None)


def find_newest_id(settings: Settings) -> int:
    """The id of the newest message of all conversations, 0 when there is none: where a follower starts."""
    with transaction(settings.database_url) as session:
        return int(session.execute(select(func.max(_message.c.id))).scalar() or 0)


def list_changed_since(session: Executor, message_id: int) -> tuple[int, list[tuple[str, int]]]:
    """The newest id, and the conversations that have a message with an id above ``message_id`` with their newest
    number."""
    rows = session.execute(_CHANGED, {"seen": message_id}).all()
    return max([message_id, *(row[1] for row in rows)]), [(row[0], row[2]) for row in rows]


def _view(row: Any) -> MessageView:
    return MessageView(
        id=row.id, conversation_id=row.conversation_id, sequence=row.sequence, author=row.author,
        audience=row.audience, kind=row.kind, text=row.text, content=row.content or {}, key=row.key,
        pending=row.pending, operator_id=row.operator_id, channel=row.channel, at=clock.local(row.at))
