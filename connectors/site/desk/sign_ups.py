"""Events with sign-up at the desk: the days, the list of those expected, who came."""

from __future__ import annotations

import asyncio
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot.services import sign_ups
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import PathNumber, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/iscrizioni")


@router.get("")
async def event_days(request: Request, signed_in: AnOperator) -> Response:
    """The days to come for which there is sign-up."""
    found = await asyncio.to_thread(sign_ups.list_event_days, get_settings(request), get_now(request))
    return render_desk_page(request, signed_in, "desk/sign_ups/days.html", days=found)


@router.get("/{event_id}/{day}")
async def attendance(request: Request, signed_in: AnOperator, event_id: str, day: date) -> Response:
    """Everybody of a day, to print or to tick off."""
    lines = await asyncio.to_thread(sign_ups.list_attendance, get_settings(request), event_id[:60], day)
    return render_desk_page(
        request, signed_in, "desk/sign_ups/attendance.html", lines=lines, event_id=event_id, day=day)


@router.post("/{event_id}/{day}/{sign_up_id}")
async def mark(
    request: Request, signed_in: Checked, event_id: str, day: date, sign_up_id: PathNumber,
) -> Response:
    """Note whether somebody came."""
    form = await read_typed(request)
    await asyncio.to_thread(
        sign_ups.mark_presence, get_settings(request), sign_up_id=sign_up_id, came=form.get("presente") == "si",
        operator=signed_in.operator, now=get_now(request))
    return RedirectResponse(f"/operatori/iscrizioni/{event_id}/{day.isoformat()}", 303)
