"""A process that serves with one model after the other: which parts of the old ones are still there.

``python -m tests.integration.model_changes ARCHIVE CHANGES``, with ``DATABASE_URL``; prints the names of what is alive
as JSON, after each change, and last what is alive while somebody holds a model: that must be found.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import weakref
from pathlib import Path
from typing import Any

from bot import settings as settings_module
from bot.server import assistant, garbage_collection, launcher
from bot.server.released_model import ReleasedModel

MESSAGES = ("quali corsi ci sono?", "sono idoneo al corso di sala?", "ho 30 anni", "vorrei un appuntamento", "annulla")


def parts_of(agent: Any) -> dict[str, weakref.ref[Any]]:
    """The parts of the model in service, by name."""
    processor = agent.processor
    nodes = processor.graph_runner._instantiated_nodes
    parts = {"processor": processor, "domain": processor.domain, "runner": processor.graph_runner, **{
        name: node._component for name, node in nodes.items() if node._component is not None}}
    return {name: weakref.ref(part) for name, part in parts.items()}


async def talk(agent: Any, sender: str) -> None:
    """A few turns."""
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

    for text in MESSAGES:
        await agent.handle_message(UserMessage(text, CollectingOutputChannel(), sender_id=sender))


async def run(archive: Path, changes: int) -> list[list[str]]:
    """As often as ``changes`` another archive is released and taken up; the last time with the old one held."""
    settings = settings_module.load()
    agent = await assistant.load(archive, settings_module.PROJECT_ROOT / "endpoints.yml", "", settings)
    garbage_collection.resume()
    released, found, held = ReleasedModel(settings, archive), [], []
    for number in range(changes + 1):
        await talk(agent, f"person{number % 2}")
        parts = parts_of(agent)
        if number == changes:
            held.append(agent.processor)
        wanted = archive.with_name(f"{number}.tar.gz")
        shutil.copy(archive, wanted)
        released.find = lambda wanted=wanted: (wanted, None)  # type: ignore[method-assign,misc]
        assert await released.once(agent)
        await talk(agent, f"person{number % 2}")
        found.append(sorted(name for name, part in parts.items() if part() is not None))
        wanted.unlink()
    return found


def main() -> None:
    """Begin as ``orienta serve`` does."""
    settings = settings_module.load()
    settings_module.keep(settings)
    archive = Path(sys.argv[1])
    launcher.import_ahead(with_site=False)
    launcher.import_rasa(archive, settings)
    print(json.dumps(asyncio.run(run(archive, int(sys.argv[2])))))


if __name__ == "__main__":
    main()
