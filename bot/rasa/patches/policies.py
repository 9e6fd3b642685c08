"""Policies are asked only what they can know."""

from __future__ import annotations

import operator
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Optional

from bot.rasa.patches.replacement import Undo, replace_attribute
from bot.rasa.patches.rule_keys import find_possible_keys, index_rules

LISTEN = "action_listen"
INTERRUPTED, NOT_THE_LOOP = "loop_was_interrupted", "do_not_predict_loop_action"


def index_rule_keys() -> Undo:
    """Ask only the rules that can match; stock RulePolicy asks every rule about every turn."""
    from rasa.core.policies.rule_policy import RulePolicy

    return replace_attribute(RulePolicy, "_get_possible_keys", find_possible_keys)


def predict_from_recent_turns() -> Undo:
    """RulePolicy computes the states of all turns of the session, twice, and writes them into a line of the log.

    What it predicts follows from as many turns as its longest rule has. Its training still goes Rasa's own way.
    """
    from rasa.core.policies.rule_policy import RulePolicy

    stock = RulePolicy.predict_action_probabilities

    def predict_action_probabilities(
        self: Any, tracker: Any, domain: Any, rule_only_data: Any = None, **kwargs: Any
    ) -> Any:
        if type(self) is not RulePolicy or self.featurizer.max_history is not None:
            return stock(self, tracker, domain, rule_only_data, **kwargs)
        return _Prediction(self, tracker, domain).make()

    return replace_attribute(RulePolicy, "predict_action_probabilities", predict_action_probabilities)


class _Prediction:
    """One prediction of a RulePolicy, in the order of precedence of ``RulePolicy._predict``."""

    def __init__(self, policy: Any, tracker: Any, domain: Any) -> None:
        from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH

        self._policy, self._tracker, self._domain = policy, tracker, domain
        self._rules = index_rules(policy, policy.lookup[RULES])
        self._unhappy = index_rules(policy, policy.lookup[RULES_FOR_LOOP_UNHAPPY_PATH])
        self._states: Optional[list[Any]] = None

    def make(self) -> Any:
        policy, tracker = self._policy, self._tracker
        default, default_source = policy._find_action_from_default_actions(tracker)
        loop, loop_source = policy._find_action_from_loop_happy_path(tracker)
        if loop and not default:
            return policy._rule_prediction(self._result(loop), loop_source, is_no_user_prediction=True)
        by_text, text_source, returning = self._find(use_text=True)
        if default and not by_text:
            return policy._rule_prediction(self._result(default), default_source)
        if loop:
            return policy._rule_prediction(self._result(loop), loop_source, is_no_user_prediction=True)
        if by_text:
            return policy._rule_prediction(
                self._result(by_text), text_source, returning_from_unhappy_path=returning,
                is_end_to_end_prediction=True)
        by_intent, intent_source, also_returning = self._find(use_text=False)
        return policy._rule_prediction(
            self._result(by_intent) if by_intent else policy._default_predictions(self._domain), intent_source,
            returning_from_unhappy_path=returning or also_returning, is_end_to_end_prediction=False)

    def _result(self, action: str) -> Any:
        return self._policy._prediction_result(action, self._tracker, self._domain)

    def _find(self, use_text: bool) -> tuple[Optional[str], str, bool]:
        """What ``RulePolicy._find_action_from_rules`` gives; without a rule an empty key, which is no rule's either."""
        if use_text and self._tracker.latest_action_name != LISTEN:
            return None, "", False
        states = self._recent_states(use_text)
        keys = self._rules.find(self._policy, states)
        best = max(keys, key=len) if keys else ""
        action = self._rules.lookup.get(best) if best else None
        loop = self._tracker.active_loop_name
        if not loop:
            return action, best, False
        conditions = [self._unhappy.lookup.get(key) for key in self._unhappy.find(self._policy, states)]
        if action == LISTEN and not self._is_inside_loop(best):
            if NOT_THE_LOOP not in conditions:
                return loop, best, False
            action = None
        return action, best, INTERRUPTED in conditions

    def _is_inside_loop(self, key: str) -> bool:
        from rasa.shared.core.trackers import get_active_loop_name

        return bool(get_active_loop_name(self._policy._rule_key_to_state(key)[-1]))

    def _recent_states(self, use_text: bool) -> list[Any]:
        if self._states is None:
            self._states = compute_recent_states(
                self._tracker, self._domain, max(1, self._rules.longest, self._unhappy.longest))
        states = [{name: dict(part) for name, part in state.items()} for state in self._states]
        self._policy.featurizer._choose_last_user_input([states], use_text)
        return states


@dataclass
class _Replay:
    """What a replay of the events ``applied`` has come to: a tracker without events, and the last states before an
    action."""

    domain: Any
    past: Any
    states: deque[Any]
    applied: list[Any] = field(default_factory=list)

    def goes_on_to(self, applied: list[Any]) -> bool:
        """Whether these begin with the events that were applied."""
        return len(self.applied) <= len(applied) and all(map(operator.is_, self.applied, applied))


def compute_recent_states(tracker: Any, domain: Any, count: int) -> list[Any]:
    """The last ``count`` of ``Domain.states_for_tracker_history``; the tracker keeps what its next prediction needs."""
    from rasa.shared.core.events import ActionExecuted

    applied = tracker.applied_events()
    replay: Optional[_Replay] = tracker.__dict__.get("_orienta_replay")
    if (replay is None or replay.domain is not domain or replay.states.maxlen != count - 1
            or not replay.goes_on_to(applied)):
        replay = tracker._orienta_replay = _Replay(domain, tracker.init_copy(), deque(maxlen=count - 1))
    for event in applied[len(replay.applied):]:
        if isinstance(event, ActionExecuted) and count > 1:
            replay.states.append(domain.get_active_state(replay.past))
        event.apply_to(replay.past)
    replay.applied = applied
    return [*replay.states, domain.get_active_state(replay.past)]


def skip_empty_memory() -> Undo:
    """Without stories MemoizationPolicy has memorised nothing: it need not replay the session to find that out."""
    from rasa.core.policies.memoization import MemoizationPolicy

    stock = MemoizationPolicy.predict_action_probabilities

    def predict_action_probabilities(
        self: Any, tracker: Any, domain: Any, rule_only_data: Any = None, **kwargs: Any
    ) -> Any:
        if self.lookup:
            return stock(self, tracker, domain, rule_only_data, **kwargs)
        return self._prediction(self._default_predictions(domain))

    return replace_attribute(MemoizationPolicy, "predict_action_probabilities", predict_action_probabilities)
