"""Pages for everybody: courses, events, contacts, appointments by plain forms, and the read-only API."""

from __future__ import annotations

from fastapi import FastAPI

from connectors.site.public import pages


def install(app: FastAPI) -> None:
    """Add the public routes to ``app``."""
    app.include_router(pages.router, include_in_schema=False)
