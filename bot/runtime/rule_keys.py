"""Which rules of a model apply to a conversation: stock Rasa's answer, without asking every rule about every turn."""

from __future__ import annotations

import json
from typing import Any

PREVIOUS_ACTION = "prev_action"
SHOULD_NOT_BE_SET = "should_not_be_set"
_KEPT = "_orienta_rules"


def possible_keys(policy: Any, lookup: dict[str, str], states: list[Any]) -> set[str]:
    """What ``RulePolicy._get_possible_keys`` gives: the keys of ``lookup`` whose rules the ``states`` satisfy."""
    longest, possible = _rules(policy, lookup)
    for turn, state in enumerate(reversed(states[-longest:] if longest else [])):
        possible = [
            (key, rule) for key, rule in possible
            if turn >= len(rule) or _applies(policy, rule[turn], state)]
    return {key for key, _ in possible}


def _applies(policy: Any, required: Any, state: Any) -> bool:
    now, before = required.get(PREVIOUS_ACTION), state.get(PREVIOUS_ACTION)
    if not now and not before:
        return True  # both begin the conversation: what slots hold from the start is not looked at
    if not now or not before:
        return False
    action = now.get("action_name")  # what tells most rules apart, so it is looked at first
    if action and action != SHOULD_NOT_BE_SET and before.get("action_name") != action:
        return False
    return bool(policy._does_rule_match_state(required, state))


def _rules(policy: Any, lookup: dict[str, str]) -> tuple[int, list[tuple[str, list[Any]]]]:
    """The length of the longest rule, and each key with its rule, newest turn first; read once for every lookup."""
    known = policy.__dict__.setdefault(_KEPT, {})
    found = known.get(id(lookup))
    if found is None or found[0] is not lookup or found[1] != len(lookup):
        rules = [(key, json.loads(key)[::-1]) for key in lookup]
        found = known[id(lookup)] = (lookup, len(lookup), max((len(rule) for _, rule in rules), default=0), rules)
    return found[2], found[3]
