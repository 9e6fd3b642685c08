"""`orienta explain`: what a message can be in a context, and why one reading was chosen."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

from bot.dialogue import scorer
from bot.dialogue.acts import name_act
from bot.dialogue.context import Context, Understood
from bot.dialogue.interpretation import find_candidates
from bot.server import assistant, launcher, logs
from bot.services.needs import NeedIndex
from bot.settings import Settings


@dataclass(frozen=True)
class Explained:
    """A candidate: who says so, the act that it would be, its score and the evidence with the weight of each piece."""

    reader: str
    act: str
    score: float
    evidence: Mapping[str, tuple[float, float]]


def explain(text: str, understood: Understood, context: Context) -> list[Explained]:
    """The candidates for ``text``, the chosen one first."""
    weights = scorer.load_weights()
    found = [Explained(item.reader, name_act(item.meaning, context), scorer.score(item.evidence),
                       {name: (value, weights.get(name, 0.0)) for name, value in item.evidence.items()})
             for item in find_candidates(text, understood, context)]
    return sorted(found, key=lambda item: -item.score)


class ModelReader:
    """The trained model, asked what messages are, outside a conversation."""

    def __init__(self, model: Path, endpoints: Path, settings: Settings) -> None:
        """Load ``model``, which lasts some seconds.

        Raises:
            CannotLoad: the model cannot be loaded.
        """
        os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
        launcher.import_rasa(model, settings)
        logs.configure_rasa(settings.log_level)
        self._loop = asyncio.new_event_loop()
        self._agent = self._loop.run_until_complete(assistant.load(model, endpoints, "", settings))

    def parse(self, texts: Sequence[str]) -> list[Understood]:
        """What the classifier takes each of ``texts`` for."""
        from bot.rasa.patches.context_reading import read_understood

        return [read_understood(self._parse(text)) for text in texts]

    def rank_acts(self, text: str, context: Context) -> tuple[tuple[str, float], ...]:
        """What the model of acts takes ``text`` for in ``context``."""
        from bot.rasa.patches.context_reading import rank_acts

        return rank_acts(text, context)

    def read_context(self, conversation_id: str) -> Optional[Context]:
        """Where the conversation stands; None when there is none of that id."""
        from bot.rasa.patches.context_reading import read_context

        tracker = self._loop.run_until_complete(self._agent.tracker_store.retrieve(conversation_id))
        return None if tracker is None else read_context(tracker)

    def read_needs(self) -> Optional[NeedIndex]:
        """The words of the register of needs; None while the database cannot be read."""
        from bot.rasa.patches.context_reading import read_needs

        return read_needs()

    def _parse(self, text: str) -> dict[str, Any]:
        from rasa.core.channels.channel import UserMessage

        parsed: dict[str, Any] = self._loop.run_until_complete(self._agent.processor.parse_message(UserMessage(text)))
        return parsed
