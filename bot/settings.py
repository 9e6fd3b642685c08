"""The only reader of the environment: every setting, its default and what it is for."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Mapping, Optional

PROJECT_ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = PROJECT_ROOT / "var"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingError(ValueError):
    """A setting has a value that cannot be used; the message names the setting."""


def _setting(name: str, default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"env": name, "help": help_text})


def _limit(name: str, default: int, help_text: str) -> Any:
    """A setting that may be «off», which is the same as 0: no limit."""
    return field(default=default, metadata={"env": name, "help": f"{help_text}; 0 or off: no limit", "limit": True})


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
    site_host: str = _setting("ORIENTA_SITE_HOST", "127.0.0.1", "Address that the site and the desk listen on")
    site_port: int = _setting("ORIENTA_SITE_PORT", 8080, "Port that the site and the desk listen on")
    site_url: str = _setting(
        "ORIENTA_SITE_URL", "", "Public address of the site (https://…); empty: as the browser names it")
    chat_url: str = _setting(
        "ORIENTA_CHAT_URL", "", "Public address of the chat page; empty: /chat on the site's host, port ORIENTA_PORT")
    site_bookings_per_hour: int = _setting(
        "ORIENTA_SITE_BOOKINGS_PER_HOUR", 20,
        "Appointments that one address may book or move on the site in an hour; 0: as many as it likes")
    site_wrong_codes_per_hour: int = _setting(
        "ORIENTA_SITE_WRONG_CODES_PER_HOUR", 20,
        "Wrong appointment codes that one address may send to the site in an hour; 0: as many as it likes")
    allowed_origins: str = _setting(
        "ORIENTA_ALLOWED_ORIGINS", "",
        "Comma-separated origins that may open the web chat from a browser, * for any; empty: the server's own only")
    action_endpoint_url: str = _setting(
        "ACTION_ENDPOINT_URL", "", "Address of a separate action server; empty: the actions run inside the Rasa server")
    action_timeout_seconds: float = _setting(
        "ORIENTA_ACTION_TIMEOUT_SECONDS", 3.0, "How long a custom action may take before the person is told")
    link_hosts: str = _setting(
        "ORIENTA_LINK_HOSTS", "",
        "Hosts, with commas between them, that links in the chat may lead to besides those of public bodies it knows")
    message_max_chars: int = _limit(
        "ORIENTA_MESSAGE_MAX_CHARS", 1000, "Longest message that is read; a longer one gets one sentence")
    limits: str = _setting(
        "ORIENTA_LIMITS", "on", "off: the limits on how often and from where people write are not kept (load tests)")
    session_messages_per_minute: int = _limit(
        "ORIENTA_SESSION_MESSAGES_PER_MINUTE", 30, "Messages that one web-chat session may send in a minute")
    address_messages_per_minute: int = _limit(
        "ORIENTA_ADDRESS_MESSAGES_PER_MINUTE", 300,
        "Messages that one address (a school or an office may share one) may send in a minute")
    address_sessions_per_hour: int = _limit(
        "ORIENTA_ADDRESS_SESSIONS_PER_HOUR", 120, "Web-chat sessions that one address may begin in an hour")
    address_connections: int = _limit(
        "ORIENTA_ADDRESS_CONNECTIONS", 100, "Open web-chat connections of one address that are listened to")
    trusted_proxies: str = _setting(
        "ORIENTA_TRUSTED_PROXIES", "",
        "Comma-separated addresses or networks of our own proxies, whose X-Forwarded-For is believed; empty: nobody's")
    actions_package: str = _setting(
        "ORIENTA_ACTIONS_PACKAGE", "bot.actions", "Python package whose actions are run inside the server")
    api_token: str = _setting(
        "ORIENTA_API_TOKEN", "", "Token of Rasa's HTTP API (never public); empty: the API is off")
    housekeeping_minutes: float = _setting(
        "ORIENTA_HOUSEKEEPING_MINUTES", 5.0, "How often expired data and holds are deleted and unsaved messages stored")
    session_hours: int = _setting(
        "ORIENTA_SESSION_HOURS", 24 * 7, "How long a web-chat session id can be used again by its browser")
    session_max_messages: int = _setting(
        "ORIENTA_SESSION_MAX_MESSAGES", 25,
        "Messages of a person after which a new session starts, unnoticed: a long one makes each answer slower")
    booking_min_notice_hours: int = _setting(
        "ORIENTA_BOOKING_MIN_NOTICE_HOURS", 24,
        "Least time between now and a bookable slot, and for moving or cancelling")
    booking_horizon_days: int = _setting(
        "ORIENTA_BOOKING_HORIZON_DAYS", 60, "How many days ahead slots can be booked")
    booking_hold_minutes: int = _setting(
        "ORIENTA_BOOKING_HOLD_MINUTES", 10, "How long a slot is kept for a person who has not confirmed yet")
    handoff_minutes: float = _setting(
        "ORIENTA_HANDOFF_MINUTES", 10.0,
        "Minutes of desk time that a request for an operator waits before it is left for a call-back")
    handoff_form_hours: float = _setting(
        "ORIENTA_HANDOFF_FORM_HOURS", 4.0,
        "Hours after which a form that a handoff interrupted is left instead of going on at its question")
    desk_watch_seconds: float = _setting(
        "ORIENTA_DESK_WATCH_SECONDS", 3.0,
        "How often it is looked whether a request waits too long or an operator has fallen silent")
    owner_minutes: float = _setting(
        "ORIENTA_OWNER_MINUTES", 10.0,
        "Minutes without answer or act of an operator, while the person waits, before the queue has the person back")
    owner_offline_seconds: float = _setting(
        "ORIENTA_OWNER_OFFLINE_SECONDS", 90.0,
        "Seconds without any request of an operator's browser before the queue has their conversations back")
    desk_session_hours: float = _setting(
        "ORIENTA_DESK_SESSION_HOURS", 12.0, "Hours after which an operator must sign in again")
    desk_idle_minutes: float = _setting(
        "ORIENTA_DESK_IDLE_MINUTES", 60.0, "Minutes without a request after which an operator must sign in again")
    desk_lock_attempts: int = _setting(
        "ORIENTA_DESK_LOCK_ATTEMPTS", 5,
        "Wrong passwords that lock an operator's account for a while; four times as many lock an address")
    desk_lock_minutes: float = _setting(
        "ORIENTA_DESK_LOCK_MINUTES", 15.0, "How long an account or an address stays locked after wrong passwords")
    conversation_retention_hours: int = _setting(
        "ORIENTA_CONVERSATION_RETENTION_HOURS", 24,
        "Hours after its last message when a conversation is deleted from the tracker")
    person_retention_days: int = _setting(
        "ORIENTA_PERSON_RETENTION_DAYS", 90, "Days after the last appointment when a person's data are deleted")
    smtp_url: str = _setting(
        "ORIENTA_SMTP_URL", "",
        "Mail server for reminders: smtp://user:password@host:587 (encrypted with STARTTLS where the server offers it; "
        "?starttls=off: not) or smtps://…:465; empty: no e-mail is sent")
    mail_from: str = _setting(
        "ORIENTA_MAIL_FROM", "", "Sender of the e-mail, such as Orienta Lecco <orienta@example.it>")
    telegram_token: str = _setting(
        "TELEGRAM_TOKEN", "", "Token of the Telegram bot, from @BotFather; empty: the Telegram channel is off")
    telegram_bot: str = _setting(
        "ORIENTA_TELEGRAM_BOT", "", "User name of the bot on Telegram, for links that open it; empty: no links")
    telegram_mode: str = _setting(
        "TELEGRAM_MODE", "polling", "polling: the server asks Telegram; webhook: Telegram calls a public address")
    telegram_webhook_url: str = _setting(
        "TELEGRAM_WEBHOOK_URL", "", "Public https address of this server, where Telegram brings updates (webhook mode)")
    telegram_api_url: str = _setting(
        "TELEGRAM_API_URL", "https://api.telegram.org", "Address of the Bot API: Telegram's, or a server of one's own")
    telegram_groups: str = _setting(
        "TELEGRAM_GROUPS", "leave", "leave: the bot leaves groups it is added to; silent: it stays and says nothing")
    spacy_model_dir: str = _setting(
        "ORIENTA_SPACY_MODEL_DIR", "", "Folder of an Italian spaCy model to use instead of it_core_news_sm")
    patches: str = _setting("ORIENTA_PATCHES", "on", "on: Rasa with the measured patches; off: stock Rasa")
    log_level: str = _setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR")


def load(env: Optional[Mapping[str, str]] = None) -> Settings:
    """Read the settings from ``env``: by default ``os.environ`` and, for what is not there, ``.env`` at the root.

    Raises:
        SettingError: a value is not of its setting's type; the message names the setting.
    """
    source = {**read_env_file(PROJECT_ROOT / ".env"), **os.environ} if env is None else env
    values: dict[str, Any] = {}
    for item in fields(Settings):
        name = item.metadata["env"]
        raw = source.get(name, "").strip()
        if raw:
            off = item.metadata.get("limit") and raw.lower() == "off"
            values[item.name] = 0 if off else _converted(name, raw, type(item.default))
    settings = Settings(**values)
    for name, value, allowed in (("ORIENTA_PATCHES", settings.patches, ("on", "off")),
                                 ("ORIENTA_LIMITS", settings.limits, ("on", "off")),
                                 ("TELEGRAM_MODE", settings.telegram_mode, ("polling", "webhook")),
                                 ("TELEGRAM_GROUPS", settings.telegram_groups, ("leave", "silent"))):
        if value not in allowed:
            raise SettingError(f"{name}: «{value}» non è né {allowed[0]} né {allowed[1]}")
    if settings.log_level not in LOG_LEVELS:
        raise SettingError(f"LOG_LEVEL: «{settings.log_level}» non è uno fra {', '.join(LOG_LEVELS)}")
    return settings


def _converted(name: str, raw: str, kind: type) -> Any:
    if name == "DATABASE_URL" and raw.startswith("postgres://"):
        return "postgresql://" + raw.removeprefix("postgres://")  # the short form that hosting services give
    try:
        return kind(raw)
    except ValueError:
        what = "un numero intero" if kind is int else "un numero"
        raise SettingError(f"{name}: «{raw}» non è {what}") from None


def read_env_file(path: Path) -> dict[str, str]:
    """The ``NAME=value`` lines of ``path``, without quotes around the value; nothing when there is no such file."""
    values: dict[str, str] = {}
    if not path.is_file():
        return values
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            values[name.strip()] = value.strip().strip("\"'")
    return values


def signing_key(settings: Settings, directory: Optional[Path] = None) -> bytes:
    """The key for signed ids: ORIENTA_SECRET, or one made once and kept in ``var/secret`` (mode 600).

    Raises:
        SettingError: the file is there but empty, or cannot be made.
    """
    if settings.secret:
        return settings.secret.encode()
    path = (directory or VAR_DIR) / "secret"
    try:
        if not path.exists():
            _make_secret(path)
        key = path.read_bytes().strip()
    except OSError as error:
        raise SettingError(f"ORIENTA_SECRET: {path} non si può leggere o scrivere ({error.strerror})") from error
    if not key:
        raise SettingError(f"ORIENTA_SECRET: {path} è vuoto: cancellalo, oppure dai un valore a ORIENTA_SECRET")
    return key


def _make_secret(path: Path) -> None:
    """Write a whole file and give it its name in one step: another process reads all of it or makes its own attempt."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secret.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(secrets.token_hex(32).encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was quicker: its key holds
    finally:
        draft.unlink()
