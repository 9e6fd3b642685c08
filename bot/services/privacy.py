"""Erasure on request, and the regular deletion of what is older than its retention time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Iterable, Sequence

import sqlalchemy
from sqlalchemy import delete, func, not_, or_, select, text, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import (
    Activity,
    Appointment,
    BookingOrigin,
    CodeAttempt,
    Consent,
    Conversation,
    ConversationNote,
    ConversationTag,
    Feedback,
    Handoff,
    Interest,
    LinkCode,
    Message,
    Notice,
    NotUnderstood,
    Presence,
    SignUp,
    Slot,
    TelegramChat,
    TelegramUpdate,
    WaitingWish,
)
from bot.db.models.base import get_table
from bot.db.session import transaction, write_over_deleted
from bot.db.statements import count_rows
from bot.rules.notice_versions import NOTICE_VERSION as NOTICE_VERSION
from bot.rules.retention import list_limits
from bot.services.conversations import ASSISTANT, is_returned_to, tell_in
from bot.services.interests import drop_interests, end_interests_in
from bot.services.notices import ERASED, take_back_calendars_in
from bot.services.sign_ups import drop_tickets
from bot.services.statistics import keep_tags_in, keep_times_in
from bot.services.telegram import REMEMBERED
from bot.services.unknown import forget_in
from bot.services.waiting_list import drop_wishes, end_wishes_in
from bot.settings import Settings

TRACKER_TABLE = "events"
"""Where Rasa's SQLTrackerStore keeps conversations, in the same database."""
ORIGIN_DAYS = 1
"""How long it is kept from which network a conversation booked: limits look back an hour or two."""

CODE_ATTEMPT_DAYS = 1


@dataclass(frozen=True)
class LeftData:
    """Ids of what somebody left besides appointments: interests, sign-ups to events, waiting wishes, call-backs."""

    interests: tuple[int, ...] = ()
    sign_ups: tuple[int, ...] = ()
    waiting_wishes: tuple[int, ...] = ()
    callbacks: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.interests) + len(self.sign_ups) + len(self.waiting_wishes) + len(self.callbacks)


NOTHING_LEFT = LeftData()


@dataclass(frozen=True)
class Erased:
    """How many rows an erasure deleted; ``codes_unknown``: codes that were given and belong to no appointment.

    A conversation may erase what it made and the appointments whose code is shown: a contact that is typed proves
    nothing, or anybody could erase its owner. ``elsewhere``: conversations in which erased appointments were made and
    whose messages stay until their own time is over; None of them when they were erased too.
    """

    appointments: int
    consents: int
    feedback: int
    code_attempts: int
    holds: int
    messages: int
    handoffs: int
    notices: int = 0
    elsewhere: int = 0
    codes_unknown: tuple[str, ...] = ()
    interests: int = 0
    sign_ups: int = 0
    waiting_wishes: int = 0

    @property
    def anything(self) -> bool:
        """Whether something was deleted."""
        return any((self.appointments, self.consents, self.feedback, self.code_attempts, self.holds,
                    self.messages, self.handoffs, self.interests, self.sign_ups, self.waiting_wishes))


class MostWouldGo(RuntimeError):
    """A deletion by age would take most of a kind of data: the clock may be wrong. Nothing was deleted.

    ``kind``: its name among the counts of :class:`Purged`; ``due`` of ``rows`` would go.
    """

    def __init__(self, kind: str, due: int, rows: int) -> None:
        super().__init__(f"{due} of {rows} {kind}")
        self.kind, self.due, self.rows = kind, due, rows


@dataclass(frozen=True)
class Purged:
    """How many rows were too old. ``conversations`` and ``tracker_events`` are Rasa's, 0 also when it has no table.

    ``messages``: of the log. ``handoffs``: whose personal data were taken out. ``not_understood``: messages that the
    desk has had long enough to read. ``updates``: of Telegram. ``callbacks``: requests that nobody closed, now ended.
    ``activity``: what was counted for the statistics. ``interests``, ``sign_ups``, ``waiting_wishes``: those that
    ended, with what was left of them.
    """

    appointments: int
    comments: int
    code_attempts: int
    holds: int
    conversations: int
    tracker_events: int
    messages: int
    handoffs: int
    not_understood: int
    updates: int
    callbacks: int
    activity: int = 0
    interests: int = 0
    sign_ups: int = 0
    waiting_wishes: int = 0


_appointment = get_table(Appointment)
_activity = get_table(Activity)
_attempt = get_table(CodeAttempt)
_consent = get_table(Consent)
_conversation = get_table(Conversation)
_origin = get_table(BookingOrigin)
_feedback = get_table(Feedback)
_handoff = get_table(Handoff)
_interest = get_table(Interest)
_message = get_table(Message)
_not_understood = get_table(NotUnderstood)
_notice = get_table(Notice)
_sign_up = get_table(SignUp)
_slot = get_table(Slot)
_telegram_chat = get_table(TelegramChat)
_telegram_update = get_table(TelegramUpdate)
_waiting_wish = get_table(WaitingWish)

