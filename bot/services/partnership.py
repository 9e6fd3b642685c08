"""Who may lead, must join and may join a pact under the regional call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from sqlalchemy import select

from bot.db.models import PartnershipCategory
from bot.db.session import transaction
from bot.services.facts import FactView, fact_of
from bot.settings import Settings

FURTHER_CATEGORIES_NEEDED = 3
"""At least so many of the further categories must be in a partnership (regional call of January 2023)."""


@dataclass(frozen=True)
class CategoryView:
    """A kind of body. ``kind``: lead (may lead), required (must take part), further (at least three of them)."""

    id: str
    kind: str
    name: str
    fact: FactView


def categories(settings: Settings, kind: Optional[str] = None) -> list[CategoryView]:
    """Every category, or those of one kind (lead, required, further), in the published order.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    query = select(PartnershipCategory).order_by(PartnershipCategory.position)
    if kind is not None:
        query = query.where(PartnershipCategory.kind == kind)
    with transaction(settings.database_url) as session:
        return [_view(row) for row in session.execute(query).scalars()]


def category(settings: Settings, category_id: str) -> Optional[CategoryView]:
    """The category of that id, or None when the call names no such category."""
    with transaction(settings.database_url) as session:
        row = session.get(PartnershipCategory, category_id)
        return _view(row) if row is not None else None


def _view(row: PartnershipCategory) -> CategoryView:
    return CategoryView(row.id, row.kind, row.name, fact_of(row))
