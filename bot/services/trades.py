"""Trades that no course of the pact teaches: which one somebody asks to learn, from ``bot/data/trades.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Mapping, Optional

from bot.italian.phrases import PhraseIndex
from bot.italian.text import normalise
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

FILE = PROJECT_ROOT / "bot" / "data" / "trades.yml"
_LEARNS = re.compile(
    r"\b(?:cors[oi]|scuol[ae] (?:per|da|di)|formazione|imparar\w+|imparo|diventar\w+|divento|qualific\w+|"
    r"insegn\w+|mestiere)\b|"
    r"\b(?:vorrei|voglio|vorrebbe|mi piacerebbe|posso|potrei|sogno di) fare (?:il |la |lo |l |un |una )?")
"""Words of somebody who wants to learn a trade."""
_OFFERS = re.compile(r"\b(?:cerc\w+|assum\w+|offert\w+|annunci\w*|posto (?:di|da|come)|stipendi\w*|guadagn\w+|"
                     r"curriculum|azienda|ditta|patente|patentin\w+|laurea\w*|concors\w+)\b")
"""Words of somebody who wants a job in it, or something else of it."""

_LEAVES = re.compile(
    r"\b(?:faccio|ho fatto|lavoro (?:come|da)|sono) .*\b(?:tutt altro|far altro|fare altro|qualcosa (?:di|d) "
    r"(?:divers\w|altro)|"
    r"un altr\w (?:cosa|mestiere|lavoro)|cambi\w+)\b")
"""Words of somebody who does it and would do something else."""


@dataclass(frozen=True)
class Trade:
    """A trade by its id, as it is called."""

    id: str
    name: str


def find_trade(text: str) -> Optional[Trade]:
    """The trade that ``text`` asks to learn; None when it names none, or wants something else of it."""
    said = normalise(text)
    if not _LEARNS.search(said) or _OFFERS.search(said) or _LEAVES.search(said):
        return None
    return name_trade(text)


def name_trade(text: str) -> Optional[Trade]:
    """The trade that ``text`` names most plainly."""
    found = _index().find(text)
    return list_trades()[found[0].key] if found else None


@lru_cache(maxsize=1)
def list_trades() -> Mapping[str, Trade]:
    """Every trade by its id."""
    return {row["id"]: Trade(row["id"], row["name"]) for row in _read()}


@lru_cache(maxsize=1)
def _index() -> PhraseIndex:
    return PhraseIndex((row["id"], row["words"]) for row in _read())


@lru_cache(maxsize=1)
def _read() -> list[dict[str, Any]]:
    return list(read_yaml(FILE)["trades"])
