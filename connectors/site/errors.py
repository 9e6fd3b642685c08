"""Error pages in Italian: what happened and what to do next, in one sentence each."""

from __future__ import annotations

from typing import Optional

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from python_multipart.exceptions import FormParserError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.services.errors import DatabaseUnavailable
from bot.services.operators import SignedIn
from bot.texts import get_text
from connectors.site.desk.access import PATH, SessionEnded, require_operator
from connectors.site.desk.frame import render_desk_page
from connectors.site.desk.signin import make_sign_in_page
from connectors.site.desk.unsent_forms import keep_unsent
from connectors.site.rendering import render_page

KNOWN = (400, 401, 403, 404, 405, 413, 414, 415, 422, 429, 500, 503)
"""The statuses that have words of their own, ``errors.<status>`` of the texts; others take 400's or 500's."""

LOOKED_UP = (404, 405, 422)
"""The statuses that the framework gives before a route of the desk has asked who is signed in."""


def make_error_page(request: Request, status: int, headers: Optional[dict[str, str]] = None) -> Response:
    """The page of an error; for the API the same sentence as JSON."""
    known_status = status if status in KNOWN else 500 if status >= 500 else 400
    title, text = get_text(f"errors.{known_status}.title"), get_text(f"errors.{known_status}.text")
    known = {"Cache-Control": "no-store", **(headers or {})}
    if request.scope["path"].startswith("/api/"):
        code = "invalid" if status < 500 else "unavailable"
        return JSONResponse({"error": code, "message": text}, status, headers=known)
    signed_in = _operator_at_desk(request, status)
    if signed_in is not None:
        if status in (403, 404):
            title, text = get_text("desk.refused.title"), get_text("desk.refused.text")
        return render_desk_page(request, signed_in, "desk/error.html", status_code=status, title=title, text=text)
    return render_page(request, "error.html", status_code=status, headers=known, title=title, text=text, status=status)


def _operator_at_desk(request: Request, status: int) -> Optional[SignedIn]:
    """Who is signed in, on any address of the desk: an operator stays there, whatever goes wrong."""
    known: Optional[SignedIn] = getattr(request.state, "signed_in", None)
    if known is not None or status not in LOOKED_UP or not request.url.path.startswith(PATH + "/"):
        return known
    try:
        return require_operator(request)
    except (HTTPException, DatabaseUnavailable):
        return None


def add_error_pages(app: FastAPI) -> None:
    """Answer errors of ``app`` with these pages."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if isinstance(error, SessionEnded) and (unsent := await keep_unsent(request)) is not None:
            return make_sign_in_page(request, unsent=unsent, status=401)
        if error.status_code in (204, 304) or 300 <= error.status_code < 400:
            return Response(status_code=error.status_code, headers=error.headers)
        return make_error_page(request, error.status_code, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _error: RequestValidationError) -> Response:
        return make_error_page(request, 422)

    @app.exception_handler(FormParserError)
    async def unreadable(request: Request, _error: FormParserError) -> Response:
        return make_error_page(request, 400)

    @app.exception_handler(DatabaseUnavailable)
    async def unavailable(request: Request, _error: DatabaseUnavailable) -> Response:
        return make_error_page(request, 503, {"Retry-After": "60"})
