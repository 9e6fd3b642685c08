"""The read-only API at /api/v1: courses, events, offices and free times, with their sources."""

from __future__ import annotations

import hashlib
from datetime import date, time, timedelta
from typing import Any, Optional, Sequence

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response

from bot.core import clock
from bot.services import booking, courses, events, offices
from bot.services.errors import DatabaseUnavailable
from bot.settings import Settings
from connectors.site.public import api_models as models
from connectors.site.public import api_views as views
from connectors.site.rendering import now_of, settings_of

VERSION = "1.0.0"
KEPT = "public, max-age=60"
"""Facts change seldom, free times every minute: who needs them to the second asks again with the ETag."""
LARGEST = 100
RESOURCES = (
    ("courses", "i corsi"), ("events", "gli eventi"), ("offices", "i centri per l’impiego"),
    ("availability?service=orientamento", "gli orari liberi per un appuntamento"))

_ID = "^[a-z0-9_]{1,60}$"
_LIMIT = Query(50, ge=1, le=LARGEST, description="Quanti al massimo")
_OFFSET = Query(0, ge=0, le=100_000, description="Da quale cominciare")
_FROM = Query(None, alias="from", description="Dal giorno (compreso)")
_TO = Query(None, alias="to", description="Al giorno (compreso)")
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    304: {"description": "Non è cambiato nulla dal valore dato in If-None-Match"},
    400: {"model": models.Problem, "description": "L’indirizzo contiene caratteri che non può contenere"},
    414: {"model": models.Problem, "description": "L’indirizzo è troppo lungo"},
    422: {"model": models.Problem, "description": "Un parametro non è valido"},
    503: {"model": models.Problem, "description": "I dati in questo momento non si possono leggere"},
}
_OR_NONE: dict[int | str, dict[str, Any]] = {
    **_PROBLEMS, 404: {"model": models.Problem, "description": "Non c’è"}}
_CODES = {400: "invalid", 404: "not_found", 405: "method_not_allowed", 422: "invalid"}
_MESSAGES = {404: "Quello che cerchi non c’è.", 405: "Questa API si può solo leggere."}

router = APIRouter()


def application(settings: Settings, now: Any) -> FastAPI:
    """The API as an application of its own, to be mounted."""
    made = FastAPI(
        title="Dati aperti di Orienta Lecco", version=VERSION, openapi_url="/openapi.json", docs_url=None,
        redoc_url=None, redirect_slashes=False,
        description="Corsi, eventi, centri per l’impiego e orari liberi del Patto territoriale in provincia di Lecco. "
                    "Di sola lettura. Un valore che manca non è pubblicato; ogni dato dice la fonte, la sua data e se "
                    "la Provincia l’ha verificato.")
    made.state.settings, made.state.now = settings, now
    made.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET"], allow_headers=["If-None-Match"],
        expose_headers=["ETag"], max_age=86400)
    made.include_router(router)
    _answer_errors(made)
    return made


@router.get("/courses", response_model=models.CoursePage, responses=_PROBLEMS, summary="I corsi", tags=["Corsi"])
def list_courses(request: Request, limit: int = _LIMIT, offset: int = _OFFSET) -> Response:
    """Tutti i corsi, con lo stato a oggi."""
    found = courses.list_courses(settings_of(request), now_of(request).date())
    items = [views.course(request, item) for item in found]
    return _answer(request, models.CoursePage(**_part(items, limit, offset)))


@router.get("/courses/{course_id}", response_model=models.Course, responses=_OR_NONE, summary="Un corso",
            tags=["Corsi"])
def get_course(request: Request, course_id: str = Path(regex=_ID, description="Identificativo")) -> Response:
    """Un corso."""
    found = courses.get_course(settings_of(request), course_id, now_of(request).date())
    return _answer(request, views.course(request, found) if found is not None else None)


@router.get("/events", response_model=models.EventPage, responses=_PROBLEMS, summary="Gli eventi", tags=["Eventi"])
def list_events(
    request: Request,
    kind: Optional[str] = Query(None, regex="^(job_day|workshop|seminar)$", description="Solo di questo tipo"),
    upcoming: bool = Query(False, description="Solo quelli con un giorno da oggi in poi, dal più vicino"),
    limit: int = _LIMIT, offset: int = _OFFSET,
) -> Response:
    """Job day, workshop e seminari."""
    settings = settings_of(request)
    found = events.upcoming(settings, now_of(request).date()) if upcoming else events.list_events(settings)
    items = [views.event(request, item) for item in found if kind in (None, item.kind)]
    return _answer(request, models.EventPage(**_part(items, limit, offset)))


