"""What editing the content answers with: types that say what happened and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Mapping, Optional


@dataclass(frozen=True)
class ContentRow:
    """A row as it is stored. ``key``: its primary key as text (JSON). ``version``: changes with any of its values."""

    table: str
    key: str
    label: str
    values: Mapping[str, Any]
    version: str


@dataclass(frozen=True)
class RowPage:
    """A page of a table. ``total``: rows under the filter; ``number`` counts from 1."""

    rows: tuple[ContentRow, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class SavedRow:
    """The row stands as wanted. ``changed``: names of the fields that are different now."""

    row: ContentRow
    changed: tuple[str, ...]
    new: bool = False


@dataclass(frozen=True)
class Removed:
    """The row is gone."""

    label: str


@dataclass(frozen=True)
class InvalidRow:
    """Nothing was written. ``problems``: field to one Italian sentence; the empty name is the row as a whole."""

    problems: Mapping[str, str]


@dataclass(frozen=True)
class Stale:
    """Somebody else has changed the row since it was shown; ``current`` is how it stands now."""

    current: ContentRow


@dataclass(frozen=True)
class Doubtful:
    """Nothing was written yet: it would leave appointments outside the hours, and somebody must say so be it."""

    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Referenced:
    """The row cannot go: others name it. ``by``: how many rows of which table (Italian title)."""

    by: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class NoSuchRow:
    """There is no such row (any more)."""


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row of a file: its number there (1 is the first after the heading), the field, a sentence."""

    table: str
    row: int
    field: str
    problem: str


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after, as a CSV file writes it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """What a file would do to a row."""

    table: str
    row: int
    label: str
    act: Literal["create", "update", "nothing"]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """What a file would do, or did. ``digest``: of the changes; a plan that was shown is applied by naming it."""

    changes: tuple[RowChange, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[str, ...] = ()
    digest: str = ""
    applied: bool = False

    def count(self, act: str) -> int:
        """How many rows are created, updated or left alone."""
        return sum(change.act == act for change in self.changes)


@dataclass(frozen=True)
class UnreadableFile:
    """The file as a whole cannot be read; ``problem`` is an Italian sentence."""

    problem: str


@dataclass(frozen=True)
class FactState:
    """A fact that wants a look. ``reasons``: expired, expiring, unverified, old."""

    row: ContentRow
    reasons: tuple[str, ...]
    source: str
    source_date: Optional[date]
    valid_until: Optional[date]
    verified: bool = field(default=False)


@dataclass(frozen=True)
class HistoryEntry:
    """A change of the content: what each field was and is, as people read it. ``table``, ``key``: of the row."""

    id: int
    at: datetime
    operator_name: str
    table: str
    key: str
    label: str
    act: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Undone:
    """A change was taken back."""

    label: str


@dataclass(frozen=True)
class Overtaken:
    """It cannot be taken back: somebody has changed the same since."""
