"""Which of the things that a message can be it is: the one whose evidence weighs most. The weights are data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Mapping, Sequence, TypeVar

from bot.yaml_files import read_yaml

WEIGHTS_FILE = Path(__file__).with_name("weights.yml")

Item = TypeVar("Item")


@cache
def load_weights(path: Path = WEIGHTS_FILE) -> Mapping[str, float]:
    """The weight of each piece of evidence by its name; fitted by ``make fit-dialogues``.

    Raises:
        OSError: there is no such file.
    """
    weights: dict[str, float] = read_yaml(path)["weights"]
    return weights


def score(evidence: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """The sum of what each piece of ``evidence`` weighs; one without a weight counts for nothing."""
    known = load_weights() if weights is None else weights
    return sum(value * known.get(name, 0.0) for name, value in evidence.items())


def choose(evidences: Sequence[Mapping[str, float]], items: Sequence[Item],
           weights: Mapping[str, float] | None = None) -> Item:
    """The item whose evidence weighs most; of equals the first."""
    best = max(range(len(items)), key=lambda index: (score(evidences[index], weights), -index))
    return items[best]
