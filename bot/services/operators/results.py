"""What the service of operators' accounts answers with. Every datetime is aware, in Europe/Rome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

OPERATOR = "operator"
ADMINISTRATOR = "administrator"
ROLES = (OPERATOR, ADMINISTRATOR)
"""The roles; ``desk.roles`` of the texts says how they are called."""

AVAILABLE = "available"
STATUSES = (AVAILABLE, "paused", "away")
"""What an operator says of themselves; ``desk.statuses`` of the texts says how it is called."""

OFF, ADMINISTRATORS = "off", "administrators"
"""Whom ORIENTA_DESK_SECOND_FACTOR asks for a second factor."""

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
    status: str = AVAILABLE
    second_factor: bool = False

    @property
    def is_administrator(self) -> bool:
        """Whether the account may do everything."""
        return self.role == ADMINISTRATOR

    @property
    def own_offices(self) -> Optional[tuple[str, ...]]:
        """The offices whose lists it sees; None is all of them."""
        return None if self.is_administrator else self.office_ids


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
class BrowserView:
    """A browser that is signed in. ``key``: names it in a form and opens nothing; ``own``: the one that asks."""

    key: str
    created_at: datetime
    seen_at: datetime
    own: bool


@dataclass(frozen=True)
class LastAdministrator:
    """The account is the last one that can change accounts: it stays as it is."""


@dataclass(frozen=True)
class WrongCredentials:
    """No such account, another password, a disabled or a locked account: on purpose one answer for all of them."""


@dataclass(frozen=True)
class TooManyLogins:
    """Too many failures from this address; ``until``: when it may try again."""

    until: datetime


@dataclass(frozen=True)
class SavedAccount:
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
