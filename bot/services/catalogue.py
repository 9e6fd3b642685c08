"""Every name that people may use for what the database knows, for fuzzy recognition."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, literal, select, union_all

from bot.db.models import Course, Event, Office, Organisation, PartnershipCategory, Sector, Service
from bot.db.session import transaction
from bot.italian.text import normalise
from bot.services.fact_cache import recall_recent
from bot.settings import Settings


@dataclass(frozen=True)
class Name:
    """A thing and its surface forms. ``kind``: course, sector, organisation, event, office, category or service.

    ``words`` are distinct, normalised by ``bot.italian.text.normalise``, the official name first. A course also
    answers to the names of its sector.
    """

    kind: str
    id: str
    label: str
    words: tuple[str, ...]


def list_names(settings: Settings) -> list[Name]:
    """All the names, by kind and in the published order.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    rows = _rows(settings)
    sectors = {row.id: (row.label, _words(row)) for row in rows if row.kind == "sector"}
    found = []
    for row in rows:
        forms = [row.label, *_words(row)]
        if row.kind == "course":
            sector_label, sector_words = sectors[row.sector]
            forms += [sector_label, *sector_words]
        found.append(Name(row.kind, row.id, row.label, tuple(dict.fromkeys(map(normalise, forms)))))
    return found


def read_revision(settings: Settings) -> str:
    """A fingerprint of :func:`list_names` that changes whenever a name, an alias or an id does; one small query."""
    return recall_recent(("revision of names", settings.database_url), lambda: _make_revision(settings))


def _make_revision(settings: Settings) -> str:
    rows = [list(row) for row in _rows(settings)]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:16]


def _words(row: Any) -> list[str]:
    return list(json.loads(row.aliases)) if row.aliases else []


def _rows(settings: Settings) -> list[Any]:
    query = union_all(
        _columns("course", Course, Course.title, Course.sector_id),
        _columns("sector", Sector, Sector.name),
        _columns("organisation", Organisation, Organisation.name),
        _columns("event", Event, Event.title),
        _columns("office", Office, Office.name),
        _columns("category", PartnershipCategory, PartnershipCategory.name),
        _columns("service", Service, Service.name),
    ).order_by("kind", "position", "id")
    with transaction(settings.database_url) as session:
        return list(session.execute(query).all())


def _columns(kind: str, model: Any, label: Any, sector: Any = None) -> Any:
    return select(
        literal(kind).label("kind"), model.id.label("id"), label.label("label"),
        cast(model.aliases, Text).label("aliases"), model.position.label("position"),
        (sector if sector is not None else literal("")).label("sector"))
