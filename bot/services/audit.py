"""The audit log of the desk: who did what to what. Rows are only ever added, in the transaction of the act itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping, Optional, Protocol

from sqlalchemy.orm import Session

from bot.core import clock
from bot.db.models import AuditEntry

_entry: Any = AuditEntry.__table__


class Actor(Protocol):
    """Who does it: an operator of the desk."""

    @property
    def id(self) -> int:
        """The account's number."""

    @property
    def name(self) -> str:
        """The name to write down: it outlives the account."""


def audit_in(
    session: Session, *, by: Actor, act: str, target: str, detail: Optional[Mapping[str, Any]] = None, now: datetime,
) -> None:
    """Write down an act inside a writing transaction that is already open.

    Args:
        act: a verb's name, up to 60 characters; target: what it was done to, cut at 200.
        detail: ids and names of fields, never personal data.
    """
    session.execute(_entry.insert().values(
        at=clock.to_utc(now), operator_id=by.id, operator_name=by.name[:120], act=act, target=target[:200],
        detail=dict(detail or {})))
