"""What the service of operators' accounts answers with. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

OPERATOR = "operator"
ADMINISTRATOR = "administrator"
ROLES = {OPERATOR: "operatore", ADMINISTRATOR: "amministratore"}
"""The roles, and how they are called."""

PASSWORD_CHARS = 12
"""Shortest password that is accepted: length, not kinds of characters (NIST SP 800-63B)."""


@dataclass(frozen=True)
class OperatorView:
    """An account of the desk. ``office_ids``: whose requests it sees; an administrator sees all."""

    id: int
    username: str
    name: str
    role: str
    office_ids: tuple[str, ...]
    active: bool = True
    seen_at: Optional[datetime] = None

    @property
    def is_administrator(self) -> bool:
        """Whether the account may do everything."""
        return self.role == ADMINISTRATOR


@dataclass(frozen=True)
class SignedIn:
    """A signed-in browser: whose it is, and the token that its forms carry."""

    operator: OperatorView
    csrf: str


@dataclass(frozen=True)
class Opened:
    """A new session: ``token`` goes into the browser's cookie and is kept nowhere else; it ends at ``expires_at``."""

    token: str
    signed_in: SignedIn
    expires_at: datetime


@dataclass(frozen=True)
class WrongCredentials:
    """No such account, another password, a disabled or a locked account: on purpose one answer for all of them."""


@dataclass(frozen=True)
class TooManyAttempts:
    """Too many failures from this address; ``until``: when it may try again."""

    until: datetime


@dataclass(frozen=True)
class Saved:
    """The account is as it was asked for."""

    operator: OperatorView


@dataclass(frozen=True)
class UsernameTaken:
    """There is an account of that name."""


@dataclass(frozen=True)
class NoSuchOperator:
    """There is no account of that name."""


@dataclass(frozen=True)
class UnknownOffice:
    """There is no office with that id; ``known``: the ids there are."""

    office_id: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class WeakPassword:
    """The password has fewer than ``least`` characters, or is the username."""

    least: int


@dataclass(frozen=True)
class BadUsername:
    """A username is 2 to 60 lower-case letters, digits, dots, hyphens."""


@dataclass(frozen=True)
class AuditView:
    """A sensitive act: who did what to which thing; ``detail`` holds ids and names of fields, no personal data."""

    id: int
    at: datetime
    operator_id: Optional[int]
    operator_name: str
    act: str
    target: str
    detail: dict[str, Any]
