"""Every change made to functions of Rasa 3.6.21: one version gate and one switch, `ORIENTA_PATCHES=off` for none.

A test compares each with stock Rasa. Those of speed give stock Rasa's result, sooner; ``long_sessions``,
``conversation_guard`` and ``context_reading`` change what it does and say what.
"""

from __future__ import annotations

import logging
from typing import Callable, Iterable, Optional

from bot import settings
from bot.rasa.patches import (
    action_results,
    actions,
    context_reading,
    conversation_guard,
    debug_copies,
    domain,
    events,
    graph_runner,
    long_sessions,
    policies,
    slots,
    trackers,
    training_data,
    training_graph,
    yaml_reading,
)
from bot.rasa.patches.replacement import Undo

logger = logging.getLogger("orienta.patches")

RASA_VERSION = "3.6.21"
"""The only version they were compared with; on another one they stay off."""

PATCHES: dict[str, Callable[[], Undo]] = {
    "yaml_resolvers": yaml_reading.keep_resolvers_apart,
    "example_copies": training_data.copy_examples_plainly,
    "example_fingerprints": training_data.keep_fingerprints,
    "learning_together": training_graph.learn_beside_each_other,
    "uncached_training": training_graph.skip_cache,
    "compiled_validator": action_results.compile_validator,
    "default_actions": actions.keep_default_actions,
    "action_kinds": actions.remember_action_kinds,
    "form_trackers": actions.extend_form_trackers,
    "event_types": events.remember_event_types,
    "event_checks": events.simplify_event_checks,
    "plain_runner": graph_runner.run_graph_in_order,
    "trained_domain": domain.trust_trained_domain,
    "domain_emptiness": domain.remember_emptiness,
    "states_once": domain.compute_states_once,
    "action_places": domain.remember_action_places,
    "featured_slots": domain.skip_slots_without_influence,
    "slot_copies": slots.copy_slots_plainly,
    "empty_memory": policies.skip_empty_memory,
    "rule_keys": policies.index_rule_keys,
    "recent_turns": policies.predict_from_recent_turns,
    "tracker_copies": trackers.copy_trackers_plainly,
    "applied_events": trackers.remember_applied_events,
    "event_data": trackers.remember_event_data,
    "fillable_slots": slots.extract_fillable_slots,
    "debug_copies": debug_copies.copy_for_written_lines,
    "slot_lines": debug_copies.list_slots_for_written_lines,
    "long_sessions": long_sessions.end_long_sessions,
    "conversation_guard": conversation_guard.guard_conversations,
    "context_reading": context_reading.read_in_context,
}
"""Each puts itself in place and returns what takes it away again."""

OF_TRAINING = ("yaml_resolvers", "example_copies", "example_fingerprints", "learning_together", "uncached_training")
"""Those that a training is quicker with."""

_applied: dict[str, Undo] = {}


def apply(names: Optional[Iterable[str]] = None) -> tuple[str, ...]:
    """Put the patches ``names`` (all by default) in place, once; the names of those in place.

    With the switch off nothing is done; on another Rasa version neither, with one warning.
    """
    import rasa

    if settings.load().patches != "on":
        return ()
    if rasa.__version__ != RASA_VERSION:
        logger.warning("Rasa is %s: the patches for %s stay off, all works but slower", rasa.__version__, RASA_VERSION)
        return ()
    for name in PATCHES if names is None else names:
        if name not in _applied:
            _applied[name] = PATCHES[name]()
    return tuple(_applied)


def revert() -> None:
    """Put stock Rasa's own functions back (tests)."""
    for name in reversed(list(_applied)):
        _applied.pop(name)()
