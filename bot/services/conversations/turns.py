"""Turns of the assistant: which message has its turn, and the answers written together with its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Optional, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.core import clock
from bot.db.session import transaction
from bot.services.conversations.log import _conversation, _message, _view, is_pending, tell_in
from bot.services.conversations.results import ASSISTANT, OWNED, Draft, MessageView
from bot.settings import Settings


@dataclass(frozen=True)
class Concluded:
    """A turn that has ended, and what comes next.

    ``messages``: the answers that now stand in the log. ``revoked``: the conversation was erased, so nothing does.
    ``repeated``: the turn had ended before, elsewhere; nothing was written. ``silenced``: an operator has taken the
    conversation meanwhile, the answers were not written. ``next``: the oldest message that still waits for its turn.
    """

    messages: tuple[MessageView, ...]
    state: str
    next: Optional[MessageView]
    revoked: bool = False
    repeated: bool = False
    silenced: bool = False


def conclude(settings: Settings, *, message: MessageView, answers: Sequence[Draft], now: datetime) -> Concluded:
    """End the turn of ``message`` with its answers, all of it or nothing, in one transaction.

    The end of the turn is what keeps answers from being written twice: who comes second finds the turn ended.

    Raises:
        DatabaseUnavailable: the database cannot be written; the turn stays pending.
    """
    here = message.conversation_id
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(
            select(_conversation).where(_conversation.c.id == here).with_for_update()).first()
        if row is None or row.revoked_at is not None:
            return Concluded((), ASSISTANT, None, revoked=True)
        ended = session.execute(
            update(_message).where(_message.c.id == message.id, is_pending()).values(pending=False)).rowcount
        silenced = row.state == OWNED and bool(answers)
        views: tuple[MessageView, ...] = ()
        if ended and answers and not silenced:
            views = _append_all(session, row, message, answers, now)
            tell_in(session, here, views[-1].sequence)
        following = _next_in(session, here, row.state)
    return Concluded(views, row.state, following, repeated=not ended, silenced=silenced)


def next_turn(settings: Settings, *, conversation_id: str) -> Optional[MessageView]:
    """The oldest message of the conversation that waits for its turn, when the assistant has the word.

    When it has not, whatever waited is for the operator to read: those turns end here.

    Raises:
        DatabaseUnavailable: the database cannot be read or written.
    """
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(
            select(_conversation).where(_conversation.c.id == conversation_id).with_for_update()).first()
        if row is None or row.revoked_at is not None:
            return None
        return _next_in(session, conversation_id, row.state)


def _next_in(session: Session, conversation_id: str, state: str) -> Optional[MessageView]:
    mine = _message.c.conversation_id == conversation_id
    if state != ASSISTANT:
        session.execute(update(_message).where(mine, is_pending()).values(pending=False))
        return None
    row = session.execute(select(_message).where(mine, is_pending()).order_by(_message.c.sequence).limit(1)).first()
    return None if row is None else _view(row)


def _append_all(
    session: Session, row: Any, message: MessageView, answers: Sequence[Draft], now: datetime
) -> tuple[MessageView, ...]:
    moment = clock.to_utc(now)
    keyed = [replace(draft, key=draft.key or f"{message.id}:{number}") for number, draft in enumerate(answers, 1)]
    views = []
    for sequence, draft in enumerate(keyed, row.last_sequence + 1):
        values = {
            "conversation_id": row.id, "sequence": sequence, "author": draft.author, "audience": draft.audience,
            "kind": draft.kind, "text": draft.text, "content": draft.content, "key": draft.key, "pending": False,
            "operator_id": None, "channel": message.channel, "at": moment}
        written = session.execute(insert(_message).values(**values)).inserted_primary_key[0]
        views.append(MessageView(
            id=written, conversation_id=row.id, sequence=sequence, author=draft.author, audience=draft.audience,
            kind=draft.kind, text=draft.text, content=draft.content or {}, key=draft.key, pending=False,
            operator_id=None, channel=message.channel, at=clock.local(moment)))
    session.execute(update(_conversation).where(_conversation.c.id == row.id).values(
        last_sequence=row.last_sequence + len(views), changed_at=moment))
    return tuple(views)
