"""What is outside or not understood: never an invented answer, never a dead end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.actions.fallback import ActionFallback, ActionOutOfScope
from bot.actions.turn import Turn
from bot.core.clock import ROME
from bot.db import migrate, seeding
from bot.settings import Settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    url = f"sqlite:///{tmp_path_factory.mktemp('fallback') / 'orienta.db'}"
    migrate.upgrade(url)
    seeding.seed(url)
    return Settings(database_url=url)


def turn(settings: Settings, *ranking: tuple[str, float], names: dict[str, tuple[str, ...]] | None = None,
         **slots: Any) -> Turn:
    """A turn whose message was read as ``ranking``."""
    return Turn(
        text="…", intent=ranking[0][0], confidence=ranking[0][1], ranking=ranking, questions=(), names=names or {},
        option=None, slots=slots, earlier=(), conversation_id="someone", message_id="1",
        now=datetime(2026, 11, 23, 10, tzinfo=ROME), settings=settings)


def responses(action: Any, a_turn: Turn) -> list[str]:
    """The names of the responses that an action says."""
    replies, _ = action.answer(a_turn)
    return [part.response for reply in replies for part in reply.parts]


def test_outside_is_said(settings: Settings) -> None:
    assert responses(ActionOutOfScope(), turn(settings, ("out_of_scope", 0.97))) == ["utter_out_of_scope"]


def test_a_course_that_is_named_may_be_what_was_meant(settings: Settings) -> None:
    doubtful = turn(settings, ("out_of_scope", 0.7), ("ask_course_about", 0.2), names={"course": ("meccanico",)})
    assert responses(ActionOutOfScope(), doubtful)[:2] == ["utter_fallback_named", "utter_course_about"]
    sure = replace(doubtful, ranking=(("out_of_scope", 0.95), ("ask_course_about", 0.04)))
    assert responses(ActionOutOfScope(), sure) == ["utter_out_of_scope"]
    assert responses(ActionOutOfScope(), replace(doubtful, names={})) == ["utter_out_of_scope"]


def test_a_likely_question_is_answered_with_a_warning(settings: Settings) -> None:
    likely = turn(settings, ("nlu_fallback", 0.7), ("ask_pact_amount", 0.25), ("ask_pact_funder", 0.1))
    assert responses(ActionFallback(), likely)[:2] == ["utter_fallback_named", "utter_text"]
    undecided = turn(settings, ("nlu_fallback", 0.7), ("ask_pact_amount", 0.2), ("ask_pact_funder", 0.19))
    assert responses(ActionFallback(), undecided)[0] == "utter_fallback"
    outside = turn(settings, ("nlu_fallback", 0.7), ("ask_pact_amount", 0.25), ("out_of_scope", 0.1))
    assert responses(ActionFallback(), outside)[0] == "utter_fallback"


def test_the_likeliest_readings_are_buttons_and_small_talk_is_none(settings: Settings) -> None:
    said = responses(ActionFallback(), turn(
        settings, ("nlu_fallback", 0.8), ("greet", 0.12), ("ask_course_cost", 0.11), ("ask_course_list", 0.1)))
    assert said == ["utter_fallback", "utter_suggest_ask_course_cost", "utter_suggest_ask_course_list"]


def test_the_second_time_a_person_is_offered(settings: Settings) -> None:
    action = ActionFallback()
    again = turn(settings, ("nlu_fallback", 0.8), ("greet", 0.1), misread=1)
    assert responses(action, again) == ["utter_fallback_again"]
    _, events = action.answer(again)
    assert {"event": "slot", "timestamp": None, "name": "misread", "value": 2} in [dict(event) for event in events]
