"""Every patch gives what stock Rasa gives, on good input and on bad; on another version all stay off."""

from __future__ import annotations

import copy
import itertools
import json
import logging
from pathlib import Path
from typing import Any, Callable, Iterator

import jsonschema
import pytest
import rasa
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    DefinePrevUserUtteredFeaturization,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.schemas.events import EVENTS_SCHEMA

from bot.runtime import patches
from bot.settings import PROJECT_ROOT


@pytest.fixture(autouse=True)
def _reverted() -> Iterator[None]:
    patches.revert()
    yield
    patches.revert()


def _outcome(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a call gives: its result, or the class and the words of its exception."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error), str(error)


def _both(name: str, call: Callable[[], Any]) -> tuple[Any, Any]:
    stock = _outcome(call)
    assert name in patches.apply([name])
    return stock, _outcome(call)


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
    stock, patched = _both("compiled_validator", lambda: action._validate_action_result(result))
    assert stock == patched


@pytest.mark.parametrize(
    "events", [[], [{"event": "restart"}], [{"event": "slot"}], {}, [{"event": "user", "text": 1}]])
def test_posted_events_are_judged_as_before(events: Any) -> None:
    stock, patched = _both("compiled_validator", lambda: jsonschema.validate(events, EVENTS_SCHEMA))
    assert stock == patched


def test_other_schemas_are_untouched() -> None:
    stock, patched = _both("compiled_validator", lambda: jsonschema.validate(1, {"type": "string"}))
    assert stock == patched and stock[0] is jsonschema.ValidationError


@pytest.mark.parametrize(
    "name", sorted({str(kind.type_name) for kind in all_subclasses(Event)} | {"topic", "nonsense"}))
@pytest.mark.parametrize("default", [None, SlotSet])
def test_event_types_are_found_as_before(name: str, default: Any) -> None:
    stock, patched = _both("event_types", lambda: Event.resolve_by_type(name, default))
    assert stock == patched == _outcome(Event.resolve_by_type, name, default)


def test_a_default_is_not_remembered() -> None:
    patches.apply(["event_types"])
    assert Event.resolve_by_type("nonsense", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="nonsense"):
        Event.resolve_by_type("nonsense")


class _Node(GraphComponent):
    """Joins what it gets to its name."""

    @classmethod
    def create(cls, config: Any, model_storage: Any, resource: Any, execution_context: Any) -> Any:
        node = cls()
        node.name = execution_context.node_name  # type: ignore[attr-defined]
        node.fails = config.get("fails", False)  # type: ignore[attr-defined]
        return node

    def run(self, a: Any = "", b: Any = "") -> str:
        if self.fails:  # type: ignore[attr-defined]
            raise KeyError(self.name)  # type: ignore[attr-defined]
        return f"{self.name}({a},{b})"  # type: ignore[attr-defined]


def _node(*needs: str, target: bool = False, fails: bool = False) -> SchemaNode:
    return SchemaNode(needs=dict(zip("ab", needs, strict=False)), uses=_Node, constructor_name="create", fn="run",
                      config={"fails": fails}, eager=True, is_target=target)


SCHEMAS: dict[str, tuple[dict[str, SchemaNode], Any, Any]] = {
    "diamond": ({"d": _node("b", "c", target=True), "b": _node("a"), "c": _node("a"), "a": _node("in")},
                {"in": "x"}, None),
    "two targets": ({"a": _node("in"), "b": _node("in", target=True), "c": _node("a", target=True)}, {"in": 1}, None),
    "one target of two": ({"a": _node("in"), "b": _node("in"), "c": _node("a", target=True)}, {"in": 1}, ["b"]),
    "an input in a node's place": ({"a": _node("in"), "b": _node("a", target=True)}, {"in": 1, "a": "given"}, None),
    "a missing input": ({"a": _node("in", target=True)}, None, None),
    "a node that fails": ({"a": _node("in", fails=True), "b": _node("a", target=True)}, {"in": 1}, None),
    "an input named like a node": ({"a": _node("in", target=True)}, {"in": "a"}, None),
    "a cycle": ({"a": _node("b", target=True), "b": _node("a")}, None, None),
}


@pytest.mark.parametrize("case", SCHEMAS)
def test_graphs_run_as_before(case: str) -> None:
    nodes, inputs, targets = SCHEMAS[case]
    schema = GraphSchema(nodes)

    def run() -> Any:
        runner = DaskGraphRunner.create(schema, None, ExecutionContext(schema))  # type: ignore[arg-type]
        return [runner.run(inputs, targets), runner.run(inputs, targets)]

    stock, patched = _both("plain_runner", run)
    assert stock == patched
    assert case != "an input named like a node" or "clashes" in stock[1]  # the control
    assert case != "diamond" or stock[0] == {"d": "d(b(a(x,),),c(a(x,),))"}


def test_another_version_of_rasa_gets_one_warning_and_no_patch(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stock = DaskGraphRunner.run
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    with caplog.at_level(logging.WARNING):
        assert patches.apply() == ()
    assert DaskGraphRunner.run is stock and len(caplog.records) == 1 and "3.6.22" in caplog.text


def test_all_are_applied_once_and_can_be_taken_away() -> None:
    def functions() -> tuple[Any, ...]:
        return (DaskGraphRunner.run, Event.resolve_by_type, jsonschema.validate, RemoteAction._validate_action_result)

    stock = functions()
    assert set(patches.apply()) == set(patches.PATCHES) == set(patches.apply())
    patches.revert()
    assert stock == functions()


def test_a_trained_domain_is_read_as_before(tmp_path: Path) -> None:
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.graph_components.providers.domain_provider import DomainProvider

    domain = Domain.load([PROJECT_ROOT / "domain.yml", *sorted((PROJECT_ROOT / "bot/data/responses").glob("*.yml"))])
    storage, resource = LocalModelStorage(tmp_path), Resource("domain_provider")
    with storage.write_to(resource) as directory:
        domain.persist(directory / "domain.yml")

    def load() -> Any:
        provider = DomainProvider.load({}, storage, resource, None)  # type: ignore[arg-type]
        found = provider.provide_inference()
        return found.as_dict(), found.fingerprint(), found.session_config, found.form_names, found.responses

    stock, patched = _both("trained_domain", load)
    assert stock == patched and len(stock[4]) > 50
    with storage.write_to(resource) as directory:
        (directory / "more.yml").write_text("intents: [one_more]\n", encoding="utf-8")
    assert "one_more" in str(load()[0]["intents"]), "a model of several files is read by stock Rasa"


def test_slots_are_copied_as_before() -> None:
    domain = Domain.load(PROJECT_ROOT / "domain.yml")

    def copies() -> Any:
        tracker = DialogueStateTracker("p", domain.slots)
        tracker.update(SlotSet("subject", "course:sala"))
        new = tracker.init_copy()
        assert all(new.slots[name] is not slot for name, slot in tracker.slots.items())
        new.slots["misread"].value = 7.0
        assert tracker.get_slot("misread") == 0.0, "a copy shares its value"
        return [(type(slot), slot.__dict__) for slot in new.slots.values()]

    stock, patched = _both("slot_copies", copies)
    assert stock == patched and len(stock) > 20


def test_events_are_told_apart_as_before() -> None:
    kinds = sorted({Event, *all_subclasses(Event)}, key=str)
    samples = [object.__new__(kind) for kind in kinds if not getattr(kind, "__abstractmethods__", None)] + ["no event"]

    def answers() -> Any:
        return [[isinstance(sample, kind) for kind in kinds] for sample in samples]

    stock, patched = _both("event_checks", answers)
    assert stock == patched and any(map(any, stock)) and not all(map(all, stock))


def test_states_are_those_of_stock_after_every_event() -> None:
    domain = Domain.load(PROJECT_ROOT / "domain.yml")
    events = [
        ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen"),
        UserUttered("ciao", {"name": "greet", "confidence": 1.0}), ActionExecuted("utter_greet", hide_rule_turn=True),
        DefinePrevUserUtteredFeaturization(False), ActionExecuted("action_listen"), SlotSet("misread", 2.0),
        UserUttered("ho diritto?", {"name": "check_eligibility", "confidence": 1.0}),
        ActionExecuted("eligibility_form"), ActiveLoop("eligibility_form"),
        SlotSet("requested_slot", "eligibility_age"), ActionExecuted("action_listen"), UserUtteranceReverted(),
        Restarted()]

    def states() -> Any:
        tracker = DialogueStateTracker("p", domain.slots)
        found = []
        for event in events:
            tracker.update(copy.deepcopy(event))
            for omit, ignore in itertools.product([False, True], repeat=2):
                for _ in range(2):
                    one = tracker.past_states(domain, omit, ignore, {"rule_only_slots": [], "rule_only_loops": []})
                    found.append(copy.deepcopy(one))
                    for state in one:  # who gets them may change them
                        state.clear()
        return found

    stock, patched = _both("states_once", states)
    assert stock == patched and len(stock) == len(events) * 8 and any(map(bool, stock[-40]))


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

    stock, patched = _both("empty_memory", predict)
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
    stock, patched = _both("rule_keys", lambda: RulePolicy._get_possible_keys(policy, lookup, states))
    assert stock == patched
