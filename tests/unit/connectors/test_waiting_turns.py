"""Messages that wait too long are an alarm, told once."""

from __future__ import annotations

import pytest

from connectors.conversation.waiting_turns import LATE_SECONDS, TurnWatch, WaitingTurns


def test_a_message_that_waits_too_long_is_told_once_and_its_end_too(caplog: pytest.LogCaptureFixture) -> None:
    moment = [0.0]
    watch = TurnWatch(lambda: moment[0])
    watch.note_pending([1, 2])
    moment[0] = LATE_SECONDS
    watch.note_pending([2, 3])
    assert watch.measure() == WaitingTurns(2, LATE_SECONDS) and not watch.measure().are_late and not caplog.records
    for _ in range(10):
        moment[0] += 1.0
        watch.note_pending([2, 3])
    assert watch.measure().are_late and len(caplog.records) == 1
    watch.note_pending([3])
    assert not watch.measure().are_late and len(caplog.records) == 2
    watch.note_pending([])
    assert watch.measure() == WaitingTurns() and len(caplog.records) == 2
