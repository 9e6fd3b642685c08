"""Booking and moving at the desk: free starts of a day, then the person."""

from __future__ import annotations

import asyncio
import secrets
from datetime import date, datetime, time, timedelta
from typing import Any, Mapping, Optional

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot import clock
from bot.italian.text import format_day, format_moment
from bot.services import agenda, booking
from bot.services.agenda import BadPerson, NotThere, OperatorNotFree
from bot.services.booking import AlreadyBooked, Booked, Moved, NotBookable, SlotOption, SlotTaken
from bot.texts import get_text
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.calendar import (
    LONGEST_ID,
    choose_calendar_office,
    find_entry,
    make_calendar_address,
    read_calendar_day,
    read_operator_id,
)
from connectors.site.desk.frame import PathNumber, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/calendario")

MOST_STARTS = 100
LONGEST_KEY = 60


@router.get("/prenota")
async def booking_form(
    request: Request, signed_in: AnOperator, ufficio: str = "", giorno: str = "", motivo: str = "", ora: str = "",
    operatore: str = "", conversation: str = "",
) -> Response:
    """The form of a new appointment."""
    return await _booking_page(request, signed_in, {
        "ufficio": ufficio, "giorno": giorno, "motivo": motivo, "ora": ora, "conversation": conversation,
        "operatore": operatore, "chiave": secrets.token_urlsafe(12)})


@router.post("/prenota")
async def book(request: Request, signed_in: Checked) -> Response:
    """Make the appointment, or show the form again: with what is wrong, or for another day with what was typed."""
    sent = await read_typed(request)
    if "mostra" in sent or "vai" in sent:
        return await _booking_page(request, signed_in, {**sent, "giorno": sent.get("vai") or sent.get("giorno", "")})
    with_operator = read_operator_id(sent.get("operatore", ""))
    starts_at = _moment(sent.get("quando", ""))
    key, conversation = sent.get("chiave", ""), sent.get("conversation", "")
    if not 8 <= len(key) <= LONGEST_KEY:
        raise HTTPException(422)
    if "adesso" in sent:
        result = await asyncio.to_thread(
            agenda.receive_now, get_settings(request), operator=signed_in.operator, office_id=sent.get("ufficio", ""),
            service_id=sent.get("motivo", ""), name=sent.get("nome", ""), contact=sent.get("contatto", ""),
            consent="consenso" in sent, on_behalf="per_altri" in sent, key=key, with_operator=with_operator,
            now=get_now(request))
        return await _answer_booking(request, signed_in, sent, result)
    if starts_at is None:
        return await _booking_page(request, signed_in, sent, {"quando": get_text("desk.calendar.choose")})
    result = await asyncio.to_thread(
        agenda.book, get_settings(request), operator=signed_in.operator, office_id=sent.get("ufficio", ""),
        service_id=sent.get("motivo", ""), starts_at=starts_at, name=sent.get("nome", ""),
        contact=sent.get("contatto", ""), consent="consenso" in sent, on_behalf="per_altri" in sent, key=key,
        conversation_id=conversation or None, with_operator=with_operator, now=get_now(request))
    return await _answer_booking(request, signed_in, sent, result)


async def _answer_booking(request: Request, signed_in: Any, sent: Mapping[str, str], result: Any) -> Response:
    if isinstance(result, NotThere):
        raise HTTPException(404)
    if isinstance(result, Booked):
        return RedirectResponse(make_calendar_address(f"/appuntamenti/{result.appointment.id}", esito="prenotato"), 303)
    there = result.own.id if isinstance(result, AlreadyBooked) else None
    return await _booking_page(request, signed_in, sent, _problems(result), there)


@router.get("/appuntamenti/{appointment_id}/sposta")
async def moving_form(
    request: Request, signed_in: AnOperator, appointment_id: PathNumber, ufficio: str = "", giorno: str = "",
) -> Response:
    """The free starts that an appointment can be moved to."""
    return await _moving_page(request, signed_in, appointment_id, ufficio, giorno)


