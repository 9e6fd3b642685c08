"""Runs conversations written as YAML: what is said or pressed, what must be heard, what must not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.yaml_files import read_yaml
from tests.conversations.simulated import Client, Person
from tests.support.servers import Server

MOST_MESSAGES = 3


class Scripted(Person):
    """A person who follows a script; a correction with a calculation before the next question takes three messages."""

    def _check(self, reply: Any) -> None:
        assert reply.texts, self.story("silence")
        assert len(reply.texts) <= MOST_MESSAGES, self.story("too many messages")
        for text in reply.texts:
            assert not re.search(r"\{\w*\}|\bNone\b|utter_|Traceback|problema tecnico",
                                 text), self.story("not for people")


@dataclass(frozen=True)
class Place:
    """The server of the scripts and its database."""

    server: Server
    settings: Settings

    def person(self, session_id: str = "") -> Scripted:
        """Somebody new, or somebody who comes back."""
        return Scripted(Client(self.server.url, session_id))


def scripts(folder: Path) -> list[Any]:
    """The conversations of all YAML files of ``folder``, for ``parametrize``."""
    import pytest

    found = []
    for path in sorted(folder.glob("*.yml")):
        for script in read_yaml(path):
            found.append(pytest.param(script["turns"], id=script["name"]))
    return found


def play(place: Place, turns: list[dict[str, Any]]) -> Scripted:
    """Have the conversation.

    A turn has ``say`` (typed) or ``press`` (the beginning of a button's title), ``hear`` and ``not`` (patterns of the
    whole reply), ``last`` (patterns of its last message) and ``buttons`` (beginnings of titles).
    """
    person = place.person()
    try:
        for turn in turns:
            person.say(turn["say"]) if "say" in turn else person.click(turn["press"])
            _check(person, turn)
    finally:
        person.client.close()
    return person


def _check(person: Scripted, turn: dict[str, Any]) -> None:
    heard = person.last
    for pattern in turn.get("hear", []):
        assert re.search(pattern, heard.text, re.IGNORECASE), person.story(f"missing «{pattern}»")
    for pattern in turn.get("not", []):
        assert not re.search(pattern, heard.text, re.IGNORECASE), person.story(f"has «{pattern}»")
    for pattern in turn.get("last", []):
        assert re.search(pattern, heard.texts[-1], re.IGNORECASE), person.story(f"the last message has no «{pattern}»")
    for title in turn.get("buttons", []):
        heard.payload(title)
    if "messages" in turn:
        assert len(heard.texts) == turn["messages"], person.story(f"not {turn['messages']} messages")
