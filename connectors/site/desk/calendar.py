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
from connectors.site.desk.frame import PathNumber, desk_page, read_banner
from connectors.site.rendering import now_of, settings_of

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


def banner_of(request: Request) -> Optional[tuple[str, bool]]:
    """What the last act came to."""
    return read_banner("desk.calendar.banners", request.query_params.get("esito", ""), GOOD)


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


def operator_of_form(text: str) -> Optional[int]:
    """The operator that a form or an address names, None for nobody.

    Raises:
        HTTPException: 422, it is no number of an account.
    """
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise HTTPException(422)
    return int(text)


async def offices_of(request: Request, signed_in: SignedIn) -> list[OfficeView]:
    """The offices whose calendar the operator sees."""
    return await asyncio.to_thread(agenda.list_offices_seen, settings_of(request), signed_in.operator)


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
    operatore: str = "", conversation: str = "",
) -> Response:
    """Days of an office, or of one of its operators; ``conversation``: on whose behalf free times are booked."""
    office, mine = await office_of(request, signed_in, ufficio)
    day, view = day_of(request, giorno), vista if vista in VIEWS else "giorno"
    first = day - timedelta(days=day.weekday()) if view == "settimana" else day
    now = now_of(request)
    everyone = await asyncio.to_thread(
        agenda.list_staff, settings_of(request), office_id=office.id, starts_at=now, ends_at=now)
    only = operator_of_form(operatore)
    days = await asyncio.to_thread(
        agenda.list_days, settings_of(request), operator=signed_in.operator, office_id=office.id, first=first,
        number=VIEWS[view], only=only, now=now)
    step = timedelta(days=VIEWS[view])
    here = {"ufficio": office.id, "giorno": day.isoformat(), "vista": view, "operatore": only,
            "conversation": conversation[:LONGEST_ID]}
    return desk_page(
        request, signed_in, f"desk/calendar/{TEMPLATES[view]}.html", office=office, offices=mine, day=day,
        days=[item for item in days or [] if _is_shown(item, view)], before=day - step, after=day + step,
        today=now.date(), views=get_texts("desk.calendar.views"), view=view, everyone=everyone, only=only or "",
        states=get_texts("desk.calendar.states"), conversation=here["conversation"], address=address,
        link=lambda **other: address(**{**here, **other}), statuses=get_texts("desk.calendar.statuses"),
        banner=banner_of(request))


def _is_shown(item: AgendaDay, view: str) -> bool:
    """Every day of the view of a day; of a week those that are worked; of the agenda those that somebody comes on."""
    return view == "giorno" or bool(item.entries) or view == "settimana" and (
        item.day.weekday() < 5 or bool(item.lines))


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
    everyone = await asyncio.to_thread(
        agenda.list_staff, settings_of(request), office_id=found.office_id, starts_at=found.starts_at,
        ends_at=found.ends_at, besides=found.id)
    return desk_page(request, signed_in, "desk/calendar/appointment.html", entry=found, address=address,
                     told=told, words=words, everyone=everyone, states=get_texts("desk.calendar.states"),
                     statuses=get_texts("desk.calendar.statuses"), banner=banner_of(request))


@router.post("/appuntamenti/{appointment_id}/operatore")
async def give(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Say with whom the appointment is."""
    form = await request.form()
    result = await asyncio.to_thread(
        agenda.give, settings_of(request), operator=signed_in.operator, appointment_id=appointment_id,
        with_operator=operator_of_form(str(form.get("operatore", ""))), now=now_of(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    name = "affidato" if isinstance(result, Given) else "occupato"
    return RedirectResponse(address(f"/appuntamenti/{appointment_id}", esito=name), 303)


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
