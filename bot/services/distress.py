"""Somebody is in danger or in want: whom to call, and the desk is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import select

from bot.db.models import HelpLine
from bot.db.session import transaction
from bot.italian.distress import HUNGER, KINDS
from bot.services import handoffs
from bot.services.facts import FactView, make_fact_view
from bot.settings import Settings
from bot.texts import get_text

DESPAIR = "despair"
"""Somebody who is not well and says nothing of the other kinds."""
ALL_KINDS = (*KINDS, DESPAIR)


@dataclass(frozen=True)
class HelpLineView:
    """Whom to call. ``hours``: when they answer, None when it is not known."""

    id: str
    name: str
    phone: str
    hours: Optional[str]
    fact: FactView


def list_help_lines(settings: Settings, kind: str) -> list[HelpLineView]:
    """Whom to call for that kind of distress, in the published order.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        rows = session.execute(select(HelpLine).order_by(HelpLine.position)).scalars()
        return [HelpLineView(row.id, row.name, row.phone, row.hours, make_fact_view(row))
                for row in rows if kind in row.kinds]


def answer_distress(
    settings: Settings, *, conversation_id: str, channel: str, kind: str, now: datetime,
    formal: bool = False,
) -> str:
    """Alert the desk; gives the words for the person: whom to call, and whether operators were told.

    ``kind``: one of :data:`ALL_KINDS`; ``formal``: the person says Lei.

    Raises:
        DatabaseUnavailable: the database cannot be used.
    """
    told = handoffs.alert_desk(settings, conversation_id=conversation_id, channel=channel, now=now)
    lines = "\n".join(_line(line) for line in list_help_lines(settings, kind))
    text = get_text(f"distress.kinds_lei.{kind}" if formal else f"distress.kinds.{kind}", lines=lines)
    return f"{text}\n{get_text('distress.desk_told')}" if told else text


def answer_thanks(kind: str, formal: bool = False) -> str:
    """The words for somebody who thanks after :func:`answer_distress` of that ``kind``."""
    if formal:
        return get_text("distress.thanked_want_lei" if kind == HUNGER else "distress.thanked_lei")
    return get_text("distress.thanked_want" if kind == HUNGER else "distress.thanked")


def answer_unheard(formal: bool = False) -> str:
    """The words for somebody who cannot call because others hear it."""
    return get_text("distress.unheard_lei" if formal else "distress.unheard")


def _line(line: HelpLineView) -> str:
    if line.hours is None:
        return get_text("distress.line", phone=line.phone, name=line.name)
    return get_text("distress.line_hours", phone=line.phone, name=line.name, hours=line.hours)
