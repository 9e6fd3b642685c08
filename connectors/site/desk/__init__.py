"""The operators' desk: its routers are included here."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import AsyncIterator

from fastapi import APIRouter, FastAPI


def routers() -> list[APIRouter]:
    """The desk's routers, in the order in which they are asked."""
    return []


def install(app: FastAPI) -> None:
    """Add the desk's routes to ``app``."""
    for router in routers():
        app.include_router(router, include_in_schema=False)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What runs as long as the site does: begin before the yield, end after it."""
    yield
