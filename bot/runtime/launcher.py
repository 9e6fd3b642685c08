"""`orienta serve`: Rasa's server with our actions, tracker store and readiness route, without TensorFlow."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from bot.runtime import garbage, supervised
from bot.services import recent
from bot.settings import PROJECT_ROOT, Settings

logger = logging.getLogger("orienta")

DATABASE_CHECK_SECONDS = 3.0

SWITCH_SECONDS = 0.0005
"""How soon a thread that has its row from the database gets its turn while the main thread works on a message.

Python's 5 ms come once a statement, and a write holds SQLite's lock meanwhile: at 20 messages a second the p95 fell by
a third."""

FACTS_SECONDS = 0.5
"""How old facts in an answer may be; under load many answers share one reading."""


class CannotServe(RuntimeError):
    """The server cannot start; the message is one sentence for whoever starts it."""


@dataclass(frozen=True)
class ServeOptions:
    """What to serve and where. ``actions_url`` empty: the actions run in this process."""

    host: str
    port: int
    model: Path
    actions_url: str = ""
    endpoints: Path = PROJECT_ROOT / "endpoints.yml"
    credentials: Path = PROJECT_ROOT / "credentials.yml"


def find_model(model: Optional[Path] = None) -> Path:
    """``model``, or the newest archive in it when it is a folder (by default ``models``).

    Raises:
        CannotServe: there is none.
    """
    place = model or PROJECT_ROOT / "models"
    if place.is_file():
        return place
    archives = sorted(place.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime) if place.is_dir() else []
    if not archives:
        raise CannotServe(f"Nessun modello in {place}: addestralo con `orienta train`.")
    return archives[-1]


def serve(options: ServeOptions, settings: Settings) -> None:
    """Run the server until it is told to stop.

    Raises:
        CannotServe: the port is taken, the model cannot be loaded, or a channel is misconfigured.
    """
    check_port(options.host, options.port)
    _check_workers(settings)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")  # a public service reports to nobody
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    garbage.rest()
    sys.setswitchinterval(SWITCH_SECONDS)
    _import_lightly(options, settings)
    from bot.runtime import logs

    logs.configure_rasa(settings.log_level)
    app = build_app(options, settings)
    from rasa.core.utils import number_of_sanic_workers

    failure: list[str] = []
    app.ctx.failure = failure
    app.run(host=options.host, port=options.port, workers=number_of_sanic_workers(app.ctx.endpoints.lock_store),
            access_log=False, motd=False)
    if failure:
        raise CannotServe(failure[0])


def check_port(host: str, port: int, change_with: str = "--port o ORIENTA_PORT") -> None:
    """Raise :class:`CannotServe`, saying how to change it, when nothing can listen on ``host``:``port``."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        cause = error.strerror if isinstance(error, OSError) else "non è fra 0 e 65535"
        raise CannotServe(
            f"La porta {port} su {host} non si può usare ({cause}): "
            f"scegline un'altra con {change_with}.") from error


def _check_workers(settings: Settings) -> None:
    if os.environ.get("SANIC_WORKERS", "1") not in ("", "1") and not settings.redis_url:
        raise CannotServe("SANIC_WORKERS: più processi hanno bisogno di un lock comune, imposta REDIS_URL.")


def _import_lightly(options: ServeOptions, settings: Settings) -> None:
    """Import Rasa without what this server never calls; skops scans every loaded module, so it goes first."""
    from bot.runtime import logs

    logs.hide_deprecations()
    if settings.patches != "on":
        return
    from bot.runtime import left_out, no_tensorflow

    try:
        facts = no_tensorflow.refuse_tensorflow_model(options.model)
    except (ValueError, no_tensorflow.ModelNeedsTensorFlow) as error:
        raise CannotServe(str(error)) from error
    if facts.skops:
        import skops.io  # noqa: F401

    no_tensorflow.install()
    with left_out.left_out(left_out.unneeded(options.credentials, options.endpoints, bool(settings.api_token))):
        import rasa.core.run  # noqa: F401
    left_out.import_schedulers_late()
    from bot.runtime import patches, sessions

    patches.apply()
    sessions.install(settings.session_max_messages)


def build_app(options: ServeOptions, settings: Settings) -> Any:
    """The Sanic application with channels, readiness route, model and housekeeping, not yet running.

    Raises:
        CannotServe: a channel of the credentials file cannot be made, or an action cannot be imported.
    """
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.exceptions import RasaException

    recent.keep_for(FACTS_SECONDS)
    endpoints = AvailableEndpoints.read_endpoints(str(options.endpoints))
    endpoints.action = action_endpoint(options.actions_url, settings)
    try:
        channels = rasa.core.run.create_http_input_channels(None, str(options.credentials))
    except RasaException as error:
        raise CannotServe(f"{options.credentials.name}: {error}") from error
    origins = [origin.strip() for origin in settings.allowed_origins.split(",") if origin.strip()]
    app = rasa.core.run.configure_app(
        channels, cors=origins or None, auth_token=settings.api_token or None, enable_api=bool(settings.api_token),
        endpoints=endpoints, port=options.port)
    app.ctx.endpoints = endpoints
    app.add_route(_health_route(settings), "/health", methods=["GET"])
    _register_lifecycle(app, options, settings)
    return app