_BLANK_REQUEST: dict[str, Any] = {**dict.fromkeys((
    "subject", "wants", "callback_contact", "callback_kind", "callback_firm", "callback_notice",
    "callback_consent_at")), "card": sqlalchemy.null()}
"""A request for an operator without anything of the person."""

_OF_THE_LOG: tuple[Any, ...] = tuple(
    model.__table__ for model in (Presence, ConversationNote, ConversationTag, LinkCode))
"""What hangs on a conversation besides its messages and requests, and goes with them."""


def erase(settings: Settings, *, conversation_id: str, codes: Sequence[str] = (), now: datetime) -> Erased:
    """Delete everything that this conversation stored, in one transaction, and revoke its id.

    ``codes``: of appointments made elsewhere, which go too with all that hangs on them. Of the conversation stays a row
    without anything of the person: it says that the id opens nothing any more. What Rasa goes on to say in the same
    turn is for the tracker store to leave out.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was deleted.
    """
    with transaction(settings.database_url, write=True) as session:
        known = {row.code: row.id for row in session.execute(
            select(_appointment.c.id, _appointment.c.code).where(_appointment.c.code.in_(codes)))} if codes else {}
        erased = erase_in(
            session, settings, conversation_ids=[conversation_id], appointment_ids=known.values(), now=now)
    write_over_deleted(settings.database_url)
    return replace(erased, codes_unknown=tuple(code for code in codes if code not in known))


def erase_appointments(
    settings: Settings, *, appointment_ids: Iterable[int], conversation_ids: Iterable[str] = (), now: datetime,
) -> Erased:
    """Delete these appointments with all that hangs on them, and whole conversations where they are named.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was deleted.
    """
    with transaction(settings.database_url, write=True) as session:
        erased = erase_in(
            session, settings, conversation_ids=conversation_ids, appointment_ids=appointment_ids, now=now)
    write_over_deleted(settings.database_url)
    return erased


def erase_in(
    session: Session, settings: Settings, *, conversation_ids: Iterable[str], appointment_ids: Iterable[int],
    left: LeftData = NOTHING_LEFT, now: datetime,
) -> Erased:
    """The erasure inside a writing transaction that is open; ``write_over_deleted`` is the caller's after it."""
    here, by_id = list(conversation_ids), list(appointment_ids)
    meant = or_(_appointment.c.conversation_id.in_(here), _appointment.c.id.in_(by_id))
    mine = select(_appointment.c.id).where(meant)
    elsewhere = set(session.execute(
        select(_message.c.conversation_id).distinct().join(
            _appointment, _appointment.c.conversation_id == _message.c.conversation_id)
        .where(_appointment.c.id.in_(by_id), _message.c.conversation_id.not_in(here))).scalars())
    waiting_wishes = drop_wishes(session, or_(
        _waiting_wish.c.conversation_id.in_(here), _waiting_wish.c.appointment_id.in_(mine),
        _waiting_wish.c.id.in_(left.waiting_wishes)))
    take_back_calendars_in(session, or_(Appointment.conversation_id.in_(here), Appointment.id.in_(by_id)), now)
    _delete(session, _slot, _slot.c.appointment_id.in_(mine))
    holds = _delete(session, _slot, _slot.c.held_by.in_(here), _slot.c.appointment_id.is_(None))
    consents = _delete(session, _consent, _consent.c.appointment_id.in_(mine))
    notices = _delete(session, _notice, _notice.c.kind != ERASED, or_(
        _notice.c.appointment_id.in_(mine), _notice.c.conversation_id.in_(here)))
    appointments = _delete(session, _appointment, meant)
    _delete(session, _origin, _origin.c.conversation_id.in_(here))
    logs = [_erase_log(session, conversation_id, now) for conversation_id in here]
    return Erased(
        appointments=appointments, consents=consents, notices=notices, elsewhere=len(elsewhere),
        feedback=_delete(session, _feedback, _feedback.c.conversation_id.in_(here)),
        code_attempts=_delete(session, _attempt, _attempt.c.conversation_id.in_(here)),
        waiting_wishes=waiting_wishes, holds=holds, messages=sum(log[0] for log in logs),
        handoffs=sum(log[1] for log in logs) + _empty_callbacks(session, left.callbacks, now),
        interests=drop_interests(session, or_(
            _interest.c.conversation_id.in_(here), _interest.c.id.in_(left.interests))),
        sign_ups=drop_tickets(session, settings, now, or_(
            _sign_up.c.conversation_id.in_(here), _sign_up.c.id.in_(left.sign_ups))))


