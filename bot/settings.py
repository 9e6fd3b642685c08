"""The only reader of the environment: every setting, its default and what it is for."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Mapping, Optional

from bot.texts import get_text

PROJECT_ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = PROJECT_ROOT / "var"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingError(ValueError):
    """A setting has a value that cannot be used; the message names the setting."""


def _setting(name: str, default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"env": name, "help": help_text})


def _secret(name: str, default: str, help_text: str) -> Any:
    """A setting that may stand in a file instead, which NAME_FILE names: so systemd and containers give secrets."""
    return field(default=default, metadata={"env": name, "help": help_text, "secret": True})


def _limit(name: str, default: int, help_text: str) -> Any:
    """A setting that may be «off», which is the same as 0: no limit."""
    return field(default=default, metadata={"env": name, "help": f"{help_text}; 0 or off: no limit", "limit": True})


@dataclass(frozen=True)
class Settings:
    """All settings, read once from the environment by :func:`load`. Times are in the unit that the name says."""

    database_url: str = _secret(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'orienta.db'}",
        "SQLAlchemy address of the database (sqlite:///… or postgresql://…); also holds Rasa's tracker")
    redis_url: str = _secret(
        "REDIS_URL", "", "Redis address for the lock store when several server processes share the conversations")
    secret: str = _secret(
        "ORIENTA_SECRET", "", "Key that signs web-chat session ids and buttons; made and kept in var/secret when empty")
    server_host: str = _setting("ORIENTA_HOST", "127.0.0.1", "Address that the server listens on")
    server_port: int = _setting("ORIENTA_PORT", 8080, "Port that the server listens on: chat, site and desk")
    channels: str = _setting(
        "ORIENTA_CHANNELS", "webchat,telegram",
        "Channels that are served, with commas between them; package.module:Class for one of your own")
    request_seconds: float = _setting(
        "ORIENTA_REQUEST_SECONDS", 30.0,
        "How long a request may take to arrive whole, before its connection is closed")
    ping_seconds: float = _setting(
        "ORIENTA_PING_SECONDS", 25.0,
        "How often an open chat is asked whether its browser is still there; without an answer in as long it is closed")
    trusted_hosts: str = _setting(
        "ORIENTA_TRUSTED_HOSTS", "",
        "Comma-separated host names that browsers may call the server by (*.example.it: all below); empty: any")
    site_url: str = _setting(
        "ORIENTA_SITE_URL", "", "Public address of the site (https://…); empty: as the browser names it")
    accessibility_url: str = _setting(
        "ORIENTA_ACCESSIBILITY_URL", "",
        "Address of the accessibility declaration that the body has published with AgID's form; empty: none yet")
    accessibility_contact: str = _setting(
        "ORIENTA_ACCESSIBILITY_CONTACT", "",
        "Where people tell what they cannot use, an e-mail address or a page; empty: the offices' telephones")
    security_contact: str = _setting(
        "ORIENTA_SECURITY_CONTACT", "",
        "Where weaknesses are told, an e-mail address or a page, for /.well-known/security.txt; empty: no such file")
    chat_url: str = _setting(
        "ORIENTA_CHAT_URL", "", "Public address of the chat page; empty: /chat on the site's")
    site_bookings_per_hour: int = _setting(
        "ORIENTA_SITE_BOOKINGS_PER_HOUR", 20,
        "Appointments that one address may book in the chat, or book or move on the site, in an hour; 0: any number")
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
    queue_max: int = _limit(
        "ORIENTA_QUEUE_MAX", 300,
        "Messages that may wait for their answer in one server process; what comes beyond is not taken and told so")
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
    housekeeping_minutes: float = _setting(
        "ORIENTA_HOUSEKEEPING_MINUTES", 5.0, "How often expired data and holds are deleted and unsaved messages stored")
    session_hours: int = _setting(
        "ORIENTA_SESSION_HOURS", 24 * 7,
        "How long after the last message a web-chat session id can be used; with an appointment ahead, until after it")
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
    booking_hold_total_minutes: int = _setting(
        "ORIENTA_BOOKING_HOLD_TOTAL_MINUTES", 30,
        "How long a conversation may keep slots in all, however often it renews or changes them")
    network_holds: int = _limit(
        "ORIENTA_NETWORK_HOLDS", 6, "Slots kept at the same time for people of one network who have not confirmed yet")
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
    desk_assign: int = _setting(
        "ORIENTA_DESK_ASSIGN", 0,
        "Conversations that an available operator is given in turn from the queue; 0: operators take them themselves")
    desk_session_hours: float = _setting(
        "ORIENTA_DESK_SESSION_HOURS", 12.0, "Hours after which an operator must sign in again")
    desk_idle_minutes: float = _setting(
        "ORIENTA_DESK_IDLE_MINUTES", 60.0, "Minutes without a request after which an operator must sign in again")
    desk_lock_attempts: int = _setting(
        "ORIENTA_DESK_LOCK_ATTEMPTS", 5,
        "Wrong passwords that lock an operator's account for a while; four times as many lock an address")
    desk_lock_minutes: float = _setting(
        "ORIENTA_DESK_LOCK_MINUTES", 15.0, "How long an account or an address stays locked after wrong passwords")
    desk_second_factor: str = _setting(
        "ORIENTA_DESK_SECOND_FACTOR", "off",
        "administrators: an administrator works at the desk only with a second factor; off: whoever wants one has one")
    conversation_retention_hours: int = _setting(
        "ORIENTA_CONVERSATION_RETENTION_HOURS", 24,
        "Hours after its last message when a conversation's content is deleted (log and tracker)")
    not_understood_retention_days: int = _setting(
        "ORIENTA_NOT_UNDERSTOOD_RETENTION_DAYS", 90, "Days after which a message that was not understood is deleted")
    comment_retention_days: int = _setting(
        "ORIENTA_COMMENT_RETENTION_DAYS", 90, "Days after which the comment of a rating is deleted; its stars stay")
    activity_retention_days: int = _setting(
        "ORIENTA_ACTIVITY_RETENTION_DAYS", 730, "Days after which what was counted for the statistics is deleted")
    person_retention_days: int = _setting(
        "ORIENTA_PERSON_RETENTION_DAYS", 90, "Days after an appointment when it is deleted, with name and contact")
    interest_days: int = _setting(
        "ORIENTA_INTEREST_DAYS", 365,
        "Days after which an interest («avvisami») ends; in the last thirty its owner is asked once if it still holds")
    waiting_days: int = _setting(
        "ORIENTA_WAITING_DAYS", 60,
        "Days after which somebody who waits for a free place is on the waiting list no more")
    waiting_answer_minutes: int = _setting(
        "ORIENTA_WAITING_ANSWER_MINUTES", 180,
        "How long a freed place is kept for whoever is offered it; without an answer the next one is offered it")
    waiting_notice_hours: int = _setting(
        "ORIENTA_WAITING_NOTICE_HOURS", 4,
        "Least time between now and a freed place that is offered to the next one, where the service has no notice")
    wave_size: int = _setting(
        "ORIENTA_WAVE_SIZE", 50, "People who are told of a course in one wave; the next wave follows later")
    wave_minutes: int = _setting("ORIENTA_WAVE_MINUTES", 30, "Minutes between two waves")
    smtp_url: str = _secret(
        "ORIENTA_SMTP_URL", "",
        "Mail server for reminders and other notices: smtp://user:password@host:587 (encrypted with STARTTLS where the "
        "server offers it; ?starttls=off: not) or smtps://…:465; empty: no e-mail is sent")
    mail_from: str = _setting(
        "ORIENTA_MAIL_FROM", "", "Sender of the e-mail, such as Orienta Lecco <orienta@example.it>")
    sms_url: str = _setting(
        "ORIENTA_SMS_URL", "", "Address of an HTTP gateway for text messages (https://…); empty: no SMS is sent")
    sms_token: str = _secret(
        "ORIENTA_SMS_TOKEN", "",
        "Token of the gateway, sent as «Authorization: Bearer …»; name:password is sent as Basic")
    sms_sender: str = _setting(
        "ORIENTA_SMS_SENDER", "", "Sender of text messages: up to 11 letters and figures, or a number with its prefix")
    sms_shape: str = _setting(
        "ORIENTA_SMS_SHAPE", "json", "json: the gateway takes a JSON body; form: the fields of a form")
    sms_fields: str = _setting(
        "ORIENTA_SMS_FIELDS", "",
        "Other names for the fields to, from, text, reference, callback (and id, status of receipts), such as "
        "to=recipient,text=message; an empty name leaves the field out")
    sms_daily_cap: int = _limit(
        "ORIENTA_SMS_DAILY_CAP", 300, "Text messages that may be sent in a day, in parts of 160 characters")
    telegram_token: str = _secret(
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
    desk_models_dir: str = _setting(
        "ORIENTA_DESK_MODELS_DIR", "",
        "Folder of the models that are trained from the desk, which every server process reads; empty: models/desk")
    spacy_model_dir: str = _setting(
        "ORIENTA_SPACY_MODEL_DIR", "", "Folder of an Italian spaCy model to use instead of it_core_news_sm")
    patches: str = _setting("ORIENTA_PATCHES", "on", "on: Rasa with the measured patches; off: stock Rasa")
    log_level: str = _setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR")
    log_format: str = _setting("LOG_FORMAT", "text", "text: a line a log entry, for people; json: for programs")
    metrics: str = _setting(
        "ORIENTA_METRICS", "",
        "Address and port of the measures for Prometheus, such as 127.0.0.1:9464, for no one outside; empty: none")


_kept: list[Settings] = []


def keep(settings: Settings) -> None:
    """From now on :func:`load` gives these to whoever in this process asks: a server's do not change while it runs."""
    _kept[:] = [settings]


