"""Signing in and out of the desk: lock-out after failures, sessions on the server, one answer for every refusal."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any, Optional, Union

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Operator, OperatorSession
from bot.db.models import SignInAttempt as Attempt
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services.operators.accounts import make_hasher, make_operator_view
from bot.services.operators.audit import Nobody, audit_in
from bot.services.operators.results import (
    AVAILABLE,
    PASSWORD_CHARS,
    BrowserView,
    Opened,
    SignedIn,
    TooManyLogins,
    WeakPassword,
    WrongCredentials,
)
from bot.services.operators.second_factor import accepts_in
from bot.settings import Settings

TOUCH_SECONDS = 10
"""How exactly the last request of a browser is known: not every request writes."""

ADDRESS_FACTOR = 4
"""An address may fail so many times as often as an account: an office shares one."""

HASHING_AT_ONCE = 2
HASHING_PATIENCE_SECONDS = 10.0
"""A hash takes 64 MiB and a core for a moment: more at once wait, and after so long are told to come back."""
_hashing = BoundedSemaphore(HASHING_AT_ONCE)

PASSWORD_MOST = 1000
"""Longer ones are not hashed: the work would be the sender's to choose."""


def sign_in(
    settings: Settings, *, username: str, password: str, address: str, code: str = "", now: datetime,
) -> Union[Opened, WrongCredentials, TooManyLogins]:
    """Open a session. ``address``: where the request comes from; only a digest of it is kept, for the lock-out.

    ``code``: of the second factor, or a recovery code, for an account that has one.

    Whether the account exists, is disabled or is locked, the work is the same and so is the answer.

    Raises:
        DatabaseUnavailable: nobody was signed in.
    """
    digest = _digest(address)
    with transaction(settings.database_url) as session:
        until = _address_locked_until(session, settings, digest, now)
        row = _account(session, username)
    if until is not None:
        return TooManyLogins(until)
    if not _hashing.acquire(timeout=HASHING_PATIENCE_SECONDS):
        return TooManyLogins(now + timedelta(minutes=1))
    try:
        right = _matches(row.password_hash if row is not None else _nobody(), password)
    finally:
        _hashing.release()
    with transaction(settings.database_url, write=True) as session:
        row = _account(session, username)
        if row is None or not row.active or _locked(row, now) or not right or not accepts_in(session, row, code, now):
            _failed(session, settings, row, digest, now)
            return WrongCredentials()
        return _opened(session, settings, row, now)


def find_signed_in(settings: Settings, *, token: str, now: datetime, acts: bool = True) -> Optional[SignedIn]:
    """Whose browser this is, None when the session has ended; its last request is noted.

    ``acts`` False: the page asks by itself. The operator is there, but the session goes on growing idle.
    """
    moment = clock.to_utc(now)
    with transaction(settings.database_url) as session:
        found = _session(session, settings, token, moment)
        if found is None:
            return None
        browser, row = found
        known = SignedIn(make_operator_view(session, row), browser.csrf)
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


def verify_password(settings: Settings, *, operator_id: int, password: str, now: datetime) -> bool:
    """Whether it is the account's password; a wrong one counts as a failed sign-in does."""
    with transaction(settings.database_url) as session:
        row = session.execute(select(Operator.__table__).where(Operator.id == operator_id, Operator.active)).first()
    if row is not None and not _locked(row, now) and _matches(row.password_hash, password):
        return True
    with transaction(settings.database_url, write=True) as session:
        _failed(session, settings, row, _digest(f"own:{operator_id}"), now)
    return False