@router.post("/appuntamenti/{appointment_id}/sposta")
async def move(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Move the appointment, or say why not."""
    sent = await read_typed(request)
    starts_at, office_id, day = _moment(sent.get("quando", "")), sent.get("ufficio", ""), sent.get("giorno", "")
    if starts_at is None:
        return await _moving_page(
            request, signed_in, appointment_id, office_id, day, {"quando": get_text("desk.calendar.choose")})
    result = await asyncio.to_thread(
        agenda.move, get_settings(request), operator=signed_in.operator, appointment_id=appointment_id,
        office_id=office_id, starts_at=starts_at, now=get_now(request))
    if isinstance(result, NotThere):
        raise HTTPException(404)
    if isinstance(result, Moved):
        return RedirectResponse(make_calendar_address(f"/appuntamenti/{appointment_id}", esito="spostato"), 303)
    if isinstance(result, booking.TooLate):
        return RedirectResponse(make_calendar_address(f"/appuntamenti/{appointment_id}", esito="tardi"), 303)
    return await _moving_page(request, signed_in, appointment_id, office_id, day, _problems(result))


async def _booking_page(
    request: Request, signed_in: Any, sent: Mapping[str, str], problems: Optional[dict[str, str]] = None,
    there: Optional[int] = None,
) -> Response:
    settings, conversation = get_settings(request), sent.get("conversation", "")[:LONGEST_ID]
    office, mine = await choose_calendar_office(request, signed_in, sent.get("ufficio", ""))
    if conversation and not await asyncio.to_thread(
            agenda.can_speak, settings, operator=signed_in.operator, conversation_id=conversation):
        raise HTTPException(404)
    theirs = await asyncio.to_thread(
        agenda.list_conversation_entries, settings, operator=signed_in.operator, conversation_id=conversation,
        now=get_now(request)) if conversation else []
    if theirs:  # what the person gave before need not be asked again
        sent = {"nome": theirs[-1].name, "contatto": theirs[-1].contact_shown, **sent}
    services = list(office.services)
    service = next((item.id for item in services if item.id == sent.get("motivo")), services[0].id if services else "")
    day = read_calendar_day(request, sent.get("giorno", ""))
    chosen = sent.get("quando") or (f"{day.isoformat()}T{sent['ora'][:5]}" if sent.get("ora") else "")
    starts, nearest = await _starts(request, office.id, service, day)
    everyone = await asyncio.to_thread(
        agenda.list_staff, settings, office_id=office.id, starts_at=get_now(request), ends_at=get_now(request))
    open_one = there is not None and await asyncio.to_thread(
        agenda.get, settings, operator=signed_in.operator, appointment_id=there, now=get_now(request)) is not None
    return render_desk_page(
        request, signed_in, "desk/calendar/book.html", status_code=422 if problems else 200, office=office,
        offices=mine, services=services, service=service, day=day, starts=starts, nearest=nearest, chosen=chosen,
        today=get_now(request).date(),
        conversation=conversation, sent=sent, everyone=everyone, only=read_operator_id(sent.get("operatore", "")) or "",
        there=there if open_one else None, theirs=[entry for entry in theirs if entry.may_change],
        problems=problems or {}, address=make_calendar_address, value=_value)


async def _moving_page(
    request: Request, signed_in: Any, appointment_id: int, office_id: str, giorno: str,
    problems: Optional[dict[str, str]] = None,
) -> Response:
    entry = await find_entry(request, signed_in, appointment_id)
    office, mine = await choose_calendar_office(request, signed_in, office_id or entry.office_id)
    day = read_calendar_day(request, giorno) if giorno else entry.starts_at.date()
    starts, nearest = await _starts(request, office.id, entry.service_id, day)
    return render_desk_page(
        request, signed_in, "desk/calendar/move.html", status_code=422 if problems else 200, entry=entry,
        office=office, offices=mine, day=day, starts=starts, nearest=nearest, chosen="", problems=problems or {},
        address=make_calendar_address, value=_value)


async def _starts(
    request: Request, office_id: str, service_id: str, day: date,
) -> tuple[list[SlotOption], list[date]]:
    """The free starts of a day, and when there are none the nearest days that have some."""
    settings, now = booking.leave_out_lead_time(get_settings(request)), get_now(request)
    starts = await asyncio.to_thread(
        booking.search_availability, settings, service_id=service_id, office_id=office_id, now=now,
        start=clock.at(day, time()), end=clock.at(day + timedelta(days=1), time()), limit=MOST_STARTS)
    if starts:
        return starts, []
    near = await asyncio.to_thread(
        booking.find_nearest, settings, service_id=service_id, office_id=office_id, wanted=clock.at(day, time(9)),
        now=now, limit=40)
    return [], sorted({clock.local(option.starts_at).date() for option in near})[:5]


def _moment(text: str) -> Optional[datetime]:
    """A start as the form writes it: local, without a zone."""
    try:
        local = datetime.strptime(text, "%Y-%m-%dT%H:%M")
        return clock.at(local.date(), local.time())
    except ValueError:
        return None


def _value(moment: datetime) -> str:
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")


def _problems(result: Any) -> dict[str, str]:
    """Why there is no appointment, by the field to look at."""
    if isinstance(result, BadPerson):
        return {{"name": "nome", "contact": "contatto", "consent": "consenso"}[result.field]: result.problem}
    if isinstance(result, AlreadyBooked):
        return {"motivo": get_text("desk.calendar.already_booked")}
    if isinstance(result, OperatorNotFree):
        return {"operatore": get_text("desk.calendar.operator_not_free")}
    if isinstance(result, SlotTaken):
        return {"quando": get_text("desk.calendar.taken")}
    if isinstance(result, NotBookable):
        return {"quando": _why(result)}
    raise TypeError(type(result).__name__)


def _why(result: NotBookable) -> str:
    reason = result.reason
    limit = reason.limit
    return {
        booking.Why.PAST: get_text("desk.calendar.past"),
        booking.Why.TOO_SOON: get_text("desk.calendar.too_soon", moment=format_moment(limit)) if limit else get_text(
            "desk.calendar.more_notice"),
        booking.Why.BEYOND_HORIZON: get_text("desk.calendar.too_far_until", day=format_day(limit.date())) if limit
        else get_text("desk.calendar.too_far"),
        booking.Why.NOT_OFFERED: get_text("desk.calendar.not_offered"),
        booking.Why.HOLIDAY: get_text("desk.calendar.holiday", detail=reason.detail),
        booking.Why.CLOSURE: get_text("desk.calendar.closure", detail=reason.detail),
        booking.Why.WITHDRAWN: get_text("desk.calendar.withdrawn"),
    }.get(reason.kind, get_text("desk.calendar.outside_hours"))
