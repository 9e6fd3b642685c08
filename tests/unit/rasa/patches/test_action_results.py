"""Answers of actions and posted events are judged as stock Rasa judges them."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.utils.schemas.events import EVENTS_SCHEMA

from tests.unit.rasa.patches.comparison import compare

RESULTS = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "timestamp": None, "value": {"x": [1]}}], "responses": [{"text": "t"}]},
    {"events": [{"event": "slot"}], "responses": []},
    {"events": {}, "responses": []},
    {"responses": ["no object"]},
    [],
    {"events": [{"event": "slot", "name": 1, "value": 2}]},
    {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": True}]},
    {"events": [{"event": "slot", "name": "a", "value": None, "metadata": []}]},
    {"events": [{"event": "followup", "name": "action_x", "timestamp": 1.5}, {"event": "reset_slots"}]},
    {"events": [{"event": "active_loop", "name": None, "metadata": {"a": 1}}]},
    {"events": [{"event": ["slot"]}]},
    {"events": [{"event": "session_started", "timestamp": None}, {"event": "action", "name": "action_listen",
                 "policy": None, "confidence": 1.0, "hide_rule_turn": True, "action_text": None}]},
    {"events": [{"event": "action", "name": 1}]},
    {"events": [{"event": "action", "name": "a", "confidence": True}]},
    {"events": [{"event": "action", "name": "a", "hide_rule_turn": None}]},
    {"events": [{"event": "action", "name": "a", "policy": []}]},
    {"events": [{"event": "unheard_of"}]},
    {"events": ["slot"]},
    {"events": None},
    {"events": [], "responses": {}},
]


@pytest.mark.parametrize("result", RESULTS)
def test_answers_of_actions_are_judged_as_before(result: Any) -> None:
    action = RemoteAction("action_x", None)
    stock, patched = compare("compiled_validator", lambda: action._validate_action_result(result))
    assert stock == patched


@pytest.mark.parametrize(
    "events", [[], [{"event": "restart"}], [{"event": "slot"}], {}, [{"event": "user", "text": 1}]])
def test_posted_events_are_judged_as_before(events: Any) -> None:
    stock, patched = compare("compiled_validator", lambda: jsonschema.validate(events, EVENTS_SCHEMA))
    assert stock == patched


def test_other_schemas_are_untouched() -> None:
    stock, patched = compare("compiled_validator", lambda: jsonschema.validate(1, {"type": "string"}))
    assert stock == patched and stock[0] is jsonschema.ValidationError
