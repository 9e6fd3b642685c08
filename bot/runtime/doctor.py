"""`orienta doctor`: what is configured, what is missing, what would fail."""

from __future__ import annotations

import importlib.metadata
import sys
from dataclasses import dataclass
from enum import Enum
from typing import Callable, Iterator

from sqlalchemy.engine import make_url

from bot import settings as settings_module
from bot.runtime import database, launcher, no_tensorflow, training
from bot.settings import SettingError, Settings


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


PACKAGES = {"rasa": "3.6.21", "rasa-sdk": "3.6.2", "spacy": "", "SQLAlchemy": "1.4.", "scikit-learn": "",
            "python-socketio": ""}
"""What must be installed, and how its version must start."""


def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order in which it matters."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python, _packages, _database, _model, _spacy, _redis, _secret, _origins, _actions, _site, _mail)
    return [finding for check in checks for finding in check(settings)]


def _python(_settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info[:2] == (3, 10)
    yield Finding("Python", Level.GOOD if good else Level.BLOCKING,
                  version if good else f"{version}: serve Python 3.10, per Rasa 3.6")


def _packages(_settings: Settings) -> Iterator[Finding]:
    for name, wanted in PACKAGES.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, Level.BLOCKING, "manca: installa con `pip install -e .`")
            continue
        good = version.startswith(wanted)
        yield Finding(name, Level.GOOD if good else Level.NOTE, version if good else f"{version}, provato con {wanted}")


def _database(settings: Settings) -> Iterator[Finding]:
    where = make_url(settings.database_url).render_as_string(hide_password=True)
    state = database.inspect(settings.database_url)
    yield Finding("Database", Level.GOOD if state.ready else Level.BLOCKING, state.advice or where)


def _model(settings: Settings) -> Iterator[Finding]:
    try:
        model = launcher.find_model()
        if settings.patches == "on":
            no_tensorflow.refuse_tensorflow_model(model)
    except (launcher.CannotServe, ValueError, no_tensorflow.ModelNeedsTensorFlow) as error:
        yield Finding("Modello", Level.BLOCKING, str(error))
        return
    if training.is_fresh(model, settings):
        yield Finding("Modello", Level.GOOD, model.name)
    else:
        yield Finding("Modello", Level.NOTE, f"{model.name} non viene dai dati di adesso: `orienta train --if-changed`")


def _spacy(settings: Settings) -> Iterator[Finding]:
    identity = training.spacy_identity(settings)
    if identity == "folder:missing":
        yield Finding("Modello spaCy", Level.BLOCKING,
                      f"ORIENTA_SPACY_MODEL_DIR: in {settings.spacy_model_dir} non c'è un modello (manca meta.json)")
    elif identity == "blank":
        yield Finding("Modello spaCy", Level.NOTE, "pipeline vuota con lemmi da tabella; per it_core_news_sm: "
                                                   "`orienta model install` e poi `orienta train`")
    else:
        yield Finding("Modello spaCy", Level.GOOD, identity)


def _redis(settings: Settings) -> Iterator[Finding]:
    if not settings.redis_url:
        yield Finding("Redis", Level.GOOD, "non configurato (REDIS_URL): un solo processo")
        return
    import redis

    try:
        redis.Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2).ping()
    except (redis.RedisError, ValueError) as error:
        yield Finding("Redis", Level.BLOCKING, f"REDIS_URL: non risponde ({type(error).__name__})")
    else:
        yield Finding("Redis", Level.GOOD, "risponde")


def _secret(settings: Settings) -> Iterator[Finding]:
    try:
        key = settings_module.signing_key(settings)
    except SettingError as error:
        yield Finding("Segreto", Level.BLOCKING, str(error))
        return
    if len(key) < 32:
        yield Finding("Segreto", Level.NOTE, "ORIENTA_SECRET: meno di 32 caratteri, troppo corto per la rete pubblica")
    else:
        yield Finding("Segreto", Level.GOOD, "ORIENTA_SECRET" if settings.secret else "var/secret")


def _origins(settings: Settings) -> Iterator[Finding]:
    origins = [origin.strip() for origin in settings.allowed_origins.split(",") if origin.strip()]
    wrong = [origin for origin in origins if origin != "*" and not origin.startswith(("https://", "http://"))]
    if wrong:
        yield Finding("Origini", Level.BLOCKING, f"ORIENTA_ALLOWED_ORIGINS: «{wrong[0]}» non è https://nome")
    elif "*" in origins:
        yield Finding("Origini", Level.NOTE, "ORIENTA_ALLOWED_ORIGINS: * lascia aprire la chat da qualunque sito")
    else:
        yield Finding("Origini", Level.GOOD, ", ".join(origins) or "solo quella del server")


def _actions(settings: Settings) -> Iterator[Finding]:
    if settings.action_endpoint_url:
        yield Finding("Azioni", Level.GOOD, f"server separato, {settings.action_endpoint_url}")
        return
    try:
        from bot.runtime.in_process_actions import make_executor

        count = len(make_executor(settings.actions_package).actions)
    except ImportError as error:
        yield Finding("Azioni", Level.BLOCKING, f"{settings.actions_package} non si può importare ({error})")
        return
    yield Finding("Azioni", Level.GOOD if count else Level.BLOCKING,
                  f"{count} nel server" if count else f"nessuna in {settings.actions_package}")


def _site(settings: Settings) -> Iterator[Finding]:
    """Whether the site can be served beside the chat, and how it will look."""
    if settings.site_port == settings.server_port:
        yield Finding("Sito", Level.BLOCKING, f"ORIENTA_SITE_PORT: {settings.site_port} è anche la porta della chat")
        return
    for name, value in (("ORIENTA_SITE_URL", settings.site_url), ("ORIENTA_CHAT_URL", settings.chat_url)):
        if value and not value.startswith(("https://", "http://")):
            yield Finding("Sito", Level.BLOCKING, f"{name}: «{value}» non comincia con https://")
            return
    try:
        launcher.check_port(settings.site_host, settings.site_port, "ORIENTA_SITE_PORT")
    except launcher.CannotServe as error:
        yield Finding("Sito", Level.NOTE, f"{error} Oppure il sito è già acceso.")
        return
    from connectors.site import static_files

    where = settings.site_url or f"http://{settings.site_host}:{settings.site_port}"
    if static_files.built():
        yield Finding("Sito", Level.GOOD, where)
    else:
        yield Finding("Sito", Level.NOTE, f"{where}, in forma semplice: `make build` fa quella di Bootstrap Italia")


def _mail(settings: Settings) -> Iterator[Finding]:
    from connectors.reminders.mail import mail_server

    try:
        server = mail_server(settings)
    except SettingError as error:
        yield Finding("Posta", Level.NOTE, f"{error}; senza, i promemoria vanno solo nella chat")
        return
    where = f"{server.host}:{server.port}" if server else "non configurata (ORIENTA_SMTP_URL): promemoria solo in chat"
    yield Finding("Posta", Level.GOOD, where)
