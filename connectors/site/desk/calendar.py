"""The calendar of an office: day, week, the sheet to print, one appointment and whether the person came."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any, Optional
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import agenda, booking, notices, outside
from bot.services.agenda import AgendaDay, Entry, Given, Marked, NotThere, NotYet
from bot.services.offices import OfficeView
from bot.services.operators import SignedIn
from bot.texts import get_texts
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import PathNumber, read_banner, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/calendario")

GOOD = frozenset(
    {"prenotato", "spostato", "annullato", "cancellati", "tenuto", "attended", "missed", "salvato", "eliminato",
     "affidato", "revocato"})
"""The banners that are good news."""

VIEWS = {"giorno": 1, "settimana": 7, "agenda": 28}
"""How many days each view has."""
TEMPLATES = {"giorno": "day", "settimana": "week", "agenda": "agenda"}

FURTHEST = timedelta(days=3660)
LONGEST_ID = 200


def find_calendar_banner(request: Request) -> Optional[tuple[str, bool]]:
    """What the last act came to."""
    return read_banner("desk.calendar.banners", request.query_params.get("esito", ""), GOOD)


def make_calendar_address(path: str = "", **query: Any) -> str:
    """An address of the calendar; what is empty is left out."""
    given = {name: str(value) for name, value in query.items() if value}
    return f"/operatori/calendario{path}" + (f"?{urlencode(given)}" if given else "")


def read_calendar_day(request: Request, text: str) -> date:
    """The day of an address, today when there is none.

    Raises:
        HTTPException: 422, it is no day, or one that nobody plans for.
    """
    today = get_now(request).date()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HTTPException(422) from None
    if abs(day - today) > FURTHEST:
        raise HTTPException(422)
    return day


def read_operator_id(text: str) -> Optional[int]:
    """The operator that a form or an address names, None for nobody.

    Raises:
        HTTPException: 422, it is no number of an account.
    """
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise HTTPException(422)
    return int(text)


async def list_calendar_offices(request: Request, signed_in: SignedIn) -> list[OfficeView]:
    """The offices whose calendar the operator sees."""
    return await asyncio.to_thread(agenda.list_offices_seen, get_settings(request), signed_in.operator)


async def choose_calendar_office(
    request: Request, signed_in: SignedIn, office_id: str,
) -> tuple[OfficeView, list[OfficeView]]:
    """The chosen office, the first of the operator's when none is named, and all of theirs.

    Raises:
        HTTPException: 404, the operator does not work for it; 403, for none at all.
    """
    mine = await list_calendar_offices(request, signed_in)
    if not mine:
        raise HTTPException(403)
    chosen = next((office for office in mine if office.id == office_id), None if office_id else mine[0])
    if chosen is None:
        raise HTTPException(404)
    return chosen, mine


async def find_entry(request: Request, signed_in: SignedIn, appointment_id: int) -> Entry:
    """The appointment of an address.

    Raises:
        HTTPException: 404, there is none that the operator may see.
    """
    found = await asyncio.to_thread(
        agenda.get, get_settings(request), operator=signed_in.operator, appointment_id=appointment_id,
        now=get_now(request))
    if found is None:
        raise HTTPException(404)
    return found


@router.get("")
async def calendar(
    request: Request, signed_in: AnOperator, ufficio: str = "", giorno: str = "", vista: str = "giorno",
    operatore: str = "", conversation: str = "",
) -> Response:
    """Days of an office, or of one of its operators; ``conversation``: on whose behalf free times are booked."""
    office, mine = await choose_calendar_office(request, signed_in, ufficio)
    day, view = read_calendar_day(request, giorno), vista if vista in VIEWS else "giorno"
    first = day - timedelta(days=day.weekday()) if view == "settimana" else day
    now = get_now(request)
    everyone = await asyncio.to_thread(
        agenda.list_staff, get_settings(request), office_id=office.id, starts_at=now, ends_at=now)
    only = read_operator_id(operatore)
    days = await asyncio.to_thread(
        agenda.list_days, get_settings(request), operator=signed_in.operator, office_id=office.id, first=first,
        number=VIEWS[view], only=only, now=now)
    step = timedelta(days=VIEWS[view])
    here = {"ufficio": office.id, "giorno": day.isoformat(), "vista": view, "operatore": only,
            "conversation": conversation[:LONGEST_ID]}
    return render_desk_page(
        request, signed_in, f"desk/calendar/{TEMPLATES[view]}.html", office=office, offices=mine, day=day,
        days=[item for item in days or [] if _is_shown(item, view)], before=day - step, after=day + step,
        today=now.date(), views=get_texts("desk.calendar.views"), view=view, everyone=everyone, only=only or "",
        states=get_texts("desk.calendar.states"), conversation=here["conversation"], address=make_calendar_address,
        link=lambda **other: make_calendar_address(**{**here, **other}), statuses=get_texts("desk.calendar.statuses"),
        banner=find_calendar_banner(request))


def _is_shown(item: AgendaDay, view: str) -> bool:
    """Every day of the view of a day; of a week those that are worked; of the agenda those that somebody comes on."""
    return view == "giorno" or bool(item.entries) or view == "settimana" and (
        item.day.weekday() < 5 or bool(item.lines))


@router.get("/foglio")
async def sheet(request: Request, signed_in: AnOperator, ufficio: str = "", giorno: str = "") -> Response:
    """A day on paper."""
    office, _ = await choose_calendar_office(request, signed_in, ufficio)
    day = read_calendar_day(request, giorno)
    days = await asyncio.to_thread(
        agenda.list_days, get_settings(request), operator=signed_in.operator, office_id=office.id, first=day, number=1,
        now=get_now(request))
    return render_desk_page(
        request, signed_in, "desk/calendar/sheet.html", office=office, found=days[0] if days else None,
        address=make_calendar_address, statuses=get_texts("desk.calendar.statuses"))


@router.get("/appuntamenti/{appointment_id}")
async def appointment(request: Request, signed_in: AnOperator, appointment_id: PathNumber) -> Response:
    """One appointment, and what can be done with it."""
    found = await find_entry(request, signed_in, appointment_id)
    told = await asyncio.to_thread(notices.list_told, get_settings(request), appointment_id=appointment_id)
    words = {name: get_texts(f"desk.told.{name}") for name in ("kinds", "channels", "states")}
    everyone = await asyncio.to_thread(
        agenda.list_staff, get_settings(request), office_id=found.office_id, starts_at=found.starts_at,
        ends_at=found.ends_at, besides=found.id)
    return render_desk_page(
        request, signed_in, "desk/calendar/appointment.html", entry=found, address=make_calendar_address,
        told=told, words=words, everyone=everyone, states=get_texts("desk.calendar.states"),
        statuses=get_texts("desk.calendar.statuses"), banner=find_calendar_banner(request))


@router.post("/appuntamenti/{appointment_id}/operatore")
async def give(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Say with whom the appointment is."""
    form = await request.form()
    result = await asyncio.to_thread(
        agenda.give, get_settings(request), operator=signed_in.operator, appointment_id=appointment_id,
        with_operator=read_operator_id(str(form.get("operatore", ""))), now=get_now(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    name = "affidato" if isinstance(result, Given) else "occupato"
    return RedirectResponse(make_calendar_address(f"/appuntamenti/{appointment_id}", esito=name), 303)


@router.post("/appuntamenti/{appointment_id}/presenza")
async def presence(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Say whether the person came."""
    form = await request.form()
    said = str(form.get("presenza", ""))
    if said not in ("attended", "missed"):
        raise HTTPException(422)
    result = await asyncio.to_thread(
        agenda.mark_attendance, get_settings(request), operator=signed_in.operator, appointment_id=appointment_id,
        attended=said == "attended", now=get_now(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    name = result.status if isinstance(result, Marked) else "presto" if isinstance(result, NotYet) else "annullato"
    if form.get("torna") == "giorno":
        found = await find_entry(request, signed_in, appointment_id)
        return RedirectResponse(
            make_calendar_address(ufficio=found.office_id, giorno=found.starts_at.date().isoformat(), esito=name), 303)
    return RedirectResponse(make_calendar_address(f"/appuntamenti/{appointment_id}", esito=name), 303)


@router.post("/appuntamenti/{appointment_id}/tieni")
async def keep(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Keep an appointment where it is, although it is outside the plan."""
    result = await asyncio.to_thread(
        outside.keep_appointment, get_settings(request), operator=signed_in.operator, appointment_id=appointment_id,
        now=get_now(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    return RedirectResponse(make_calendar_address(f"/appuntamenti/{appointment_id}", esito="tenuto"), 303)


@router.post("/appuntamenti/{appointment_id}/annulla")
async def cancel(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Cancel, once it is sure."""
    found = await find_entry(request, signed_in, appointment_id)
    if "sicuro" not in await request.form():
        return render_desk_page(
            request, signed_in, "desk/calendar/cancel.html", entry=found, address=make_calendar_address)
    result = await asyncio.to_thread(
        agenda.cancel, get_settings(request), operator=signed_in.operator, appointment_id=appointment_id,
        now=get_now(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    name = "annullato" if isinstance(result, booking.Cancelled) else "tardi"
    return RedirectResponse(make_calendar_address(f"/appuntamenti/{appointment_id}", esito=name), 303)
