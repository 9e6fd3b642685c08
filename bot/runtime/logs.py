"""Logs that an administrator can keep: ours at LOG_LEVEL, Rasa's from WARNING on, no session ids."""

from __future__ import annotations

import logging
import re
import warnings
from typing import Any

QUIET = ("rasa", "rasa_sdk", "sanic", "engineio", "socketio", "apscheduler", "asyncio", "matplotlib", "urllib3")
"""Libraries that say too much below WARNING, some of it what people write."""

_SESSION_ID = re.compile(r"\bweb_[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]+)?")


_KNOWN = re.compile("Slot auto-fill|pkg_resources|SQLAlchemy 2.0")


class HideSessionIds(logging.Filter):
    """Replaces session ids of the web chat: whoever reads a log must not be able to go on with a conversation."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record passes."""
        message = record.getMessage()
        hidden = _SESSION_ID.sub("web_…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True


def configure(level_name: str) -> None:
    """Set up logging and structlog. With DEBUG Rasa's own debug lines come too: they quote what people write."""
    from rasa.utils.log_utils import configure_structlog

    level = logging.getLevelName(level_name)
    rasa_level = level if level == logging.DEBUG else max(level, logging.WARNING)
    configure_structlog(rasa_level)
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handler.addFilter(HideSessionIds())
    root.addHandler(handler)
    root.setLevel(rasa_level)
    logging.getLogger("orienta").setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(rasa_level)
    hide_deprecations()


def hide_deprecations() -> None:
    """Nobody who starts the assistant can do anything about what Rasa's libraries call old."""
    if getattr(warnings.showwarning, "orienta", False):
        return
    stock = warnings.showwarning

    def showwarning(message: Any, category: Any, *args: Any, **kwargs: Any) -> None:
        if not (issubclass(category, DeprecationWarning) or _KNOWN.search(str(message))):
            stock(message, category, *args, **kwargs)

    showwarning.orienta = True  # type: ignore[attr-defined]
    # not a filter: several libraries put their own in front of it while they are imported
    warnings.showwarning = showwarning
