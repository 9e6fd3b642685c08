"""The model that the desk published: found when a server starts, and taken up by one that runs."""

from __future__ import annotations

import asyncio
import logging
from copy import copy
from pathlib import Path
from typing import Any, Optional

from bot import clock
from bot.db.session import DatabaseUnavailable
from bot.server import garbage_collection, training
from bot.services import trainings
from bot.services.trainings import ReleaseView
from bot.services.unavailable import log_failure
from bot.settings import Settings

logger = logging.getLogger("orienta.models")


class ReleasedModel:
    """Which model serves: the published one where it belongs to the data of this program, else ``usual``."""

    def __init__(self, settings: Settings, usual: Path) -> None:
        self._settings = settings
        self._usual = usual
        self._refused: Optional[int] = None
        self._noted: Optional[int] = None
        self.served = usual
        """The archive in service, or about to be."""

    def find(self) -> tuple[Path, Optional[ReleaseView]]:
        """The archive that should serve now, and the release that it is.

        Raises:
            DatabaseUnavailable: the database cannot be read.
        """
        release = trainings.find_release(self._settings)
        if release is None or release.id == self._refused \
                or release.inputs != training.compute_own_fingerprint(self._settings):
            return self._usual, None
        path = trainings.find_models_folder(self._settings) / release.archive
        if not path.is_file():
            self.refuse(release, FileNotFoundError(path.name))
            return self._usual, None
        return path, release

    def refuse(self, release: ReleaseView, error: Exception) -> None:
        """The model of ``release`` cannot be loaded: this process goes on without it."""
        log_failure(logger, f"the published model {release.archive} cannot be loaded", error)
        self._refused = release.id
        trainings.note_refused(self._settings, release.id, now=clock.now())

    async def follow(self, agent: Any) -> None:
        """Let ``agent`` serve with what is published, for ever; turns that run finish with the model they began with.
        """
        await asyncio.to_thread(training.compute_own_fingerprint, self._settings)  # of the files this process runs with
        while True:
            try:
                await self.once(agent)
            except DatabaseUnavailable:
                pass  # the next look will tell
            except Exception as error:  # whatever it is, the follower must not end
                log_failure(logger, "the published model was not looked for", error)
            await asyncio.sleep(self._settings.desk_watch_seconds)

    async def once(self, agent: Any) -> bool:
        """One look; whether another model serves now."""
        wanted, release = await asyncio.to_thread(self.find)
        changed = wanted != self.served
        if changed:
            try:
                processor = await asyncio.to_thread(_load, agent, wanted)
            except Exception as error:
                if release is None:
                    raise
                await asyncio.to_thread(self.refuse, release, error)
                return False
            _put_in_service(agent, processor)
            self.served = wanted
            del processor
            await asyncio.to_thread(garbage_collection.release_memory)  # the old model goes now, not some day
            logger.info("in service: %s", wanted.name)
        if release is not None and release.id != self._noted:
            await asyncio.to_thread(trainings.note_taken_up, self._settings, release.id, now=clock.now())
        self._noted = None if release is None else release.id
        return changed


def _load(agent: Any, archive: Path) -> Any:
    """A message processor of ``archive`` with the stores of ``agent``; it lasts seconds, so it is made in a thread."""
    from rasa.core.processor import MessageProcessor

    return MessageProcessor(
        model_path=archive, tracker_store=agent.tracker_store, lock_store=agent.lock_store, generator=agent.nlg,
        action_endpoint=agent.action_endpoint, http_interpreter=agent.http_interpreter)


def _put_in_service(agent: Any, processor: Any) -> None:
    """As ``Agent.load_model`` does with a processor that is made already."""
    agent.processor = processor
    agent.domain = processor.domain
    agent.tracker_store.domain = processor.domain
    if hasattr(agent.nlg, "responses"):
        agent.nlg.responses = copy(processor.domain.responses)
