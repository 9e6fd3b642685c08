"""There is one clock, ``time.time()``, which tests can move: nothing of ours asks another one."""

from __future__ import annotations

import ast

import pytest

from tests.support import dates
from tests.support.servers import ROOT

FOLDERS = ("bot", "connectors", "tests")
ASKING = {"now", "utcnow", "today", "localtime", "gmtime", "ctime"}
OWNERS = {"datetime", "date", "time"}


def other_clocks(source: str) -> list[int]:
    """The lines that ask the machine for the time by another way: ``datetime.now()``, ``date.today()`` and their like.

    ``gmtime(moment)`` and its like read a moment that they are given, and ask for nothing.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            given = node.args and node.func.attr in ("localtime", "gmtime", "ctime")
            if name in OWNERS and not given:
                found.append(node.lineno)
    return found


def test_nobody_asks_another_clock() -> None:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): other_clocks(path.read_text(encoding="utf-8")) for path in paths}
    assert len(paths) > 300 and {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("line", [
    "datetime.now(ROME)", "datetime.datetime.utcnow()", "date.today()", "datetime.date.today()", "time.localtime()"])
def test_the_control_such_a_line_is_found(line: str) -> None:
    assert other_clocks(f"x = 1\ny = {line}\n") == [2]


@pytest.mark.parametrize("line", ["clock.now()", "time.gmtime(moment)", "self.now()"])
def test_what_is_given_its_moment_is_not(line: str) -> None:
    assert other_clocks(line) == []


def test_what_runs_at_other_dates_is_there() -> None:
    """A part that moved would end `make test-dates` before its first test."""
    assert [path for path in (*dates.PARTS, *dates.SHORT) if not (ROOT / path).exists()] == []
