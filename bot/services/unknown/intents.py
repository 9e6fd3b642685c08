"""The intents that a message can be given, as the domain lists them, with a name and an example for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping

from bot.rules.topics import find_topic
from bot.services.training_examples import read_examples
from bot.settings import PROJECT_ROOT
from bot.texts import get_texts
from bot.yaml_files import read_yaml

DOMAIN = PROJECT_ROOT / "domain.yml"
BUTTONS = PROJECT_ROOT / "bot" / "data" / "responses" / "suggestions.yml"
OUT_OF_SCOPE = "out_of_scope"
NEVER_TYPED = ("choose",)
"""Intents that only buttons have."""


@dataclass(frozen=True)
class IntentChoice:
    """An intent as an operator sees it: what it wants in words, its group in words, and something that people say.

    ``example`` is empty where nothing is learnt: words of its own tell such an intent, and it cannot be taught.
    """

    name: str
    title: str
    topic: str
    example: str


def list_known_intents(domain: Path = DOMAIN) -> tuple[str, ...]:
    """The intents that people can type, in the order of the domain; read anew when the file has changed."""
    return _read(domain, domain.stat().st_mtime_ns)


def list_intent_choices() -> Mapping[str, IntentChoice]:
    """The intents by name: called as the button for them, or as ``unknown.intents`` says where there is none."""
    return _choices(list_known_intents())


@lru_cache(maxsize=2)
def _choices(names: tuple[str, ...]) -> Mapping[str, IntentChoice]:
    titles, examples, topics = {**_button_titles(), **get_texts("unknown.intents")}, _first_examples(), get_texts(
        "numbers.topics")
    return {name: IntentChoice(name, titles[name], topics[find_topic(name)], examples.get(name, "")) for name in names}


def _button_titles() -> dict[str, str]:
    responses = read_yaml(BUTTONS)["responses"]
    return {name.removeprefix("utter_suggest_"): response[0]["buttons"][0]["title"]
            for name, response in responses.items() if response[0].get("buttons")}


def _first_examples() -> dict[str, str]:
    """An example of each intent: the first one of several words."""
    found: dict[str, str] = {}
    for intent, example in read_examples():
        if intent not in found or " " not in found[intent]:
            found[intent] = re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", example)
    return found


@lru_cache(maxsize=4)
def _read(domain: Path, _changed: int) -> tuple[str, ...]:
    found = read_yaml(domain)["intents"]
    names = [next(iter(item)) if isinstance(item, dict) else item for item in found]
    return tuple(name for name in names if name not in NEVER_TYPED)
