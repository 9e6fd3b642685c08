"""The register of needs: its rows, and an index of the words by which they are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Mapping, Optional

from sqlalchemy import select

from bot.db.models import Need
from bot.db.seed_files import SEED_FOLDER
from bot.db.session import transaction
from bot.italian.phrases import PhraseIndex
from bot.services.fact_cache import recall_recent
from bot.services.facts import FactView, make_fact_view
from bot.services.needs.reading import NeedIndex
from bot.settings import Settings
from bot.yaml_files import read_yaml

_OF_OUR_TRADES = frozenset({"repairs"})
"""Needs whose phrases name what our courses teach."""
FIRM_CALLBACK = "firm_callback"
"""The need of a firm that only wants to be called."""
FIRM_NEEDS = frozenset({"firm_staff", "firm_pact", "firm_trainees", "firm_events", FIRM_CALLBACK})
"""What firms ask of the pact or of the employment centres."""


@dataclass(frozen=True)
class NeedView:
    """What people ask for and whose task it is. ``topic``: its group; ``follow_up``: what is offered after it."""

    id: str
    topic: str
    title: str
    body: str
    does: str
    place: Optional[str]
    phone: Optional[str]
    follow_up: str
    words: tuple[str, ...]
    fact: FactView

    @property
    def of_firm(self) -> bool:
        """Whether it is a firm that asks, whom the lead body of the pact calls back."""
        return self.id in FIRM_NEEDS

    @property
    def says_as_seeded(self) -> bool:
        """Whether its line is that of the seed, which other languages have translated: nobody has changed it."""
        return _seeded().get(self.id, ("",))[0] == self.does

    @property
    def is_taught(self) -> bool:
        """Whether its words are those of the seed: the sentences that the classifier learns from are for those."""
        return _seeded().get(self.id, ("", ()))[1] == self.words


def list_needs(settings: Settings) -> tuple[NeedView, ...]:
    """Every need in the published order.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    return recall_recent(("needs", settings.database_url), lambda: _read(settings))


def find_need(settings: Settings, need_id: str) -> Optional[NeedView]:
    """The need of that id, or None."""
    return next((need for need in list_needs(settings) if need.id == need_id), None)


def name_need(settings: Settings, text: str) -> Optional[NeedView]:
    """The need that ``text`` names most plainly, whether it asks for it or not; None when it names none."""
    found = index_needs(settings).find(text)
    return find_need(settings, found[0].key) if found else None


def index_needs(settings: Settings) -> NeedIndex:
    """The words of all needs, to be looked for in a message."""
    return recall_recent(("index of needs", settings.database_url), lambda: _index(list_needs(settings)))


@lru_cache(maxsize=4)  # not asked in each message: to compare all rows costs more than to look for a phrase
def _index(rows: tuple[NeedView, ...]) -> NeedIndex:
    return NeedIndex(
        PhraseIndex((need.id, need.words) for need in rows),
        frozenset(need.id for need in rows if need.topic == "work" and need.follow_up == "appointment"
                  or need.id in _OF_OUR_TRADES),
        frozenset(need.id for need in rows if need.topic == "pact"),
        frozenset(need.id for need in rows if need.topic == "service"),
        frozenset(need.id for need in rows if need.is_taught),
        frozenset(need.id for need in rows if need.topic == "assistant"))


@cache
def _seeded() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The line and the words of each row of the seed."""
    return {row["id"]: (row["does"], tuple(row["words"])) for row in read_yaml(SEED_FOLDER / "needs.yml")["needs"]}


def _read(settings: Settings) -> tuple[NeedView, ...]:
    with transaction(settings.database_url) as session:
        rows = session.execute(select(Need).order_by(Need.position, Need.id)).scalars().all()
        return tuple(
            NeedView(row.id, row.topic, row.title, row.body, row.does, row.place, row.phone, row.follow_up,
                     tuple(row.words), make_fact_view(row))
            for row in rows)
