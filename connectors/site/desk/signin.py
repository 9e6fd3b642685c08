"""Signing in to the desk and out of it."""

from __future__ import annotations

import asyncio
from typing import Optional

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot.italian.text import format_time
from bot.services import operators
from bot.services.operators import Opened, TooManyLogins
from bot.texts import get_text
from connectors.site import request_addresses
from connectors.site.desk import access
from connectors.site.desk.frame import find_banner, read_typed, render_desk_page
from connectors.site.desk.unsent_forms import UnsentForm, find_unsent
from connectors.site.rendering import get_now, get_settings, render_page

router = APIRouter()


@router.get(access.SIGN_IN)
async def form(request: Request, poi: str = "") -> Response:
    """The sign-in page; whoever is signed in already goes on."""
    token = access.read_token(request)
    known = await asyncio.to_thread(
        operators.find_signed_in, get_settings(request), token=token, now=get_now(request)) if token else None
    if known is not None:
        return RedirectResponse(access.keep_own_path(poi), 303)
    return make_sign_in_page(request, poi)


@router.post(access.SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Open a session and go to the page that was asked for, or show the form that waits to be sent again."""
    sent = await read_typed(request)
    access.require_form_token(request, sent.get("csrf", ""))
    unsent = await find_unsent(request)
    result = await asyncio.to_thread(
        operators.sign_in, get_settings(request), username=sent.get("username", ""),
        password=sent.get("password", ""), address=request_addresses.get_client_address(request),
        code=sent.get("codice", "")[:40], now=get_now(request))
    if isinstance(result, Opened):
        response = await _go_on(request, result.token, sent.get("poi", ""), unsent)
        access.remember(request, response, result)
        return response
    error, status = get_text("desk.sign_in_wrong"), 401
    if isinstance(result, TooManyLogins):
        error, status = get_text("desk.sign_in_too_many", until=format_time(result.until.time())), 429
    return make_sign_in_page(request, sent.get("poi", ""), error=error, username=sent.get("username", ""),
                             unsent=unsent, status=status)


async def _go_on(request: Request, token: str, then: str, unsent: Optional[UnsentForm]) -> Response:
    """To the page that was asked for, or the form that waits."""
    signed_in = await asyncio.to_thread(
        operators.find_signed_in, get_settings(request), token=token, now=get_now(request)) if unsent else None
    if signed_in is None:
        return RedirectResponse(access.keep_own_path(then), 303)
    return render_desk_page(request, signed_in, "desk/unsent.html", unsent=unsent)


@router.post("/operatori/uscita")
async def sign_out(request: Request, signed_in: access.Checked) -> Response:
    """End the session."""
    token = access.read_token(request)
    if token:
        await asyncio.to_thread(operators.sign_out, get_settings(request), token=token, now=get_now(request))
    response = RedirectResponse(f"{access.SIGN_IN}?avviso=uscita", 303)
    access.forget(request, response)
    return response


def make_sign_in_page(
    request: Request, then: str = "", *, error: Optional[str] = None, username: str = "",
    unsent: Optional[UnsentForm] = None, status: int = 200,
) -> Response:
    """The sign-in page; ``then``: where to go afterwards, ``unsent``: a form that waits to be sent again."""
    token = access.make_form_token(request)
    response = render_page(
        request, "desk/signin.html", status_code=status, headers={"Cache-Control": "no-store"}, csrf=token,
        then=then if access.keep_own_path(then) == then else "", error=error, username=username[:60], unsent=unsent,
        banner=find_banner(request))
    access.remember_form(request, response, token)
    return response
