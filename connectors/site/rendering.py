"""Templates: one environment with autoescape, and `page`, which every route answers with."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Optional, Protocol, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.italian import text
from bot.services import course_wording
from bot.services.booking import word_appointment_in_short, word_appointment_place
from bot.services.events import EventDayView
from bot.settings import Settings
from bot.texts import get_text
from connectors.site import request_addresses, static_files

TEMPLATES = Path(__file__).resolve().parent / "templates"


class TellCourse(Protocol):
    """What the chat answers to typical questions about the course of a title; given by the server."""

    def __call__(self, settings: Settings, title: str, now: datetime) -> Sequence[Any]: ...


@lru_cache(maxsize=1)
def make_environment() -> Environment:
    """The templates, once a process; a name that a template uses and nobody gives is an error, not an empty text."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True)
    made.filters.update(
        day=text.format_day, time=text.format_time, moment=text.format_moment, place=word_appointment_place,
        in_short=word_appointment_in_short, euro=text.format_euro, listed=text.join_list, stamp=format_stamp,
        started=course_wording.describe_start, edition=course_wording.describe_edition,
        closed=course_wording.tell_closed, audience=course_wording.describe_audience, linked=link_addresses,
        clock_hours=format_clock_hours, event_kind=lambda event: get_text(f"site.event_kinds.{event.kind}"))
    made.globals.update(static=static_files.make_static_address, built=static_files.is_built)
    return made


def render_page(
    request: Request, template: str, *, status_code: int = 200, headers: Optional[Mapping[str, str]] = None,
    **context: Any,
) -> HTMLResponse:
    """``template`` as an answer. Every template also knows ``request``, ``path``, ``chat_url``, ``now`` and
    ``today``."""
    made: Environment = request.app.state.templates
    now = get_now(request)
    known = {"request": request, "path": request.scope["path"],
             "chat_url": request_addresses.get_chat_address(request), "now": now, "today": now.date()}
    return HTMLResponse(made.get_template(template).render({**known, **context}), status_code, headers)


def get_settings(request: Request) -> Settings:
    """The settings that the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_now(request: Request) -> datetime:
    """The present moment, aware, in Europe/Rome."""
    moment: datetime = request.app.state.now()
    return moment


_LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")


def link_addresses(text: str) -> Markup:
    """A text with the web addresses in it made links; all else is escaped."""
    made, last = Markup(), 0
    for found in _LINK.finditer(text):
        made += escape(text[last:found.start()]) + Markup(
            '<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>').format(found.group())
        last = found.end()
    return made + escape(text[last:])


def format_clock_hours(event_day: EventDayView) -> str:
    """The hours of a day of an event, or the part of the day; empty when nothing is published."""
    return text.format_time_range(event_day.starts, event_day.ends, event_day.daypart)


def format_stamp(moment: datetime) -> str:
    """A moment for the ``datetime`` attribute of ``<time>``."""
    return moment.isoformat(timespec="minutes")
