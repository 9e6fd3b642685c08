"""The site's application: what it is made of and in which order."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, AsyncIterator, Callable, Optional

from fastapi import FastAPI

from bot import clock
from bot.services import fact_cache
from bot.settings import Settings
from connectors.site import desk, errors, public, static_files
from connectors.site.rendering import TellCourse, make_environment
from connectors.site.workshop import Workshop
from connectors.web import headers
from connectors.web.guard import Guard
from connectors.web.rate_limits import RateCounter


def create_app(
    settings: Settings, now: Callable[[], datetime] = clock.now, tell_course: Optional[TellCourse] = None,
    workshop: Optional[Workshop] = None,
) -> FastAPI:
    """The application, not yet running. ``now`` gives the present moment (aware): tests give another.

    ``tell_course``: what the chat says of a course; without it the desk cannot show it. ``workshop``: where the
    desk tries and trains the assistant.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with desk.lifespan(app):
            yield

    app = FastAPI(title="Orienta Lecco", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan,
                  redirect_slashes=False)
    app.state.settings = settings
    app.state.now = now
    app.state.tell_course = tell_course
    app.state.workshop = workshop
    app.state.templates = make_environment()
    app.state.rates = RateCounter(settings.redis_url)
    app.add_middleware(FreshFacts)
    app.add_middleware(Guard, headers=lambda _: headers.OF_SITE, refuse=errors.make_error_page)
    errors.add_error_pages(app)
    static_files.mount(app)
    public.install(app)
    desk.install(app)
    return app


class FreshFacts:
    """ASGI middleware: a page shows what the desk has just changed, even where answers share what they read."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on."""
        with fact_cache.read_always():
            await self.app(scope, receive, send)
