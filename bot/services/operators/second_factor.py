"""The second factor of an account: time-based codes of a phone, and recovery codes for when the phone is lost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any, Optional

import pyotp
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Operator, RecoveryCode
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.db.statements import count_rows
from bot.services.operators.audit import Actor, audit_in
from bot.services.operators.results import ADMINISTRATORS, OperatorView
from bot.settings import Settings

STEP_SECONDS = 30
RECOVERY_CODES = 8
ISSUER = "Orienta Lecco"


def make_secret() -> str:
    """A secret that a phone and the account share from now on."""
    return pyotp.random_base32()


def describe_secret(secret: str, username: str) -> str:
    """The address by which an app takes the secret over."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def turn_on(
    settings: Settings, *, operator: OperatorView, secret: str, code: str, now: datetime,
) -> Optional[list[str]]:
    """Give the account its second factor when ``code`` shows that the phone has it; its recovery codes, told once.

    None when the code is another one: nothing has changed.
    """
    step = _matching_step(secret, code, now, after=0)
    if step is None:
        return None
    codes = ["-".join((secrets.token_hex(3), secrets.token_hex(3))) for _ in range(RECOVERY_CODES)]
    with transaction(settings.database_url, write=True) as session:
        _set(session, operator.id, totp_secret=secret, totp_step=step)
        session.execute(delete(RecoveryCode).where(RecoveryCode.operator_id == operator.id))
        for each in codes:
            session.execute(insert(get_table(RecoveryCode)).values(operator_id=operator.id, digest=_digest(each)))
        audit_in(session, operator=operator, act="second_factor_on", target=operator.username, now=now)
    return codes


def turn_off(settings: Settings, *, operator_id: int, by: Actor, now: datetime) -> None:
    """Take the second factor from an account: its own operator, or an administrator when phone and codes are lost."""
    with transaction(settings.database_url, write=True) as session:
        username = session.execute(select(Operator.username).where(Operator.id == operator_id)).scalar()
        if username is None:
            return
        _set(session, operator_id, totp_secret=None, totp_step=0)
        session.execute(delete(RecoveryCode).where(RecoveryCode.operator_id == operator_id))
        audit_in(session, operator=by, act="second_factor_off", target=username, now=now)


def accepts_in(session: Session, row: Any, code: str, now: datetime) -> bool:
    """Whether ``code`` opens the account beside its password: true without a factor; each code opens once."""
    if row.totp_secret is None:
        return True
    code = code.strip().lower().replace(" ", "")
    step = _matching_step(row.totp_secret, code, now, after=row.totp_step)
    if step is not None:
        return count_rows(session, update(Operator).where(Operator.id == row.id, Operator.totp_step < step)
                          .values(totp_step=step)) > 0
    return count_rows(session, delete(RecoveryCode).where(
        RecoveryCode.operator_id == row.id, RecoveryCode.digest == _digest(code))) > 0


def is_missing(settings: Settings, operator: OperatorView) -> bool:
    """Whether ORIENTA_DESK_SECOND_FACTOR asks this account for a factor that it has not."""
    asked = settings.desk_second_factor == ADMINISTRATORS and operator.is_administrator
    return asked and not operator.second_factor


def _matching_step(secret: str, code: str, now: datetime, after: int) -> Optional[int]:
    """The step of time that the code belongs to: this one or a neighbour, for clocks that differ; each only once."""
    code = code.strip().replace(" ", "")
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    totp, present = pyotp.TOTP(secret), int(clock.local(now).timestamp()) // STEP_SECONDS
    return next((step for step in (present, present - 1, present + 1)
                 if step > after and hmac.compare_digest(totp.generate_otp(step), code)), None)


def _set(session: Session, operator_id: int, **values: Any) -> None:
    session.execute(update(Operator).where(Operator.id == operator_id).values(**values)
                    .execution_options(synchronize_session=False))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
