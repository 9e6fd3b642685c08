"""The candidates of a message with their scores, the chosen one first."""

from __future__ import annotations

from bot.dialogue.context import Context, Understood
from bot.server.explanation import explain


def test_the_chosen_reading_is_first_with_what_weighed() -> None:
    found = explain("Giulio Costa", Understood("ask_course_cost", 0.7), Context("booking_form", "booking_name"))
    assert [item.act for item in found] == ["answer booking_name", "ask ask_course_cost"]
    assert found[0].score == sum(value * weight for value, weight in found[0].evidence.values()) > found[1].score
