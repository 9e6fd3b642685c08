"""Accounts of the desk: one's own password, second factor and browsers; for administrators all accounts."""

from __future__ import annotations

import asyncio
from typing import Any, Optional, Sequence

import segno
from fastapi import APIRouter, HTTPException, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from bot.services import offices, operators
from bot.services.operators import SignedIn
from bot.texts import get_texts
from connectors.site.desk.access import ACCOUNT, AnAdministrator, AnOperator, Checked, read_token
from connectors.site.desk.frame import PathNumber, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix=ACCOUNT)

ALL = ACCOUNT + "/elenco"
REFUSALS: dict[type, str] = {
    operators.WeakPassword: "password-debole", operators.BadUsername: "account-nome",
    operators.UsernameTaken: "account-preso", operators.UnknownOffice: "account-sede",
    operators.LastAdministrator: "account-ultimo", operators.WrongCredentials: "password-vecchia"}


@router.get("")
async def own_account(request: Request, signed_in: AnOperator) -> Response:
    """One's own account."""
    return await _own(request, signed_in)


@router.post("/password")
async def change_password(request: Request, signed_in: Checked) -> Response:
    """Change one's own password."""
    sent = await read_typed(request)
    if sent.get("nuova", "") != sent.get("ancora", ""):
        return _to(ACCOUNT, "password-diverse")
    refused = await asyncio.to_thread(
        operators.change_own_password, get_settings(request), operator_id=signed_in.operator.id,
        old=sent.get("vecchia", ""), new=sent.get("nuova", ""), token=read_token(request) or "", now=get_now(request))
    return _to(ACCOUNT, REFUSALS[type(refused)] if refused is not None else "password")


@router.post("/fattore")
async def second_factor(request: Request, signed_in: Checked) -> Response:
    """Turn the second factor on with a code of the phone; the recovery codes are shown this once."""
    sent = await read_typed(request)
    secret = sent.get("segreto", "")
    if signed_in.operator.second_factor or not (secret.isascii() and secret.isalnum() and len(secret) == 32):
        raise HTTPException(422)
    codes = await asyncio.to_thread(
        operators.turn_on, get_settings(request), operator=signed_in.operator, secret=secret,
        code=sent.get("codice", ""), now=get_now(request))
    if codes is None:  # the same secret again: the phone has it already
        banner = (get_texts("desk.banners")["codice-sbagliato"], False)
        return await _own(request, signed_in, secret=secret, banner=banner, status_code=422)
    return render_desk_page(request, signed_in, "desk/recovery.html", codes=codes)


@router.post("/fattore/togli")
async def without_second_factor(request: Request, signed_in: Checked) -> Response:
    """Take one's own second factor away, with the password."""
    right = await asyncio.to_thread(
        operators.verify_password, get_settings(request), operator_id=signed_in.operator.id,
        password=(await read_typed(request)).get("vecchia", ""), now=get_now(request))
    if not right:
        return _to(ACCOUNT, "password-vecchia")
    await asyncio.to_thread(operators.turn_off, get_settings(request), operator_id=signed_in.operator.id,
                            by=signed_in.operator, now=get_now(request))
    return _to(ACCOUNT, "senza-fattore")


@router.post("/uscite")
async def end_sessions(request: Request, signed_in: Checked) -> Response:
    """Sign out one of one's other browsers, or all of them."""
    key = (await read_typed(request)).get("sessione") or None
    await asyncio.to_thread(operators.end_sessions, get_settings(request), operator_id=signed_in.operator.id,
                            token=read_token(request) or "", key=key, now=get_now(request))
    return _to(ACCOUNT, "uscite")


@router.get("/elenco")
async def list_accounts(request: Request, signed_in: AnAdministrator) -> Response:
    """All accounts, each in a form of its own."""
    return await _accounts(request, signed_in)


