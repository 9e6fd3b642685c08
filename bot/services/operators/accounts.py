"""Operators' accounts: made and changed on the command line, their passwords kept as argon2 hashes."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import Any, Iterable, Optional, Sequence, Union

from argon2 import PasswordHasher
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Office, Operator, OperatorOffice, OperatorSession
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import insert_row
from bot.services.operators.audit import Actor, Nobody, audit_in
from bot.services.operators.results import (
    ADMINISTRATOR,
    OPERATOR,
    PASSWORD_CHARS,
    ROLES,
    STATUSES,
    BadUsername,
    LastAdministrator,
    NoSuchOperator,
    OperatorView,
    SavedAccount,
    UnknownOffice,
    UsernameTaken,
    WeakPassword,
)
from bot.settings import Settings
from bot.texts import get_text

NAME_CHARS = 120
_USERNAME = re.compile(r"[a-z0-9][a-z0-9.\-]{1,59}")


@lru_cache(maxsize=1)
def make_hasher() -> PasswordHasher:
    """argon2id with the library's parameters (RFC 9106's second recommendation)."""
    return PasswordHasher()


def add(
    settings: Settings, *, username: str, name: str, password: str, role: str = OPERATOR,
    office_ids: Sequence[str] = (), by: Optional[Actor] = None, now: datetime,
) -> Union[SavedAccount, UsernameTaken, BadUsername, UnknownOffice, WeakPassword]:
    """Make an account. ``by``: the administrator at the desk; None for the command line.

    Raises:
        ValueError: the role has another name.
    """
    if role not in ROLES:
        raise ValueError(f"unknown role: {role}")
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username) or not name.strip():
        return BadUsername()
    if _weak(password, username):
        return WeakPassword(PASSWORD_CHARS)
    digest = make_hasher().hash(password)
    with transaction(settings.database_url, write=True) as session:
        unknown = _unknown_office(session, office_ids)
        if unknown is not None:
            return unknown
        if _row(session, username) is not None:
            return UsernameTaken()
        new_id = insert_row(session, insert(get_table(Operator)).values(
            username=username, name=name.strip(), password_hash=digest, role=role, active=True, failed_attempts=0,
            created_at=clock.to_utc(now)))
        for office_id in sorted(set(office_ids)):
            session.execute(insert(get_table(OperatorOffice)).values(operator_id=new_id, office_id=office_id))
        audit_in(session, operator=by or _console(), act="operator_added", target=username,
                 detail={"role": role, "offices": sorted(set(office_ids))}, now=now)
        return SavedAccount(make_operator_view(session, _row(session, username)))


def list_operators(settings: Settings) -> list[OperatorView]:
    """All accounts, by username."""
    with transaction(settings.database_url) as session:
        rows = session.execute(select(Operator.__table__).order_by(Operator.username)).all()
        offices: dict[int, list[str]] = defaultdict(list)
        for operator_id, office_id in session.execute(
                select(OperatorOffice.operator_id, OperatorOffice.office_id).order_by(OperatorOffice.office_id)):
            offices[operator_id].append(office_id)
        return [_view(row, offices[row.id]) for row in rows]


def find_operator(settings: Settings, operator_id: int) -> Optional[OperatorView]:
    """An account, None when there is none."""
    with transaction(settings.database_url) as session:
        row = session.execute(select(Operator.__table__).where(Operator.id == operator_id)).first()
        return make_operator_view(session, row) if row is not None else None


def change_account(
    settings: Settings, *, operator_id: int, name: str, role: str, office_ids: Sequence[str], by: Actor, now: datetime,
) -> Union[SavedAccount, NoSuchOperator, UnknownOffice, BadUsername, LastAdministrator]:
    """Give an account another name, role and offices.

    Raises:
        ValueError: the role has another name.
    """
    if role not in ROLES:
        raise ValueError(f"unknown role: {role}")
    if not name.strip() or len(name.strip()) > NAME_CHARS:
        return BadUsername()
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(select(Operator.__table__).where(Operator.id == operator_id)).first()
        if row is None:
            return NoSuchOperator()
        unknown = _unknown_office(session, office_ids)
        if unknown is not None:
            return unknown
        if role != ADMINISTRATOR and _is_last_administrator(session, row):
            return LastAdministrator()
        before = make_operator_view(session, row)
        _change(session, operator_id, name=name.strip(), role=role)
        session.execute(delete(OperatorOffice).where(OperatorOffice.operator_id == operator_id))
        for office_id in sorted(set(office_ids)):
            session.execute(insert(get_table(OperatorOffice)).values(operator_id=operator_id, office_id=office_id))
        audit_in(session, operator=by, act="operator_changed", target=row.username,
                 detail={"role": role, "offices": sorted(set(office_ids)), "role_before": before.role,
                         "offices_before": list(before.office_ids)}, now=now)
        return SavedAccount(make_operator_view(session, _row(session, row.username)))


def set_active(
    settings: Settings, *, username: str, active: bool, by: Optional[Actor] = None, now: datetime,
) -> Union[SavedAccount, NoSuchOperator, LastAdministrator]:
    """Disable an account, or enable it again; a disabled one is signed out everywhere."""
    with transaction(settings.database_url, write=True) as session:
        row = _row(session, username)
        if row is None:
            return NoSuchOperator()
        if not active and by is not None and _is_last_administrator(session, row):
            return LastAdministrator()
        _change(session, row.id, active=active, failed_attempts=0, locked_until=None)
        if not active:
            sign_out_everywhere(session, row.id)
        audit_in(session, operator=by or _console(), act="operator_enabled" if active else "operator_disabled",
                 target=row.username, now=now)
        return SavedAccount(make_operator_view(session, _row(session, username)))


def set_password(
    settings: Settings, *, username: str, password: str, by: Optional[Actor] = None, now: datetime,
) -> Union[SavedAccount, NoSuchOperator, WeakPassword]:
    """Give an account another password; it is signed out everywhere and no longer locked."""
    if _weak(password, username.strip().lower()):
        return WeakPassword(PASSWORD_CHARS)
    digest = make_hasher().hash(password)
    with transaction(settings.database_url, write=True) as session:
        row = _row(session, username)
        if row is None:
            return NoSuchOperator()
        _change(session, row.id, password_hash=digest, failed_attempts=0, locked_until=None)
        sign_out_everywhere(session, row.id)
        audit_in(session, operator=by or _console(), act="operator_password", target=row.username, now=now)
        return SavedAccount(make_operator_view(session, _row(session, username)))


def set_status(settings: Settings, *, operator_id: int, status: str, now: datetime) -> None:
    """What the operator says of themselves: one of ``STATUSES``.

    Raises:
        ValueError: it has another name.
    """
    if status not in STATUSES:
        raise ValueError(f"unknown status: {status}")
    with transaction(settings.database_url, write=True) as session:
        _change(session, operator_id, status=status, seen_at=clock.to_utc(now))


def sign_out_everywhere(session: Session, operator_id: int) -> None:
    """End all sessions of an account."""
    session.execute(delete(OperatorSession).where(OperatorSession.operator_id == operator_id))


def make_operator_view(session: Session, row: Any) -> OperatorView:
    """The account of a row, with its offices."""
    offices = session.execute(
        select(OperatorOffice.office_id).where(OperatorOffice.operator_id == row.id)
        .order_by(OperatorOffice.office_id)).scalars()
    return _view(row, offices)


def _view(row: Any, offices: Iterable[str]) -> OperatorView:
    return OperatorView(
        row.id, row.username, row.name, row.role, tuple(offices), row.active,
        clock.local(row.seen_at) if row.seen_at is not None else None, row.status,
        row.totp_secret is not None)


def _row(session: Session, username: str) -> Any:
    query = select(Operator.__table__).where(func.lower(Operator.username) == username.strip().lower())
    return session.execute(query).first()


def _change(session: Session, operator_id: int, **values: Any) -> None:
    session.execute(update(Operator).where(Operator.id == operator_id).values(**values)
                    .execution_options(synchronize_session=False))


def _is_last_administrator(session: Session, row: Any) -> bool:
    others = select(Operator.id).where(
        Operator.role == ADMINISTRATOR, Operator.active.is_(True), Operator.id != row.id)
    return row.role == ADMINISTRATOR and row.active and session.execute(others).first() is None


def _weak(password: str, username: str) -> bool:
    return len(password) < PASSWORD_CHARS or password.lower() == username


def _unknown_office(session: Session, office_ids: Sequence[str]) -> Optional[UnknownOffice]:
    known = tuple(session.execute(select(Office.id).order_by(Office.position)).scalars())
    return next((UnknownOffice(each, known) for each in office_ids if each not in known), None)


def _console() -> Nobody:
    """Who the audit log names for what is done on the command line."""
    return Nobody(get_text("desk.command_line"))
