"""Rules and memory predict as stock Rasa does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa import patches
from bot.settings import PROJECT_ROOT
from tests.unit.rasa.patches.comparison import compare


@pytest.mark.parametrize("memorised", [False, True])
def test_a_memory_predicts_as_before(memorised: bool) -> None:
    from rasa.core.policies.memoization import MemoizationPolicy

    domain = Domain.load(PROJECT_ROOT / "domain.yml")
    policy = MemoizationPolicy.create(
        MemoizationPolicy.get_default_config(), None, None, ExecutionContext(GraphSchema({})))  # type: ignore[arg-type]
    tracker = DialogueStateTracker("p", domain.slots)
    for event in (ActionExecuted("action_listen"), UserUttered("ciao", {"name": "greet", "confidence": 1.0})):
        tracker.update(event)
    if memorised:
        policy.lookup = {policy._create_feature_key(policy._prediction_states(tracker, domain)): "action_answer"}

    def predict() -> Any:
        prediction = policy.predict_action_probabilities(tracker, domain)
        return prediction, prediction.max_confidence, list(prediction.probabilities)

    stock, patched = compare("empty_memory", predict)
    assert stock == patched and stock[1] == float(memorised), "the control: a memory that holds it is heard"


_PARTS = st.fixed_dictionaries({}, optional={
    "user": st.dictionaries(st.sampled_from(["intent", "text"]), st.sampled_from(["a", "b"]), max_size=2),
    "slots": st.dictionaries(st.sampled_from(["x", "y"]), st.sampled_from(["None", 1, (0.0, 1.0)]), max_size=2),
    "prev_action": st.fixed_dictionaries(
        {"action_name": st.sampled_from(["action_listen", "utter_a", "should_not_be_set"])}),
    "active_loop": st.fixed_dictionaries({"name": st.sampled_from(["form", "should_not_be_set"])}),
})


@given(rules=st.lists(st.lists(_PARTS, min_size=1, max_size=3), max_size=6), states=st.lists(_PARTS, max_size=6))
def test_rules_apply_as_before(rules: list[Any], states: list[Any]) -> None:
    patches.revert()
    policy = object.__new__(RulePolicy)
    lookup = {json.dumps(rule): "utter_a" for rule in [*rules, *(states[-length:] for length in (1, 2, 3) if states)]}
    stock, patched = compare("rule_keys", lambda: RulePolicy._get_possible_keys(policy, lookup, states))
    assert stock == patched
