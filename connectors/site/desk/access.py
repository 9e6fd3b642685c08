"""Who is at the desk: the signed cookie of a session, the dependencies every route of the desk begins with, CSRF."""

from __future__ import annotations

import secrets
from typing import Annotated, Optional
from urllib.parse import quote, urlsplit

from fastapi import Depends, HTTPException
from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

from bot import settings as settings_module
from bot.services import operators
from bot.services.operators import Opened, SignedIn
from connectors.site import request_addresses
from connectors.site.rendering import get_now, get_settings

COOKIE = "orienta_desk"
FORM_COOKIE = "orienta_desk_form"
PATH = "/operatori"
SIGN_IN = "/operatori/accesso"
ACCOUNT = "/operatori/account"
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"


class SessionEnded(HTTPException):
    """A form came from a page whose session has ended since."""


def require_operator(request: Request) -> SignedIn:
    """Dependency: the signed-in operator; whoever is not signed in is sent to the sign-in page.

    Raises:
        SessionEnded: the same for a form that was sent.
        HTTPException: 303 to the sign-in page; 401 with ``HX-Redirect`` for htmx, 401 for a stream of events.
    """
    known: Optional[SignedIn] = getattr(request.state, "signed_in", None)
    if known is None:
        token = read_token(request)
        by_itself = request.method == "GET" and "hx-request" in request.headers
        known = operators.find_signed_in(
            get_settings(request), token=token, now=get_now(request), acts=not by_itself) if token else None
        if known is None:
            raise _sign_in_first(request)
        request.state.signed_in = known
    return known


AnOperator = Annotated[SignedIn, Depends(require_operator)]
"""A parameter of a route that any operator may call."""


def require_administrator(request: Request, signed_in: AnOperator) -> SignedIn:
    """Dependency: the signed-in administrator.

    Raises:
        HTTPException: 403 for an operator, 303 to the own account when a second factor is asked for and missing, and as
            :func:`require_operator`.
    """
    if not signed_in.operator.is_administrator:
        raise HTTPException(403)
    if operators.is_missing(get_settings(request), signed_in.operator):
        raise HTTPException(303, headers={"Location": ACCOUNT + "?avviso=secondo-fattore"})
    return signed_in


AnAdministrator = Annotated[SignedIn, Depends(require_administrator)]
"""A parameter of a route that only administrators may call."""


async def require_csrf(request: Request, signed_in: AnOperator) -> SignedIn:
    """Dependency of every POST: the form comes from a page of this session.

    The token is in the field ``csrf`` or the header ``X-CSRF-Token``, and the browser names no other origin.

    Raises:
        HTTPException: 403, and as :func:`require_operator`.
    """
    given = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), signed_in.csrf.encode()):
        raise HTTPException(403)
    require_own_origin(request)
    return signed_in


Checked = Annotated[SignedIn, Depends(require_csrf)]
"""A parameter of a POST route: an operator whose form was checked; add :data:`AnAdministrator` where one is needed."""


def require_own_origin(request: Request) -> None:
    """Refuse what a page of another origin sent.

    Raises:
        HTTPException: 403.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return
    known = {urlsplit(request_addresses.get_site_address(request)).netloc, request.headers.get("host", "")}
    if urlsplit(origin).netloc not in known:
        raise HTTPException(403)


def read_token(request: Request) -> Optional[str]:
    """The token of the session's cookie, None without one or when it is not signed by us."""
    try:
        return _signer(request).unsign(request.cookies.get(COOKIE, "")).decode()
    except (BadSignature, UnicodeError):
        return None


def remember(request: Request, response: Response, opened: Opened) -> None:
    """Give the browser its session."""
    _set(request, response, COOKIE, _signer(request).sign(opened.token).decode())


def forget(request: Request, response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict", secure=_secure(request))


def make_form_token(request: Request) -> str:
    """What the sign-in form carries before there is a session: it must come back with the cookie of the same value."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)


def remember_form(request: Request, response: Response, token: str) -> None:
    """Give the browser the cookie that belongs to the sign-in form."""
    _set(request, response, FORM_COOKIE, token)


def require_form_token(request: Request, given: str) -> None:
    """Refuse a sign-in form that does not come from our page in this browser.

    Raises:
        HTTPException: 403.
    """
    expected = request.cookies.get(FORM_COOKIE, "")
    if not expected or not secrets.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403)
    require_own_origin(request)


def keep_own_path(path: str) -> str:
    """``path`` when it is one of the desk's, else the desk: where to go after signing in."""
    parts = urlsplit(path)
    inside = parts.path == PATH or parts.path.startswith(PATH + "/")
    return path if inside and not parts.scheme and not parts.netloc and "\\" not in path else PATH


def _set(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, path=PATH, httponly=True, samesite="strict", secure=_secure(request))


def _secure(request: Request) -> bool:
    return request_addresses.get_site_address(request).startswith("https:")


def _signer(request: Request) -> Signer:
    return Signer(settings_module.load_signing_key(get_settings(request)), salt="orienta.desk.session")


def _sign_in_first(request: Request) -> HTTPException:
    if request.headers.get("hx-request"):
        return HTTPException(401, headers={"HX-Redirect": SIGN_IN})
    if "text/event-stream" in request.headers.get("accept", ""):
        return HTTPException(401)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?poi={quote(here, safe='')}" if request.method == "GET" and here != PATH else ""
    refusal = HTTPException if request.method == "GET" else SessionEnded
    return refusal(303, headers={"Location": SIGN_IN + back})
