"""What trainings and releases answer with. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Mapping, Optional

MOST_POINTS_LOST = 2.0
"""A model that loses more percentage points than this on a set of messages is worse, and is said to be."""


@dataclass(frozen=True)
class Score:
    """How many of ``count`` messages the model in service read right (``before``), and how many the new one."""

    count: int
    before: int
    after: int

    @property
    def points(self) -> float:
        """Percentage points won (or lost, below 0)."""
        return 100 * (self.after - self.before) / self.count if self.count else 0.0


@dataclass(frozen=True)
class Comparison:
    """The scores of a set of messages: its own ``name`` (of a file, or «held», «taught»), in scope and out of it."""

    name: str
    inside: Score
    outside: Score

    @property
    def is_worse(self) -> bool:
        """Whether the new model loses more than ``MOST_POINTS_LOST`` in scope or out of it."""
        return min(self.inside.points, self.outside.points) < -MOST_POINTS_LOST


@dataclass(frozen=True)
class Change:
    """A message that the two models read differently. ``before`` and ``after``: intents.

    ``text`` is None for an example of the desk, which ``taught_id`` names, once it was taken away.
    """

    source: str
    before: str
    after: str
    was_right: bool
    is_right: bool
    text: Optional[str] = None
    taught_id: Optional[int] = None


@dataclass(frozen=True)
class Figures:
    """A new model beside the one that served when it was made. ``changed``: messages read differently, in all."""

    served: str
    sets: tuple[Comparison, ...]
    changes: tuple[Change, ...]
    changed: int

    @property
    def worse(self) -> tuple[str, ...]:
        """The sets on which the new model is worse."""
        return tuple(each.name for each in self.sets if each.is_worse)

    def to_json(self) -> dict[str, Any]:
        """As :meth:`from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Figures:
        """What :meth:`to_json` gave."""
        return cls(
            raw["served"],
            tuple(Comparison(each["name"], Score(**each["inside"]), Score(**each["outside"])) for each in raw["sets"]),
            tuple(Change(**each) for each in raw["changes"]), raw["changed"])


@dataclass(frozen=True)
class TrainingView:
    """A training. ``state``: running, done, failed, or ended (its process is gone); ``done``: steps behind it."""

    id: int
    started_at: datetime
    starter: Optional[str]
    state: str
    step: str
    done: int
    ended_at: Optional[datetime]
    inputs: str
    archive: Optional[str]
    taught: int
    held: int
    failure: Optional[str]
    figures: Optional[Figures]


@dataclass(frozen=True)
class ReleaseView:
    """The model that was published and not taken back. ``taken_up_at``: when the first process served with it."""

    id: int
    training_id: int
    released_at: datetime
    releaser: Optional[str]
    inputs: str
    archive: str
    taken_up_at: Optional[datetime]
    refused_at: Optional[datetime]


@dataclass(frozen=True)
class Begun:
    """The training was noted; its process may start."""

    id: int


@dataclass(frozen=True)
class AlreadyTraining:
    """Another training runs; nothing was begun."""


@dataclass(frozen=True)
class NothingTaught:
    """No operator has assigned anything that the repository's data do not have; nothing was begun."""


@dataclass(frozen=True)
class Released:
    """The model is published: every process takes it up."""

    id: int


@dataclass(frozen=True)
class IsWorse:
    """The model is worse on these sets, and nobody has said that they want it all the same."""

    sets: tuple[str, ...]


@dataclass(frozen=True)
class NotTrained:
    """There is no finished training of that id."""


@dataclass(frozen=True)
class OtherInputs:
    """The repository's data, or the program, have changed since: the model belongs to what was before."""


@dataclass(frozen=True)
class ModelGone:
    """The file of the model is no longer there."""


@dataclass(frozen=True)
class AlreadyReleased:
    """This model is the published one."""


@dataclass(frozen=True)
class TakenBack:
    """The release of that id serves no more; the model before it does."""

    id: int


@dataclass(frozen=True)
class NothingReleased:
    """There is no release to take back."""


@dataclass(frozen=True)
class Rehearsed:
    """What the assistant would do with a message: what it takes it for, the next likely intents, what it says.

    ``share`` is from 0 to 1. ``answers``: each message's text and the titles of its buttons.
    """

    intent: str
    share: float
    others: tuple[tuple[str, float], ...]
    answers: tuple[tuple[str, tuple[str, ...]], ...]