@router.get("/events/{event_id}", response_model=models.Event, responses=_OR_NONE, summary="Un evento",
            tags=["Eventi"])
def get_event(request: Request, event_id: str = Path(regex=_ID, description="Identificativo")) -> Response:
    """Un evento."""
    found = events.get_event(settings_of(request), event_id)
    return _answer(request, views.event(request, found) if found is not None else None)


@router.get("/offices", response_model=models.OfficePage, responses=_PROBLEMS, summary="I centri per l’impiego",
            tags=["Uffici"])
def list_offices(request: Request, limit: int = _LIMIT, offset: int = _OFFSET) -> Response:
    """Indirizzi, orari, contatti e servizi."""
    items = [views.office(item) for item in offices.list_offices(settings_of(request))]
    return _answer(request, models.OfficePage(**_part(items, limit, offset)))


@router.get("/availability", response_model=models.Availability, responses=_OR_NONE, summary="Gli orari liberi",
            tags=["Uffici"])
def availability(
    request: Request,
    service: str = Query(regex=_ID, description="Per che cosa: l’id di un servizio"),
    office: Optional[str] = Query(None, regex=_ID, description="In quale ufficio; senza, in tutti"),
    since: Optional[date] = _FROM,
    until: Optional[date] = _TO,
    limit: int = _LIMIT,
) -> Response:
    """Gli inizi liberi per un appuntamento, dal primo. Un orario libero può essere preso mentre lo leggi."""
    settings, now = settings_of(request), now_of(request)
    if service not in {item.id for item in booking.services(settings)}:
        raise HTTPException(404)
    if office is not None and office not in {item.id for item in booking.offices_for(settings, service)}:
        raise HTTPException(404)
    first, last = _within(since, until, now.date(), settings.booking_horizon_days)
    found = booking.availability(
        settings, service_id=service, office_id=office, now=now, start=max(now, clock.at(first, time())),
        end=clock.at(last + timedelta(days=1), time()), limit=limit)
    return _answer(request, models.Availability(
        service_id=service, office_id=office, items=[views.free_start(item) for item in found]))


def _within(since: Optional[date], until: Optional[date], today: date, horizon: int) -> tuple[date, date]:
    """The wished days, cut to those that can be booked at all: no later day can overflow a calendar."""
    last = today + timedelta(days=horizon)
    return min(max(since or today, today), last), min(max(until or last, today - timedelta(days=1)), last)


def _part(items: Sequence[Any], limit: int, offset: int) -> dict[str, Any]:
    return {"items": items[offset:offset + limit], "total": len(items), "limit": limit, "offset": offset}


def _answer(request: Request, model: Optional[BaseModel]) -> Response:
    """The model as JSON, or 304 when the client has it already; 404 for None."""
    if model is None:
        raise HTTPException(404)
    body = model.json(exclude_none=True, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": etag, "Cache-Control": KEPT}
    known = {item.strip().removeprefix("W/") for item in request.headers.get("if-none-match", "").split(",")}
    if etag in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _answer_errors(made: FastAPI) -> None:
    @made.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> Response:
        return _problem(error.status_code, dict(error.headers or {}))

    @made.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        field = str(error.errors()[0]["loc"][-1])
        return _problem(422, message=f"Il parametro «{field}» manca o non è valido.", field=field)

    @made.exception_handler(DatabaseUnavailable)
    async def unavailable(_request: Request, _error: DatabaseUnavailable) -> Response:
        return _problem(503, {"Retry-After": "60"})


def _problem(
    status: int, headers: Optional[dict[str, str]] = None, message: str = "", field: Optional[str] = None,
) -> Response:
    said = message or _MESSAGES.get(status, "In questo momento i dati non si possono leggere: riprova fra poco.")
    problem = models.Problem(error=_CODES.get(status, "unavailable"), message=said, field=field)
    return JSONResponse(
        problem.dict(exclude_none=True), status, headers={"Cache-Control": "no-store", **(headers or {})})