def name_env_variable(setting: str) -> str:
    """The environment variable of a field of :class:`Settings`."""
    return next(str(item.metadata["env"]) for item in fields(Settings) if item.name == setting)


def load(env: Optional[Mapping[str, str]] = None) -> Settings:
    """Read the settings from ``env``: by default ``os.environ`` and, for what is not there, ``.env`` at the root.

    Raises:
        SettingError: a value is not of its setting's type; the message names the setting.
    """
    if env is None and _kept:
        return _kept[0]
    source = {**read_env_file(PROJECT_ROOT / ".env"), **os.environ} if env is None else env
    values: dict[str, Any] = {}
    for item in fields(Settings):
        name = item.metadata["env"]
        raw = source.get(name, "").strip()
        if item.metadata.get("secret") and (file := source.get(f"{name}_FILE", "").strip()):
            raw = _read_secret(name, raw, Path(file))
        if raw:
            off = item.metadata.get("limit") and raw.lower() == "off"
            values[item.name] = 0 if off else _converted(name, raw, type(item.default))
    settings = Settings(**values)
    for name, value, allowed in (("ORIENTA_PATCHES", settings.patches, ("on", "off")),
                                 ("ORIENTA_LIMITS", settings.limits, ("on", "off")),
                                 ("ORIENTA_SMS_SHAPE", settings.sms_shape, ("json", "form")),
                                 ("TELEGRAM_MODE", settings.telegram_mode, ("polling", "webhook")),
                                 ("TELEGRAM_GROUPS", settings.telegram_groups, ("leave", "silent")),
                                 ("LOG_FORMAT", settings.log_format, ("text", "json")),
                                 ("ORIENTA_DESK_SECOND_FACTOR", settings.desk_second_factor,
                                  ("off", "administrators"))):
        if value not in allowed:
            first, second = allowed
            raise SettingError(get_text("settings.neither", name=name, value=value, first=first, second=second))
    if settings.log_level not in LOG_LEVELS:
        raise SettingError(get_text("settings.bad_log_level", value=settings.log_level, levels=", ".join(LOG_LEVELS)))
    return settings


