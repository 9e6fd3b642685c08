"""Sending what is due: in the chat in one transaction with its mark, by SMS and e-mail between two marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Callable, Collection, Iterator, Optional

from sqlalchemy import delete, or_, select, true, tuple_, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Notice
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.rules import reminder_times
from bot.rules.interests import is_night
from bot.rules.sms_text import count_parts, spell_in_gsm
from bot.services.booking import AppointmentView, Why, find_misplaced, find_view
from bot.services.conversations import ASSISTANT, Draft, append_in
from bot.services.ics import make_uid, name_calendar_file, write_ics
from bot.services.notices import sms_days, texts
from bot.services.notices.kinds import BY_DAY, CHAT, CLOSED, SMS, find_kind
from bot.services.notices.recipients import Recipient, find_recipient_in, list_recipients_in
from bot.settings import Settings

BACK_OFF_MINUTES = (1, 5, 15, 30, 60)
"""After the first, second, … failed attempt; after that once an hour, as long as the notice makes sense."""

PATIENT_ATTEMPTS = 3
"""After so many failed attempts on a channel the next one, where there is one, has its turn."""

STUCK = timedelta(minutes=10)
"""What has been on its way for so long was left by a process that died: it is sent again, under the same reference.
The other side may have taken it just before; it knows it by the reference, or a notice twice is better than none."""

JUST_ASKED = timedelta(minutes=30)
"""How long what somebody has asked for (a confirmation, a code) may go at night; then it waits for the morning."""

SHUT = frozenset({Why.HOLIDAY, Why.CLOSURE, Why.WEEKDAY, Why.OUTSIDE_HOURS})
"""Why an office is closed at a time."""

PAGE = 500
"""Notices that are read at a time: those that rest, or wait for another channel, keep nobody behind them waiting."""

_appointment: Any = Appointment
_notice = get_table(Notice)


@dataclass(frozen=True)
class Outgoing:
    """Something to hand over. ``to`` is personal: never log it. ``notice_id``, ``channel``, ``attempt``: for the mark.

    ``reference`` is the same at every attempt, so that the other side can know a repeated one.
    """

    notice_id: int
    channel: str
    attempt: int
    to: str
    subject: str
    text: str
    reference: str
    calendar: bytes = field(default=b"", repr=False)
    file_name: str = ""
    cancels: bool = False


class Answered(Enum):
    """What the other side did: took it, may take it later, or refused it for good."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True)
class Handover:
    """What became of an attempt. ``why``: in words without personal data. ``id``: what the other side calls it."""

    outcome: Answered
    why: str = ""
    id: Optional[str] = None


def place_in_chats(settings: Settings, now: datetime) -> int:
    """Write every notice that is due and whose turn is the chat's into its conversation, each once; how many.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; those not yet written stay due.
    """
    return sum(_place(settings, notice_id, now) for notice_id in _due(settings, {CHAT}, now))


def take_outgoing(
    settings: Settings, channels: Collection[str], now: Callable[[], datetime],
) -> Iterator[Outgoing]:
    """What is due on one of ``channels``, each marked as on its way when it is asked for: no other process takes it.

    Raises:
        DatabaseUnavailable: the database cannot be read or written.
    """
    for notice_id in _due(settings, channels, now()):
        if (outgoing := _take(settings, notice_id, channels, now())) is not None:
            yield outgoing


def settle(settings: Settings, outgoing: Outgoing, handover: Handover, now: datetime) -> None:
    """Note what became of it; a late word of a process that was given up does not count.

    What is refused for good, or too often, goes to the next channel; there may be none.
    """
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(select(_notice).where(
            _notice.c.id == outgoing.notice_id, _notice.c.state == "sending", _notice.c.channel == outgoing.channel,
            _notice.c.attempts == outgoing.attempt)).first()
        if row is None:
            return
        if handover.outcome is Answered.SENT:
            _set(session, row, now, state="sent", reference=handover.id or row.reference, contact=None)
            return
        enough = outgoing.attempt >= PATIENT_ATTEMPTS and bool(list_channels_left_in(session, settings, row))
        if handover.outcome is Answered.NEVER or enough:
            pass_on_in(session, settings, row, now)
        else:
            _set(session, row, now, state="due")


def pass_on_in(session: Session, settings: Settings, row: Any, now: datetime) -> bool:
    """Give the notice to the next channel, at once; without one it has failed. Whether there was one."""
    passed = ",".join(filter(None, (row.passed, row.channel)))
    left = list_channels_left_in(session, settings, row)
    if left:
        _set(session, row, now, state="due", channel=None, passed=passed, attempts=0)
    else:
        _set(session, row, now, state="failed", passed=passed, contact=None)
    return bool(left)


