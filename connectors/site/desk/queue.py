"""The desk's first page: the queue, one's own conversations, colleagues', call-backs, those with the assistant."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.services import desk, handoffs
from bot.services.operators import SignedIn
from connectors.site.desk.access import AnOperator
from connectors.site.desk.frame import desk_page
from connectors.site.rendering import now_of, settings_of

router = APIRouter()


@router.get("/operatori")
async def queue(request: Request, signed_in: AnOperator) -> Response:
    """The lists, on a page that keeps itself fresh."""
    return await _lists(request, signed_in, "desk/queue.html")


@router.get("/operatori/elenchi")
async def lists(request: Request, signed_in: AnOperator) -> Response:
    """The lists alone, for the page that is open."""
    return await _lists(request, signed_in, "desk/lists.html")


async def _lists(request: Request, signed_in: SignedIn, template: str) -> Response:
    settings, now = settings_of(request), now_of(request)
    found = await asyncio.to_thread(desk.lists, settings, operator_id=signed_in.operator.id, now=now)
    hours = await asyncio.to_thread(handoffs.desk_hours_of, settings, office_id=None, now=now)
    return desk_page(request, signed_in, template, lists=found, hours=hours, reasons=handoffs.REASONS)
