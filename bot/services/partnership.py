"""Who may lead, must join and may join a pact under the regional call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from bot.db.models import PartnershipCategory
from bot.db.session import transaction
from bot.services.facts import FactView, make_fact_view
from bot.settings import Settings


@dataclass(frozen=True)
class CategoryView:
    """A kind of body. ``kind``: lead (may lead), required (must take part), further (at least three of them)."""

    id: str
    kind: str
    name: str
    fact: FactView


def find_category(settings: Settings, category_id: str) -> Optional[CategoryView]:
    """The category of that id, or None when the call names no such category."""
    with transaction(settings.database_url) as session:
        row = session.get(PartnershipCategory, category_id)
        return _view(row) if row is not None else None


def _view(row: PartnershipCategory) -> CategoryView:
    return CategoryView(row.id, row.kind, row.name, make_fact_view(row))
