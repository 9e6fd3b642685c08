"""Which rules of a model apply to a conversation: stock Rasa's answer, without asking every rule about every turn."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, Optional

PREVIOUS_ACTION = "prev_action"
SHOULD_NOT_BE_SET = "should_not_be_set"
_KEPT = "_orienta_rules"


class RuleIndex:
    """The rules of a lookup by what their newest turn asks for: the action before, and the intent.

    A rule that asks for neither, or for something else, is looked at every time. What is found is only where to look:
    whether a rule applies is decided turn by turn, by Rasa's own comparison.
    """

    def __init__(self, lookup: dict[str, str]) -> None:
        self.lookup = lookup
        self.size = len(lookup)
        self.longest = 0
        self._found: defaultdict[tuple[Optional[str], Optional[str]], list[tuple[str, list[Any]]]] = defaultdict(list)
        for key in lookup:
            rule = json.loads(key)[::-1]
            self.longest = max(self.longest, len(rule))
            newest = rule[0] if rule else {}
            action = _required(newest, PREVIOUS_ACTION, "action_name")
            # a rule for the start of a conversation applies at any start, whatever else it asks for
            intent = _required(newest, "user", "intent") if newest.get(PREVIOUS_ACTION) else None
            self._found[action, intent].append((key, rule))

    def find(self, policy: Any, states: list[Any]) -> set[str]:
        """The keys of the rules that the ``states`` satisfy; only the last :attr:`longest` are looked at."""
        if not states or not self.longest:
            return set(self.lookup)
        newest = states[-1]
        actions = {None, _required(newest, PREVIOUS_ACTION, "action_name")}
        intents = {None, _required(newest, "user", "intent")}
        possible = [pair for action in actions for intent in intents for pair in self._found.get((action, intent), ())]
        for turn, state in enumerate(reversed(states[-self.longest:])):
            possible = [(key, rule) for key, rule in possible
                        if turn >= len(rule) or _applies(policy, rule[turn], state)]
        return {key for key, _ in possible}


def find_possible_keys(policy: Any, lookup: dict[str, str], states: list[Any]) -> set[str]:
    """What ``RulePolicy._get_possible_keys`` gives: the keys of ``lookup`` whose rules the ``states`` satisfy."""
    return index_rules(policy, lookup).find(policy, states)


def index_rules(policy: Any, lookup: dict[str, str]) -> RuleIndex:
    """The index of ``lookup``, made once for every lookup of the policy."""
    known = policy.__dict__.setdefault(_KEPT, {})
    found: Optional[RuleIndex] = known.get(id(lookup))
    if found is None or found.lookup is not lookup or found.size != len(lookup):
        found = known[id(lookup)] = RuleIndex(lookup)
    return found


def _required(state: Any, part: str, name: str) -> Optional[str]:
    value = (state.get(part) or {}).get(name)
    return value if isinstance(value, str) and value and value != SHOULD_NOT_BE_SET else None


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
