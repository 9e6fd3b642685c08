"""The limits of Telegram, on a clock of our own."""

from __future__ import annotations

from connectors.telegram.pace import (
    CHAT_BURST,
    OVERALL_BURST,
    OVERALL_PER_SECOND,
    Bucket,
    Pace,
)


def test_a_burst_goes_at_once_and_the_rest_at_the_rate() -> None:
    bucket = Bucket(1.0, 3)
    assert [bucket.reserve(10.0) for _ in range(5)] == [10.0, 10.0, 10.0, 11.0, 12.0]
    assert bucket.reserve(40.0) == 40.0


def test_no_second_has_more_than_thirty_messages() -> None:
    bucket = Bucket(OVERALL_PER_SECOND, OVERALL_BURST)
    moments = [bucket.reserve(0.0) for _ in range(200)]
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
    await pace.turn(3)  # would not return if it had to wait: the clock stands
    pace.pause(2, 10.0)
    assert pace._overall.reserve(now) == 10.0


async def test_chats_do_not_wait_for_each_other() -> None:
    pace = Pace(lambda: 0.0)
    for chat in range(OVERALL_BURST):
        await pace.turn(chat)
    assert [pace._chat(9).reserve(0.0) for _ in range(CHAT_BURST)] == [0.0] * CHAT_BURST
