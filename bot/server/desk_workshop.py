"""What the desk's pages can ask of the server about its assistant: to try a message, to train a model."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

from bot.server import desk_training
from bot.services.trainings import Tried
from bot.settings import Settings


class DeskWorkshop:
    """``agent``: the one that serves in this process; None where the chat is served by another."""

    def __init__(self, settings: Settings, agent: Any) -> None:
        self._settings = settings
        self._agent = agent

    def read_inputs(self) -> str:
        """The fingerprint of the repository's data that this process was started with."""
        from bot.server import training  # late: a process with a site only is seldom asked

        return training.own_fingerprint(self._settings)

    def start_training(self, training_id: int) -> None:
        """Start the process of a training that has begun.

        Raises:
            OSError: no process can be started.
        """
        desk_training.start_process(self._settings, training_id)

    async def try_message(self, text: str) -> Optional[Tried]:
        """What the assistant in service would do with ``text``; None where this process cannot tell.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
        if self._agent is None:
            return None
        from bot.server import rehearsal

        if not rehearsal.can_rehearse(self._agent):
            return None
        return await asyncio.to_thread(rehearsal.rehearse, self._agent, self._settings, text)
