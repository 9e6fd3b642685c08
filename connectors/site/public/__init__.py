"""Pages for everybody: courses, events, contacts, appointments by plain forms, and the read-only API."""

from __future__ import annotations

from fastapi import FastAPI

from connectors.site.public import api, booking, manage, pages, well_known


def install(app: FastAPI) -> None:
    """Add the public routes to ``app``."""
    app.mount("/api/v1", api.application(app.state.settings, app.state.now))
    for router in (pages.router, well_known.router, booking.router, manage.router):
        app.include_router(router, include_in_schema=False)
