"""A protocol as a table of steps (``*.steps``), read twice: by spin, as Promela, and here, beside the real services.

A line is ``action -> Outcome when guard then effect``; the effect may be missing. Of an action exactly one guard holds
at any time. Guards and effects are Promela; what they use of macros is given to the reading here as functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping

FOLDER = Path(__file__).parent
PROTOCOLS = ("booking", "waiting_list", "handoff")
_LINE = re.compile(r"(?P<action>\w+) -> (?P<outcome>\w+) when (?P<guard>.+?)(?: then (?P<effect>.+))?")


@dataclass(frozen=True)
class Step:
    """What an action answers and changes where its guard holds."""

    action: str
    outcome: str
    guard: str
    effect: str


def read_steps(name: str) -> list[Step]:
    """The table of a protocol.

    Raises:
        ValueError: a line is no step.
    """
    steps = []
    for line in (FOLDER / f"{name}.steps").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            found = _LINE.fullmatch(line)
            if found is None:
                raise ValueError(f"{name}.steps: {line}")
            steps.append(Step(found["action"], found["outcome"], found["guard"], found["effect"] or ""))
    return steps


def write_promela(steps: list[Step]) -> str:
    """The steps as one inline for each action, ``do_<action>``, which leaves its answer in ``outcome``."""
    outcomes = sorted({step.outcome for step in steps})
    lines = [f"mtype = {{ {', '.join(outcomes)} }};", "hidden mtype outcome;"]
    for action in dict.fromkeys(step.action for step in steps):
        lines.append(f"inline do_{action}() {{ if")
        lines += [f"  :: {step.guard} -> {step.effect + '; ' if step.effect else ''}outcome = {step.outcome}"
                  for step in steps if step.action == action]
        lines.append("fi }")
    return "\n".join(lines) + "\n"


class Protocol:
    """The state of a protocol, changed by its table.

    ``state``: the variables of the table, lists and numbers; ``macros``: what its guards call, which get the state as a
    mapping first.
    """

    def __init__(
        self, steps: list[Step], state: dict[str, Any], macros: Mapping[str, Callable[..., Any]],
    ) -> None:
        self.state = state
        self._steps = [(step, compile(_python(step.guard), step.action, "eval"), compile(
            step.effect or "pass", step.action, "exec")) for step in steps]
        self._macros = {name: (lambda *given, _macro=macro: _macro(state, *given)) for name, macro in macros.items()}

    def do(self, action: str, **given: int) -> str:
        """Do the action; its outcome.

        Raises:
            AssertionError: not exactly one guard holds.
        """
        names = {**self._macros, **self.state, **given, "__builtins__": {}}
        met = [(step, effect) for step, guard, effect in self._steps if step.action == action and eval(guard, names)]
        assert len(met) == 1, f"{action} {given}: {[step.outcome for step, _ in met]} in {self.state}"
        exec(met[0][1], names)
        return met[0][0].outcome


def _python(guard: str) -> str:
    return re.sub(r"!(?!=)", " not ", guard.replace("&&", " and ").replace("||", " or ")).strip()
