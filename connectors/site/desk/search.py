"""Finding somebody at the desk, and the page of all that the desk has of them."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.services import agenda
from bot.texts import get_texts
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import PathNumber, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori")


@router.get("/cerca")
async def form(request: Request, signed_in: AnOperator) -> Response:
    """Where to write what is looked for."""
    return render_desk_page(request, signed_in, "desk/search.html", words="", found=None)


@router.post("/cerca")
async def search(request: Request, signed_in: Checked) -> Response:
    """What was found. By a form that is sent: what is looked for is in no address, and so in no log and no history."""
    words = (await read_typed(request)).get("parole", "")[:200]
    found = await asyncio.to_thread(agenda.search_people, get_settings(request), operator=signed_in.operator,
                                    words=words, now=get_now(request))
    return render_desk_page(request, signed_in, "desk/search.html", words=words, found=found,
                            statuses_of=get_texts("desk.calendar.statuses"))


@router.get("/persone/{appointment_id}")
async def person(request: Request, signed_in: AnOperator, appointment_id: PathNumber) -> Response:
    """All that the desk has of whoever made that appointment; that it was opened is noted."""
    found = await asyncio.to_thread(agenda.open_person, get_settings(request), operator=signed_in.operator,
                                    appointment_id=appointment_id, now=get_now(request))
    if found is None:
        raise HTTPException(404)
    return render_desk_page(request, signed_in, "desk/person.html", person=found, acts=get_texts("desk.acts"),
                            statuses_of=get_texts("desk.calendar.statuses"))
