"""Real trackers from event lists, and what an action says and does with them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Mapping, Optional, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml


@lru_cache(maxsize=1)
def domain() -> dict[str, Any]:
    """The responses of the project, as the server hands them to an action."""
    responses: dict[str, Any] = {}
    for path in sorted((PROJECT_ROOT / "bot" / "data" / "responses").glob("*.yml")):
        responses.update(read_yaml(path)["responses"])
    return {"responses": responses}


def user(text: str, intent: str = "inform", confidence: float = 0.9, **names: str) -> dict[str, Any]:
    """The event of a message; ``names``: entities by kind."""
    entities = [{"entity": kind, "value": value} for kind, value in names.items()]
    return {"event": "user", "text": text, "timestamp": 1.0, "parse_data": {
        "text": text, "intent": {"name": intent, "confidence": confidence}, "entities": entities,
        "intent_ranking": [{"name": intent, "confidence": confidence}], "message_id": "m"}}


def pressed(option: str) -> dict[str, Any]:
    """The event of a button that fills a slot of a form."""
    return user(f'/choose{{"option": "{option}"}}', "choose", 1.0, option=option)


def tracker(
    *events: dict[str, Any], slots: Optional[Mapping[str, Any]] = None, loop: Optional[str] = None,
    sender: str = "web_1",
) -> Tracker:
    """A conversation of one session with these user events; the last one is being answered."""
    history: list[dict[str, Any]] = [{"event": "action", "name": "action_session_start"}, {"event": "session_started"}]
    for event in events:
        history += [{"event": "action", "name": "action_listen"}, event]
    latest = next((event["parse_data"] for event in reversed(events) if event["event"] == "user"), {})
    return Tracker(sender, dict(slots or {}), latest, history, False, None, {"name": loop} if loop else {},
                   "action_listen")


@dataclass(frozen=True)
class Done:
    """What an action said, and the slots that it set (the last value of each)."""

    messages: tuple[dict[str, Any], ...]
    events: tuple[Any, ...]
    slots: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(message.get("text") or "" for message in self.messages)

    @property
    def titles(self) -> list[str]:
        """The titles of all buttons."""
        return [button["title"] for message in self.messages for button in message.get("buttons") or []]

    def names(self, kind: str) -> list[Any]:
        """The names of the events of a kind."""
        return [event.get("name") for event in self.events if event.get("event") == kind]


def run(action: Action, told: Tracker) -> Done:
    """Run an action on a conversation."""
    dispatcher = CollectingDispatcher()
    events: Sequence[Any] = asyncio.run(action.run(dispatcher, told, domain()))  # type: ignore[arg-type]
    slots = {event["name"]: event.get("value") for event in events if event.get("event") == "slot"}
    return Done(tuple(dispatcher.messages), tuple(events), slots)
