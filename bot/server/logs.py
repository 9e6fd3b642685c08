"""Logs that an administrator can keep: ours at LOG_LEVEL, Rasa's from WARNING on, no session ids."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
import warnings
from datetime import UTC, datetime
from typing import Any, MutableMapping

from bot import request_ids

QUIET = ("rasa", "rasa_sdk", "uvicorn", "engineio", "engineio.server", "socketio", "socketio.server", "apscheduler",
         "asyncio", "matplotlib", "urllib3")
"""Libraries that say too much below WARNING, some of it what people write.

The two servers by their own names: where these have no level they add a handler that writes whole exceptions."""

NEVER_DEBUG = ("sse_starlette", "python_multipart", "multipart")
"""Libraries of the site that write whole answers and forms at DEBUG: messages, passwords."""

_SESSION_ID = re.compile(r"\b(web|tg)_[A-Za-z0-9_-]{6,}(?:~[A-Za-z0-9_-]+)?(?:\.[A-Za-z0-9_-]+)?")


_KNOWN = re.compile("Slot auto-fill|pkg_resources|SQLAlchemy 2.0")


class HideSessionIds(logging.Filter):
    """Replaces session ids of the web chat: whoever reads a log must not be able to go on with a conversation."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record passes."""
        message = record.getMessage()
        hidden = _SESSION_ID.sub(r"\1_…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True


class ShortTracebacks(logging.Formatter):
    """Tells where an exception came from but not its text: that of a database quotes what a person wrote."""

    def formatException(self, ei: Any) -> str:
        """The places and the class of the exception; with LOG_LEVEL=DEBUG all of it."""
        if logging.getLogger("orienta").isEnabledFor(logging.DEBUG):
            return super().formatException(ei)
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + getattr(kind, "__name__", str(kind))


class NameRequest(logging.Filter):
    """Gives each record the id of the message or request that it belongs to, as ``request``."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        request = request_ids.find_current()
        vars(record).update(request=request, mark=f" [{request}]" if request else "")
        return True


class JsonLines(ShortTracebacks):
    """A record as one line of JSON: at, level, logger, message, and where they are known request and trace."""

    def format(self, record: logging.LogRecord) -> str:
        """No line breaks inside: whatever reads the log gets whole records."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if request := getattr(record, "request", ""):
            entry["request"] = request
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def configure(level_name: str, format_name: str = "text") -> None:
    """Set up logging. With DEBUG Rasa's own debug lines come too: they quote what people write.

    ``format_name``: text or json.
    """
    level = logging.getLevelName(level_name)
    others = level if level == logging.DEBUG else max(level, logging.WARNING)
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonLines() if format_name == "json" else
        ShortTracebacks("%(asctime)s %(levelname)-7s %(name)s:%(mark)s %(message)s"))
    handler.addFilter(NameRequest())
    handler.addFilter(HideSessionIds())
    root.addHandler(handler)
    root.setLevel(others)
    logging.getLogger("orienta").setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(others)
    for name in NEVER_DEBUG:
        logging.getLogger(name).setLevel(max(level, logging.INFO))
    hide_deprecations()


def configure_rasa(level_name: str, format_name: str = "text") -> None:
    """:func:`configure`, and Rasa's structured log at the same level, reduced to what says nothing about a person.

    Rasa's own form writes the arguments of each event, and with an exception all local variables: slots, messages.
    """
    import structlog
    from rasa.utils.log_utils import configure_structlog

    configure(level_name, format_name)  # first: Rasa's call adds a handler of its own where there is none
    configure_structlog(logging.getLogger("rasa").level)
    if level_name != "DEBUG":
        structlog.configure(processors=[structlog.stdlib.filter_by_level, cut_to_event])


def cut_to_event(_logger: Any, _method: str, event_dict: MutableMapping[str, Any]) -> str:
    """A structured log entry as its name and the class of the exception."""
    error = event_dict.get("exc_info")
    if error is True:
        error = sys.exc_info()
    kind = error[0] if isinstance(error, tuple) else type(error) if isinstance(error, BaseException) else None
    parts = [str(event_dict.get("event", "")), kind.__name__ if kind is not None else ""]
    return " ".join(part for part in parts if part)


def hide_warnings() -> None:
    """From here on no Python warning is written: what Rasa warns of while it serves quotes the message."""
    if not logging.getLogger("orienta").isEnabledFor(logging.DEBUG):
        warnings.showwarning = lambda *_args, **_kwargs: None


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
