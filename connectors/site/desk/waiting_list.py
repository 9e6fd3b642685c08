"""The waiting list at the desk: who waits; offering a free place to a chosen one, booking it, taking somebody off."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, Optional

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import booking, waiting_list
from bot.services.booking import SlotOption
from bot.services.operators import SignedIn
from bot.services.waiting_list import OfferAccepted, WaitingLine
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import PathNumber, read_banner, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/attesa")
GOOD = frozenset({"proposto", "prenotato", "tolto"})
"""The banners that are good news."""
MOST_STARTS = 40
CHANNEL = "desk"


@router.get("")
async def overview(request: Request, signed_in: AnOperator) -> Response:
    """Who waits, in their order, with the places that are free for each."""
    lines = await asyncio.to_thread(_lines, request, signed_in)
    free = await asyncio.to_thread(_free, request, lines)
    return render_desk_page(
        request, signed_in, "desk/waiting_list.html", lines=[(
            line, waiting_list.describe_wish(line.wish), free[line.wish.service_id, line.wish.office_id])
            for line in lines], banner=read_banner(
                "waiting_list.desk", request.query_params.get("esito", ""), GOOD))


@router.post("/{wish_id}/proponi")
async def offer(request: Request, signed_in: Checked, wish_id: PathNumber) -> Response:
    """Offer a place to this person, whoever comes first."""
    return _back("proposto" if await _offer(request, signed_in, wish_id) is not None else "non-libero")


@router.post("/{wish_id}/prenota")
async def book(request: Request, signed_in: Checked, wish_id: PathNumber) -> Response:
    """Book a place for this person, who has said yes at the counter or on the telephone."""
    line = await _offer(request, signed_in, wish_id)
    done = None if line is None else await asyncio.to_thread(
        waiting_list.accept_offer, get_settings(request), code=line.wish.code, channel=CHANNEL, now=get_now(request))
    return _back("prenotato" if isinstance(done, OfferAccepted) else "non-libero")


@router.post("/{wish_id}/togli")
async def remove(request: Request, signed_in: Checked, wish_id: PathNumber) -> Response:
    """Take this person off the list."""
    await _line(request, signed_in, wish_id)
    await asyncio.to_thread(waiting_list.remove_wish, get_settings(request), wish_id=wish_id,
                            operator=signed_in.operator, now=get_now(request))
    return _back("tolto")


async def _offer(request: Request, signed_in: SignedIn, wish_id: int) -> Optional[WaitingLine]:
    """Offer the place of the form; the line of the list, None when it is free no more."""
    line = await _line(request, signed_in, wish_id)
    office_id, _, start = (await read_typed(request)).get("posto", "").partition("|")
    try:
        starts_at = datetime.fromisoformat(start)
    except ValueError:
        raise HTTPException(422) from None
    if starts_at.tzinfo is None or line.wish.office_id not in (None, office_id):
        raise HTTPException(422)
    offered = await asyncio.to_thread(
        waiting_list.offer_place, get_settings(request), wish_id=wish_id, office_id=office_id, starts_at=starts_at,
        operator=signed_in.operator, now=get_now(request))
    return line if offered else None


async def _line(request: Request, signed_in: SignedIn, wish_id: int) -> WaitingLine:
    found = await asyncio.to_thread(_lines, request, signed_in)
    line = next((each for each in found if each.wish.id == wish_id), None)
    if line is None:
        raise HTTPException(404)
    return line


def _lines(request: Request, signed_in: SignedIn) -> list[WaitingLine]:
    return waiting_list.list_waiting(get_settings(request), office_ids=signed_in.operator.own_offices)


def _free(request: Request, lines: list[WaitingLine]) -> dict[Any, list[SlotOption]]:
    """The next free starts of each service and office that is waited for."""
    return {(service, office): booking.search_availability(
        booking.leave_out_lead_time(get_settings(request)), service_id=service, office_id=office, now=get_now(request),
        limit=MOST_STARTS) for service, office in {(line.wish.service_id, line.wish.office_id) for line in lines}}


def _back(outcome: str) -> Response:
    return RedirectResponse(f"/operatori/attesa?esito={outcome}", 303)