def _empty_callbacks(session: Session, ids: Iterable[int], now: datetime) -> int:
    """Take the number, and what was said of the person, out of requests; one that waits for the call is ended."""
    meant = update(_handoff).where(_handoff.c.id.in_(list(ids)))
    session.execute(meant.where(_handoff.c.state == "callback").values(
        state="ended", ended_at=clock.to_utc(now), ended_by="person", outcome="erased"))
    return count_rows(session, meant.values(**_BLANK_REQUEST))


def _erase_log(session: Any, conversation_id: str, now: datetime) -> tuple[int, int]:
    """How many messages and requests for an operator were deleted."""
    revoked = update(_conversation).where(_conversation.c.id == conversation_id, _conversation.c.revoked_at.is_(None))
    session.execute(revoked.values(revoked_at=clock.to_utc(now), state=ASSISTANT))
    forget_in(session, conversation_id)
    keep_tags_in(session, [conversation_id])
    for table in (*_OF_THE_LOG, _not_understood):
        _delete(session, table, table.c.conversation_id == conversation_id)
    keep_times_in(session, [conversation_id])
    handoffs = _delete(session, _handoff, _handoff.c.conversation_id == conversation_id)
    messages = _delete(session, _message, _message.c.conversation_id == conversation_id)
    if _has_tracker(session):
        session.execute(text(f"delete from {TRACKER_TABLE} where sender_id = :sender"), {"sender": conversation_id})
    tell_in(session, conversation_id)
    return messages, handoffs


FEW_ROWS = 20
"""So many rows of a kind may always go at once: a small office has no more."""


def purge(settings: Settings, now: datetime, *, even_most: bool = False) -> Purged:
    """Delete what is past its retention time on ``now``: appointments, comments, old attempts and holds, conversations.

    How long each kind is kept comes from ``bot.rules.retention``; what belongs to a kind stands in ``_purge_in``. An
    appointment goes with name and contact, and a call-back that nobody closed is closed when it is as old; a
    conversation goes after its newest event. ``even_most``: also when most of what is kept for weeks or longer goes.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was deleted.
        MostWouldGo: as it says.
    """
    with transaction(settings.database_url, write=True) as session:
        before = {} if even_most else _count_kept(session)
        purged = _purge_in(session, settings, now)
        for kind, rows in before.items():
            due = int(getattr(purged, kind))
            if due > FEW_ROWS and 2 * due > rows:
                raise MostWouldGo(kind, due, rows)
    if any(vars(purged).values()):
        write_over_deleted(settings.database_url)
    return purged


def preview_purge(settings: Settings, now: datetime) -> Purged:
    """What :func:`purge` would delete on ``now``: it is done, counted and undone, so that the two cannot disagree.

    Raises:
        DatabaseUnavailable: the database cannot be written.
    """
    with transaction(settings.database_url, write=True) as session:
        purged = _purge_in(session, settings, now)
        session.rollback()
    return purged


def _count_kept(session: Session) -> dict[str, int]:
    """How many rows there are of each kind that goes little by little, week after week.

    Not of conversations: whoever had thirty in one morning has none a day later.
    """
    return {kind: session.execute(select(func.count()).select_from(table).where(*where)).scalar() or 0
            for kind, table, where in (
                ("appointments", _appointment, ()), ("comments", _feedback, (_feedback.c.comment.isnot(None),)),
                ("not_understood", _not_understood, ()), ("activity", _activity, ()), ("interests", _interest, ()),
                ("sign_ups", _sign_up, ()), ("waiting_wishes", _waiting_wish, ()))}


