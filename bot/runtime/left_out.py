"""Libraries of channels, stores and commands that this server was not asked for: Rasa imports them all at start."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, Mapping

from bot.runtime.stand_ins import LateFinder, StubFinder

OF_CHANNELS: Mapping[str, frozenset[str]] = {
    "telegram": frozenset({"aiogram"}),
    "slack": frozenset({"slack_sdk"}),
    "twilio": frozenset({"twilio"}),
    "twilio_voice": frozenset({"twilio"}),
    "webexteams": frozenset({"webexteamssdk"}),
    "facebook": frozenset({"fbmessenger"}),
    "hangouts": frozenset({"google", "cachecontrol"}),
    "cmdline": frozenset({"questionary", "prompt_toolkit"}),
}
"""What Rasa's own channels need, by their name in the credentials file."""

OF_STORES: Mapping[str, frozenset[str]] = {
    "mongod": frozenset({"pymongo"}),
    "dynamo": frozenset({"boto3"}),
}
"""What Rasa's own tracker stores need, by their type in the endpoints file."""

LATE = frozenset({"apscheduler"})
"""Imported when it is first used: a scheduler is made for the first reminder only."""

OF_TESTING = frozenset({"sklearn", "matplotlib"})
"""What only training and testing a model need; the HTTP API offers both."""


def unneeded(credentials: Path, endpoints: Path, api: bool) -> frozenset[str]:
    """The libraries that a server with these files, with or without the HTTP ``api``, does not need."""
    channels = set(_read(credentials))
    store = str((_read(endpoints).get("tracker_store") or {}).get("type", "")).lower()
    needed = {name for channel in channels for name in OF_CHANNELS.get(channel, ())} | set(OF_STORES.get(store, ()))
    if api:
        needed |= OF_TESTING
    return frozenset().union(OF_TESTING, LATE, *OF_CHANNELS.values(), *OF_STORES.values()) - needed


def _read(path: Path) -> dict[str, Any]:
    """The sections of a YAML file; none when it is missing or wrong, which Rasa will tell."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def left_out(libraries: frozenset[str]) -> Iterator[None]:
    """While Rasa is imported it gets stand-ins of ``libraries``; afterwards whoever imports one gets the real one."""
    finders: list[Any] = [StubFinder(name for name in libraries if name not in sys.modules), LateFinder({"dask"})]
    sys.meta_path[:0] = finders
    try:
        yield
    finally:
        for finder in finders:
            finder.withdraw()


def import_schedulers_late() -> None:
    """Rasa makes its scheduler of reminders when the first one is set: the library is imported then."""
    from rasa.core import jobs

    def scheduler(*args: Any, **kwargs: Any) -> Any:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        return AsyncIOScheduler(*args, **kwargs)

    jobs.AsyncIOScheduler = scheduler
