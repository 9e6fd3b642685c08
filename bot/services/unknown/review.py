"""Messages that the assistant did not understand: looked through, given an intent, put aside."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Optional, Sequence, Union

from sqlalchemy import func, select, update

from bot import clock
from bot.db.models import NotUnderstood, Operator
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.italian.likeness import group_alike
from bot.services.operators import Actor, audit_in
from bot.services.unknown.intents import list_known_intents
from bot.services.unknown.results import (
    ASSIGNED,
    OPEN,
    STATES,
    IntentReading,
    NoSuchIntent,
    NothingChosen,
    Reviewed,
    Unread,
    UnreadPage,
)
from bot.services.unknown.taught import teach_in, write_example
from bot.settings import Settings

PAGE = 50
"""Groups of one page."""
MOST_AT_ONCE = 500
LONGEST_WAY = 100
"""Characters of a message that becomes a way to ask something: as long as a text of the content's lists may be."""
MOST_COMPARED = 1000
"""The newest messages under a filter that are put together by likeness."""


def list_unknown(
    settings: Settings, *, state: str = OPEN, search: str = "", intent: str = "", first: Optional[date] = None,
    last: Optional[date] = None, kind: str = "", number: int = 1,
) -> UnreadPage:
    """A page of messages of a state (all when empty), holding ``search``, given ``intent``, between two local days.

    Those that are alike are one group; ``kind``: why they are there, any when empty.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    conditions = _conditions(state, search, intent, first, last)
    if kind:
        conditions.append(NotUnderstood.kind == kind)
    with transaction(settings.database_url) as session:
        total = int(session.execute(select(func.count()).select_from(NotUnderstood).where(*conditions)).scalar_one())
        query = (
            select(NotUnderstood.__table__, Operator.name.label("reviewer"))
            .outerjoin(Operator, Operator.id == NotUnderstood.reviewed_by)
            .where(*conditions).order_by(NotUnderstood.at.desc(), NotUnderstood.id.desc())
            .limit(MOST_COMPARED))
        rows = [_view(row) for row in session.execute(query)]
    groups = group_alike(rows, [row.text for row in rows])
    pages = max(1, -(-len(groups) // PAGE))
    number = min(max(1, number), pages)
    shown = groups[(number - 1) * PAGE:number * PAGE]
    return UnreadPage(tuple(map(tuple, shown)), total, number, pages, total - len(rows))


def read_texts(settings: Settings, *, ids: Sequence[int]) -> list[str]:
    """The messages of those ids as somebody would ask them, contacts taken out, each wording once."""
    with transaction(settings.database_url) as session:
        rows = session.execute(select(NotUnderstood.text).where(NotUnderstood.id.in_(ids)).order_by(NotUnderstood.id))
        return list(dict.fromkeys(text for row in rows if (text := write_example(row.text)[:LONGEST_WAY])))


def count_by_state(settings: Settings) -> dict[str, int]:
    """How many messages each state has."""
    with transaction(settings.database_url) as session:
        rows = session.execute(select(NotUnderstood.state, func.count()).group_by(NotUnderstood.state)).all()
    found = {row[0]: int(row[1]) for row in rows}
    return {state: found.get(state, 0) for state in STATES}


def review(
    settings: Settings, *, ids: Sequence[int], state: str, intent: Optional[str] = None, by: Actor, now: datetime,
) -> Union[Reviewed, NoSuchIntent, NothingChosen]:
    """Give messages a state: assigned (with an intent), outside, dropped, or open again.

    Raises:
        ValueError: the state has another name.
        DatabaseUnavailable: the database cannot be written; nothing has changed.
    """
    if state not in STATES:
        raise ValueError(f"unknown state: {state}")
    if (state == ASSIGNED) != bool(intent) or (intent and intent not in list_known_intents()):
        return NoSuchIntent()
    chosen = sorted(set(ids))[:MOST_AT_ONCE]
    if not chosen:
        return NothingChosen()
    reviewed = {"reviewed_by": None, "reviewed_at": None} if state == OPEN else {
        "reviewed_by": by.id, "reviewed_at": clock.to_utc(now)}
    with transaction(settings.database_url, write=True) as session:
        changed = count_rows(session, update(NotUnderstood).where(NotUnderstood.id.in_(chosen)).values(
            state=state, intent=intent, **reviewed))
        if changed:
            teach_in(session, ids=chosen, state=state, intent=intent, now=now)
            audit_in(session, operator=by, act=f"not_understood_{state}", target=f"{changed} messages",
                     detail={"ids": chosen, "intent": intent}, now=now)
    return Reviewed(changed)


def _conditions(
    state: str, search: str, intent: str, first: Optional[date], last: Optional[date],
) -> list[Any]:
    found: list[Any] = []
    if state:
        found.append(NotUnderstood.state == state)
    if search.strip():
        pattern = search.strip().lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        found.append(func.lower(NotUnderstood.text).like(f"%{pattern}%", escape="\\"))
    if intent:
        found.append(NotUnderstood.intent == intent)
    if first is not None:
        found.append(NotUnderstood.at >= clock.to_utc(clock.at(first, time())))
    if last is not None:
        found.append(NotUnderstood.at < clock.to_utc(clock.at(last + timedelta(days=1), time())))
    return found


def _view(row: Any) -> Unread:
    readings = tuple(
        IntentReading(str(item.get("intent", "")), float(item.get("confidence") or 0)) for item in row.readings or ()
        if isinstance(item, dict))
    return Unread(row.id, row.text, clock.local(row.at), row.state, row.intent, readings, row.reviewer, row.kind)
