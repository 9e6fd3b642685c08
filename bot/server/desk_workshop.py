"""What the desk's pages can ask of the server about its assistant: to try a message, to train a model."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
from typing import Any, Optional

from bot import clock
from bot import settings as settings_module
from bot.services import trainings
from bot.services.trainings import Rehearsed
from bot.services.unavailable import log_failure
from bot.settings import PROJECT_ROOT, Settings

logger = logging.getLogger("orienta.models")

COMMAND = "desk-training"
"""The command of `orienta` that is a training's process."""


class DeskWorkshop:
    """``agent``: the one that serves in this process; None where the chat is served by another."""

    def __init__(self, settings: Settings, agent: Any) -> None:
        self._settings = settings
        self._agent = agent

    def read_inputs(self) -> str:
        """The fingerprint of the repository's data that this process was started with."""
        from bot.server import training  # late: a process with a site only is seldom asked

        return training.compute_own_fingerprint(self._settings)

    def start_training(self, training_id: int) -> None:
        """Start the process of a training that has begun.

        Raises:
            OSError: no process can be started.
        """
        start_process(self._settings, training_id)

    async def try_message(self, text: str) -> Optional[Rehearsed]:
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


def start_process(settings: Settings, training_id: int) -> None:
    """Start the process of a training that has begun; one that ends without a word is noted as gone.

    Raises:
        OSError: no process can be started.
    """
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for field in ("database_url", "desk_models_dir", "spacy_model_dir", "log_level"):
        environment[settings_module.name_env_variable(field)] = getattr(settings, field)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", COMMAND, str(training_id)], cwd=PROJECT_ROOT, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)

    def watch() -> None:
        process.wait()
        try:
            trainings.fail(settings, training_id, now=clock.now())  # does nothing where it has told its end
        except Exception as error:  # the desk sees by its silence that it is gone
            log_failure(logger, "the end of a training was not noted", error)

    threading.Thread(target=watch, name="training", daemon=True).start()
