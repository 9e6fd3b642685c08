"""Ready answers: kept by administrators, with placeholders that are filled when an operator picks one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Mapping, Optional, Union

from sqlalchemy import delete, func, select, update

from bot.db import models
from bot.db.session import transaction
from bot.services.desk.results import CannedView, Kept, Rejected
from bot.services.operators import Actor, audit_in
from bot.settings import Settings

Canned: Any = models.CannedAnswer

TITLE_CHARS = 120
TEXT_CHARS = 2000
PLACEHOLDERS = {
    "nome": "il nome della persona, se lo ha dato",
    "operatore": "il tuo nome",
    "ufficio": "la sede della richiesta, o la tua",
}
"""What a ready answer may hold in braces, and what it stands for."""

_BRACES = re.compile(r" ?\{(\w+)\}")


def canned_answers(settings: Settings) -> list[CannedView]:
    """All ready answers, in their order."""
    with transaction(settings.database_url) as session:
        query = select(Canned.id, Canned.title, Canned.text, Canned.position)
        return [CannedView(*row) for row in session.execute(query.order_by(Canned.position, Canned.id))]


def save_canned(
    settings: Settings, *, canned_id: Optional[int], title: str, text: str, operator: Actor, now: datetime,
) -> Union[Kept, Rejected]:
    """Make a ready answer, or change the one of that id. A placeholder that nobody can fill is refused."""
    title, text = title.strip(), text.strip()
    if not title or not text:
        return Rejected("empty")
    if len(title) > TITLE_CHARS or len(text) > TEXT_CHARS:
        return Rejected("long")
    if any(name not in PLACEHOLDERS for name in _BRACES.findall(text)):
        return Rejected("placeholder")
    with transaction(settings.database_url, write=True) as session:
        same = session.execute(select(Canned.id).where(Canned.title == title)).scalar()
        if same is not None and same != canned_id:
            return Rejected("taken")
        if canned_id is None:
            last = session.execute(select(func.max(Canned.position))).scalar() or 0
            canned_id = session.execute(Canned.__table__.insert().values(
                title=title, text=text, position=last + 1)).inserted_primary_key[0]
        elif not session.execute(update(Canned).where(Canned.id == canned_id).values(title=title, text=text)).rowcount:
            return Rejected("missing")
        audit_in(session, operator=operator, act="canned_saved", target=f"canned {canned_id}", now=now)
        return Kept(int(canned_id or 0))


def delete_canned(settings: Settings, *, canned_id: int, operator: Actor, now: datetime) -> Union[Kept, Rejected]:
    """Take a ready answer away."""
    with transaction(settings.database_url, write=True) as session:
        if not session.execute(delete(Canned).where(Canned.id == canned_id)).rowcount:
            return Rejected("missing")
        audit_in(session, operator=operator, act="canned_deleted", target=f"canned {canned_id}", now=now)
        return Kept(canned_id)


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders filled; one without a value goes, with the space before it."""

    def value(match: re.Match[str]) -> str:
        known = values.get(match.group(1), "")
        return f"{match.group(0)[:-len(match.group(1)) - 2]}{known}" if known else ""

    return _BRACES.sub(value, text)
