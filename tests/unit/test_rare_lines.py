"""What happens all the time is told once a minute."""

from __future__ import annotations

import logging

import pytest

from bot.rare_lines import TELL_EVERY_SECONDS, RareLine


def test_it_is_told_at_once_and_then_once_a_minute_with_the_count(caplog: pytest.LogCaptureFixture) -> None:
    moment = [0.0]
    line = RareLine(logging.getLogger("orienta.tests"), "%d refused (most: %d)", lambda: moment[0])
    for _ in range(1000):
        line.note(300)
    moment[0] = TELL_EVERY_SECONDS
    line.note(300)
    assert [record.getMessage() for record in caplog.records] == ["1 refused (most: 300)", "1000 refused (most: 300)"]
