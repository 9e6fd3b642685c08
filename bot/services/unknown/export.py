"""Reviewed messages as NLU training data of Rasa 3.1, grouped by intent, ready for ``bot/data/nlu``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Optional

import yaml
from sqlalchemy import select

from bot.db.models import NotUnderstood
from bot.db.session import transaction
from bot.italian.text import normalise
from bot.services.unknown.intents import OUT_OF_SCOPE, known_intents
from bot.services.unknown.results import ASSIGNED, OUTSIDE
from bot.settings import PROJECT_ROOT, Settings

TRAINING = PROJECT_ROOT / "bot" / "data" / "nlu"



def training_yaml(settings: Settings, *, training: Optional[Path] = None) -> str:
    """The messages that were given an intent, and those out of scope, as a training file.

    A message that the training data in ``training`` (``bot/data/nlu``) have already, or that came more than once, is
    left out; so is one whose intent is no longer in the domain.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    known = known_intents()
    seen = _trained(training or TRAINING)
    query = (
        select(NotUnderstood.text, NotUnderstood.intent, NotUnderstood.state)
        .where(NotUnderstood.state.in_([ASSIGNED, OUTSIDE])).order_by(NotUnderstood.at, NotUnderstood.id))
    found: dict[str, list[str]] = {}
    with transaction(settings.database_url) as session:
        for row in session.execute(query):
            intent = row.intent if row.state == ASSIGNED else OUT_OF_SCOPE
            text = example(row.text)
            if intent in known and text and normalise(text) not in seen:
                seen.add(normalise(text))
                found.setdefault(intent, []).append(text)
    parts = ['version: "3.1"', "", "nlu:" if found else "nlu: []"]
    for intent in sorted(found, key=known.index):
        parts += [f"  - intent: {intent}", "    examples: |", *(f"      - {text}" for text in found[intent])]
    return "\n".join(parts) + "\n"


def example(text: str) -> str:
    """A message as one line of training data, without what Rasa would read as an annotated entity or as a command."""
    line = " ".join(re.sub(r"\[(e-mail|numero|nome|codice|codice fiscale|IBAN)\]", " ", text).split())
    line = re.sub(r"[\[\]{}()|\\]", " ", line)
    line = "".join(char for char in line if char.isprintable())
    return " ".join(line.split()).lstrip("/-#&*!%@`>? ").strip()


def _trained(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in sorted(folder.glob("*.yml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for item in (data or {}).get("nlu") or ():
            lines = (item.get("examples") or "").splitlines()
            found |= {normalise(re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line.strip().removeprefix("- ")))
                      for line in lines}
    return found
