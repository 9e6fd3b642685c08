"""Turns of the assistant: which message has its turn, and the answers written together with its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Optional, Sequence

from sqlalchemy import bindparam, select, update

from bot import clock
from bot.db.session import Executor, plain_transaction
from bot.db.statements import count_rows
from bot.services.conversations.log import IS_PENDING, _conversation, _message, _view, find_in, write_in
from bot.services.conversations.results import ASSISTANT, OWNED, Draft, MessageView
from bot.services.turn_end import TurnEnd
from bot.settings import Settings

_MINE = _message.c.conversation_id == bindparam("here")
_END = update(_message).where(_message.c.id == bindparam("ended"), IS_PENDING).values(pending=False)
_END_ALL = update(_message).where(_MINE, IS_PENDING).values(pending=False)
_NEXT = select(_message).where(_MINE, IS_PENDING).order_by(_message.c.sequence).limit(1)
_NEXT_AND_STATE = _NEXT.join(_conversation, _conversation.c.id == _message.c.conversation_id).add_columns(
    _conversation.c.state, _conversation.c.revoked_at)


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


def conclude(
    settings: Settings, *, message: MessageView, answers: Sequence[Draft], now: datetime,
    with_it: Optional[TurnEnd] = None,
) -> Concluded:
    """End the turn of ``message`` with its answers and what else it has to write, all of it or nothing, in one
    transaction.

    Of a turn that had ended before, and of an erased conversation, nothing is written: the end of the turn is what
    keeps answers from being written twice, who comes second finds the turn ended.

    Raises:
        DatabaseUnavailable: the database cannot be written; the turn stays pending.
    """
    here = message.conversation_id
    with plain_transaction(settings.database_url, write=True) as session:
        row = find_in(session, here)
        if row is None or row.revoked_at is not None:
            return Concluded((), ASSISTANT, None, revoked=True)
        ended = count_rows(session, _END, {"ended": message.id})
        silenced = row.state == OWNED and bool(answers)
        keyed = [replace(draft, key=draft.key or f"{message.id}:{number}") for number, draft in enumerate(answers, 1)]
        views = write_in(session, row=row, channel=message.channel, drafts=keyed if ended and not silenced else [],
                         moment=clock.to_utc(now))
        if ended and with_it is not None:
            with_it.write_in(session)
        following = _next_in(session, here, row.state)
    return Concluded(tuple(views), row.state, following, repeated=not ended, silenced=silenced)


def find_next_turn(settings: Settings, *, conversation_id: str) -> Optional[MessageView]:
    """The oldest message of the conversation that waits for its turn, when the assistant has the floor.

    When it has not, whatever waited is for the operator to read: those turns end here.

    Raises:
        DatabaseUnavailable: the database cannot be read or written.
    """
    with plain_transaction(settings.database_url) as session:
        found = session.execute(_NEXT_AND_STATE, {"here": conversation_id}).first()
    if found is None or found.revoked_at is not None:
        return None
    if found.state == ASSISTANT:
        return _view(found)
    with plain_transaction(settings.database_url, write=True) as session:
        row = find_in(session, conversation_id)
        if row is None or row.revoked_at is not None:
            return None
        return _next_in(session, conversation_id, row.state)


def _next_in(session: Executor, conversation_id: str, state: str) -> Optional[MessageView]:
    if state != ASSISTANT:
        session.execute(_END_ALL, {"here": conversation_id})
        return None
    row = session.execute(_NEXT, {"here": conversation_id}).first()
    return None if row is None else _view(row)
