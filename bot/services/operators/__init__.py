"""Operators of the desk: accounts, sessions, audit log; all that others may call is here."""

from bot.services.operators.accounts import (
    add,
    change_account,
    find_operator,
    list_operators,
    set_active,
    set_password,
    set_status,
)
from bot.services.operators.audit import PAGE, Actor, Nobody, audit_all_in, audit_in, list_entries, record
from bot.services.operators.results import (
    ADMINISTRATOR,
    AVAILABLE,
    OPERATOR,
    PASSWORD_CHARS,
    ROLES,
    STATUSES,
    AuditView,
    BadUsername,
    BrowserView,
    LastAdministrator,
    NoSuchOperator,
    Opened,
    OperatorView,
    SavedAccount,
    SignedIn,
    TooManyLogins,
    UnknownOffice,
    UsernameTaken,
    WeakPassword,
    WrongCredentials,
)
from bot.services.operators.second_factor import describe_secret, is_missing, make_secret, turn_off, turn_on
from bot.services.operators.sessions import (
    change_own_password,
    end_sessions,
    find_signed_in,
    list_sessions,
    purge,
    sign_in,
    sign_out,
    verify_password,
)

__all__ = [
    "ADMINISTRATOR", "AVAILABLE", "OPERATOR", "PAGE", "PASSWORD_CHARS", "ROLES", "STATUSES", "Actor", "AuditView",
    "BadUsername", "BrowserView", "LastAdministrator", "NoSuchOperator", "Nobody", "Opened", "OperatorView",
    "SavedAccount", "SignedIn", "TooManyLogins", "UnknownOffice", "UsernameTaken", "WeakPassword", "WrongCredentials",
    "add", "audit_all_in", "audit_in", "change_account", "change_own_password", "describe_secret", "end_sessions",
    "find_operator", "find_signed_in", "is_missing", "list_entries", "list_operators", "list_sessions", "make_secret",
    "purge", "record", "set_active", "set_password", "set_status", "sign_in", "sign_out", "turn_off", "turn_on",
    "verify_password",
]
