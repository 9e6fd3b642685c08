"""Sending what was pressed, a wave at a time and never at night; asking once whether an interest still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Course, CourseEdition, Interest, InterestNotice, Publication
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.rules.course_status import EditionDates
from bot.rules.interests import ASKED_BEFORE, NewEdition, find_end_of_day, is_night
from bot.services import activity
from bot.services.interests.publication_texts import word_news, word_question
from bot.services.interests.publications import asks_for_edition, find_obstacle_in, stop_in
from bot.services.interests.records import find_views
from bot.services.interests.texts import name_wish
from bot.services.notices import NewNotice, add_notice_in
from bot.settings import Settings
from bot.texts import get_text

NEWS, QUESTION = "interest_news", "interest_question"
LASTS = timedelta(days=2)
"""How long a notice is tried: afterwards it has failed, and the desk sees it."""
MOST_ASKED = 200
"""Questions of one round."""

_interest, _edition, _course = get_table(Interest), get_table(CourseEdition), get_table(Course)
_publication, _told = get_table(Publication), get_table(InterestNotice)


@dataclass(frozen=True)
class WavesSent:
    """How many people were handed to the notices, and how many publications came to an end."""

    told: int = 0
    ended: int = 0


def send_waves(settings: Settings, now: datetime) -> WavesSent:
    """Hand the next wave of every publication to the notices, each wave in one transaction: all of it, or none.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; what was not sent stays due.
    """
    if is_night(now):
        return WavesSent()
    moment = clock.to_utc(now)
    with transaction(settings.database_url) as session:
        due = session.execute(select(_publication.c.id).where(
            _publication.c.state == "sending", _publication.c.wave_at <= moment).order_by(_publication.c.id)).scalars()
        ids = list(due)
    told = ended = 0
    for publication_id in ids:
        with transaction(settings.database_url, write=True) as session:
            sent, over = _send_wave(session, settings, publication_id, now)
        told, ended = told + sent, ended + over
    return WavesSent(told, ended)


def ask_owners(settings: Settings, now: datetime) -> int:
    """Ask, once, those whose interest ends soon whether it still holds; how many. Not at night.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; they are asked next time.
    """
    if is_night(now):
        return 0
    today = clock.local(now).date()
    with transaction(settings.database_url, write=True) as session:
        asked = 0
        for view in find_views(
                session, _interest.c.state == "active", _interest.c.asked_at.is_(None), _interest.c.ends_on > today,
                _interest.c.ends_on <= today + ASKED_BEFORE)[:MOST_ASKED]:
            row = session.execute(select(_interest).where(_interest.c.id == view.id)).one()
            words = word_question(settings, name_wish(view), view.ends_on, view.code)
            add_notice_in(session, NewNotice(
                kind=QUESTION, key=f"interest:{view.id}:ask:{view.ends_on:%Y%m%d}", due_at=now,
                until=find_end_of_day(view.ends_on), about={**words, "buttons": _question_buttons(view.code)},
                **_address(row)), now)
            session.execute(update(_interest).where(_interest.c.id == view.id).values(asked_at=clock.to_utc(now)))
            asked += 1
        return asked


def _send_wave(session: Session, settings: Settings, publication_id: int, now: datetime) -> tuple[int, int]:
    """How many were told, and whether this was the last wave."""
    row = session.execute(
        select(_publication, _edition.c.course_id, _course.c.title, _course.c.sector_id, _edition.c.starts_earliest,
               _edition.c.starts_latest, _edition.c.enrolment_closes)
        .join(_edition, _edition.c.id == _publication.c.edition_id).join(_course, _course.c.id == _edition.c.course_id)
        .where(_publication.c.id == publication_id, _publication.c.state == "sending",
               _publication.c.wave_at <= clock.to_utc(now)).with_for_update(of=_publication)).first()
    if row is None:  # another process was quicker
        return 0, 0
    obstacle = find_obstacle_in(session, row.edition_id, clock.local(now).date())
    if obstacle is not None:
        stop_in(session, publication_id, obstacle, now)
        return 0, 1
    told, over = 0, False
    edition = NewEdition(row.course_id, row.sector_id)
    while told < row.wave_size and not over:
        waiting = session.execute(
            select(_told.c.id.label("told_id"), _interest)
            .outerjoin(_interest, _interest.c.id == _told.c.interest_id)
            .where(_told.c.publication_id == publication_id, _told.c.state == "due")
            .order_by(_told.c.id).limit(row.wave_size - told + 1)).all()
        people = waiting[:row.wave_size - told]
        over = len(waiting) == len(people)
        right = [person for person in people
                 if person.id is not None and person.state == "active" and asks_for_edition(person, edition)]
        for person in right:
            _tell(session, settings, row, person, now)
        told += len(right)
        _mark(session, right, now, state="sent", reason=None)
        _mark(session, [person for person in people if person not in right], now, state="withdrawn",
              reason="no_interest")
    count_rows(session, update(_publication).where(_publication.c.id == publication_id).values(
        state="done" if over else "sending",
        wave_at=clock.to_utc(now + timedelta(minutes=settings.wave_minutes))))
    return told, int(over)


def _mark(session: Session, people: Sequence[Any], now: datetime, **values: Any) -> None:
    """Note what became of ``people`` in this publication."""
    session.execute(update(_told).where(_told.c.id.in_([person.told_id for person in people])).values(
        changed_at=clock.to_utc(now), **values))


def _tell(session: Session, settings: Settings, row: Any, person: Any, now: datetime) -> None:
    dates = EditionDates(row.starts_earliest, row.starts_latest, None, None, row.enrolment_closes)
    words = word_news(settings, row.title, dates, row.reason, person.code)
    until = now + LASTS if row.enrolment_closes is None else min(now + LASTS, find_end_of_day(row.enrolment_closes))
    add_notice_in(session, NewNotice(
        kind=NEWS, key=f"interest:{person.id}:{row.id}", due_at=now, until=until,
        about={**words, "buttons": _news_buttons(person.code)}, **_address(person)), now)
    if person.conversation_id is not None:
        activity.record_in(session, settings, conversation_id=person.conversation_id, channel=person.channel,
                           kind="interest", result="told", item=row.course_id, now=now)


def _address(row: Any) -> Mapping[str, Any]:
    """Where the person wants to be told: the contact that was left, else the conversation; never both."""
    if row.contact:
        return {"contact": row.contact, "contact_kind": row.contact_kind}
    return {"conversation_id": row.conversation_id}


def _news_buttons(code: str) -> list[dict[str, str]]:
    return [{"title": get_text("interests.buttons.check"), "payload": "/check_eligibility"},
            {"title": get_text("interests.buttons.book"), "payload": "/book_appointment"},
            {"title": get_text("interests.withdraw_button"), "payload": _option("withdraw_interest", code)}]


def _question_buttons(code: str) -> list[dict[str, str]]:
    return [{"title": get_text("interests.buttons.keep"), "payload": _option("keep_interest", code)},
            {"title": get_text("interests.withdraw_button"), "payload": _option("withdraw_interest", code)}]


def _option(intent: str, code: str) -> str:
    return f'/{intent}{{"option": "interest:{code}"}}'
