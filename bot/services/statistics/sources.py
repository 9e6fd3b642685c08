"""Reads what is counted in a period: activity, appointments, handoffs, ratings, messages not understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Mapping, Optional

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import (
    Activity,
    Appointment,
    Conversation,
    ConversationTag,
    Course,
    Feedback,
    Handoff,
    NotUnderstood,
    Office,
    Sector,
)
from bot.italian.masking import mask
from bot.services.statistics.kept_times import (
    KEPT,
    TAGGED,
    TIMES,
    RequestEnd,
    count_minutes,
    count_minutes_waited,
    read_request_end,
)
from bot.services.statistics.visits import CountedEvent


@dataclass(frozen=True)
class Request:
    """A request for an operator: its reason, what became of it, and at which hour of the day (local) it was made.

    ``waited`` and ``handled`` in minutes, None if not; one that nobody answered has waited too. ``outcome``: how an
    operator closed it.
    """

    reason: str
    waited: Optional[float]
    handled: Optional[float]
    end: RequestEnd
    hour: int
    outcome: Optional[str] = None


@dataclass(frozen=True)
class Loaded:
    """Everything of a period. ``appointments`` are those that begin in it, ``made`` those that were made in it, by
    office and status. ``tags``: of conversations that began in it."""

    events: list[CountedEvent]
    details: Mapping[int, Mapping[str, Any]]
    appointments: Counter[tuple[str, str]]
    made: Counter[tuple[str, str]]
    requests: list[Request]
    stars: Counter[int]
    unread: Counter[str]
    tags: Counter[str]
    courses: Mapping[str, str]
    sectors_of: Mapping[str, str]
    offices: Mapping[str, str] = field(default_factory=dict)


def load(session: Session, first: date, last: date, now: datetime) -> Loaded:
    """What happened from ``first`` to ``last`` (local days, both included), as it stands at ``now``."""
    begin = clock.to_utc(clock.at(first, time()))
    end = clock.to_utc(clock.at(last + timedelta(days=1), time()))
    rows = session.execute(
        select(Activity.id, Activity.at, Activity.visit, Activity.kind, Activity.topic, Activity.item, Activity.result,
               Activity.channel)
        .where(Activity.at >= begin, Activity.at < end, Activity.visit != "").order_by(Activity.at, Activity.id)).all()
    # the details of the rows that have useful ones only: reading JSON is most of the time of a large period
    details = session.execute(select(Activity.id, Activity.detail).where(
        Activity.at >= begin, Activity.at < end, Activity.kind == "eligibility")).all()
    courses = session.execute(
        select(Course.id, Course.title, Sector.name).join(Sector, Sector.id == Course.sector_id)
        .order_by(Course.position)).all()
    return Loaded(
        events=[CountedEvent(*row) for row in rows],
        details={row[0]: row[1] or {} for row in details},
        appointments=_grouped(session, begin, end, Appointment.starts_at, Appointment.office_id, Appointment.status),
        made=_grouped(session, begin, end, Appointment.created_at, Appointment.office_id, Appointment.status),
        requests=_requests(session, begin, end, clock.to_utc(now)),
        stars=_single(_grouped(session, begin, end, Feedback.given_at, Feedback.stars)),
        unread=_single(_grouped(session, begin, end, NotUnderstood.at, NotUnderstood.state)),
        tags=_tags(session, begin, end),
        courses={row[0]: row[1] for row in courses}, sectors_of={row[0]: row[2] for row in courses},
        offices={row[0]: row[1] for row in session.execute(select(Office.id, Office.name).order_by(Office.position))})


def _tags(session: Session, begin: datetime, end: datetime) -> Counter[str]:
    """The tags of conversations that are still there, and of those that are gone."""
    rows = session.execute(
        select(ConversationTag.tag, func.count()).join(Conversation, Conversation.id == ConversationTag.conversation_id)
        .where(Conversation.created_at >= begin, Conversation.created_at < end).group_by(ConversationTag.tag))
    gone = session.execute(select(Activity.item, func.count()).where(
        Activity.at >= begin, Activity.at < end, Activity.kind == TAGGED).group_by(Activity.item))
    found: Counter[str] = Counter()
    for tag, number in (*rows, *gone):
        found[mask(str(tag))[:60]] += int(number)
    return found


def _grouped(session: Session, begin: datetime, end: datetime, moment: Any, *columns: Any) -> Counter[Any]:
    rows = session.execute(
        select(*columns, func.count()).where(moment >= begin, moment < end).group_by(*columns)).all()
    return Counter({tuple(row[:-1]): int(row[-1]) for row in rows})


def _single(found: Counter[Any]) -> Counter[Any]:
    return Counter({key[0]: number for key, number in found.items()})


def _requests(session: Session, begin: datetime, end: datetime, now: datetime) -> list[Request]:
    """The requests of a period: those that are still there, and what was kept of the others."""
    rows = session.execute(
        select(*TIMES).where(Handoff.requested_at >= begin, Handoff.requested_at < end))
    kept = session.execute(select(Activity.at, Activity.detail).where(
        Activity.at >= begin, Activity.at < end, Activity.kind == "handoff", Activity.result == KEPT))
    return [
        *(Request(row.reason, count_minutes_waited(row, now), count_minutes(row.claimed_at, row.ended_at),
                  read_request_end(row), clock.local(row.requested_at).hour, row.outcome) for row in rows),
        *(Request(item["reason"], item["waited"], item["handled"],
                  # rows of before the end was kept: only of an answered one the wait was known
                  item.get("end") or ("answered" if item["waited"] is not None else "unanswered"),
                  clock.local(at).hour, item.get("outcome")) for at, item in kept)]
