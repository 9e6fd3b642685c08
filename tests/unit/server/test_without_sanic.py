"""What servers and `orienta doctor` import, on an installation without what only developers have."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.servers import ROOT

WITHOUT_SANIC = """
from importlib.machinery import PathFinder
found = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, *more: None if name.partition(".")[0].startswith("sanic") else found(name, *more))
"""


@pytest.mark.parametrize("imported", [
    "from bot.server.launcher import import_ahead; import_ahead(with_site=True)",
    "from bot.rasa.action_executor import make_executor; make_executor('bot.actions')"])
def test_nothing_needs_sanic(imported: str) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_SANIC + imported], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