def _read_secret(name: str, given: str, path: Path) -> str:
    """What stands in the file of NAME_FILE."""
    if given:
        raise SettingError(get_text("settings.twice", name=name))
    try:
        found = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise SettingError(get_text("settings.file_unreadable", name=name, path=path, reason=reason)) from error
    if not found:
        raise SettingError(get_text("settings.file_empty", name=name, path=path))
    return found


def _converted(name: str, raw: str, kind: type) -> Any:
    if name == "DATABASE_URL" and raw.startswith("postgres://"):
        return "postgresql://" + raw.removeprefix("postgres://")  # the short form that hosting services give
    try:
        return kind(raw)
    except ValueError:
        what = get_text("settings.whole_number") if kind is int else get_text("settings.number")
        raise SettingError(get_text("settings.not_a", name=name, value=raw, what=what)) from None


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


def load_signing_key(settings: Settings, directory: Optional[Path] = None) -> bytes:
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
        raise SettingError(get_text("settings.secret_unreadable", path=path, reason=error.strerror)) from error
    if not key:
        raise SettingError(get_text("settings.secret_empty", path=path))
    return key


def _make_secret(path: Path) -> None:
    """Write a whole file and give it its name in one step: another process reads all of it or makes its own attempt."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"secret.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(secrets.token_hex(32).encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was quicker: its key holds
    finally:
        draft.unlink()