def list_channels_left_in(session: Session, settings: Settings, row: Any) -> list[str]:
    """The channels that have not had their turn, besides the one that has it."""
    return [name for name in _left(settings, row, find_recipient_in(session, row)) if name != row.channel]


def _due(settings: Settings, channels: Collection[str], now: datetime) -> Iterator[int]:
    """Ids of what may be sent now on ``channels``, the oldest first; what has ended is marked on the way."""
    moment = clock.to_utc(now)
    awake: Any = _notice.c.kind.not_in(BY_DAY) if is_night(now) else true()
    if reminder_times.is_quiet(now):
        awake = awake & (_notice.c.due_at > moment - JUST_ASKED)
    place = tuple_(_notice.c.due_at, _notice.c.id)
    query = select(_notice).where(_notice.c.due_at <= moment, _open(moment), awake).order_by(*place).limit(PAGE)
    last: Any = None
    while True:
        with transaction(settings.database_url) as session:
            rows = session.execute(query if last is None else query.where(place > (last.due_at, last.id))).all()
            turns = _find_next_channels(session, settings, [row for row in rows if row.until >= moment])
        for row in rows:
            if turns.get(row.id) is None:  # its time is over, or nothing reaches the person any more
                _give_up(settings, row, now)
            elif turns[row.id] in channels and _rested(row, moment):
                yield row.id
        if len(rows) < PAGE:
            return
        last = rows[-1]


def _find_next_channels(session: Session, settings: Settings, rows: list[Any]) -> dict[int, Optional[str]]:
    """The channels to try next, by the ids of the ``rows``; the recipients of most are read all at once."""
    usual = {row.appointment_id for row in rows if row.conversation_id is None and row.contact is None}
    known = list_recipients_in(session, _appointment.id.in_(usual - {None}))
    found = {}
    for row in rows:
        own = row.conversation_id is not None or row.contact is not None or row.appointment_id not in known
        recipient = find_recipient_in(session, row) if own else known[row.appointment_id]
        found[row.id] = _next_channel(settings, row, recipient)
    return found


def _give_up(settings: Settings, row: Any, now: datetime) -> None:
    with transaction(settings.database_url, write=True) as session:
        if (found := _claim(session, row.id, now)) is not None and found.attempts == row.attempts:
            _set(session, found, now, state="failed", contact=None)


def _open(moment: datetime) -> Any:
    """What nobody has sent and nobody is sending (SQL); the states are named twice for the index."""
    return _notice.c.state.in_(("due", "sending")) & or_(
        _notice.c.state == "due", (_notice.c.state == "sending") & (_notice.c.changed_at <= moment - STUCK))


def _rested(row: Any, moment: datetime) -> bool:
    if not row.attempts or row.state == "sending":
        return True
    pause = BACK_OFF_MINUTES[min(row.attempts, len(BACK_OFF_MINUTES)) - 1]
    return bool(row.changed_at + timedelta(minutes=pause) <= moment)


def _left(settings: Settings, row: Any, recipient: Recipient) -> list[str]:
    """The channels that can reach the person and have not given up."""
    passed = row.passed.split(",")
    return [name for name in recipient.channels(settings, row.channels.split(",")) if name not in passed]


def _next_channel(settings: Settings, row: Any, recipient: Recipient) -> Optional[str]:
    """The channel to try next; one that was on its way when a process died goes on."""
    left = _left(settings, row, recipient)
    if row.state == "sending" and row.channel in left:
        return str(row.channel)
    return left[0] if left else None


def _take(settings: Settings, notice_id: int, channels: Collection[str], now: datetime) -> Optional[Outgoing]:
    """The notice, marked as on its way; None when another process took it, or it is not to be sent now."""
    with transaction(settings.database_url, write=True) as session:
        row = _claim(session, notice_id, now)
        recipient = None if row is None else find_recipient_in(session, row)
        channel = None if row is None or recipient is None else _next_channel(settings, row, recipient)
        if row is None or recipient is None or channel not in channels or channel is None:
            return None
        seen, right = _look_again(session, row, now)
        if not right:
            _set(session, row, now, state="withdrawn")
            return None
        outgoing = _compose(
            settings, row, _kind_now(session, row, now), seen, channel, recipient.contact or "", now)
        if channel == SMS and not sms_days.spend_in(session, settings, count_parts(outgoing.text), now):
            if len(_left(settings, row, recipient)) > 1:  # else it waits for tomorrow, as long as it makes sense
                _set(session, row, now, passed=",".join(filter(None, (row.passed, SMS))))
            return None
        _set(session, row, now, state="sending", channel=channel, attempts=row.attempts + 1)
    return outgoing


