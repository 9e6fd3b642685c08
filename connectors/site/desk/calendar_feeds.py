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
from connectors.site.desk.calendar import address, banner_of, offices_of
from connectors.site.desk.frame import PathNumber, desk_page
from connectors.site.rendering import now_of, settings_of

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
        agenda.make_feed, settings_of(request), operator=signed_in.operator, office_id=office_id, now=now_of(request))
    if isinstance(made, NotThere):
        raise HTTPException(404)
    return await _page(request, signed_in, f"{request_addresses.site(request)}/calendari/{made}.ics")


@router.post("/{feed_id}/togli")
async def revoke(request: Request, signed_in: Checked, feed_id: PathNumber) -> Response:
    """Take an address back."""
    if not await asyncio.to_thread(
            agenda.revoke_feed, settings_of(request), operator=signed_in.operator, feed_id=feed_id,
            now=now_of(request)):
        raise HTTPException(404)
    return RedirectResponse(address("/indirizzi", esito="revocato"), 303)


@public_router.get("/{secret}.ics")
async def feed(request: Request, secret: str) -> Response:
    """What the address shows; whoever has it needs no session, and reads no name of anybody who comes."""
    content = await asyncio.to_thread(agenda.read_feed, settings_of(request), token=secret, now=now_of(request))
    if content is None:
        raise HTTPException(404)
    page = f"{request_addresses.site(request)}/operatori/calendario/appuntamenti/{{id}}"
    return Response(
        ics.make_feed_file(content, now_of(request), page), media_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"})


async def _page(request: Request, signed_in: SignedIn, made: str = "") -> Response:
    found = await asyncio.to_thread(agenda.list_feeds, settings_of(request), operator=signed_in.operator)
    return desk_page(request, signed_in, "desk/calendar/feeds.html", feeds=found, made=made, address=address,
                     offices=await offices_of(request, signed_in), banner=banner_of(request))
