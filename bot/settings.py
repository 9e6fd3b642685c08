"""The only reader of the environment: every setting, its default and what it is for."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Mapping, Optional

PROJECT_ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = PROJECT_ROOT / "var"


class SettingError(ValueError):
    """A setting has a value that cannot be used; the message names the setting."""


def _setting(name: str, default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"env": name, "help": help_text})


@dataclass(frozen=True)
class Settings:
    """All settings, read once from the environment by :func:`load`. Times are in the unit that the name says."""

    database_url: str = _setting(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'orienta.db'}",
        "SQLAlchemy address of the database (sqlite:///… or postgresql://…); also holds Rasa's tracker")
    redis_url: str = _setting(
        "REDIS_URL", "", "Redis address for the lock store when several server processes share the conversations")
    secret: str = _setting(
        "ORIENTA_SECRET", "", "Key that signs web-chat session ids and buttons; made and kept in var/secret when empty")
    server_host: str = _setting("ORIENTA_HOST", "127.0.0.1", "Address that the server listens on")
    server_port: int = _setting("ORIENTA_PORT", 5005, "Port that the server listens on")
    allowed_origins: str = _setting(
        "ORIENTA_ALLOWED_ORIGINS", "",
        "Comma-separated origins that may open the web chat from a browser, * for any; empty: the server's own only")
    action_endpoint_url: str = _setting(
        "ACTION_ENDPOINT_URL", "", "Address of a separate action server; empty: the actions run inside the Rasa server")
    action_timeout_seconds: float = _setting(
        "ORIENTA_ACTION_TIMEOUT_SECONDS", 3.0, "How long a custom action may take before the person is told")
    message_max_chars: int = _setting(
        "ORIENTA_MESSAGE_MAX_CHARS", 1000, "Longest message that is read; a longer one gets one sentence")
    session_hours: int = _setting(
        "ORIENTA_SESSION_HOURS", 24 * 7, "How long a web-chat session id can be used again by its browser")
    booking_min_notice_hours: int = _setting(
        "ORIENTA_BOOKING_MIN_NOTICE_HOURS", 24, "Least time between now and a bookable slot, and for moving or cancelling")
    booking_horizon_days: int = _setting(
        "ORIENTA_BOOKING_HORIZON_DAYS", 60, "How many days ahead slots can be booked")
    booking_hold_minutes: int = _setting(
        "ORIENTA_BOOKING_HOLD_MINUTES", 10, "How long a slot is kept for a person who has not confirmed yet")
    conversation_retention_hours: int = _setting(
        "ORIENTA_CONVERSATION_RETENTION_HOURS", 24,
        "Hours after its last message when a conversation is deleted from the tracker")
    person_retention_days: int = _setting(
        "ORIENTA_PERSON_RETENTION_DAYS", 90, "Days after the last appointment when a person's data are deleted")
    spacy_model_dir: str = _setting(
        "ORIENTA_SPACY_MODEL_DIR", "", "Folder of an Italian spaCy model to use instead of it_core_news_sm")
    patches: str = _setting("ORIENTA_PATCHES", "on", "on: Rasa with the measured patches; off: stock Rasa")
    log_level: str = _setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR")


def load(env: Optional[Mapping[str, str]] = None) -> Settings:
    """Read the settings from ``env`` (``os.environ`` by default).

    Raises:
        SettingError: a value is not of its setting's type; the message names the setting.
    """
    source = os.environ if env is None else env
    values: dict[str, Any] = {}
    for item in fields(Settings):
        name = item.metadata["env"]
        raw = source.get(name, "").strip()
        if not raw:
            continue
        kind = type(item.default)
        try:
            values[item.name] = kind(raw)
        except ValueError:
            raise SettingError(f"{name}: «{raw}» is not a valid {kind.__name__}") from None
    settings = Settings(**values)
    if settings.patches not in ("on", "off"):
        raise SettingError(f"ORIENTA_PATCHES: «{settings.patches}» is neither on nor off")
    return settings


def signing_key(settings: Settings) -> bytes:
    """The key for signed ids: ORIENTA_SECRET, or one made once and kept in ``var/secret`` (mode 600)."""
    if settings.secret:
        return settings.secret.encode()
    path = VAR_DIR / "secret"
    path.parent.mkdir(exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as handle:
        key = secrets.token_hex(32).encode()
        handle.write(key)
    return key
