"""What the desk asks of the server about its assistant; given by the server, which knows Rasa."""

from __future__ import annotations

from typing import Optional, Protocol

from bot.services.trainings import Rehearsed


class Workshop(Protocol):
    """Tries messages on the assistant in service, and starts trainings."""

    def read_inputs(self) -> str:
        """The fingerprint of the data that this program was started with."""

    def start_training(self, training_id: int) -> None:
        """Start the process of a training that has begun.

        Raises:
            OSError: no process can be started.
        """

    async def try_message(self, text: str) -> Optional[Rehearsed]:
        """What the assistant would do with ``text``; None where the chat is served elsewhere.

        Raises:
            DatabaseUnavailable: the database cannot be reached.
        """
