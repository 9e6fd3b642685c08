"""The limits of Telegram, on a clock of our own."""

from __future__ import annotations

import random

from connectors.telegram.rate_limits import CHAT_BURST, OVERALL_MESSAGES, OVERALL_SECONDS, Bucket, Pace, Window


def test_a_burst_goes_at_once_and_the_rest_at_the_rate() -> None:
    bucket = Bucket(1.0, 3)
    assert [bucket.reserve(10.0) for _ in range(5)] == [10.0, 10.0, 10.0, 11.0, 12.0]
    assert bucket.reserve(40.0) == 40.0


def test_no_second_has_more_than_thirty_messages_and_none_waits_without_need() -> None:
    window, draw, now = Window(OVERALL_MESSAGES, OVERALL_SECONDS), random.Random(3), 0.0
    moments: list[float] = []
    for _ in range(600):
        now += draw.choice((0.0, 0.0, 0.01, 0.2))
        moments.append(window.reserve(now))
        if moments[-1] > now:
            before = [moment for moment in moments[:-1] if moment >= moments[-1] - OVERALL_SECONDS - 1e-6]
            assert len(before) >= OVERALL_MESSAGES
    assert moments == sorted(moments)
    for start in moments:
        assert sum(start <= moment < start + 1.0 for moment in moments) <= 30


def test_after_a_pause_there_is_no_burst() -> None:
    bucket = Bucket(1.0, 4)
    bucket.hold_until(20.0)
    assert [bucket.reserve(10.0) for _ in range(3)] == [20.0, 21.0, 22.0]


async def test_a_pause_holds_its_chat_and_a_second_one_holds_all() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    pace.pause(1, 30.0)
    assert pace._chat(1).reserve(now) == 30.0 and pace._chat(2).reserve(now) == 0.0
    await pace.wait(3)  # would not return if it had to wait: the clock stands
    pace.pause(2, 10.0)
    assert pace._overall.reserve(now) == 10.0


async def test_chats_do_not_wait_for_each_other() -> None:
    pace = Pace(lambda: 0.0)
    for chat in range(OVERALL_MESSAGES):
        await pace.wait(chat)
    assert [pace._chat(999).reserve(0.0) for _ in range(CHAT_BURST)] == [0.0] * CHAT_BURST
