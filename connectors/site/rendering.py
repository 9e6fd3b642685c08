"""Templates: one environment with autoescape, and `page`, which every route answers with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Mapping, Optional

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.core import italian_text
from bot.settings import Settings
from connectors.site import addresses, static_files

TEMPLATES = Path(__file__).resolve().parent / "templates"


def environment() -> Environment:
    """The templates' environment; a name that a template uses and nobody gives is an error, not an empty text."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True)
    made.filters.update(
        day=italian_text.format_day, time=italian_text.format_time, moment=italian_text.format_moment,
        euro=italian_text.format_euro, listed=italian_text.join_list, stamp=stamp)
    made.globals.update(static=static_files.address, built=static_files.built)
    return made


def page(
    request: Request, template: str, *, status_code: int = 200, headers: Optional[Mapping[str, str]] = None,
    **context: Any,
) -> HTMLResponse:
    """``template`` as an answer. Every template also knows ``request``, ``path``, ``chat_url`` and ``now``."""
    made: Environment = request.app.state.templates
    known = {"request": request, "path": request.scope["path"], "chat_url": addresses.chat(request),
             "now": now_of(request)}
    return HTMLResponse(made.get_template(template).render({**known, **context}), status_code, headers)


def settings_of(request: Request) -> Settings:
    """The settings that the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


def now_of(request: Request) -> datetime:
    """The present moment, aware, in Europe/Rome."""
    moment: datetime = request.app.state.now()
    return moment


def stamp(moment: datetime) -> str:
    """A moment for the ``datetime`` attribute of ``<time>``."""
    return moment.isoformat(timespec="minutes")
