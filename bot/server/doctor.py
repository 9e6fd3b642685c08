"""`orienta doctor`: what is configured, what is missing, what would fail."""

from __future__ import annotations

import asyncio
import importlib.metadata
import socket
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Callable, Iterator
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from bot import clock
from bot import settings as settings_module
from bot.italian.text import format_moment
from bot.nlu import embedding
from bot.outages import name_host
from bot.rasa import absent_libraries, tensorflow_stubs
from bot.server import clock_watch, database_state, launcher, training
from bot.services import health
from bot.services.errors import DatabaseUnavailable
from bot.services.notices import count_parts_of_today
from bot.services.workload import measure_late_turns
from bot.settings import SettingError, Settings
from bot.texts import get_text
from connectors import channels
from connectors.site import static_files
from connectors.web.addresses import TrustedProxies


class Level(Enum):
    """How bad a finding is. BLOCKING: the assistant cannot be served."""

    GOOD = "ok"
    NOTE = "nota"
    BLOCKING = "errore"


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, how it is, and what to do."""

    subject: str
    level: Level
    text: str


PYTHONS = ((3, 11), (3, 13))
"""The first and the last Python that the tests run on."""

PACKAGES = {"rasa": "3.6.21", "rasa-sdk": "3.6.2", "spacy": "", "SQLAlchemy": "2.1.", "scikit-learn": "",
            "python-socketio": ""}
"""What must be installed, and how its version must start."""


CONNECT_SECONDS = 3.0
"""How long a mail server or an SMS gateway may take to be there."""

TELEGRAM_SECONDS = 5.0
"""How long Telegram may take to say who we are."""


def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order in which it matters."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python, _packages, _database, _turns, _clock, _data_folder, _disk,
        _model, _spacy, _second_opinion, _redis, _secret, _origins,
        _actions, _address, _metrics, _mail, _sms, _telegram)
    return [finding for check in checks for finding in check(settings)]


def _python(_settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]
    yield Finding("Python", Level.GOOD if good else Level.BLOCKING,
                  version if good else get_text("doctor.python_wanted", version=version))


def _packages(_settings: Settings) -> Iterator[Finding]:
    for name, wanted in PACKAGES.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, Level.BLOCKING, get_text("doctor.package_missing"))
            continue
        good = version.startswith(wanted)
        yield Finding(name, Level.GOOD if good else Level.NOTE, version if good else get_text(
            "doctor.package_other", version=version, wanted=wanted))


def _database(settings: Settings) -> Iterator[Finding]:
    where = make_url(settings.database_url).render_as_string(hide_password=True)
    state = database_state.inspect(settings.database_url)
    yield Finding("Database", Level.GOOD if state.ready else Level.BLOCKING, state.advice or where)


def _turns(settings: Settings) -> Iterator[Finding]:
    """Whether people wait for an answer that does not come."""
    if not database_state.inspect(settings.database_url).ready:
        return
    count, seconds = measure_late_turns(settings, clock.now())
    yield Finding("Risposte", Level.NOTE if count else Level.GOOD, get_text(
        "doctor.turns_late", count=count, seconds=round(seconds)) if count else get_text("doctor.turns_good"))


def _data_folder(settings: Settings) -> Iterator[Finding]:
    """Whether others on this machine can look into the folder of an SQLite database: it was not made by us then."""
    address = make_url(settings.database_url)
    folder = Path(address.database or "").parent
    if not address.drivername.startswith("sqlite") or not address.database or not folder.is_dir():
        return
    mode = folder.stat().st_mode & 0o777
    yield Finding("Cartella", Level.NOTE if mode & 0o077 else Level.GOOD, get_text(
        "doctor.folder_open", folder=folder, mode=f"{mode:o}") if mode & 0o077 else str(folder))


def _clock(settings: Settings) -> Iterator[Finding]:
    """Whether the time fits to the last round of the housekeeping: a clock that is wrong would delete data."""
    if not database_state.inspect(settings.database_url).ready:
        return
    doubt = clock_watch.find_gap(settings, clock.now())
    shown = format_moment(clock.now())
    yield Finding("Orologio", Level.NOTE if doubt else Level.GOOD, get_text("doctor.clock_odd", moment=shown)
                  if doubt else shown)


def _disk(settings: Settings) -> Iterator[Finding]:
    left = health.measure_disk(settings)
    short = left < health.FEWEST_BYTES
    yield Finding("Disco", Level.NOTE if short else Level.GOOD, get_text(
        "doctor.disk_short" if short else "doctor.disk_left", megabytes=left // 10**6))


def _model(settings: Settings) -> Iterator[Finding]:
    try:
        model = launcher.find_model(settings)
        if settings.patches == "on":
            tensorflow_stubs.refuse_tensorflow_model(model)
    except (launcher.CannotServe, ValueError, tensorflow_stubs.ModelNeedsTensorFlow) as error:
        yield Finding("Modello", Level.BLOCKING, str(error))
        return
    if training.is_fresh(model, settings):
        yield Finding("Modello", Level.GOOD, model.name)
    else:
        yield Finding("Modello", Level.NOTE, get_text("doctor.model_old", name=model.name))


def _spacy(settings: Settings) -> Iterator[Finding]:
    identity = training.identify_spacy(settings)
    if identity == "folder:missing":
        yield Finding("Modello spaCy", Level.BLOCKING,
                      get_text("doctor.spacy_missing", folder=settings.spacy_model_dir))
    elif identity == "blank":
        yield Finding("Modello spaCy", Level.NOTE, get_text("doctor.spacy_blank"))
    else:
        yield Finding("Modello spaCy", Level.GOOD, identity)


def _second_opinion(_settings: Settings) -> Iterator[Finding]:
    identity = embedding.find_installed()
    yield Finding(embedding.PACKAGE, Level.GOOD, identity or get_text("doctor.second_opinion_off"))


def _redis(settings: Settings) -> Iterator[Finding]:
    if not settings.redis_url:
        yield Finding("Redis", Level.GOOD, get_text("doctor.redis_off"))
        return
    import redis

    try:
        redis.Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2).ping()
    except (redis.RedisError, ValueError) as error:
        yield Finding("Redis", Level.BLOCKING, get_text(
            "doctor.redis_silent", where=name_host(settings.redis_url), reason=type(error).__name__))
    else:
        yield Finding("Redis", Level.GOOD, "risponde")


def _secret(settings: Settings) -> Iterator[Finding]:
    try:
        key = settings_module.load_signing_key(settings)
    except SettingError as error:
        yield Finding("Segreto", Level.BLOCKING, str(error))
        return
    if len(key) < 32:
        yield Finding("Segreto", Level.NOTE, get_text("doctor.secret_short"))
    else:
        yield Finding("Segreto", Level.GOOD, "ORIENTA_SECRET" if settings.secret else "var/secret")


def _origins(settings: Settings) -> Iterator[Finding]:
    origins = [origin.strip() for origin in settings.allowed_origins.split(",") if origin.strip()]
    wrong = [origin for origin in origins if origin != "*" and not origin.startswith(("https://", "http://"))]
    if wrong:
        yield Finding("Origini", Level.BLOCKING, get_text("doctor.origin_wrong", origin=wrong[0]))
    elif "*" in origins:
        yield Finding("Origini", Level.NOTE, get_text("doctor.origin_any"))
    else:
        yield Finding("Origini", Level.GOOD, ", ".join(origins) or get_text("doctor.origin_own"))


def _actions(settings: Settings) -> Iterator[Finding]:
    if settings.action_endpoint_url:
        yield Finding("Azioni", Level.GOOD, get_text("doctor.actions_apart", address=settings.action_endpoint_url))
        return
    try:
        from bot.rasa.action_executor import make_executor

        count = len(make_executor(settings.actions_package).actions)
    except ImportError as error:
        yield Finding("Azioni", Level.BLOCKING, get_text(
            "doctor.actions_unimportable", package=settings.actions_package, error=error))
        return
    yield Finding("Azioni", Level.GOOD if count else Level.BLOCKING,
                  get_text("doctor.actions_here", count=count) if count
                  else get_text("doctor.actions_none", package=settings.actions_package))


def _address(settings: Settings) -> Iterator[Finding]:
    """Whether the server can listen where it should, and what it will be called."""
    for name, value in (("ORIENTA_SITE_URL", settings.site_url), ("ORIENTA_CHAT_URL", settings.chat_url)):
        if value and not value.startswith(("https://", "http://")):
            yield Finding("Indirizzo", Level.BLOCKING, get_text("doctor.not_https", name=name, value=value))
            return
    try:
        absent_libraries.prepare()  # a channel imports Rasa
        channels.find_channels(settings.channels)
        TrustedProxies(settings.trusted_proxies)
    except SettingError as error:
        yield Finding("Indirizzo", Level.BLOCKING, str(error))
        return
    try:
        launcher.check_port(settings.server_host, settings.server_port, "ORIENTA_PORT")
    except launcher.CannotServe as error:
        yield Finding("Indirizzo", Level.NOTE, get_text("doctor.port_taken", reason=str(error)))
        return
    where = settings.site_url or f"http://{settings.server_host}:{settings.server_port}"
    if static_files.is_built():
        yield Finding("Indirizzo", Level.GOOD, where)
    else:
        yield Finding("Indirizzo", Level.NOTE, get_text("doctor.plain_pages", where=where))


def _metrics(settings: Settings) -> Iterator[Finding]:
    from bot.server.metrics import read_address

    if not settings.metrics:
        yield Finding("Misure", Level.GOOD, get_text("doctor.metrics_off"))
        return
    try:
        host, port = read_address(settings.metrics)
        launcher.check_port(host, port, "ORIENTA_METRICS")
    except SettingError as error:
        yield Finding("Misure", Level.BLOCKING, str(error))
    except launcher.CannotServe as error:
        yield Finding("Misure", Level.NOTE, get_text("doctor.port_taken", reason=str(error)))
    else:
        yield Finding("Misure", Level.GOOD, settings.metrics)


def _reaches(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


def _mail(settings: Settings) -> Iterator[Finding]:
    from connectors.mail.mail_sender import find_mail_server

    try:
        server = find_mail_server(settings)
    except SettingError as error:
        yield Finding("Posta", Level.NOTE, get_text("doctor.mail_wrong", error=error))
        return
    if server is None:
        yield Finding("Posta", Level.GOOD, get_text("doctor.mail_off"))
        return
    where, there = f"{server.host}:{server.port}", _reaches(server.host, server.port)
    yield Finding("Posta", Level.GOOD if there else Level.NOTE, where if there else get_text(
        "doctor.mail_silent", where=where))


def _sms(settings: Settings) -> Iterator[Finding]:
    from connectors.sms.sms_sender import find_gateway

    try:
        gateway = find_gateway(settings)
    except SettingError as error:
        yield Finding("SMS", Level.NOTE, get_text("doctor.sms_wrong", error=error))
        return
    if gateway is None:
        yield Finding("SMS", Level.GOOD, get_text("doctor.sms_off"))
        return
    address = urlsplit(gateway.url)
    where = address.hostname or ""
    if not _reaches(where, address.port or (443 if address.scheme == "https" else 80)):
        yield Finding("SMS", Level.NOTE, get_text("doctor.sms_silent", where=where))
        return
    try:
        used = count_parts_of_today(settings, clock.now())
    except DatabaseUnavailable:
        used = 0  # the line of the database says so
    cap = settings.sms_daily_cap
    if cap and used >= cap:
        yield Finding("SMS", Level.NOTE, get_text("doctor.sms_cap", where=where, cap=cap))
    else:
        yield Finding("SMS", Level.GOOD, get_text("doctor.sms_on", where=where, used=used, cap=cap or "∞"))


def _telegram(settings: Settings) -> Iterator[Finding]:
    """Whether Telegram knows the token, and how messages come."""
    if not settings.telegram_token:
        yield Finding("Telegram", Level.GOOD, get_text("doctor.telegram_off"))
        return
    from connectors.telegram.api import ApiError, BadToken

    try:
        me = asyncio.run(_ask_telegram(settings))
    except BadToken:
        yield Finding("Telegram", Level.NOTE, get_text("doctor.telegram_refused"))
    except ApiError as error:
        yield Finding("Telegram", Level.NOTE, get_text(
            "doctor.telegram_silent", address=settings.telegram_api_url, reason=error.description))
    else:
        yield Finding("Telegram", Level.GOOD, f"@{me.get('username')}, {settings.telegram_mode}")


async def _ask_telegram(settings: Settings) -> dict[str, Any]:
    import aiohttp

    from connectors.telegram.api import BotApi

    async with aiohttp.ClientSession() as session:
        api = BotApi(session, settings.telegram_api_url, settings.telegram_token)
        me = await api.call("getMe", seconds=TELEGRAM_SECONDS)
        return me if isinstance(me, dict) else {}
