"""On random walks through the project's own rules, patched Rasa predicts, copies and tells as stock Rasa does."""

from __future__ import annotations

import json
import os
import random
import tarfile
from pathlib import Path
from typing import Any, Iterator

import pytest
from rasa.core.actions.forms import FormAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    FollowupAction,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.utils.io import read_yaml

from bot.rasa import patches

pytestmark = pytest.mark.slow

WALKS, TURNS = 400 if os.environ.get("ORIENTA_TEST_LONG") else 20, 14
"""Of the walks the tests take a fixed few, `make test-long` more."""
OFTEN = 5
"""How often what every walk should meet stands among the intents, so that few walks are enough."""

MATTER = ("recent_turns", "rule_keys", "tracker_copies", "applied_events", "event_data", "states_once", "slot_copies",
          "event_checks", "debug_copies", "form_trackers", "featured_slots")


@pytest.fixture(scope="module")
def rules(trained_model: Path) -> Iterator[tuple[RulePolicy, Domain]]:
    """The policy and the domain of the trained model."""
    with tarfile.open(trained_model) as archive:
        def read(end: str) -> str:
            name = next(name for name in archive.getnames() if name.endswith(end))
            found = archive.extractfile(name)
            assert found is not None
            return found.read().decode()

        lookup = json.loads(read("rule_policy.json"))["lookup"]
        domain = Domain.from_dict(read_yaml(read("domain_provider/domain.yml")))
    config = {**RulePolicy.get_default_config(), "core_fallback_action_name": "action_fallback"}
    policy = RulePolicy.create(config, None, None, ExecutionContext(GraphSchema({})))  # type: ignore[arg-type]
    policy.lookup = lookup
    patches.revert()
    yield policy, domain
    patches.revert()


def _outcome(policy: RulePolicy, domain: Domain, tracker: DialogueStateTracker) -> Any:
    found = policy.predict_action_probabilities(tracker, domain)
    copied = tracker.copy()
    return (
        list(found.probabilities), found.policy_name, found.hide_rule_turn, found.is_no_user_prediction,
        found.is_end_to_end_prediction, [event.as_dict() for event in found.events],
        [type(event).__name__ for event in tracker.applied_events()], list(map(id, tracker.applied_events())),
        copied.current_state(EventVerbosity.ALL), copied.followup_action, copied.active_loop,
        [(slot.name, slot.value, slot.has_been_set) for slot in copied.slots.values()],
        list(map(id, copied.applied_events())), tracker.current_state(EventVerbosity.ALL),
        _tell_form_tracker(domain, tracker))


def _tell_form_tracker(domain: Domain, tracker: DialogueStateTracker) -> Any:
    """What the tracker is like that a form asks its validation with."""
    form = FormAction(tracker.active_loop_name or domain.form_names[0], None)
    asked = form._temporary_tracker(tracker, [SlotSet(domain.slots[0].name, "x")], domain)
    state = asked.current_state(EventVerbosity.ALL)
    assert state.pop("latest_event_time")
    new = [{**event, "timestamp": 0} for event in state.pop("events")[-3:]]
    return (
        state, new, list(map(id, list(asked.events)[:-3])), asked.followup_action, asked.active_loop,
        [(slot.name, slot.value, slot.has_been_set) for slot in asked.slots.values()],
        [type(event).__name__ for event in asked.applied_events()])


def _without_times(outcome: Any) -> Any:
    return [*outcome[:5], [{**event, "timestamp": 0} for event in outcome[5]], *outcome[6:]]


def _walk(policy: RulePolicy, domain: Domain, seed: int) -> Iterator[Any]:
    """One conversation; at each step the tracker, and afterwards whatever may follow."""
    chance = random.Random(seed)
    tracker = DialogueStateTracker("p", domain.slots)
    intents = sorted(set(domain.intents))
    featured = [slot for slot in domain.slots if slot.influence_conversation]
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
        tracker.update(event)
    for _ in range(TURNS):
        often = ["restart", "back", "book_appointment"] * OFTEN
        intent = chance.choice([*intents, *often] if chance.random() < 0.9 else ["nobody_knows_it"])
        entities = [{"entity": chance.choice(sorted(domain.entities)), "value": "x"}] if chance.random() < 0.3 else []
        tracker.update(UserUttered("parole", {"name": intent, "confidence": 1.0}, entities, message_id=str(seed)))
        for _ in range(6):
            yield tracker
            found = policy.predict_action_probabilities(tracker, domain)
            action = domain.action_names_or_texts[found.max_confidence_index]
            for event in found.events:
                tracker.update(event)
            _follow(tracker, domain, action, featured, chance)
            if action == "action_listen":
                break


def _follow(
    tracker: DialogueStateTracker, domain: Domain, action: str, featured: list[Any], chance: random.Random
) -> None:
    if tracker.active_loop_name and chance.random() < 0.15:
        tracker.update(ActionExecutionRejected(tracker.active_loop_name))
        return
    tracker.update(ActionExecuted(action, hide_rule_turn=chance.random() < 0.5))
    if action in domain.form_names:
        if tracker.active_loop_name != action:
            tracker.update(ActiveLoop(action))
        tracker.update(SlotSet("requested_slot", "x"))
        tracker.update(BotUttered("Che cosa?", {"buttons": [{"title": "a", "payload": "/a"}]}))
        if chance.random() < 0.3:
            tracker.update(SlotSet("requested_slot", None))
            tracker.update(ActiveLoop(None))
    if featured and chance.random() < 0.3:
        slot = chance.choice(featured)
        tracker.update(SlotSet(slot.name, chance.choice([None, "x", True, *(getattr(slot, "values", None) or [])])))
    rare = chance.random()
    for share, event in ((0.01, Restarted()), (0.02, ActionReverted()), (0.03, UserUtteranceReverted()),
                         (0.04, FollowupAction("action_answer"))):
        if rare < share:
            tracker.update(event)
            break


def test_predictions_copies_and_data_are_those_of_stock_rasa(rules: tuple[RulePolicy, Domain]) -> None:
    policy, domain = rules
    actions: set[str] = set()
    for seed in range(WALKS):
        for number, tracker in enumerate(_walk(policy, domain, seed)):
            kept = {name: value for name, value in tracker.__dict__.items() if name.startswith("_orienta")}
            patches.revert()
            stock = _outcome(policy, domain, tracker)
            # what the patches have noted of this conversation so far is what they go on with
            tracker.__dict__.update(kept)
            assert set(MATTER) <= set(patches.apply(MATTER))
            patched = _outcome(policy, domain, tracker)
            assert _without_times(stock) == _without_times(patched), (seed, number)
            best = max(range(len(stock[0])), key=lambda index: stock[0][index])
            actions.add(domain.action_names_or_texts[best] if max(stock[0]) == 1.0 else "none")
    assert {"action_listen", "action_answer", "booking_form", "action_restart", "none"} <= actions, sorted(actions)
