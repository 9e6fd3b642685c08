"""How long each kind of personal data is kept: one table, by which it is deleted and reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Mapping


@dataclass(frozen=True)
class RetentionKind:
    """A kind of data: its ``name`` in the report's texts, the field of ``Settings`` that says how long, its unit.

    ``counted``: the counts of ``privacy.Purged`` that are of this kind.
    """

    name: str
    setting: str
    unit: Literal["hours", "days"]
    counted: tuple[str, ...]


KINDS = (
    RetentionKind("appointments", "person_retention_days", "days", ("appointments", "callbacks")),
    RetentionKind("interests", "person_retention_days", "days", ("interests", "sign_ups")),
    RetentionKind("waiting_wishes", "person_retention_days", "days", ("waiting_wishes",)),
    RetentionKind("conversations", "conversation_retention_hours", "hours", (
        "messages", "conversations", "tracker_events", "handoffs", "updates")),
    RetentionKind("not_understood", "not_understood_retention_days", "days", ("not_understood",)),
    RetentionKind("comments", "comment_retention_days", "days", ("comments",)),
    RetentionKind("activity", "activity_retention_days", "days", ("activity",)),
)
SHORT_LIVED = ("code_attempts", "holds")
"""Counts of what is kept for minutes or a day, by no setting: wrong codes, and places held while somebody books."""


def list_limits(settings: Any, now: datetime) -> Mapping[str, datetime]:
    """For each kind's name the moment (aware, UTC) before which it is too old, by its field of ``settings``."""
    moment = now.astimezone(UTC)  # elapsed time, also over a change of the clock
    return {kind.name: moment - timedelta(**{kind.unit: getattr(settings, kind.setting)}) for kind in KINDS}