def action_endpoint(actions_url: str, settings: Settings) -> Any:
    """Where actions run: the server at ``actions_url``, else this process.

    Raises:
        CannotServe: a module of the actions package cannot be imported.
    """
    from bot.runtime.in_process_actions import InProcessActions, RemoteActions, make_executor, webhook_url

    if actions_url:
        return RemoteActions(webhook_url(actions_url), settings.action_timeout_seconds)
    try:
        executor = make_executor(settings.actions_package)
    except ImportError as error:
        raise CannotServe(
            f"ORIENTA_ACTIONS_PACKAGE: {settings.actions_package} non si può importare ({error}).") from error
    return InProcessActions(executor, settings.action_timeout_seconds)


def _register_lifecycle(app: Any, options: ServeOptions, settings: Settings) -> None:
    from rasa.core.run import close_resources

    from bot.runtime import housekeeping, logs

    async def load(app: Any, _loop: Any) -> None:
        try:
            app.ctx.agent = await load_agent(options.model, app.ctx.endpoints)
        except Exception as error:  # any cause: it is told in one sentence and the process ends
            app.ctx.failure.append(f"Il modello {options.model.name} non si carica: {root_cause(error)}")
            app.ctx.agent = None
            app.stop()

    async def started(app: Any, _loop: Any) -> None:
        if app.ctx.agent is None:
            return
        logs.hide_warnings()
        garbage.resume()
        logger.info("ready with %s", options.model.name)
        address = _address(app, options)
        if not supervised.process.ready(address):
            print(f"Pronto: {address}", flush=True)
        app.ctx.housekeeping = asyncio.create_task(housekeeping.run(settings, app.ctx.agent.tracker_store))

    async def stopping(app: Any, _loop: Any) -> None:
        task = getattr(app.ctx, "housekeeping", None)
        if task is None:
            return
        task.cancel()
        flush = getattr(app.ctx.agent.tracker_store, "flush_unsaved", None)
        if flush is not None and (waiting := await flush()):
            logger.error("%d conversations could not be stored before the end", waiting)

    app.register_listener(load, "before_server_start")
    app.register_listener(started, "after_server_start")
    app.register_listener(stopping, "before_server_stop")
    app.register_listener(close_resources, "after_server_stop")


def _address(app: Any, options: ServeOptions) -> str:
    """Where a person opens the chat, or the server's own address when it has no chat page."""
    host = {"0.0.0.0": "localhost", "::": "localhost"}.get(options.host, options.host)
    page = "/chat" if any(route.path.strip("/") == "chat" for route in app.router.routes) else ""
    return f"http://{host}:{options.port}{page}"


def root_cause(error: BaseException) -> str:
    """What the first of a chain of errors says."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__


async def load_agent(model: Path, endpoints: Any) -> Any:
    """Rasa's agent as ``rasa.core.agent.load_agent`` makes it, except that a failing model raises."""
    from rasa.core.agent import Agent
    from rasa.core.brokers.broker import EventBroker
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import create_tracker_store

    from bot.runtime import conversation_guard

    conversation_guard.install()
    broker = await EventBroker.create(endpoints.event_broker, loop=asyncio.get_running_loop())
    agent = Agent(
        generator=endpoints.nlg,
        # TrackerStore.create does the same after it has imported the drivers of MongoDB and DynamoDB
        tracker_store=create_tracker_store(endpoints.tracker_store, event_broker=broker),
        lock_store=LockStore.create(endpoints.lock_store),
        action_endpoint=endpoints.action)
    agent.load_model(str(model))
    return agent


def _health_route(settings: Settings) -> Any:
    from sanic.response import json

    async def health(request: Any) -> Any:
        agent = getattr(request.app.ctx, "agent", None)
        model = agent.processor.model_filename if agent is not None and agent.is_ready() else None
        database = await _database_state(settings.database_url)
        good = model is not None and database == "ok"
        return json({"status": "ok" if good else "unavailable", "model": model, "database": database},
                    status=200 if good else 503)

    return health


async def _database_state(url: str) -> str:
    import sqlalchemy

    from bot.db.session import transaction

    def ask() -> None:
        with transaction(url) as session:
            session.execute(sqlalchemy.text("SELECT 1"))

    try:
        await asyncio.wait_for(asyncio.to_thread(ask), DATABASE_CHECK_SECONDS)
    except Exception:  # whatever the cause, the answer is the same
        return "unavailable"
    return "ok"
