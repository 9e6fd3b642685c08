"""How many parts of text messages a day has cost: counted before they are handed over, against the daily cap."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import SmsDay
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_into
from bot.settings import Settings

_day = get_table(SmsDay)


def spend_in(session: Session, settings: Settings, parts: int, now: datetime) -> bool:
    """Count ``parts`` for today in the open transaction; False when the cap does not allow them."""
    cap = settings.sms_daily_cap
    if cap and parts > cap:
        return False
    statement = insert_into(session, _day).values(day=clock.local(now).date(), parts=parts)
    return bool(count_rows(session, statement.on_conflict_do_update(
        index_elements=["day"], set_={"parts": _day.c.parts + parts},
        where=(_day.c.parts + parts <= cap) if cap else None)))


def count_parts_of_today(settings: Settings, now: datetime) -> int:
    """The parts that were handed over today."""
    with transaction(settings.database_url) as session:
        found = session.execute(select(_day.c.parts).where(_day.c.day == clock.local(now).date())).scalar()
    return found or 0
