"""The measured patches of Rasa 3.6.21 for serving: each gives stock Rasa's result, sooner. `ORIENTA_PATCHES=off`: none.

Tests compare every patch with the function that it replaces.
"""

from __future__ import annotations

import logging
from typing import Any, Callable, Iterable, Optional

logger = logging.getLogger("orienta.patches")

RASA_VERSION = "3.6.21"
"""The only version they were compared with; on another one they stay off."""

_applied: dict[str, Callable[[], None]] = {}


def apply(names: Optional[Iterable[str]] = None) -> tuple[str, ...]:
    """Put the patches ``names`` (all by default) in place, once; the names of those in place.

    On another Rasa version nothing is done, with one warning.
    """
    import rasa

    if rasa.__version__ != RASA_VERSION:
        logger.warning("Rasa is %s: the patches for %s stay off, all works but slower", rasa.__version__, RASA_VERSION)
        return ()
    for name in PATCHES if names is None else names:
        if name not in _applied:
            _applied[name] = PATCHES[name]()
    return tuple(_applied)


def revert() -> None:
    """Put stock Rasa's own functions back (tests)."""
    for undo in _applied.values():
        undo()
    _applied.clear()


def _replace(owner: Any, name: str, new: Any) -> Callable[[], None]:
    old = owner.__dict__[name]
    setattr(owner, name, new)
    return lambda: setattr(owner, name, old)


def _compiled_validator() -> Callable[[], None]:
    """`jsonschema.validate` checks its own schema at every custom action and every POST of events."""
    import jsonschema
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.utils.schemas.events import EVENTS_SCHEMA

    stock_result = RemoteAction._validate_action_result
    stock_validate = jsonschema.validate
    answer, events = map(_compile, (RemoteAction.action_response_format_spec(), EVENTS_SCHEMA))

    def validate_action_result(self: Any, result: Any) -> bool:
        # the stock one raises, in its own words
        return bool(_plainly_valid(result) or answer.is_valid(result) or stock_result(self, result))

    def validate(instance: Any, schema: Any, *args: Any, **kwargs: Any) -> None:
        if schema is EVENTS_SCHEMA and not args and not kwargs and events.is_valid(instance):
            return
        stock_validate(instance, schema, *args, **kwargs)

    undo = [_replace(RemoteAction, "_validate_action_result", validate_action_result),
            _replace(jsonschema, "validate", validate)]

    def take_away() -> None:
        for step in undo:
            step()

    return take_away


def _plainly_valid(result: Any) -> bool:
    """Whether an action's answer is of the common, surely valid kind; what is not may be valid all the same."""
    if type(result) is not dict:
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    return (type(events) is list and all(map(_plain_event, events))
            and type(responses) is list and all(type(response) is dict for response in responses))


def _plain_event(event: Any) -> bool:
    if type(event) is not dict or type(event.get("timestamp")) not in (int, float, type(None)):
        return False
    if type(event.get("metadata")) not in (dict, type(None)):
        return False
    kind = event.get("event")
    if kind == "slot":
        return type(event.get("name")) is str and "value" in event
    if kind == "action":
        texts = (event.get("name"), event.get("policy"), event.get("action_text"))
        return (all(type(text) in (str, type(None)) for text in texts)
                and type(event.get("confidence")) in (int, float, type(None))
                and type(event.get("hide_rule_turn", False)) is bool)
    return type(kind) is str and kind in ("followup", "active_loop", "reset_slots", "session_started")


def _compile(schema: Any) -> Any:
    import jsonschema

    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _event_types() -> Callable[[], None]:
    """`Event.resolve_by_type` collects all subclasses anew for every event of every tracker that is loaded."""
    from rasa.shared.core.events import Event

    stock = Event.resolve_by_type
    found: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name not in found:
            kind = stock(type_name, default)
            if kind is None or kind is default:  # not known by this name: nothing to remember
                return kind
            found[type_name] = kind
        return found[type_name]

    return _replace(Event, "resolve_by_type", staticmethod(resolve_by_type))


def _plain_runner() -> Callable[[], None]:
    """Dask schedules a handful of nodes that have one possible order; here they are called in that order."""
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    stock = DaskGraphRunner.run

    def run(self: Any, inputs: Optional[dict[str, Any]] = None, targets: Optional[list[str]] = None) -> dict[str, Any]:
        wanted = tuple(targets if targets else self._graph_schema.target_names)
        orders = self.__dict__.setdefault("_orienta_orders", {})
        if wanted not in orders:
            orders[wanted] = _order(self._graph_schema.minimal_graph_schema(list(wanted)))
        order = orders[wanted]
        given = inputs or {}
        nodes = self._graph_schema.nodes
        if order is None or any(isinstance(value, str) and value in nodes for value in given.values()):
            return dict(stock(self, inputs, targets))  # a cycle or a clash of names: stock has the error for it
        results: dict[str, Any] = {name: (name, value) for name, value in given.items()}
        try:
            for name, needs in order:
                if name not in given:
                    results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(results[name] for name in wanted)

    return _replace(DaskGraphRunner, "run", run)


