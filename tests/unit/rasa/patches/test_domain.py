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
from tests.unit.rasa.patches.comparison import compare


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
