"""The blind sets of messages with the intents that are right for them; nothing learns from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

BLIND = PROJECT_ROOT / "tests" / "nlu" / "blind"
LABELS = PROJECT_ROOT / "tests" / "nlu" / "intents.yml"
LABELLED = "labelled.yml"
"""A blind set whose messages carry their labels: it is for the classifier and judges no replies."""
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class BlindMessage:
    """A blind message; ``intents``: those that are right for it, the likeliest first; ``source``: its set's name."""

    text: str
    kind: str
    intents: tuple[str, ...]
    source: str = ""


def read_blind_messages(blind: Path = BLIND, labels_file: Path = LABELS) -> tuple[BlindMessage, ...]:
    """The blind messages with their labels; a text that stands in several sets is taken once. None without the sets.

    Raises:
        KeyError: a blind message has no label.
    """
    labels: dict[str, list[str]] = _read(labels_file) if labels_file.is_file() else {}
    found: dict[str, BlindMessage] = {}
    for path in sorted(blind.glob("messages*.yml")):
        for item in _read(path):
            text = item["text"]
            found.setdefault(text, BlindMessage(text, item["kind"], tuple(labels[text]), path.stem))
    labelled = blind / LABELLED
    for item in _read(labelled) if labelled.is_file() else ():
        found.setdefault(
            item["text"], BlindMessage(item["text"], item["kind"], tuple(item["intents"]), labelled.stem))
    return tuple(found.values())


def _read(path: Path) -> Any:
    return read_yaml(path)
