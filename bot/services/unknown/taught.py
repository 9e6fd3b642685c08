"""What operators taught the assistant: messages with the intent they gave them, and which are kept from a training.

One in five, chosen by a digest of its words, is never learnt: it measures what the others taught. The choice is of the
words alone, so that no message is learnt by one model and held against another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional, Sequence

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import NotUnderstood, TaughtExample
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.italian.text import normalise
from bot.services.unknown.intents import OUT_OF_SCOPE, list_known_intents
from bot.services.unknown.results import ASSIGNED, OUTSIDE
from bot.settings import PROJECT_ROOT, Settings

TRAINING = PROJECT_ROOT / "bot" / "data" / "nlu"
HELD_ONE_IN = 5

_ANNOTATED = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")
_LINE = re.compile(r"\s+- (?!intent:)(.*)")
"""An example of a training file."""

_taught = get_table(TaughtExample)


@dataclass(frozen=True)
class Taught:
    """A line of training data, what it wants, and whether it is held apart from training."""

    id: int
    text: str
    intent: str
    held: bool


def list_taught(settings: Settings, *, training: Optional[Path] = None) -> list[Taught]:
    """What operators taught, the oldest first.

    A message that the training data in ``training`` (``bot/data/nlu``) have already is left out; so is one whose
    intent is no longer in the domain. Of the same words the last intent counts.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    known, seen = list_known_intents(), set(_trained(training or TRAINING))
    found: list[Taught] = []
    with transaction(settings.database_url) as session:
        rows = session.execute(select(_taught).order_by(_taught.c.taught_at.desc(), _taught.c.id.desc())).all()
    for row in rows:
        text = write_example(row.text)
        words = normalise(text)
        if row.intent in known and text and words not in seen:
            seen.add(words)
            found.append(Taught(row.id, text, row.intent, is_held(words)))
    return found[::-1]


def is_held(words: str) -> bool:
    """Whether a message of those normalised words is kept from every training."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big") % HELD_ONE_IN == 0


def write_training_yaml(taught: Sequence[Taught]) -> str:
    """Examples as NLU training data of Rasa 3.1, grouped by intent in the domain's order."""
    order = list_known_intents()
    parts = ['version: "3.1"', "", "nlu:" if taught else "nlu: []"]
    for intent in sorted({each.intent for each in taught}, key=order.index):
        parts += [f"  - intent: {intent}", "    examples: |",
                  *(f"      - {each.text}" for each in taught if each.intent == intent)]
    return "\n".join(parts) + "\n"


def teach_in(session: Session, *, ids: Sequence[int], state: str, intent: Optional[str], now: Any) -> None:
    """Make the messages of those ids examples of what their new ``state`` says they want, or no examples any more."""
    session.execute(delete(_taught).where(_taught.c.message_id.in_(ids)))
    if state in (ASSIGNED, OUTSIDE):
        session.execute(insert(_taught).from_select(["message_id", "text", "intent", "taught_at"], select(
            NotUnderstood.id, NotUnderstood.text, literal(intent if state == ASSIGNED else OUT_OF_SCOPE),
            literal(clock.to_utc(now), type_=_taught.c.taught_at.type)).where(NotUnderstood.id.in_(ids))))


def forget_in(session: Session, conversation_id: str) -> None:
    """Take away the examples that messages of a conversation are, as long as it is known which."""
    session.execute(delete(_taught).where(_taught.c.message_id.in_(
        select(NotUnderstood.id).where(NotUnderstood.conversation_id == conversation_id))))


def write_example(text: str) -> str:
    """A message as one line of training data, without what Rasa would read as an annotated entity or as a command."""
    line = " ".join(re.sub(r"\[(e-mail|numero|nome|codice|codice fiscale|IBAN)\]", " ", text).split())
    line = re.sub(r"[\[\]{}()|\\]", " ", line)
    line = "".join(char for char in line if char.isprintable())
    return " ".join(line.split()).lstrip("/-#&*!%@`>? ").strip()


def _trained(folder: Path) -> frozenset[str]:
    """The normalised examples of the training files, read anew when one of them has changed."""
    return _read_trained(tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yml"))))


@lru_cache(maxsize=2)
def _read_trained(files: tuple[tuple[Path, int], ...]) -> frozenset[str]:
    # line by line: a YAML reader takes half a second for seventeen thousand examples, and stops every chat meanwhile
    return frozenset(
        normalise(_ANNOTATED.sub(r"\1", found[1])) for path, _ in files
        for line in path.read_text(encoding="utf-8").splitlines() if (found := _LINE.match(line)))
