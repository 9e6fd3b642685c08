"""The turns of ``bot/data/dialogues``: messages with what was in front of the person and the acts that they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from bot.dialogue.context import Context
from bot.dialogue.follow_ups import list_choices
from bot.dialogue.turn import Button
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

FOLDER = PROJECT_ROOT / "bot" / "data" / "dialogues"


@dataclass(frozen=True)
class LabelledTurn:
    """A message, where it stands and the acts that it is (the folder's README). ``blind``: nothing learns from it."""

    kind: str
    text: str
    context: Context
    acts: tuple[str, ...]
    blind: bool = False


def read_turns(folder: Path = FOLDER, *, blind: bool = False) -> list[LabelledTurn]:
    """The turns of ``folder``, with ``blind`` those that were written apart too."""
    contexts = read_yaml(folder / "contexts.yml")["contexts"]
    found = []
    for path in sorted(folder.glob("*.yml")) + (sorted(folder.glob("blind/*.yml")) if blind else []):
        for item in (read_yaml(path) or {}).get("turns", []):
            place = contexts[item["in"]] if isinstance(item["in"], str) else item["in"]
            found.append(LabelledTurn(
                path.stem, item["text"], make_context(place), tuple(item["acts"]), path.parent != folder))
    return found


def make_context(place: Mapping[str, Any]) -> Context:
    """The context that an entry of contexts.yml describes."""
    buttons = tuple(Button(button["title"], button["payload"]) for button in place.get("buttons", ()))
    return Context(place.get("task"), place.get("question"), buttons, place.get("at_hand", False),
                   place.get("checked", False), listed=list_choices(buttons), subject=place.get("subject"),
                   last_question=place.get("last_question"))