def _purge_in(session: Session, settings: Settings, now: datetime) -> Purged:
    moment, oldest = clock.to_utc(now), list_limits(settings, now)
    limit = {name: clock.to_utc(first) for name, first in oldest.items()}
    expired = select(_appointment.c.id).where(_appointment.c.ends_at < limit["appointments"])
    _delete(session, _slot, _slot.c.appointment_id.in_(expired))
    _delete(session, _consent, _consent.c.appointment_id.in_(expired))
    appointments = _delete(session, _appointment, _appointment.c.ends_at < limit["appointments"])
    comments = count_rows(
        session, update(_feedback).where(_feedback.c.given_at < limit["comments"], _feedback.c.comment.isnot(None))
        .values(comment=None))
    attempts = _delete(session, _attempt, _attempt.c.tried_at < moment - timedelta(days=CODE_ATTEMPT_DAYS))
    holds = _delete(session, _slot, _slot.c.appointment_id.is_(None), or_(
        _slot.c.held_until.is_(None), _slot.c.held_until < moment))
    _delete(session, _origin, _origin.c.seen_at < moment - timedelta(days=ORIGIN_DAYS))
    _delete(session, _notice, _notice.c.appointment_id.is_(None), _notice.c.until < limit["appointments"])
    end_interests_in(session, now)
    end_wishes_in(session, now)
    sign_ups = drop_tickets(session, settings, now, _sign_up.c.day < limit["interests"].date())
    interests = drop_interests(session, _interest.c.state != "active", _interest.c.changed_at < limit["interests"])
    waiting_wishes = drop_wishes(
        session, _waiting_wish.c.state != "waiting", _waiting_wish.c.changed_at < limit["waiting_wishes"])
    callbacks = count_rows(session, update(_handoff).where(
        _handoff.c.state == "callback", _handoff.c.queued_at < limit["appointments"],
    ).values(state="ended", ended_at=moment, ended_by="system", outcome="expired"))
    messages, handoffs = _purge_log(session, settings, oldest["conversations"], now)
    conversations, events = _purge_tracker(session, oldest["conversations"])
    return Purged(
        appointments, comments, attempts, holds, conversations, events, messages, handoffs, interests=interests,
        sign_ups=sign_ups, waiting_wishes=waiting_wishes,
        not_understood=_delete(session, _not_understood, _not_understood.c.at < limit["not_understood"]),
        activity=_delete(session, _activity, _activity.c.at < limit["activity"]),
        # also with the channel off; an update that waits longer is no longer a question to be answered
        updates=_delete(session, _telegram_update, _telegram_update.c.received_at < min(
            limit["conversations"], moment - REMEMBERED)), callbacks=callbacks)


def _purge_log(session: Any, settings: Settings, oldest: datetime, now: datetime) -> tuple[int, int]:
    """Empty conversations without a message since ``oldest``, unless a request for an operator is open in them.

    Their rows stay as long as a session id can come back, so that messages go on being numbered after the last one;
    then they go too, and with them the requests and the chats of Telegram (``conversations.is_returned_to``).
    """
    quiet = select(_conversation.c.id).where(
        _conversation.c.changed_at < clock.to_utc(oldest), _conversation.c.id.not_in(_in_operators_hands()))
    keep_tags_in(session, quiet)
    for table in _OF_THE_LOG:
        _delete(session, table, table.c.conversation_id.in_(quiet))
    session.execute(update(_not_understood).where(_not_understood.c.conversation_id.in_(quiet))
                    .values(conversation_id=None).execution_options(synchronize_session=False))
    handoffs = count_rows(session, update(_handoff).where(
        _handoff.c.conversation_id.in_(quiet), or_(
            *(_handoff.c[name].is_not(None) for name in _BLANK_REQUEST if name != "card"),
            _handoff.c.card.cast(sqlalchemy.Text) != "null")).values(**_BLANK_REQUEST))
    messages = _delete(session, _message, _message.c.conversation_id.in_(quiet))
    over = select(_conversation.c.id).where(_conversation.c.id.in_(quiet), not_(is_returned_to(settings, now)))
    keep_times_in(session, over)
    _delete(session, _conversation, _conversation.c.id.in_(over))
    revoked = select(_conversation.c.id).where(_conversation.c.revoked_at < clock.to_utc(oldest))
    _delete(session, _telegram_chat, _telegram_chat.c.conversation_id.in_(revoked))
    return messages, int(handoffs)


def _in_operators_hands() -> Any:
    return select(_handoff.c.conversation_id).where(_handoff.c.state != "ended")


def _purge_tracker(session: Any, oldest: datetime) -> tuple[int, int]:
    """Delete what the tracker has of conversations that are over: neither it nor the log has anything younger."""
    if not _has_tracker(session):
        return 0, 0
    alive = select(_conversation.c.id).where(or_(
        _conversation.c.changed_at >= clock.to_utc(oldest), _conversation.c.id.in_(_in_operators_hands())))
    query = text(f"select sender_id from {TRACKER_TABLE} group by sender_id having max(timestamp) < :oldest")
    senders = {row[0] for row in session.execute(query, {"oldest": oldest.timestamp()})} - _ids(session, alive)
    deleted = 0
    for sender in senders:
        statement = text(f"delete from {TRACKER_TABLE} where sender_id = :sender")
        deleted += count_rows(session, statement, {"sender": sender})
    return len(senders), deleted


def _has_tracker(session: Any) -> bool:
    return bool(sqlalchemy.inspect(session.connection()).has_table(TRACKER_TABLE))


def _ids(session: Any, query: Any) -> set[int]:
    return set(session.execute(query).scalars())


def _delete(session: Any, table: Any, *where: Any) -> int:
    statement = delete(table).where(*where)
    return count_rows(session, statement)
