"""The actions of the assistant on a day that never changes: conversations about dates are the same on every run.

The server of a test loads this package as ``ORIENTA_ACTIONS_PACKAGE``; ``ORIENTA_TEST_NOW`` is the local time at which
it starts.
"""

from __future__ import annotations

import os
from datetime import datetime

from bot.core import clock

_started = datetime.now(clock.ROME)
_begins = datetime.fromisoformat(os.environ["ORIENTA_TEST_NOW"]).replace(tzinfo=clock.ROME)


def _now() -> datetime:
    return _begins + (datetime.now(clock.ROME) - _started)


clock.now = _now

from bot import actions  # noqa: E402 - the clock stands before any action looks at it

__path__ = actions.__path__
