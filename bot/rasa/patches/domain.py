"""The domain is read once, and the states of a session are computed once a prediction."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from bot.rasa.patches.replacement import Undo, replace_attribute


def trust_trained_domain() -> Undo:
    """A model's domain was validated at its training; at every start Rasa reads it twice more to validate it again."""
    from rasa.graph_components.providers.domain_provider import DomainProvider
    from rasa.shared.core.domain import Domain
    from rasa.shared.utils.io import read_file, read_yaml

    stock = DomainProvider.load.__func__

    def load(
        cls: type[Any], /, config: Any, model_storage: Any, resource: Any, execution_context: Any, **kwargs: Any
    ) -> Any:
        with model_storage.read_from(resource) as directory:
            files = list(directory.iterdir())
            if [path.name for path in files] == ["domain.yml"]:
                return cls(model_storage, resource, Domain.from_dict(read_yaml(read_file(files[0]))))
        return stock(cls, config, model_storage, resource, execution_context, **kwargs)

    return replace_attribute(DomainProvider, "load", classmethod(load))


def remember_emptiness() -> Undo:
    """At each message Rasa makes an empty domain from its file format to see that ours is none."""
    from rasa.shared.core.domain import Domain

    stock = Domain.is_empty

    def is_empty(self: Any) -> bool:
        # what as_dict gives: Domain has no way to change it
        known = self.__dict__.get("_orienta_empty")
        if known is None or known[0] is not self._data:
            known = self._orienta_empty = (self._data, stock(self))
        return bool(known[1])

    return replace_attribute(Domain, "is_empty", is_empty)


def compute_states_once() -> Undo:
    """RulePolicy asks twice for the same states (for rules on text, then on intent): each replays the session."""
    from rasa.shared.core.domain import Domain

    stock = Domain.states_for_tracker_history

    def states_for_tracker_history(
        self: Any, tracker: Any, omit_unset_slots: bool = False, ignore_rule_only_turns: bool = False,
        rule_only_data: Any = None,
    ) -> Any:
        events = tracker.events
        asked = (len(events), omit_unset_slots, ignore_rule_only_turns)
        # which slots only rules have matters to the policies that ignore the turns of rules; RulePolicy lists them anew
        of = (self, events[-1] if events else None, rule_only_data if ignore_rule_only_turns else None)
        last = tracker.__dict__.get("_orienta_states")
        if last is None or last[0] != asked or any(one is not other for one, other in zip(last[1], of, strict=True)):
            last = (asked, of, stock(self, tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data))
            tracker._orienta_states = last
        return [{name: dict(part) for name, part in state.items()} for state in last[2]]

    return replace_attribute(Domain, "states_for_tracker_history", states_for_tracker_history)


def skip_slots_without_influence() -> Undo:
    """For each state Rasa asks every slot for its features; those that do not influence the conversation have none."""
    from rasa.shared.core.domain import Domain

    stock = Domain._get_slots_sub_state

    def get_slots_sub_state(tracker: Any, omit_unset_slots: bool = False) -> Any:
        slots = {name: slot for name, slot in tracker.slots.items() if slot is not None and slot.influence_conversation}
        return stock(SimpleNamespace(slots=slots), omit_unset_slots)

    return replace_attribute(Domain, "_get_slots_sub_state", staticmethod(get_slots_sub_state))


def remember_action_places() -> Undo:
    """For each prediction Rasa looks for its action in the list of all actions, from the first one on."""
    from rasa.shared.core.domain import Domain

    stock = Domain.index_for_action

    def index_for_action(self: Any, action_name: str) -> int:
        names = self.action_names_or_texts
        known = self.__dict__.get("_orienta_action_places")
        if known is None or known[0] is not names:
            known = self._orienta_action_places = (names, {name: names.index(name) for name in names})
        place = known[1].get(action_name)
        return int(place) if place is not None else int(stock(self, action_name))

    return replace_attribute(Domain, "index_for_action", index_for_action)
