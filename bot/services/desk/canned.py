"""Ready answers, one's own and those that everybody has, with placeholders that are filled when one is picked."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Mapping, Optional, Union

from sqlalchemy import delete, func, insert, or_, select, update

from bot.db.models import AuditEntry
from bot.db.models import CannedAnswer as Canned
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows, insert_row
from bot.services.desk.results import CannedView, Rejected, Stored
from bot.services.operators import OperatorView, audit_in
from bot.settings import Settings
from bot.texts import get_texts

TITLE_CHARS = 120
TEXT_CHARS = 2000
PLACEHOLDERS = ("nome", "operatore", "ufficio")
"""What a ready answer may hold in braces; ``desk.placeholders`` of the texts says what each stands for."""

_BRACES = re.compile(r"\{(\w+)\}")


def list_canned(settings: Settings, *, operator_id: Optional[int] = None) -> list[CannedView]:
    """The ready answers that everybody has, and with ``operator_id`` their own before them."""
    with transaction(settings.database_url) as session:
        query = select(Canned.id, Canned.title, Canned.text, Canned.position, Canned.operator_id)
        whose: Any = Canned.operator_id.is_(None)
        if operator_id is not None:
            whose = or_(whose, Canned.operator_id == operator_id)
        query = query.where(whose).order_by(Canned.operator_id.is_(None), Canned.position, Canned.id)
        return [CannedView(row[0], row[1], row[2], row[3], row[4] is not None) for row in session.execute(query)]


def save_canned(
    settings: Settings, *, canned_id: Optional[int], title: str, text: str, operator: OperatorView,
    personal: bool = False, now: datetime,
) -> Union[Stored, Rejected]:
    """Make a ready answer, or change the one of that id. A placeholder that nobody can fill is refused.

    ``personal``: a new one is the operator's own. One that everybody has is made and changed by administrators alone.
    """
    title, text = title.strip(), text.strip()
    if not title or not text:
        return Rejected("empty")
    if len(title) > TITLE_CHARS or len(text) > TEXT_CHARS:
        return Rejected("long")
    if any(name not in PLACEHOLDERS for name in _BRACES.findall(text)):
        return Rejected("placeholder")
    with transaction(settings.database_url, write=True) as session:
        if canned_id is not None:
            found = session.execute(select(Canned.operator_id).where(Canned.id == canned_id)).first()
            if found is None or not _may_change(operator, found.operator_id):
                return Rejected("missing")
            owner_id = found.operator_id
        else:
            owner_id = operator.id if personal else None
            if not _may_change(operator, owner_id):
                return Rejected("missing")
        same = session.execute(select(Canned.id).where(
            Canned.title == title, Canned.operator_id.is_not_distinct_from(owner_id))).scalar()
        if same is not None and same != canned_id:
            return Rejected("taken")
        if canned_id is None:
            last = session.execute(select(func.max(Canned.position))).scalar() or 0
            canned_id = insert_row(session, insert(get_table(Canned)).values(
                title=title, text=text, position=last + 1, operator_id=owner_id))
        else:
            count_rows(session, update(Canned).where(Canned.id == canned_id).values(title=title, text=text))
        audit_in(session, operator=operator, act="canned_saved", target=f"canned {canned_id}", now=now)
        return Stored(int(canned_id or 0))


def delete_canned(
    settings: Settings, *, canned_id: int, operator: OperatorView, now: datetime,
) -> Union[Stored, Rejected]:
    """Take a ready answer away: one's own, or as an administrator one that everybody has."""
    with transaction(settings.database_url, write=True) as session:
        found = session.execute(select(Canned.operator_id).where(Canned.id == canned_id)).first()
        if found is None or not _may_change(operator, found.operator_id):
            return Rejected("missing")
        session.execute(delete(Canned).where(Canned.id == canned_id))
        audit_in(session, operator=operator, act="canned_deleted", target=f"canned {canned_id}", now=now)
        return Stored(canned_id)


def add_starter_answers(settings: Settings) -> int:
    """The ready answers that a new desk begins with, when it never had any; how many were added."""
    with transaction(settings.database_url, write=True) as session:
        had = session.execute(select(Canned.id).limit(1)).first() or session.execute(
            select(AuditEntry.id).where(AuditEntry.act == "canned_deleted").limit(1)).first()
        if had is not None:
            return 0
        titles, bodies = get_texts("canned.titles"), get_texts("canned.bodies")
        for place, (name, title) in enumerate(titles.items(), start=1):
            session.execute(insert(get_table(Canned)).values(title=title, text=bodies[name], position=place))
        return len(titles)


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders filled; for what is not known there are words that always fit."""
    general = get_texts("desk.general_words")

    def value(match: re.Match[str]) -> str:
        return values.get(match.group(1)) or general[match.group(1)]

    return _BRACES.sub(value, text)


def _may_change(operator: OperatorView, owner_id: Optional[int]) -> bool:
    return operator.is_administrator if owner_id is None else owner_id == operator.id
