"""The site's application: what it is made of and in which order."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, AsyncIterator, Callable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bot.core import clock
from bot.services import health
from bot.settings import Settings
from connectors.site import desk, errors, public, static_files
from connectors.site.guard import Guard
from connectors.site.limits import Limits
from connectors.site.rendering import environment

HEALTH_SECONDS = 3.0


def create_app(settings: Settings, now: Callable[[], datetime] = clock.now) -> FastAPI:
    """The application, not yet running. ``now`` gives the present moment (aware): tests give another."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with desk.lifespan(app):
            yield

    app = FastAPI(title="Orienta Lecco", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan,
                  redirect_slashes=False)
    app.state.settings = settings
    app.state.now = now
    app.state.templates = environment()
    app.state.limits = Limits()
    app.add_middleware(Guard)
    errors.register(app)
    app.add_api_route("/health", _health, methods=["GET"], include_in_schema=False)
    static_files.mount(app)
    public.install(app)
    desk.install(app)
    return app


async def _health(request: Request) -> JSONResponse:
    """Whether the site can work: 200, or 503 when the database does not answer."""
    try:
        good = await asyncio.wait_for(
            asyncio.to_thread(health.database_answers, request.app.state.settings), HEALTH_SECONDS)
    except asyncio.TimeoutError:
        good = False
    content: dict[str, Any] = {"status": "ok" if good else "unavailable", "database": "ok" if good else "unavailable"}
    return JSONResponse(content, status_code=200 if good else 503, headers={"Cache-Control": "no-store"})
