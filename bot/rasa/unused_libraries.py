"""Installed libraries that our server never calls: Rasa imports them all at start."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import Any, Iterator

from bot.rasa.absent_libraries import OF_SERVER
from bot.rasa.stub_modules import StubFinder

OF_CONSOLE = frozenset({"questionary", "prompt_toolkit"})
"""What Rasa's own channel `cmdline` needs."""

LATE = frozenset({"apscheduler"})
"""Imported when it is first used: a scheduler is made for the first reminder only."""

OF_TESTING = frozenset({"sklearn", "scipy", "matplotlib"})
"""What only training and testing a model need."""

OF_RASAS_ADDRESSES = frozenset({"requests", "jwt"})
"""Its telemetry, models fetched from a server, tokens of its own channels."""

OF_LIBRARIES = frozenset({"spacy.cli", "portalocker.redis", "redis"})
"""spaCy's command line, which spaCy imports with itself, and Redis's client, for portalocker and python-socketio."""

UNNEEDED = OF_CONSOLE | OF_SERVER | LATE | OF_TESTING | OF_RASAS_ADDRESSES


@contextmanager
def left_out(libraries: frozenset[str] = UNNEEDED) -> Iterator[None]:
    """While Rasa and spaCy are imported they get stand-ins; afterwards whoever imports one gets the real one."""
    finders = [StubFinder(name for name in libraries if name not in sys.modules),
               StubFinder(OF_LIBRARIES, askers=("spacy", "portalocker", "socketio"))]
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