def change_own_password(
    settings: Settings, *, operator_id: int, old: str, new: str, token: str, now: datetime,
) -> Union[None, WrongCredentials, WeakPassword]:
    """Give one's own account another password; its other browsers are signed out. None when it is done."""
    if not verify_password(settings, operator_id=operator_id, password=old, now=now):
        return WrongCredentials()
    with transaction(settings.database_url) as session:
        row = session.execute(select(Operator.__table__).where(Operator.id == operator_id)).one()
    if len(new) < PASSWORD_CHARS or new.lower() == row.username or len(new) > PASSWORD_MOST:
        return WeakPassword(PASSWORD_CHARS)
    digest = make_hasher().hash(new)
    with transaction(settings.database_url, write=True) as session:
        session.execute(update(Operator).where(Operator.id == operator_id).values(
            password_hash=digest, failed_attempts=0, locked_until=None))
        session.execute(delete(OperatorSession).where(
            OperatorSession.operator_id == operator_id, OperatorSession.token_digest != _digest(token)))
        audit_in(session, operator=row, act="own_password", target=row.username, now=now)
    return None


def list_sessions(settings: Settings, *, operator_id: int, token: str, now: datetime) -> list[BrowserView]:
    """The browsers that are signed in to an account, the newest first."""
    own = _digest(token)
    with transaction(settings.database_url) as session:
        rows = session.execute(
            select(OperatorSession.__table__)
            .where(OperatorSession.operator_id == operator_id, OperatorSession.expires_at > clock.to_utc(now))
            .order_by(OperatorSession.created_at.desc())).all()
    return [BrowserView(_digest(row.token_digest), clock.local(row.created_at), clock.local(row.seen_at),
                        row.token_digest == own) for row in rows]


def end_sessions(
    settings: Settings, *, operator_id: int, token: str, key: Optional[str] = None, now: datetime,
) -> int:
    """Sign out the browser of that ``key``, or all but the one that asks; how many."""
    with transaction(settings.database_url, write=True) as session:
        digests = session.execute(select(OperatorSession.token_digest).where(
            OperatorSession.operator_id == operator_id)).scalars()
        ended = [each for each in digests
                 if (_digest(each) == key if key is not None else each != _digest(token))]
        session.execute(delete(OperatorSession).where(OperatorSession.token_digest.in_(ended)))
        row = session.execute(select(Operator.name, Operator.username).where(Operator.id == operator_id)).first()
        if row is not None and ended:
            audit_in(session, operator=Nobody(row.name, operator_id), act="sessions_ended", target=row.username,
                     detail={"count": len(ended)}, now=now)
    return len(ended)


def purge(settings: Settings, now: datetime) -> int:
    """Delete sessions that have ended and failures that no longer count; how many rows."""
    moment = clock.to_utc(now)
    idle = moment - timedelta(minutes=settings.desk_idle_minutes)
    old = moment - timedelta(minutes=settings.desk_lock_minutes)
    with transaction(settings.database_url, write=True) as session:
        ended = count_rows(session, delete(OperatorSession).where(
            (OperatorSession.expires_at <= moment) | (OperatorSession.seen_at <= idle)))
        return ended + count_rows(session, delete(Attempt).where(Attempt.at <= old))


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
    session.execute(insert(get_table(OperatorSession)).values(
        token_digest=_digest(token), operator_id=row.id, csrf=csrf, created_at=moment, seen_at=moment,
        expires_at=expires))
    session.execute(update(Operator).where(Operator.id == row.id).values(
        failed_attempts=0, locked_until=None, seen_at=moment, status=AVAILABLE))
    audit_in(session, operator=row, act="sign_in", target=row.username, now=now)
    return Opened(token, SignedIn(make_operator_view(session, row), csrf), clock.local(expires))


def _failed(session: Session, settings: Settings, row: Any, digest: str, now: datetime) -> None:
    """Count the failure against the address and, when there is one, the account; too many lock it for a while."""
    moment = clock.to_utc(now)
    session.execute(insert(get_table(Attempt)).values(address_digest=digest, at=moment))
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
        return len(password) <= PASSWORD_MOST and make_hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password has: an unknown account takes as long to refuse as a known one."""
    return make_hasher().hash(secrets.token_urlsafe(32))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
