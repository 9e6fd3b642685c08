"""`make test-dates`: the time-bound part of the suite at chosen moments, as if today were then.

The clock of pytest and of every process that it starts is moved (:mod:`tests.support.clocks`).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Sequence

from bot import clock
from bot.clock import ROME
from tests.support.clocks import MOVED_CLOCK, RunningClock
from tests.support.servers import ROOT

MOMENTS = {
    "sunday": "2026-12-06 11:00", "santo-stefano": "2026-12-26 10:00", "leap-day": "2028-02-29 15:30",
    "clock-forward": "2027-03-28 01:57", "clock-back": "2027-10-31 02:57", "midnight": "2027-06-01 23:58",
    "new-year": "2027-01-01 00:01", "in-17-days": ""}
"""Local time; those around a change are a few minutes before it, so that it comes while the tests run."""

PARTS = (
    "tests/unit/actions", "tests/unit/dialogue", "tests/unit/services", "tests/unit/server/test_around.py",
    "tests/unit/rasa/patches/test_long_sessions.py", "tests/unit/connectors", "tests/unit/cli",
    "tests/conversations/eligibility", "tests/conversations/handoff", "tests/conversations/feedback",
    "tests/conversations/privacy",
    "tests/integration/test_desk.py", "tests/integration/test_desk_content.py",
    "tests/integration/test_desk_content_calendar.py", "tests/integration/test_notices.py",
    "tests/integration/test_failures_messages.py", "tests/integration/test_webchat_own.py",
    "tests/integration/test_telegram_out.py", "tests/browser/test_desk.py", "tests/browser/test_desk_content.py",
    "tests/browser/test_widget_journey.py")
"""What asks for the time: of this machine, of a server that it starts, or of a page. The rest is given its moment."""

SHORT = (
    "tests/unit/actions", "tests/unit/server/test_around.py", "tests/unit/rasa/patches/test_long_sessions.py",
    "tests/conversations/eligibility", "tests/integration/test_desk.py", "tests/integration/test_notices.py",
    "tests/browser/test_desk_content.py")
"""The part of it that CI runs, where one kind of clock stands for its like."""


def run_at(moment: datetime, arguments: Sequence[str]) -> int:
    """The exit code of a pytest that believes it is ``moment``; a test that is skipped fails it."""
    path = os.pathsep.join(filter(None, [str(MOVED_CLOCK), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, **RunningClock(moment).env, "PYTHONPATH": path, "ORIENTA_TEST_SKIPS": "fail"}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment).returncode


def main() -> int:
    """Run; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", default=" ".join(MOMENTS), help="which, by name")
    parser.add_argument("--short", action="store_true", help="the part that CI runs")
    options, more = parser.parse_known_args()
    failed = []
    for name in options.moments.split():
        moment = (datetime.fromisoformat(MOMENTS[name]).replace(tzinfo=ROME) if MOMENTS[name]
                  else clock.now() + timedelta(days=17))
        print(f"\n== {name}: {moment:%A %d %B %Y %H:%M}", flush=True)
        if run_at(moment, [*(SHORT if options.short else PARTS), *more]) != 0:
            failed.append(name)
    print("test-dates:", f"failed at {', '.join(failed)}" if failed else "all moments passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
