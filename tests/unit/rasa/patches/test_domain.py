"""A domain and the states of a session are what stock Rasa makes of them."""

from __future__ import annotations

import copy
import itertools
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    DefinePrevUserUtteredFeaturization,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import PROJECT_ROOT
from tests.unit.rasa.patches.comparison import compare, get_outcome


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

    stock, patched = compare("trained_domain", load)
    assert stock == patched and len(stock[4]) > 50
    with storage.write_to(resource) as directory:
        (directory / "more.yml").write_text("intents: [one_more]\n", encoding="utf-8")
    assert "one_more" in str(load()[0]["intents"]), "a model of several files is read by stock Rasa"


def test_a_domain_is_empty_when_stock_says_so() -> None:
    full, empty = Domain.load(PROJECT_ROOT / "domain.yml"), Domain.empty()
    one = Domain.from_dict({"intents": ["greet"]})
    stock, patched = compare("domain_emptiness", lambda: [domain.is_empty() for domain in (full, empty, one) * 2])
    assert stock == patched == [False, True, False] * 2


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

    stock, patched = compare("states_once", states)
    assert stock == patched and len(stock) == len(events) * 8 and any(map(bool, stock[-40]))


def test_slots_without_influence_are_in_no_state() -> None:
    domain = Domain.from_dict({"slots": {
        name: {"type": "bool", "influence_conversation": matters, "mappings": [{"type": "custom"}]}
        for name, matters in (("told", True), ("quiet", False), ("unset", True))}})
    tracker = DialogueStateTracker("p", domain.slots)
    for name in ("told", "quiet"):
        tracker.update(SlotSet(name, True))
    stock, patched = compare("featured_slots", lambda: [
        (domain.get_active_state(tracker, omit_unset_slots=omit)) for omit in (False, True)])
    assert stock == patched and stock[0]["slots"] == {"told": (1.0, 1.0)}


def test_an_action_has_the_place_that_it_has_in_the_list() -> None:
    domain = Domain.load(PROJECT_ROOT / "domain.yml")
    asked = [*domain.action_names_or_texts, "action_of_nobody", *domain.action_names_or_texts[:2]]
    stock, patched = compare("action_places", lambda: [get_outcome(domain.index_for_action, name) for name in asked])
    assert stock == patched and stock[-3][0].__name__ == "ActionNotFoundException" and stock[-1] == 1
