"""Operators of the desk: accounts, sessions, audit log; all that others may call is here."""

from bot.services.operators.accounts import add, get, list_operators, set_active, set_password
from bot.services.operators.audit import PAGE, Actor, Nobody, audit_in, entries, record
from bot.services.operators.results import (
    ADMINISTRATOR,
    OPERATOR,
    PASSWORD_CHARS,
    ROLES,
    AuditView,
    BadUsername,
    NoSuchOperator,
    Opened,
    OperatorView,
    Saved,
    SignedIn,
    TooManyAttempts,
    UnknownOffice,
    UsernameTaken,
    WeakPassword,
    WrongCredentials,
)
from bot.services.operators.sessions import purge, sign_in, sign_out, signed_in

__all__ = [
    "ADMINISTRATOR", "OPERATOR", "PAGE", "PASSWORD_CHARS", "ROLES", "Actor", "AuditView", "BadUsername",
    "NoSuchOperator", "Nobody", "Opened", "OperatorView", "Saved", "SignedIn", "TooManyAttempts", "UnknownOffice",
    "UsernameTaken", "WeakPassword", "WrongCredentials", "add", "audit_in", "entries", "get", "list_operators",
    "purge", "record", "set_active", "set_password", "sign_in", "sign_out", "signed_in",
]
