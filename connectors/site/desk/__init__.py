"""The operators' desk: its routers are included here."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import AsyncIterator

from fastapi import APIRouter, FastAPI

from connectors.site.desk import (
    accounts,
    administration,
    calendar,
    calendar_booking,
    calendar_data,
    calendar_feeds,
    calendar_plan,
    content,
    content_files,
    content_history,
    conversation,
    demand,
    interests,
    learning,
    live,
    new_edition,
    numbers,
    queue,
    search,
    sign_ups,
    signin,
    unknown,
    waiting_list,
)
from connectors.site.desk.hub import Hub


def list_routers() -> list[APIRouter]:
    """The desk's routers, in the order in which they are asked."""
    return [
        signin.router, accounts.router, queue.router, live.router, search.router, conversation.router,
        administration.router, calendar_booking.router, calendar_data.router, calendar_plan.router,
        calendar_feeds.router, calendar_feeds.public_router, calendar.router,
        content_files.router, content_history.router, new_edition.router, content.router, learning.router,
        unknown.router, numbers.router, demand.router, interests.router, sign_ups.router, waiting_list.router]


def install(app: FastAPI) -> None:
    """Add the desk's routes to ``app``."""
    for router in list_routers():
        app.include_router(router, include_in_schema=False)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What runs as long as the site does: the follower that keeps the desk's pages fresh."""
    hub = Hub(app.state.settings, app.state.now)
    app.state.desk_hub = hub
    hub.start()
    yield
    await hub.stop()
