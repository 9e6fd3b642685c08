"""A new model beside the one in service: what each takes the blind messages and the desk's examples for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from bot.server.blind_sets import OUT_OF_SCOPE, read_blind_messages
from bot.services.trainings import Change, Comparison, Figures, Score
from bot.services.unknown import Taught

HELD, TAUGHT = "held", "taught"
"""The sets of the desk's own examples: kept from the training, and learnt by it."""
UNREAD = "nlu_fallback"
MOST_CHANGES = 200
"""Changes that are kept: more say nothing to anybody."""


@dataclass(frozen=True)
class Probe:
    """A message that both models are asked; ``intents``: those that are right for it."""

    text: str
    source: str
    intents: tuple[str, ...]
    outside: bool
    taught_id: Optional[int] = None

    def is_right(self, intent: str) -> bool:
        """Whether ``intent`` is right; outside our scope it also is not to have understood."""
        return intent in self.intents or self.outside and intent == UNREAD


def list_probes(taught: Sequence[Taught]) -> list[Probe]:
    """The desk's examples, those that are held first, and the blind messages."""
    own = [Probe(each.text, HELD if each.held else TAUGHT, (each.intent,), each.intent == OUT_OF_SCOPE, each.id)
           for each in sorted(taught, key=lambda each: not each.held)]
    blind = [Probe(each.text, each.source, each.intents, each.kind == OUT_OF_SCOPE) for each in read_blind_messages()]
    return [*own, *blind]


def compare(served: str, probes: Sequence[Probe], before: Sequence[str], after: Sequence[str]) -> Figures:
    """The figures of two models; ``served``: the name of the old one; ``before``, ``after``: an intent a probe."""
    rows = list(zip(probes, before, after, strict=True))
    names = dict.fromkeys(probe.source for probe in probes)

    def score(name: str, outside: bool) -> Score:
        here = [row for row in rows if row[0].source == name and row[0].outside == outside]
        return Score(len(here), sum(probe.is_right(old) for probe, old, _ in here),
                     sum(probe.is_right(new) for probe, _, new in here))

    changed = [Change(probe.source, old, new, probe.is_right(old), probe.is_right(new),
                      None if probe.taught_id is not None else probe.text, probe.taught_id)
               for probe, old, new in rows if old != new]
    # what was right and is not any more stands first, then what has become right
    changed.sort(key=lambda change: (not (change.was_right and not change.is_right), not change.is_right))
    return Figures(served, tuple(Comparison(name, score(name, False), score(name, True)) for name in names),
                   tuple(changed[:MOST_CHANGES]), len(changed))
