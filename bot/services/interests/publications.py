"""News of an edition for those whom it fits: what could be sent, what an operator sees before pressing, the press.

Nothing goes without a press. Who is told is fixed then, one row per person; :mod:`waves` sends them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Iterable, Literal, Mapping, Optional

from sqlalchemy import String, cast, func, literal, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Course, CourseEdition, Interest, InterestNotice, Notice, Operator, Publication
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_row
from bot.rules.course_status import EditionDates, Status, find_edition_status
from bot.rules.interests import EditionWish, NewEdition, find_mismatch
from bot.services.course_rules import read_edition_dates
from bot.services.interests.publication_texts import word_news
from bot.services.operators import Actor, audit_in
from bot.settings import Settings

NewsReason = Literal["published", "deadline", "place_free"]
REASONS: tuple[NewsReason, ...] = ("published", "deadline", "place_free")
Obstacle = Literal["no_edition", "past", "no_day", "closed", "full", "already", "nobody", "not_near"]
DEADLINE_NEAR = timedelta(days=10)
"""How long before the last day for joining an edition its deadline is news."""

_interest, _edition, _course = get_table(Interest), get_table(CourseEdition), get_table(Course)
_publication, _told, _notice = get_table(Publication), get_table(InterestNotice), get_table(Notice)
_operator = get_table(Operator)


@dataclass(frozen=True)
class EditionNews:
    """An edition that there may be news of. ``reasons``: what could be sent of it now, with what stands against it."""

    edition_id: str
    course_id: str
    title: str
    sector_id: str
    status: Status
    dates: EditionDates
    reasons: Mapping[NewsReason, Optional[Obstacle]]


@dataclass(frozen=True)
class NewsPreview:
    """What a press would do. ``by_channel``: how many are told, by kind of contact; ``left_out``: why others are not.

    ``waves``: how many, of ``wave_size``; ``sample``: the words of one notice.
    """

    news: EditionNews
    reason: NewsReason
    total: int
    by_channel: Mapping[str, int]
    left_out: Mapping[str, int]
    waves: int
    wave_size: int
    minutes: int
    sample: str
    sample_sms: str


@dataclass(frozen=True)
class CannotSend:
    """It cannot be sent, for ``obstacle``; nothing has changed."""

    obstacle: Obstacle


@dataclass(frozen=True)
class NewsPressed:
    """So many people will be told."""

    publication_id: int
    total: int


@dataclass(frozen=True)
class PublicationView:
    """Where a publication stands. ``pressed_by``: the operator's name; ``counts``: people by what became of them."""

    id: int
    title: str
    edition_id: str
    reason: NewsReason
    state: str
    pressed_by: Optional[str]
    pressed_at: datetime
    wave_at: datetime
    counts: Mapping[str, int]


def list_news(settings: Settings, now: datetime) -> list[EditionNews]:
    """Every edition that is not over, with what could be sent of it; a past one is there only by its id."""
    today = clock.local(now).date()
    with transaction(settings.database_url) as session:
        return [news for row in _editions(session) if (news := _news(session, row, today)).status != "concluded"]


