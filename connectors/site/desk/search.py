"""Finding somebody at the desk, and the page of all that the desk has of them."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.services import agenda
from bot.texts import get_texts
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import PathNumber, desk_page, typed
from connectors.site.rendering import now_of, settings_of

router = APIRouter(prefix="/operatori")


@router.get("/cerca")
async def form(request: Request, signed_in: AnOperator) -> Response:
    """Where to write what is looked for."""
    return desk_page(request, signed_in, "desk/search.html", words="", found=None)


@router.post("/cerca")
async def search(request: Request, signed_in: Checked) -> Response:
    """What was found. By a form that is sent: what is looked for is in no address, and so in no log and no history."""
    words = (await typed(request)).get("parole", "")[:200]
    found = await asyncio.to_thread(agenda.search_people, settings_of(request), operator=signed_in.operator,
                                    words=words, now=now_of(request))
    return desk_page(request, signed_in, "desk/search.html", words=words, found=found,
                     statuses_of=get_texts("desk.calendar.statuses"))


@router.get("/persone/{appointment_id}")
async def person(request: Request, signed_in: AnOperator, appointment_id: PathNumber) -> Response:
    """All that the desk has of whoever made that appointment; that it was opened is noted."""
    found = await asyncio.to_thread(agenda.open_person, settings_of(request), operator=signed_in.operator,
                                    appointment_id=appointment_id, now=now_of(request))
    if found is None:
        raise HTTPException(404)
    return desk_page(request, signed_in, "desk/person.html", person=found, acts=get_texts("desk.acts"),
                     statuses_of=get_texts("desk.calendar.statuses"))
