"""The audit log of the desk: rows are added, and nothing here changes or deletes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Mapping, Optional, Protocol, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import AuditEntry
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.services.operators.results import AuditView
from bot.settings import Settings

PAGE = 100
"""Entries of one page of the log."""

_audit = get_table(AuditEntry)


class Actor(Protocol):
    """Who acts: an operator's account, or the command line, which has no id."""

    @property
    def id(self) -> Optional[int]:
        """The account's id."""

    @property
    def name(self) -> str:
        """What the log calls them."""


@dataclass(frozen=True)
class Nobody:
    """Who acts when nobody is signed in; ``name``: the command line, or empty."""

    name: str = ""
    id: Optional[int] = None


def record(
    settings: Settings, *, operator: Actor, act: str, target: str, detail: Optional[Mapping[str, Any]] = None,
    now: datetime,
) -> None:
    """Note a sensitive act of ``operator``. No personal data in ``target`` and ``detail``.

    Raises:
        DatabaseUnavailable: the act is not noted; do not do it.
    """
    with transaction(settings.database_url, write=True) as session:
        audit_in(session, operator=operator, act=act, target=target, detail=detail, now=now)


def audit_in(
    session: Session, *, operator: Actor, act: str, target: str, detail: Optional[Mapping[str, Any]] = None,
    now: datetime,
) -> None:
    """:func:`record` inside a writing transaction that is open already: act and entry stand or fall together."""
    audit_all_in(session, operator=operator, act=act, entries=[(target, detail)], now=now)


def audit_all_in(
    session: Session, *, operator: Actor, act: str, entries: Sequence[tuple[str, Optional[Mapping[str, Any]]]],
    now: datetime,
) -> None:
    """:func:`audit_in` for one act on many things, in one statement: a target and its detail each."""
    session.execute(_audit.insert(), [
        {"at": clock.to_utc(now), "operator_id": operator.id, "operator_name": operator.name, "act": act,
         "target": target[:200], "detail": dict(detail) if detail else None} for target, detail in entries])


def list_entries(
    settings: Settings, *, before_id: Optional[int] = None, act: Optional[str] = None, limit: int = PAGE,
) -> list[AuditView]:
    """The newest entries first; ``before_id`` goes on behind the last one of a page."""
    query = select(_audit).order_by(_audit.c.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(_audit.c.id < before_id)
    if act:
        query = query.where(_audit.c.act == act)
    with transaction(settings.database_url) as session:
        return [
            AuditView(row.id, clock.local(row.at), row.operator_id, row.operator_name, row.act, row.target,
                      row.detail or {})
            for row in session.execute(query)]
