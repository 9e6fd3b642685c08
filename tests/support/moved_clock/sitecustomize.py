"""Moves the clock of a process that a test starts: Python imports this first where the folder is on its path.

``time.time()`` is the one that is moved: :func:`bot.clock.now`, the times of Rasa's events and the dates of signed
cookies come from it, here and in every process that this one starts. What measures a duration goes on as it is.
"""

import os
import time


def _install() -> None:
    begins, moment, pace = (float(number) for number in os.environ["ORIENTA_TEST_CLOCK"].split())
    time.time = lambda: moment + (time.monotonic() - begins) * pace
    time.time_ns = lambda: int(time.time() * 1_000_000_000)


if os.environ.get("ORIENTA_TEST_CLOCK"):
    _install()
