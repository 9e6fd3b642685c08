"""What the server imports before its model, on an installation without what only developers have."""

from __future__ import annotations

import subprocess
import sys

from tests.support.servers import ROOT

WITHOUT_SANIC = """
from importlib.machinery import PathFinder
found = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, *more: None if name.partition(".")[0].startswith("sanic") else found(name, *more))
from bot.server.launcher import import_ahead
import_ahead(with_site=True)
"""


def test_it_needs_no_sanic() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_SANIC], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