@router.post("/elenco")
async def save_account(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """Make an account."""
    sent, chosen = await read_typed(request), await _offices(request)
    result = await asyncio.to_thread(
        operators.add, get_settings(request), username=sent.get("username", ""), name=sent.get("name", ""),
        password=sent.get("password", ""), role=_role(sent), office_ids=chosen, by=signed_in.operator,
        now=get_now(request))
    return await _result(request, signed_in, result, sent, chosen)


@router.post("/elenco/{operator_id}")
async def change_account(
    request: Request, signed_in: Checked, _administrator: AnAdministrator, operator_id: PathNumber,
) -> Response:
    """Change an account: its name, role and offices."""
    sent, chosen = await read_typed(request), await _offices(request)
    result = await asyncio.to_thread(
        operators.change_account, get_settings(request), operator_id=operator_id, name=sent.get("name", ""),
        role=_role(sent), office_ids=chosen, by=signed_in.operator, now=get_now(request))
    return await _result(request, signed_in, result, sent, chosen, operator_id)


@router.post("/elenco/{operator_id}/{act}")
async def act_on_account(
    request: Request, signed_in: Checked, _administrator: AnAdministrator, operator_id: PathNumber, act: str,
) -> Response:
    """Another password, disable, enable, or take a lost second factor away."""
    settings, now = get_settings(request), get_now(request)
    account = await asyncio.to_thread(operators.find_operator, settings, operator_id)
    if account is None or act not in ("password", "disattiva", "attiva", "fattore"):
        raise HTTPException(404)
    if act == "password":
        return await _result(request, signed_in, await asyncio.to_thread(
            operators.set_password, settings, username=account.username,
            password=(await read_typed(request)).get("password", ""), by=signed_in.operator, now=now))
    if act == "fattore":
        await asyncio.to_thread(
            operators.turn_off, settings, operator_id=operator_id, by=signed_in.operator, now=now)
        return _to(ALL, "senza-fattore")
    return await _result(request, signed_in, await asyncio.to_thread(
        operators.set_active, settings, username=account.username, active=act == "attiva", by=signed_in.operator,
        now=now))


def render_qr_code(text: str) -> Markup:
    """``text`` as a picture that a phone reads: SVG to stand in a page, dark on white also where pages are dark."""
    code = segno.make(text, micro=False, error="m")
    return Markup(code.svg_inline(scale=4, dark="#000", light="#fff", border=4))


async def _own(request: Request, signed_in: SignedIn, secret: str = "", **more: Any) -> Response:
    settings, me = get_settings(request), signed_in.operator
    sessions = await asyncio.to_thread(
        operators.list_sessions, settings, operator_id=me.id, token=read_token(request) or "", now=get_now(request))
    secret = secret or operators.make_secret()
    address = operators.describe_secret(secret, me.username)
    return render_desk_page(
        request, signed_in, "desk/account.html", sessions=sessions, secret=secret, secret_address=address,
        secret_picture=render_qr_code(address), asked=operators.is_missing(settings, me), **more)


async def _offices(request: Request) -> list[str]:
    return [each for each in (await request.form()).getlist("sede") if isinstance(each, str)][:100]


def _role(sent: dict[str, str]) -> str:
    role = sent.get("ruolo", "")
    if role not in operators.ROLES:
        raise HTTPException(422)
    return role


async def _accounts(request: Request, signed_in: SignedIn, **more: Any) -> Response:
    """The page of the accounts; ``unsent``: what was typed in the form of the account ``unsent_id`` and refused."""
    settings = get_settings(request)
    found = await asyncio.to_thread(operators.list_operators, settings)
    places = await asyncio.to_thread(offices.list_offices, settings)
    return render_desk_page(request, signed_in, "desk/accounts.html", accounts=found, offices=places,
                            roles=get_texts("desk.roles"), **{"unsent": None, "unsent_id": None, **more})


async def _result(
    request: Request, signed_in: SignedIn, result: object, sent: Optional[dict[str, str]] = None,
    chosen: Sequence[str] = (), operator_id: Optional[int] = None,
) -> Response:
    """Back to the list; a refusal is told on it, and what was ``sent`` (with the offices ``chosen``) stays, but for
    passwords."""
    if isinstance(result, operators.NoSuchOperator):
        raise HTTPException(404)
    if type(result) not in REFUSALS:
        return _to(ALL, "account")
    typed_in = None if sent is None else {
        "username": sent.get("username", ""), "name": sent.get("name", ""), "role": sent.get("ruolo", ""),
        "office_ids": list(chosen)}
    return await _accounts(request, signed_in, unsent=typed_in, unsent_id=operator_id, status_code=422,
                           banner=(get_texts("desk.banners")[REFUSALS[type(result)]], False))


def _to(path: str, banner: str) -> Response:
    return RedirectResponse(f"{path}?avviso={banner}", 303)
