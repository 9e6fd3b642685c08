"""The intents that a message can be given, as the dialogue's domain lists them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from bot.settings import PROJECT_ROOT

DOMAIN = PROJECT_ROOT / "domain.yml"
OUT_OF_SCOPE = "out_of_scope"
NEVER_TYPED = ("choose",)
"""Intents that only buttons have."""


def known_intents(domain: Path = DOMAIN) -> tuple[str, ...]:
    """The intents that people can type, in the order of the domain; read anew when the file has changed."""
    return _read(domain, domain.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(domain: Path, _changed: int) -> tuple[str, ...]:
    found = yaml.safe_load(domain.read_text(encoding="utf-8"))["intents"]
    names = [next(iter(item)) if isinstance(item, dict) else item for item in found]
    return tuple(name for name in names if name not in NEVER_TYPED)