def _place(settings: Settings, notice_id: int, now: datetime) -> bool:
    with transaction(settings.database_url, write=True) as session:
        row = _claim(session, notice_id, now)
        recipient = None if row is None else find_recipient_in(session, row)
        if row is None or recipient is None or recipient.home is None or (
                _next_channel(settings, row, recipient) != CHAT):
            return False
        seen, right = _look_again(session, row, now)
        if not right:
            _set(session, row, now, state="withdrawn")
            return False
        home = recipient.home
        text, content = texts.word_chat_notice(_kind_now(session, row, now), seen, row.about or {})
        # while the conversation is an operator's the assistant has not the word: it is told beside the two then
        author = "assistant" if home.state == ASSISTANT else "system"
        draft = Draft(author, text, content, key=f"{texts.KEY_PREFIX}{row.id}")
        written: Any = append_in(session, conversation_id=home.id, channel=home.channel, draft=draft, now=now)
        _set(session, row, now, state="placed", channel=CHAT, attempts=row.attempts + 1,
             reference=str(written.message.sequence), conversation_id=home.id)
        return True


def _claim(session: Session, notice_id: int, now: datetime) -> Any:
    """The notice, locked until the transaction ends; None when another process was quicker."""
    return session.execute(select(_notice).where(
        _notice.c.id == notice_id, _open(clock.to_utc(now))).with_for_update()).first()


def _look_again(session: Session, row: Any, now: datetime) -> tuple[Optional[AppointmentView], bool]:
    """The appointment, and whether the notice is still right: that may have changed since it was planned."""
    if row.appointment_id is None:
        return None, True
    status = find_kind(row.kind).status
    if status is None:
        return find_view(session, _appointment.id == row.appointment_id), True
    starts = () if row.starts_at is None else (_appointment.starts_at == row.starts_at,)
    seen = find_view(
        session, _appointment.id == row.appointment_id, _appointment.status == status, *starts,
        _appointment.starts_at > clock.to_utc(now))
    return seen, seen is not None


def _kind_now(session: Session, row: Any, now: datetime) -> str:
    """The kind whose words are said: who would be reminded to come to a closed door hears that it is closed."""
    if row.kind not in reminder_times.KINDS:
        return str(row.kind)
    reason = find_misplaced(session, now, appointment_id=row.appointment_id).get(row.appointment_id)
    return CLOSED if reason is not None and reason.kind in SHUT else str(row.kind)


def _compose(
    settings: Settings, row: Any, kind: str, seen: Optional[AppointmentView], channel: str, to: str, now: datetime,
) -> Outgoing:
    about = row.about or {}
    words = texts.Words(kind, seen, about)
    base = {"notice_id": row.id, "channel": channel, "attempt": row.attempts + 1, "to": to}
    if channel == SMS:
        return Outgoing(**base, subject="", text=spell_in_gsm(words.sms()), reference=_reference(row, seen))
    calendar, name = b"", ""
    if find_kind(kind).calendar:
        written = write_ics(seen, now) if seen is not None else b""
        calendar = about["calendar"].encode() if "calendar" in about else written
        name = about.get("file_name") or (name_calendar_file(seen) if seen is not None else "")
    return Outgoing(**base, subject=words.subject(), text=words.letter(settings.site_url),
                    reference=_reference(row, seen), calendar=calendar, file_name=name,
                    cancels=b"METHOD:CANCEL" in calendar)


def _reference(row: Any, seen: Optional[AppointmentView]) -> str:
    """Says nothing of the person; a mail program shows a repeated message once by it."""
    if seen is None:
        return f"notice-{row.id}"
    return f"{make_uid(seen).partition('@')[0]}.{row.kind}.{row.id}"


def _set(session: Session, row: Any, now: datetime, **values: Any) -> None:
    if values.get("state") in ("sent", "failed", "withdrawn") and find_kind(row.kind).forget:
        session.execute(delete(_notice).where(_notice.c.id == row.id))
        return
    count_rows(session, update(_notice).where(_notice.c.id == row.id, _notice.c.state == row.state).values(
        changed_at=clock.to_utc(now), **values))