def _order(schema: Any) -> Optional[list[tuple[str, tuple[str, ...]]]]:
    """The nodes of ``schema`` and what each needs, needs first; None when there is no such order."""
    waiting = {name: tuple(node.needs.values()) for name, node in schema.nodes.items()}
    order: list[tuple[str, tuple[str, ...]]] = []
    while waiting:
        ready = [name for name, needs in waiting.items() if not any(need in waiting for need in needs)]
        if not ready:
            return None
        order.extend((name, waiting.pop(name)) for name in ready)
    return order


def _trained_domain() -> Callable[[], None]:
    """A model's domain was validated at its training; at every start Rasa reads it twice more to validate it again."""
    from rasa.graph_components.providers.domain_provider import DomainProvider
    from rasa.shared.core.domain import Domain
    from rasa.shared.utils.io import read_file, read_yaml

    stock = DomainProvider.load.__func__

    def load(
        cls: Any, config: Any, model_storage: Any, resource: Any, execution_context: Any, **kwargs: Any
    ) -> Any:
        with model_storage.read_from(resource) as directory:
            files = list(directory.iterdir())
            if [path.name for path in files] == ["domain.yml"]:
                return cls(model_storage, resource, Domain.from_dict(read_yaml(read_file(files[0]))))
        return stock(cls, config, model_storage, resource, execution_context, **kwargs)

    return _replace(DomainProvider, "load", classmethod(load))


def _slot_copies() -> Callable[[], None]:
    """Each of five replays a message copies every slot by way of pickling; the attributes are all there is to copy."""
    from rasa.shared.core.slots import Slot

    def copy_slot(self: Any) -> Any:
        new = object.__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new

    Slot.__copy__ = copy_slot

    def take_away() -> None:
        del Slot.__copy__

    return take_away


def _event_checks() -> Callable[[], None]:
    """Events are abstract classes, whose ``isinstance`` also looks for registered ones: there are none, and a message
    asks some thousand times."""
    from abc import ABCMeta

    from rasa.shared.core.events import Event
    from rasa.shared.utils.common import all_subclasses

    class Plain(ABCMeta):
        __instancecheck__ = type.__instancecheck__

    kinds = [kind for kind in (Event, *all_subclasses(Event)) if type(kind) is ABCMeta]
    for kind in kinds:
        kind.__class__ = Plain

    def take_away() -> None:
        for kind in kinds:
            kind.__class__ = ABCMeta

    return take_away


def _states_once() -> Callable[[], None]:
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

    return _replace(Domain, "states_for_tracker_history", states_for_tracker_history)


def _rule_keys() -> Callable[[], None]:
    """RulePolicy asks every rule about every turn of the session; none looks further back than it is long."""
    from rasa.core.policies.rule_policy import RulePolicy

    from bot.runtime.rule_keys import possible_keys

    return _replace(RulePolicy, "_get_possible_keys", possible_keys)


def _empty_memory() -> Callable[[], None]:
    """Without stories MemoizationPolicy has memorised nothing: it need not replay the session to find that out."""
    from rasa.core.policies.memoization import MemoizationPolicy

    stock = MemoizationPolicy.predict_action_probabilities

    def predict_action_probabilities(
        self: Any, tracker: Any, domain: Any, rule_only_data: Any = None, **kwargs: Any
    ) -> Any:
        if self.lookup:
            return stock(self, tracker, domain, rule_only_data, **kwargs)
        return self._prediction(self._default_predictions(domain))

    return _replace(MemoizationPolicy, "predict_action_probabilities", predict_action_probabilities)


PATCHES: dict[str, Callable[[], Callable[[], None]]] = {
    "compiled_validator": _compiled_validator,
    "event_types": _event_types,
    "plain_runner": _plain_runner,
    "trained_domain": _trained_domain,
    "slot_copies": _slot_copies,
    "event_checks": _event_checks,
    "states_once": _states_once,
    "empty_memory": _empty_memory,
    "rule_keys": _rule_keys,
}
"""Each puts itself in place and returns what takes it away again."""
