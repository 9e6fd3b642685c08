"""The calendar of an office: day, week, the sheet to print, one appointment and whether the person came."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any, Optional
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import agenda, booking, notices, outside
from bot.services.agenda import Entry, Marked, NotThere, NotYet
from bot.services.offices import OfficeView
from bot.services.operators import SignedIn
from bot.texts import get_texts
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.frame import PathNumber, desk_page, read_notice
from connectors.site.rendering import now_of, settings_of

router = APIRouter(prefix="/operatori/calendario")

GOOD = frozenset(
    {"prenotato", "spostato", "annullato", "cancellati", "tenuto", "attended", "missed", "salvato", "eliminato"})
"""The notices that are good news."""

FURTHEST = timedelta(days=3660)
LONGEST_ID = 200


def notice_of(request: Request) -> Optional[tuple[str, bool]]:
    """What the last act came to."""
    return read_notice("desk.calendar.notices", request.query_params.get("esito", ""), GOOD)


def address(path: str = "", **query: Any) -> str:
    """An address of the calendar; what is empty is left out."""
    given = {name: str(value) for name, value in query.items() if value}
    return f"/operatori/calendario{path}" + (f"?{urlencode(given)}" if given else "")


def day_of(request: Request, text: str) -> date:
    """The day of an address, today when there is none.

    Raises:
        HTTPException: 422, it is no day, or one that nobody plans for.
    """
    today = now_of(request).date()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise HTTPException(422) from None
    if abs(day - today) > FURTHEST:
        raise HTTPException(422)
    return day


async def offices_of(request: Request, signed_in: SignedIn) -> list[OfficeView]:
    """The offices whose calendar the operator sees."""
    return await asyncio.to_thread(agenda.offices_of, settings_of(request), signed_in.operator)


async def office_of(request: Request, signed_in: SignedIn, office_id: str) -> tuple[OfficeView, list[OfficeView]]:
    """The chosen office, the first of the operator's when none is named, and all of theirs.

    Raises:
        HTTPException: 404, the operator does not work for it; 403, for none at all.
    """
    mine = await offices_of(request, signed_in)
    if not mine:
        raise HTTPException(403)
    chosen = next((office for office in mine if office.id == office_id), None if office_id else mine[0])
    if chosen is None:
        raise HTTPException(404)
    return chosen, mine


async def entry_of(request: Request, signed_in: SignedIn, appointment_id: int) -> Entry:
    """The appointment of an address.

    Raises:
        HTTPException: 404, there is none that the operator may see.
    """
    found = await asyncio.to_thread(
        agenda.get, settings_of(request), operator=signed_in.operator, appointment_id=appointment_id,
        now=now_of(request))
    if found is None:
        raise HTTPException(404)
    return found


@router.get("")
async def calendar(
    request: Request, signed_in: AnOperator, ufficio: str = "", giorno: str = "", vista: str = "giorno",
    conversation: str = "",
) -> Response:
    """A day or a week of an office; ``conversation``: on whose behalf free times are booked."""
    office, mine = await office_of(request, signed_in, ufficio)
    day, week = day_of(request, giorno), vista == "settimana"
    first = day - timedelta(days=day.weekday()) if week else day
    days = await asyncio.to_thread(
        agenda.list_days, settings_of(request), operator=signed_in.operator, office_id=office.id, first=first,
        number=7 if week else 1, now=now_of(request))
    step = timedelta(days=7 if week else 1)
    shown = [item for item in days or [] if not week or item.day.weekday() < 5 or item.lines]
    return desk_page(
        request, signed_in, "desk/calendar/week.html" if week else "desk/calendar/day.html", office=office,
        offices=mine, day=day, days=shown, before=day - step, after=day + step, today=now_of(request).date(),
        view="settimana" if week else "giorno", conversation=conversation[:LONGEST_ID], address=address,
        statuses=get_texts("desk.calendar.statuses"), notice=notice_of(request))


@router.get("/foglio")
async def sheet(request: Request, signed_in: AnOperator, ufficio: str = "", giorno: str = "") -> Response:
    """A day on paper."""
    office, _ = await office_of(request, signed_in, ufficio)
    day = day_of(request, giorno)
    days = await asyncio.to_thread(
        agenda.list_days, settings_of(request), operator=signed_in.operator, office_id=office.id, first=day, number=1,
        now=now_of(request))
    return desk_page(request, signed_in, "desk/calendar/sheet.html", office=office, found=days[0] if days else None,
                     address=address, statuses=get_texts("desk.calendar.statuses"))


@router.get("/appuntamenti/{appointment_id}")
async def appointment(request: Request, signed_in: AnOperator, appointment_id: PathNumber) -> Response:
    """One appointment, and what can be done with it."""
    found = await entry_of(request, signed_in, appointment_id)
    told = await asyncio.to_thread(notices.list_told, settings_of(request), appointment_id=appointment_id)
    words = {name: get_texts(f"desk.told.{name}") for name in ("kinds", "channels", "states")}
    return desk_page(request, signed_in, "desk/calendar/appointment.html", entry=found, address=address,
                     told=told, words=words, statuses=get_texts("desk.calendar.statuses"), notice=notice_of(request))


@router.post("/appuntamenti/{appointment_id}/presenza")
async def presence(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Say whether the person came."""
    form = await request.form()
    said = str(form.get("presenza", ""))
    if said not in ("attended", "missed"):
        raise HTTPException(422)
    result = await asyncio.to_thread(
        agenda.mark_attendance, settings_of(request), operator=signed_in.operator, appointment_id=appointment_id,
        attended=said == "attended", now=now_of(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    name = result.status if isinstance(result, Marked) else "presto" if isinstance(result, NotYet) else "annullato"
    if form.get("torna") == "giorno":
        found = await entry_of(request, signed_in, appointment_id)
        return RedirectResponse(
            address(ufficio=found.office_id, giorno=found.starts_at.date().isoformat(), esito=name), 303)
    return RedirectResponse(address(f"/appuntamenti/{appointment_id}", esito=name), 303)


@router.post("/appuntamenti/{appointment_id}/tieni")
async def keep(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Keep an appointment where it is, although it is outside the plan."""
    result = await asyncio.to_thread(
        outside.keep_appointment, settings_of(request), operator=signed_in.operator, appointment_id=appointment_id,
        now=now_of(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    return RedirectResponse(address(f"/appuntamenti/{appointment_id}", esito="tenuto"), 303)


@router.post("/appuntamenti/{appointment_id}/annulla")
async def cancel(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Cancel, once it is sure."""
    found = await entry_of(request, signed_in, appointment_id)
    if "sicuro" not in await request.form():
        return desk_page(request, signed_in, "desk/calendar/cancel.html", entry=found, address=address)
    result = await asyncio.to_thread(
        agenda.cancel, settings_of(request), operator=signed_in.operator, appointment_id=appointment_id,
        now=now_of(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    name = "annullato" if isinstance(result, booking.Cancelled) else "tardi"
    return RedirectResponse(address(f"/appuntamenti/{appointment_id}", esito=name), 303)
