"""Pages for everybody: courses, events, contacts, appointments and interests by plain forms, the read-only API."""

from __future__ import annotations

from fastapi import FastAPI

from connectors.site.api import routes
from connectors.site.public import (
    booking,
    demand,
    interests,
    lost_code,
    manage,
    own_data,
    pages,
    sign_ups,
    waiting_list,
    well_known,
)


def install(app: FastAPI) -> None:
    """Add the public routes to ``app``."""
    app.mount("/api/v1", routes.make_api(app.state.settings, app.state.now))
    for router in (pages.router, well_known.router, booking.router, lost_code.router, own_data.router,
                   manage.router, demand.router, interests.router, interests.own_router, sign_ups.router,
                   sign_ups.own_router, waiting_list.router, waiting_list.own_router):
        app.include_router(router, include_in_schema=False)
