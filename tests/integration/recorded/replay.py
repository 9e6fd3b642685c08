"""Replays the recorded conversations on the project's model and prints the events: python -m … MODEL stock|patched."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.yaml_files import read_yaml

FLEETING = {"timestamp", "message_id", "model_id", "input_channel"}
"""What differs from one run to the next."""


def lasting(value: Any) -> Any:
    """``value`` without what differs from run to run; numbers rounded to what two runs share."""
    if isinstance(value, dict):
        return {name: lasting(part) for name, part in value.items() if name not in FLEETING}
    if isinstance(value, list):
        return [lasting(part) for part in value]
    return round(value, 6) if isinstance(value, float) else value


async def replay(model: Path) -> list[Any]:
    """The events of every conversation."""
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.utils import AvailableEndpoints

    from bot import settings
    from bot.server import assistant

    endpoints = AvailableEndpoints(action=assistant.make_action_endpoint("", settings.load()))
    agent = await assistant.load_agent(model, endpoints)
    recorded = read_yaml(Path(__file__).parent / "conversations.yml")
    found = []
    for number, texts in enumerate(recorded):
        for text in texts:
            await agent.handle_message(UserMessage(text, CollectingOutputChannel(), sender_id=str(number)))
        tracker = await agent.tracker_store.retrieve(str(number))
        found.append([lasting(event.as_dict()) for event in tracker.events])
    return found


def main() -> None:
    """Print the events as JSON."""
    from bot import settings
    from bot.rasa import patches
    from bot.server import launcher, logs

    if sys.argv[2] == "stock":
        for name in set(patches.PATCHES) - {"conversation_guard", "context_reading"}:  # those change what is said
            del patches.PATCHES[name]
    launcher.import_rasa(Path(sys.argv[1]), settings.load())
    logs.configure_rasa("WARNING")
    applied = sorted(patches.apply())
    print(json.dumps({"patches": applied, "conversations": asyncio.run(replay(Path(sys.argv[1])))}))


if __name__ == "__main__":
    main()
