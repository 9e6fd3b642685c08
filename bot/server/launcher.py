"""`orienta serve`: one process with chat, site and desk, or one of the two; Rasa in it as a library."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from bot import settings as settings_module
from bot.db.session import DatabaseUnavailable
from bot.server import blas_threads, garbage_collection, sd_notify
from bot.services import fact_cache
from bot.settings import PROJECT_ROOT, SettingError, Settings
from bot.texts import get_text

logger = logging.getLogger("orienta")

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
    """What to serve and where. ``model`` None: no chat. ``actions_url`` empty: the actions run in this process.

    ``follow_desk``: the model that the desk publishes serves instead of ``model``.
    """

    host: str
    port: int
    model: Optional[Path]
    with_site: bool = True
    actions_url: str = ""
    endpoints: Path = PROJECT_ROOT / "endpoints.yml"
    follow_desk: bool = False


def find_model(settings: Settings, model: Optional[Path] = None) -> Path:
    """``model``, or when it is a folder (by default ``models``) the archive in it that was trained from the present
    data, else the only one there. Never by date: a copied or restored file has any.

    Raises:
        CannotServe: there is none, or several of which none is of the present data.
    """
    place = model or PROJECT_ROOT / "models"
    if place.is_file():
        return place
    from bot.server import training  # late: a server that has its model needs nothing of it

    fresh = training.find_model_path(settings, output=place)
    if fresh.is_file():
        return fresh
    archives = sorted(place.glob("*.tar.gz")) if place.is_dir() else []
    if not archives:
        raise CannotServe(get_text("server.no_model", place=place))
    if len(archives) > 1:
        raise CannotServe(get_text("server.no_fresh_model", place=place, count=len(archives), wanted=fresh.name))
    return archives[0]


def serve(options: ServeOptions, settings: Settings) -> None:
    """Run the server until it is told to stop.

    Raises:
        CannotServe: the port is taken, the model cannot be loaded, or a channel is misconfigured.
    """
    check_port(options.host, options.port)
    blas_threads.limit()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")  # a public service reports to nobody
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    garbage_collection.rest()
    sys.setswitchinterval(SWITCH_SECONDS)
    settings_module.keep(settings)
    from bot.server import logs

    if options.model is not None:
        import_rasa(options.model, settings)
        logs.configure_rasa(settings.log_level, settings.log_format)
        fact_cache.keep_for(FACTS_SECONDS)
    else:
        logs.configure(settings.log_level, settings.log_format)
    # not asyncio.run: it waits for threads, and one that hangs must not keep a stopped server alive
    asyncio.new_event_loop().run_until_complete(_serve(options, settings))


def import_ahead(*, with_site: bool) -> None:
    """Import what the server needs besides Rasa, which is not imported before the model is known."""
    garbage_collection.rest()
    from bot.rasa import absent_libraries

    absent_libraries.prepare()  # the SDK of the actions imports Sanic
    import bot.actions.answers.answer
    import bot.actions.booking.appointment_forms
    import bot.server.app
    import bot.server.database_state  # noqa: F401
    from bot.rasa import unused_libraries

    with unused_libraries.left_out():
        import spacy  # noqa: F401
    if with_site:
        import connectors.site.app  # noqa: F401


def check_port(host: str, port: int, change_with: str = "--port o ORIENTA_PORT") -> None:
    """Raise :class:`CannotServe`, saying how to change it, when nothing can listen on ``host``:``port``."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        cause = error.strerror if isinstance(error, OSError) else get_text("server.port_out_of_range")
        raise CannotServe(
            get_text("server.port_unusable", port=port, host=host, reason=cause, change_with=change_with)) from error


def import_rasa(model: Path, settings: Settings) -> None:
    """Import Rasa without what this server never calls; skops scans every loaded module, so it goes first.

    Raises:
        CannotServe: ``model`` needs TensorFlow, or is no model.
    """
    from bot.rasa import absent_libraries, tensorflow_stubs
    from bot.server import logs

    logs.hide_deprecations()
    try:
        facts = tensorflow_stubs.refuse_tensorflow_model(model)
    except (ValueError, tensorflow_stubs.ModelNeedsTensorFlow) as error:
        raise CannotServe(str(error)) from error
    if facts.skops:
        import skops.io  # noqa: F401

    absent_libraries.prepare()
    if settings.patches != "on":
        return
    import_rasa_modules()
    from bot.rasa import patches

    patches.apply()


def import_rasa_modules() -> None:
    """Import the modules of Rasa that a model is served with, without the libraries that this server never calls."""
    from bot.rasa import unused_libraries

    with unused_libraries.left_out():
        import rasa.core.agent
        import rasa.core.policies.rule_policy
        import rasa.graph_components.validators.default_recipe_validator  # noqa: F401 - each model names it
        import rasa_sdk.executor  # noqa: F401
        import spacy  # noqa: F401
    unused_libraries.import_schedulers_late()


async def _serve(options: ServeOptions, settings: Settings) -> None:
    from bot.server import assistant, logs
    from bot.server.app import Application
    from bot.server.serving import Server
    from connectors.channels import find_channels

    agent: Any = None
    released: Any = None
    try:
        if options.model is not None:
            agent, released = await _load_agent(options, settings)
        channels = find_channels(settings.channels) if agent is not None else []
        application = Application(
            settings, agent=agent, channels=channels, with_site=options.with_site, released=released)
    except (assistant.CannotLoad, SettingError) as error:
        raise CannotServe(str(error)) from error

    def begin() -> None:
        if agent is not None:
            logs.hide_warnings()
        garbage_collection.resume()
        logger.info("ready%s", "" if agent is None else f" with {agent.processor.model_filename}")
        for name, path in zip(("Pronto:", "Sito:  "), application.pages, strict=False):
            print(f"{name} {_address(options)}{path}", flush=True)
        sd_notify.notify("READY=1")
        watched.append(asyncio.create_task(sd_notify.keep_alive()))

    async def end() -> None:
        sd_notify.notify("STOPPING=1")
        await application.stop()

    watched: list[asyncio.Task[None]] = []
    try:
        with ExitStack() as stack:
            if settings.metrics:
                from bot.server.metrics import serve_metrics

                stack.enter_context(serve_metrics(settings, application))
            await Server(application, options.host, options.port, begin, end,
                         request_seconds=settings.request_seconds).serve()
    except SettingError as error:
        raise CannotServe(str(error)) from error
    if agent is not None:
        await assistant.close(agent)


async def _load_agent(options: ServeOptions, settings: Settings) -> tuple[Any, Any]:
    """The agent, and what lets it follow the desk's releases (None where it does not)."""
    from bot.server import assistant
    from bot.server.released_model import ReleasedModel

    assert options.model is not None
    if not options.follow_desk:
        return await assistant.load(options.model, options.endpoints, options.actions_url, settings), None
    released = ReleasedModel(settings, options.model)
    try:
        model, release = released.find()
    except DatabaseUnavailable:  # it is looked for again once the database answers
        model, release = options.model, None
    if release is not None:
        try:
            agent = await assistant.load(model, options.endpoints, options.actions_url, settings)
        except assistant.CannotLoad as error:
            released.refuse(release, error)
        else:
            released.served = model
            return agent, released
    return await assistant.load(options.model, options.endpoints, options.actions_url, settings), released


def _address(options: ServeOptions) -> str:
    """Where a person on this machine reaches the server."""
    host = {"0.0.0.0": "localhost", "::": "localhost"}.get(options.host, options.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port}"
