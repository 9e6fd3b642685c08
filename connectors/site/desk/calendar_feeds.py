"""Calendar feeds: the page on which an operator makes and takes back secret addresses, and what these show."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import agenda, ics
from bot.services.agenda import NotThere
from bot.services.operators import SignedIn
from connectors.site import request_addresses
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.calendar import find_calendar_banner, list_calendar_offices, make_calendar_address
from connectors.site.desk.frame import PathNumber, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/calendario/indirizzi")
public_router = APIRouter(prefix="/calendari")


@router.get("")
async def feeds(request: Request, signed_in: AnOperator) -> Response:
    """The addresses that the operator has, and how to make one."""
    return await _page(request, signed_in)


@router.post("")
async def make(request: Request, signed_in: Checked) -> Response:
    """Make an address, shown this once."""
    office_id = str((await request.form()).get("ufficio", "")) or None
    made = await asyncio.to_thread(
        agenda.make_feed, get_settings(request), operator=signed_in.operator, office_id=office_id, now=get_now(request))
    if isinstance(made, NotThere):
        raise HTTPException(404)
    return await _page(request, signed_in, f"{request_addresses.get_site_address(request)}/calendari/{made}.ics")


@router.post("/{feed_id}/togli")
async def revoke(request: Request, signed_in: Checked, feed_id: PathNumber) -> Response:
    """Take an address back."""
    if not await asyncio.to_thread(
            agenda.revoke_feed, get_settings(request), operator=signed_in.operator, feed_id=feed_id,
            now=get_now(request)):
        raise HTTPException(404)
    return RedirectResponse(make_calendar_address("/indirizzi", esito="revocato"), 303)


@public_router.get("/{secret}.ics")
async def feed(request: Request, secret: str) -> Response:
    """What the address shows; whoever has it needs no session, and reads no name of anybody who comes."""
    content = await asyncio.to_thread(agenda.read_feed, get_settings(request), token=secret, now=get_now(request))
    if content is None:
        raise HTTPException(404)
    page = f"{request_addresses.get_site_address(request)}/operatori/calendario/appuntamenti/{{id}}"
    return Response(
        ics.make_feed_file(content, get_now(request), page), media_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"})


async def _page(request: Request, signed_in: SignedIn, made: str = "") -> Response:
    found = await asyncio.to_thread(agenda.list_feeds, get_settings(request), operator=signed_in.operator)
    return render_desk_page(
        request, signed_in, "desk/calendar/feeds.html", feeds=found, made=made, address=make_calendar_address,
        offices=await list_calendar_offices(request, signed_in), banner=find_calendar_banner(request))
