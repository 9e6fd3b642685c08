"""The real actions, which fail or hang while the file of ORIENTA_TEST_FAULTS says so: `<action> raise|slow`, a line
each (`*` for all of them)."""

from __future__ import annotations

import functools
import os
import time
from pathlib import Path
from typing import Any

from rasa_sdk.executor import ActionExecutor

import bot.actions
from bot.actions.session import ActionSessionStart
from bot.dialogue.form import Form
from bot.dialogue.rasa_adapter import TurnAction

SLOW_SECONDS = 4.0
"""Longer than an action may take (3 s where that is tested), less than twice as long: the next is not late by it."""


class Broken(RuntimeError):
    """What a failing action raises: with the person's words in it, as real exceptions have."""


def _fault(action: str) -> str:
    path = Path(os.environ.get("ORIENTA_TEST_FAULTS", ""))
    lines = path.read_text().splitlines() if path.is_file() else []
    faults = dict(line.split() for line in lines if line.strip())
    return faults.get(action, faults.get("*", ""))


def _can_fail(run: Any) -> Any:
    @functools.wraps(run)
    async def wrapped(self: Any, dispatcher: Any, tracker: Any, domain: Any) -> Any:
        fault = _fault(self.name())
        if fault == "raise":
            raise Broken(f"cannot answer «{(tracker.latest_message or {}).get('text')}»")
        if fault == "slow":
            time.sleep(SLOW_SECONDS)
        return await run(self, dispatcher, tracker, domain)

    return wrapped


ActionExecutor()._import_submodules(bot.actions)
for kind in (TurnAction, Form, ActionSessionStart):
    kind.run = _can_fail(kind.run)  # type: ignore[method-assign]
