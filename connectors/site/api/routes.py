"""The read-only API at /api/v1: courses, events, offices and free times, with their sources."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, time, timedelta
from typing import Any, Optional, Sequence

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response

from bot import clock
from bot.services import booking, courses, events, offices, statistics
from bot.services.errors import DatabaseUnavailable
from bot.settings import Settings
from bot.texts import get_text, get_texts
from connectors.site.api import models, views
from connectors.site.rendering import get_now, get_settings

VERSION = "1.0.0"
KEPT = "public, max-age=60"
"""Facts change seldom, free times every minute: who needs them to the second asks again with the ETag."""
LARGEST = 100
RESOURCES = {
    "courses": "courses", "events": "events", "offices": "offices", "availability": "availability?service=orientamento",
    "demand": "demand"}
"""What can be read, by its name among ``api.resources`` of the texts, and an example of its address."""

_ID = "^[a-z0-9_]{1,60}$"
_LIMIT = Query(50, ge=1, le=LARGEST, description="api.parameters.limit")
_OFFSET = Query(0, ge=0, le=100_000, description="api.parameters.offset")
_FROM = Query(None, alias="from", description="api.parameters.from")
_TO = Query(None, alias="to", description="api.parameters.to")
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    304: {"description": "api.answers.unchanged"},
    400: {"model": models.Problem, "description": "api.answers.bad_address"},
    414: {"model": models.Problem, "description": "api.answers.long_address"},
    422: {"model": models.Problem, "description": "api.answers.bad_parameter"},
    503: {"model": models.Problem, "description": "api.answers.not_readable"},
}
_OR_NONE: dict[int | str, dict[str, Any]] = {
    **_PROBLEMS, 404: {"model": models.Problem, "description": "api.answers.not_there"}}
_CODES = {400: "invalid", 404: "not_found", 405: "method_not_allowed", 422: "invalid"}
_MESSAGES = {404: "api.messages.not_found", 405: "api.messages.read_only"}



def refuse_repeated_parameters(request: Request) -> None:
    """A parameter that stands twice in the address says two things: which of them is meant nobody can tell.

    Raises:
        RequestValidationError: of the first that is repeated.
    """
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if names.count(name) > 1:
            raise RequestValidationError([{"loc": ("query", name), "type": "repeated", "msg": "", "input": None}])


router = APIRouter(dependencies=[Depends(refuse_repeated_parameters)])


_OURS = re.compile(r"\bPublished(?=[A-Z])")
"""What tells our published course from the row it comes from; to whoever reads the description it is a Course."""


class DescribedAPI(FastAPI):
    """An API whose description is in Italian: keys of texts stand in the code, their sentences in what is read."""

    def openapi(self) -> dict[str, Any]:
        """The description, made once."""
        if self.openapi_schema is None:
            made = describe(json.loads(_OURS.sub("", json.dumps(super().openapi()))))
            for name, schema in made["components"]["schemas"].items():
                schema.update({"description": about} if (about := get_texts("api.models").get(name)) else {})
            self.openapi_schema = made
        return self.openapi_schema


def describe(part: Any) -> Any:
    """``part`` of a description with the sentence of each key."""
    if isinstance(part, dict):
        return {name: describe(value) for name, value in part.items()}
    if isinstance(part, list):
        return [describe(value) for value in part]
    return get_text(part) if isinstance(part, str) and part.startswith("api.") else part


def make_api(settings: Settings, now: Any) -> FastAPI:
    """The API as an application of its own, to be mounted."""
    made = DescribedAPI(
        title="api.title", version=VERSION, openapi_url="/openapi.json", docs_url=None, redoc_url=None,
        redirect_slashes=False, description="api.about")
    made.state.settings, made.state.now = settings, now
    made.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET"], allow_headers=["If-None-Match"],
        expose_headers=["ETag"], max_age=86400)
    made.include_router(router)
    _answer_errors(made)
    return made


@router.get("/courses", response_model=models.CoursePage, responses=_PROBLEMS,
            summary="api.list_courses.summary", tags=["api.tags.courses"], description="api.list_courses.about")
def list_courses(request: Request, limit: int = _LIMIT, offset: int = _OFFSET) -> Response:
    """Every course, with where it stands today."""
    found = courses.list_courses(get_settings(request), get_now(request).date())
    items = [views.make_published_course(request, item) for item in found]
    return _answer(request, models.CoursePage(**_part(items, limit, offset)))


@router.get("/courses/{course_id}", response_model=models.PublishedCourse, responses=_OR_NONE,
            summary="api.get_course.summary", tags=["api.tags.courses"], description="api.get_course.about")
def get_course(request: Request, course_id: str = Path(pattern=_ID, description="api.parameters.id")) -> Response:
    """One course."""
    found = courses.get_course(get_settings(request), course_id, get_now(request).date())
    return _answer(request, views.make_published_course(request, found) if found is not None else None)


@router.get("/events", response_model=models.EventPage, responses=_PROBLEMS,
            summary="api.list_events.summary", tags=["api.tags.events"], description="api.list_events.about")
def list_events(
    request: Request,
    kind: Optional[str] = Query(None, pattern="^(job_day|workshop|seminar)$", description="api.parameters.kind"),
    upcoming: bool = Query(False, description="api.parameters.upcoming"),
    limit: int = _LIMIT, offset: int = _OFFSET,
) -> Response:
    """Job days, workshops and seminars."""
    settings = get_settings(request)
    found = events.list_upcoming(settings, get_now(request).date()) if upcoming else events.list_events(settings)
    items = [views.make_published_event(request, item) for item in found if kind in (None, item.kind)]
    return _answer(request, models.EventPage(**_part(items, limit, offset)))


@router.get("/events/{event_id}", response_model=models.PublishedEvent, responses=_OR_NONE,
            summary="api.get_event.summary", tags=["api.tags.events"], description="api.get_event.about")
def get_event(request: Request, event_id: str = Path(pattern=_ID, description="api.parameters.id")) -> Response:
    """One event."""
    found = events.get_event(get_settings(request), event_id)
    return _answer(request, views.make_published_event(request, found) if found is not None else None)


@router.get("/offices", response_model=models.OfficePage, responses=_PROBLEMS, summary="api.list_offices.summary",
            tags=["api.tags.offices"], description="api.list_offices.about")
def list_offices(request: Request, limit: int = _LIMIT, offset: int = _OFFSET) -> Response:
    """Addresses, hours, contacts and services."""
    items = [views.make_published_office(item) for item in offices.list_offices(get_settings(request))]
    return _answer(request, models.OfficePage(**_part(items, limit, offset)))


@router.get("/availability", response_model=models.Availability, responses=_OR_NONE, summary="api.availability.summary",
            tags=["api.tags.offices"], description="api.availability.about")
def availability(
    request: Request,
    service: str = Query(pattern=_ID, description="api.parameters.service"),
    office: Optional[str] = Query(None, pattern=_ID, description="api.parameters.office"),
    since: Optional[date] = _FROM,
    until: Optional[date] = _TO,
    limit: int = _LIMIT,
) -> Response:
    """The free starts of an appointment, earliest first; a free one may be taken while it is read."""
    settings, now = get_settings(request), get_now(request)
    if service not in {item.id for item in booking.list_bookable(settings)}:
        raise HTTPException(404)
    if office is not None and office not in {item.id for item in booking.list_offices_for(settings, service)}:
        raise HTTPException(404)
    first, last = _within(since, until, now.date(), settings.booking_horizon_days)
    found = booking.search_availability(
        settings, service_id=service, office_id=office, now=now, start=max(now, clock.at(first, time())),
        end=clock.at(last + timedelta(days=1), time()), limit=limit)
    return _answer(request, models.Availability(
        service_id=service, office_id=office, items=[views.make_free_start(item) for item in found]))


@router.get("/demand", response_model=models.DemandOfYear, responses=_OR_NONE, summary="api.demand.summary",
            tags=["api.tags.demand"], description="api.demand.about")
def demand(
    request: Request,
    year: Optional[int] = Query(None, ge=2000, le=2100, description="api.parameters.year"),
) -> Response:
    """What people asked for in a year, by month; small groups are hidden."""
    settings, now = get_settings(request), get_now(request)
    years = statistics.list_years(settings, now)
    if year is not None and year not in years:
        raise HTTPException(404)
    found = statistics.count_demand(settings, year=year or years[0], now=now)
    return _answer(request, views.make_demand_of_year(found))


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
    body = model.model_dump_json(exclude_none=True).encode()
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
        return _problem(422, message=get_text("api.messages.bad_parameter", field=field), field=field)

    @made.exception_handler(DatabaseUnavailable)
    async def unavailable(_request: Request, _error: DatabaseUnavailable) -> Response:
        return _problem(503, {"Retry-After": "60"})


def _problem(
    status: int, headers: Optional[dict[str, str]] = None, message: str = "", field: Optional[str] = None,
) -> Response:
    said = message or get_text(_MESSAGES.get(status, "api.messages.unavailable"))
    problem = models.Problem(error=_CODES.get(status, "unavailable"), message=said, field=field)
    return JSONResponse(
        problem.model_dump(exclude_none=True), status, headers={"Cache-Control": "no-store", **(headers or {})})
