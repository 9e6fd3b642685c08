"""Signing in and out of the desk: lock-out after failures, sessions on the server, one answer for every refusal."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Optional, Union

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.core import clock
from bot.db import models
from bot.db.session import transaction
from bot.services.operators.accounts import hasher, view_of
from bot.services.operators.audit import Nobody, audit_in
from bot.services.operators.results import Opened, SignedIn, TooManyAttempts, WrongCredentials
from bot.settings import Settings

Attempt: Any = models.SignInAttempt
Operator: Any = models.Operator
OperatorSession: Any = models.OperatorSession

TOUCH_SECONDS = 10
"""How exactly the last request of a browser is known: not every request writes."""

ADDRESS_FACTOR = 4
"""An address may fail so many times as often as an account: an office shares one."""

PASSWORD_MOST = 1000
"""Longer ones are not hashed: the work would be the sender's to choose."""


def sign_in(
    settings: Settings, *, username: str, password: str, address: str, now: datetime,
) -> Union[Opened, WrongCredentials, TooManyAttempts]:
    """Open a session. ``address``: where the request comes from; only a digest of it is kept, for the lock-out.

    Whether the account exists, is disabled or is locked, the work is the same and so is the answer.

    Raises:
        DatabaseUnavailable: nobody was signed in.
    """
    digest = _digest(address)
    with transaction(settings.database_url) as session:
        until = _address_locked_until(session, settings, digest, now)
        row = _account(session, username)
    if until is not None:
        return TooManyAttempts(until)
    right = _matches(row.password_hash if row is not None else _nobody(), password)
    with transaction(settings.database_url, write=True) as session:
        row = _account(session, username)
        if row is None or not row.active or _locked(row, now) or not right:
            _failed(session, settings, row, digest, now)
            return WrongCredentials()
        return _opened(session, settings, row, now)


def signed_in(settings: Settings, *, token: str, now: datetime, acts: bool = True) -> Optional[SignedIn]:
    """Whose browser this is, None when the session has ended; its last request is noted.

    ``acts`` False: the page asks by itself. The operator is there, but the session goes on growing idle.
    """
    moment = clock.to_utc(now)
    with transaction(settings.database_url) as session:
        found = _session(session, settings, token, moment)
        if found is None:
            return None
        browser, row = found
        known = SignedIn(view_of(session, row), browser.csrf)
    fresh = moment - timedelta(seconds=TOUCH_SECONDS)
    if (acts and browser.seen_at < fresh) or row.seen_at is None or row.seen_at < fresh:
        with transaction(settings.database_url, write=True) as session:
            if acts:
                session.execute(update(OperatorSession).where(OperatorSession.token_digest == browser.token_digest)
                                .values(seen_at=moment))
            session.execute(update(Operator).where(Operator.id == row.id).values(seen_at=moment))
    return known


def sign_out(settings: Settings, *, token: str, now: datetime) -> None:
    """End the session; its operator is no longer there unless another browser is."""
    with transaction(settings.database_url, write=True) as session:
        row = session.execute(
            select(OperatorSession.operator_id, Operator.name, Operator.username)
            .join(Operator, Operator.id == OperatorSession.operator_id)
            .where(OperatorSession.token_digest == _digest(token))).first()
        if row is None:
            return
        session.execute(delete(OperatorSession).where(OperatorSession.token_digest == _digest(token)))
        others = session.execute(select(func.max(OperatorSession.seen_at)).where(
            OperatorSession.operator_id == row.operator_id)).scalar()
        session.execute(update(Operator).where(Operator.id == row.operator_id).values(seen_at=others))
        audit_in(session, operator=Nobody(row.name, row.operator_id), act="sign_out", target=row.username, now=now)


def purge(settings: Settings, now: datetime) -> int:
    """Delete sessions that have ended and failures that no longer count; how many rows."""
    moment = clock.to_utc(now)
    idle = moment - timedelta(minutes=settings.desk_idle_minutes)
    old = moment - timedelta(minutes=settings.desk_lock_minutes)
    with transaction(settings.database_url, write=True) as session:
        ended = session.execute(delete(OperatorSession).where(
            (OperatorSession.expires_at <= moment) | (OperatorSession.seen_at <= idle)))
        return int(ended.rowcount + session.execute(delete(Attempt).where(Attempt.at <= old)).rowcount)


def _session(session: Session, settings: Settings, token: str, moment: datetime) -> Optional[tuple[Any, Any]]:
    browser = session.execute(
        select(OperatorSession.__table__).where(OperatorSession.token_digest == _digest(token))).first()
    if browser is None or browser.expires_at <= moment:
        return None
    if browser.seen_at <= moment - timedelta(minutes=settings.desk_idle_minutes):
        return None
    row = session.execute(select(Operator.__table__).where(
        Operator.id == browser.operator_id, Operator.active)).first()
    return (browser, row) if row is not None else None


def _account(session: Session, username: str) -> Any:
    query = select(Operator.__table__).where(func.lower(Operator.username) == username.strip().lower()[:60])
    return session.execute(query).first()


def _opened(session: Session, settings: Settings, row: Any, now: datetime) -> Opened:
    moment = clock.to_utc(now)
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    expires = moment + timedelta(hours=settings.desk_session_hours)
    session.execute(OperatorSession.__table__.insert().values(
        token_digest=_digest(token), operator_id=row.id, csrf=csrf, created_at=moment, seen_at=moment,
        expires_at=expires))
    session.execute(update(Operator).where(Operator.id == row.id).values(
        failed_attempts=0, locked_until=None, seen_at=moment))
    audit_in(session, operator=row, act="sign_in", target=row.username, now=now)
    return Opened(token, SignedIn(view_of(session, row), csrf), clock.local(expires))


def _failed(session: Session, settings: Settings, row: Any, digest: str, now: datetime) -> None:
    """Count the failure against the address and, when there is one, the account; too many lock it for a while."""
    moment = clock.to_utc(now)
    session.execute(Attempt.__table__.insert().values(address_digest=digest, at=moment))
    if row is None or _locked(row, now):
        return
    failed = row.failed_attempts + 1
    locks = failed >= settings.desk_lock_attempts
    until = moment + timedelta(minutes=settings.desk_lock_minutes) if locks else None
    session.execute(update(Operator).where(Operator.id == row.id).values(
        failed_attempts=0 if locks else failed, locked_until=until))
    if locks:
        audit_in(session, operator=Nobody(), act="operator_locked", target=row.username, now=now)


def _address_locked_until(
    session: Session, settings: Settings, digest: str, now: datetime,
) -> Optional[datetime]:
    window = timedelta(minutes=settings.desk_lock_minutes)
    times = list(session.execute(
        select(Attempt.at).where(Attempt.address_digest == digest, Attempt.at > clock.to_utc(now) - window)
        .order_by(Attempt.at.desc()).limit(settings.desk_lock_attempts * ADDRESS_FACTOR)).scalars())
    if len(times) < settings.desk_lock_attempts * ADDRESS_FACTOR:
        return None
    return clock.local(times[-1] + window)


def _locked(row: Any, now: datetime) -> bool:
    return row.locked_until is not None and bool(row.locked_until > clock.to_utc(now))


def _matches(password_hash: str, password: str) -> bool:
    try:
        return len(password) <= PASSWORD_MOST and hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password has: an unknown account takes as long to refuse as a known one."""
    return hasher().hash(secrets.token_urlsafe(32))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