def preview_news(
    settings: Settings, *, edition_id: str, reason: NewsReason, now: datetime,
) -> NewsPreview | CannotSend:
    """What pressing would send, to whom and why."""
    with transaction(settings.database_url) as session:
        seen = _sendable(session, edition_id, reason, clock.local(now).date())
        if isinstance(seen, CannotSend):
            return seen
        chosen, left_out = _choose(session, seen)
        size = max(1, settings.wave_size)
        words = word_news(settings, seen.title, seen.dates, reason, "AV-XXXX-XXXX")
        return NewsPreview(
            news=seen, reason=reason, total=len(chosen), left_out=left_out,
            by_channel=dict(Counter(row.contact_kind for row in chosen)), waves=-(-len(chosen) // size), wave_size=size,
            minutes=settings.wave_minutes, sample=words["text"], sample_sms=words["short"])


def press_news(
    settings: Settings, *, edition_id: str, reason: NewsReason, operator: Actor, now: datetime,
) -> NewsPressed | CannotSend:
    """Have the news sent to those whom it fits now; pressed twice, it is one.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing will be sent.
    """
    moment = clock.to_utc(now)
    with transaction(settings.database_url, write=True) as session:
        session.execute(select(_edition.c.id).where(_edition.c.id == edition_id).with_for_update())  # one at a time
        seen = _sendable(session, edition_id, reason, clock.local(now).date())
        if isinstance(seen, CannotSend):
            return seen
        chosen, _ = _choose(session, seen)
        if not chosen:
            return CannotSend("nobody")
        publication_id = insert_row(session, _publication.insert().values(
            edition_id=edition_id, reason=reason, state="sending", wave_size=max(1, settings.wave_size),
            wave_at=moment, pressed_by=operator.id, pressed_at=moment))
        session.execute(_told.insert(), [
            {"publication_id": publication_id, "interest_id": row.id, "channel": row.contact_kind, "state": "due",
             "reason": None, "changed_at": moment} for row in chosen])
        audit_in(session, operator=operator, act="news_pressed", target=f"publication {publication_id}",
                 detail={"edition": edition_id, "reason": reason, "people": len(chosen)}, now=now)
        return NewsPressed(publication_id, len(chosen))


def stop_news(settings: Settings, *, publication_id: int, operator: Actor, now: datetime) -> bool:
    """Stop the publication; what was sent stays sent. False when it had already ended."""
    with transaction(settings.database_url, write=True) as session:
        stopped = stop_in(session, publication_id, "stopped_by_operator", now)
        if stopped:
            audit_in(session, operator=operator, act="news_stopped", target=f"publication {publication_id}", now=now)
        return stopped


def stop_in(session: Session, publication_id: int, why: str, now: datetime) -> bool:
    """:func:`stop_news` inside a writing transaction, for ``why``."""
    stopped = count_rows(session, update(_publication).where(
        _publication.c.id == publication_id, _publication.c.state == "sending").values(state="stopped"))
    session.execute(update(_told).where(
        _told.c.publication_id == publication_id, _told.c.state == "due",
    ).values(state="withdrawn", reason=why, changed_at=clock.to_utc(now)))
    return bool(stopped)


def list_publications(settings: Settings) -> list[PublicationView]:
    """What was pressed, the newest first, with what became of it."""
    with transaction(settings.database_url) as session:
        rows = session.execute(
            select(_publication, _course.c.title, _operator.c.name.label("operator_name"))
            .join(_edition, _edition.c.id == _publication.c.edition_id)
            .join(_course, _course.c.id == _edition.c.course_id)
            .outerjoin(_operator, _operator.c.id == _publication.c.pressed_by)
            .order_by(_publication.c.pressed_at.desc(), _publication.c.id.desc())).all()
        counts: dict[int, Counter[str]] = {row.id: Counter() for row in rows}
        for publication_id, state, found in session.execute(
                select(_told.c.publication_id, _told.c.state, func.count())
                .group_by(_told.c.publication_id, _told.c.state)):
            counts[publication_id][state] = found
        for publication_id, found in session.execute(
                select(_told.c.publication_id, func.count()).join(_notice, _notice.c.key == make_notice_key())
                .where(_notice.c.state == "failed").group_by(_told.c.publication_id)):
            counts[publication_id]["refused"] = found
        return [PublicationView(
            row.id, row.title, row.edition_id, row.reason, row.state, row.operator_name, clock.local(row.pressed_at),
            clock.local(row.wave_at), dict(counts[row.id])) for row in rows]


def make_notice_key() -> Any:
    """The key of the notice that a row stands for (SQL)."""
    return (literal("interest:") + cast(_told.c.interest_id, String) + literal(":")
            + cast(_told.c.publication_id, String))


def find_obstacle_in(session: Session, edition_id: str, today: date) -> Optional[Obstacle]:
    """Why an edition is no news any more, whatever was pressed of it."""
    row = next(iter(_editions(session, edition_id)), None)
    return "no_edition" if row is None else _obstacle(read_edition_dates(row), today)


def asks_for_edition(row: Any, news: NewEdition) -> bool:
    """Whether the interest of ``row`` asks for that edition."""
    return find_mismatch(EditionWish(row.course_id, row.sector_id, row.fits), news) is None


def _sendable(session: Session, edition_id: str, reason: NewsReason, today: date) -> EditionNews | CannotSend:
    row = next(iter(_editions(session, edition_id)), None)
    if row is None:
        return CannotSend("no_edition")
    news = _news(session, row, today)
    obstacle = news.reasons[reason]
    return news if obstacle is None else CannotSend(obstacle)


def _choose(session: Session, news: EditionNews) -> tuple[list[Any], dict[str, int]]:
    """The interests that the news fits, one where it is told, and how many others there are by reason.

    Of several under one contact the one that asks for the most stands for all: course, then sector, then any.
    """
    edition = NewEdition(news.course_id, news.sector_id)
    chosen: list[Any] = []
    reached: set[str] = set()
    left_out: Counter[str] = Counter()
    for row in session.execute(select(
            _interest.c.id, _interest.c.course_id, _interest.c.sector_id, _interest.c.fits, _interest.c.contact_kind,
            func.coalesce(_interest.c.contact, _interest.c.conversation_id).label("where"))
            .where(_interest.c.state == "active").order_by(
                _interest.c.course_id.is_(None), _interest.c.sector_id.is_(None), _interest.c.created_at,
                _interest.c.id)):
        mismatch = find_mismatch(EditionWish(row.course_id, row.sector_id, row.fits), edition)
        if mismatch is None and row.where in reached:
            mismatch = "told_already"
        if mismatch is None:
            chosen.append(row)
            reached.add(row.where)
        else:
            left_out[mismatch] += 1
    return chosen, dict(left_out)


def _editions(session: Session, edition_id: Optional[str] = None) -> Iterable[Any]:
    query = (select(_edition, _course.c.title, _course.c.sector_id)
             .join(_course, _course.c.id == _edition.c.course_id)
             .order_by(_course.c.position, _edition.c.starts_earliest, _edition.c.id))
    return session.execute(query if edition_id is None else query.where(_edition.c.id == edition_id)).all()


def _news(session: Session, row: Any, today: date) -> EditionNews:
    dates = read_edition_dates(row)
    sent = {found.reason: found.state for found in session.execute(
        select(_publication.c.reason, _publication.c.state).where(
            _publication.c.edition_id == row.id, _publication.c.state != "stopped"))}
    general = _obstacle(dates, today)
    reasons: dict[NewsReason, Optional[Obstacle]] = {}
    for reason in REASONS:
        already = reason in sent and (reason != "place_free" or sent[reason] == "sending")
        reasons[reason] = general or ("already" if already else _obstacle_to(reason, dates, today, sent))
    status = find_edition_status(dates, today)
    return EditionNews(row.id, row.course_id, row.title, row.sector_id, status, dates, reasons)


def _obstacle(dates: EditionDates, today: date) -> Optional[Obstacle]:
    """What stands against telling anybody of the edition at all."""
    last = dates.starts_latest or dates.starts_earliest
    if last is None:
        return "no_day"
    status = find_edition_status(dates, today)
    if status == "concluded" or last < today and status != "enrolling":
        return "past"
    return "closed" if dates.enrolment_closes is not None and dates.enrolment_closes < today else None


def _obstacle_to(
    reason: NewsReason, dates: EditionDates, today: date, sent: Mapping[str, str],
) -> Optional[Obstacle]:
    closes = dates.enrolment_closes
    full = dates.places is not None and dates.places_taken is not None and dates.places_taken >= dates.places
    if full:
        return "full"
    if reason == "deadline":
        return None if closes is not None and closes - today <= DEADLINE_NEAR else "not_near"
    return "not_near" if reason == "place_free" and (dates.places is None or "published" not in sent) else None
