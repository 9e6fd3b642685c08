"""The pages that only inform."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from connectors.site.rendering import page

router = APIRouter()


@router.get("/")
def home(request: Request) -> Response:
    """What this is, and where to go from here."""
    return page(request, "public/home.html")
