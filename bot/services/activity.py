"""What the assistant has done, counted without personal data; and what it did not understand, contacts taken out."""

from __future__ import annotations

import hashlib
import hmac
import logging
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Iterator, Literal, Mapping, Optional, Sequence

from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from bot import clock, outages
from bot import settings as settings_module
from bot.db.models import Activity, Conversation, NotUnderstood
from bot.db.models.base import get_table
from bot.db.session import DatabaseUnavailable, Executor, transaction
from bot.italian.masking import mask
from bot.services import turn_end
from bot.settings import SettingError, Settings

UnreadKind = Literal["unread", "outside", "guessed"]
"""Why a message is kept for the desk: not understood, refused as none of ours, answered with a warning."""
Kind = Literal[
    "question", "not_understood", "eligibility", "booking", "handoff", "interest", "event", "waiting", "check"]
TEXT_MAX_CHARS = 500
READINGS_KEPT = 5
logger = logging.getLogger(__name__)

_activity = get_table(Activity)
_conversation = get_table(Conversation)
_not_understood = get_table(NotUnderstood)


def record(settings: Settings, **what: Any) -> None:
    """:func:`record_in` the end of the turn that runs here, else a transaction of its own; for what changes nothing
    else.

    Whatever goes wrong is logged and forgotten: nobody's answer waits for a statistic.
    """
    end = turn_end.find_open()
    if end is not None:
        end.counts.append(lambda session: record_in(session, settings, **what))
        return
    with _nothing_lost(), transaction(settings.database_url, write=True) as session:
        record_in(session, settings, **what)


def record_in(
    session: Executor, settings: Settings, *, conversation_id: str, channel: str, kind: Kind, now: datetime,
    topic: Optional[str] = None, item: Optional[str] = None, result: Optional[str] = None,
    detail: Optional[Mapping[str, Any]] = None,
) -> None:
    """Count one thing in the transaction that does it. A missing key of the service is logged, and does not undo it.

    ``kind`` and what goes with it:

    * question: ``topic``, ``item`` the course, office or trade it was about, ``result`` the intent that was answered,
      ``detail`` the ``language`` where it is not Italian;
    * not_understood: ``topic`` the form that asked, or none;
    * check: a check of requirements was begun, ``item`` the course where one was meant;
    * eligibility: ``item`` the course («all» for all of them), ``result`` the verdict, ``detail`` ``not_met`` and
      ``to_verify`` (kinds of rules), ``status`` and ``municipality`` where the person gave them;
    * booking: ``item`` the office, ``result`` booked, moved or cancelled, ``detail`` the ``service``;
    * interest: ``item`` the course where one was meant, ``result`` left (with ``sector``, ``municipality`` and
      ``availability`` in ``detail``), withdrawn, told, opened or enrolled;
    * waiting: ``item`` the office where one was meant, ``result`` left, offered, accepted, declined, expired or
      withdrawn, ``detail`` the ``service``;
    * event: ``item`` the event, ``result`` signed, waiting or withdrawn;
    * handoff: ``item`` the office where one was meant, ``result`` the reason, ``detail`` whether the desk was ``open``.
    """
    try:
        visit = digest_conversation(settings, conversation_id)
    except SettingError as error:
        return _log_loss(error)
    session.execute(insert(_activity).values(
        at=clock.to_utc(now), visit=visit, channel=channel[:20] or "other", kind=kind, topic=topic, item=item,
        result=result, **({"detail": dict(detail)} if detail else {})))


def record_not_understood(
    settings: Settings, *, conversation_id: str, channel: str, text: str, readings: Sequence[tuple[str, float]],
    now: datetime, kind: UnreadKind = "unread",
) -> None:
    """Keep a message for the desk to look at, with what the classifier read in it, and count it.

    One that was refused as none of ours (``outside``) is kept too; it was understood, and is counted as a question.
    """
    if kind != "outside":
        record(settings, conversation_id=conversation_id, channel=channel, kind="not_understood", now=now)
    if not text.strip():
        return
    known = select(_conversation.c.id).where(_conversation.c.id == conversation_id).scalar_subquery()
    kept = [{"intent": intent, "confidence": round(share, 3)} for intent, share in readings[:READINGS_KEPT]]
    statement = insert(_not_understood).values(
        conversation_id=known, text=mask(text)[:TEXT_MAX_CHARS], at=clock.to_utc(now), state="open", kind=kind,
        readings=kept)
    end = turn_end.find_open()
    if end is not None:
        end.counts.append(lambda session: _execute(session, statement))
        return
    with _nothing_lost(), transaction(settings.database_url, write=True) as session:
        _execute(session, statement)


def _execute(session: Executor, statement: Any) -> None:
    session.execute(statement)


def digest_conversation(settings: Settings, conversation_id: str) -> str:
    """A digest that tells conversations apart; without the key of the service nobody gets from an id to it."""
    key = settings_module.load_signing_key(settings)
    return hmac.new(key, conversation_id.encode(), hashlib.sha256).hexdigest()[:32]


@contextmanager
def _nothing_lost() -> Iterator[None]:
    try:
        yield
    except (DatabaseUnavailable, SQLAlchemyError) as error:
        _log_loss(error)


def _log_loss(error: Exception) -> None:
    if not outages.was_told(error):
        logger.warning("activity was not counted: %s", type(error).__name__)
