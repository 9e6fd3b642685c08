"""An appointment by its code: seeing it, its calendar file, moving and cancelling it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Optional
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.services import booking, ics, notices
from bot.services.booking import (
    AlreadyCancelled,
    AppointmentView,
    Cancelled,
    Held,
    Moved,
    NotBookable,
    NotHeld,
    SlotTaken,
)
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.texts import get_text
from connectors.site.forms import Errors, read_form
from connectors.site.public import answering, times, wording
from connectors.site.public.answering import go, may_try_again, note_network, show
from connectors.site.public.booking import HOLDS_PER_BOOKING, read_since
from connectors.site.public.own_codes import CodeRoute, add_code_form, open_own
from connectors.site.public.times import Choice, Wanted
from connectors.site.public.visitor import PATH, Visitor
from connectors.site.rendering import get_now, get_settings

_form = Depends(read_form)
_REFERENCE = re.compile("[0-9a-f]{20}")


@dataclass(frozen=True)
class OwnAppointment:
    """The appointment of a reference, and the visitor whose browser has shown its code."""

    visitor: Visitor
    appointment: AppointmentView


def _find_by_code(request: Request, code: str, who: str) -> AppointmentView | WrongCode | TooManyAttempts:
    return booking.find_by_code(get_settings(request), code=code, conversation_id=who, now=get_now(request))


def find_own(request: Request, reference: str) -> OwnAppointment:
    """The appointment of ``reference``, for every route below it.

    Raises:
        CodeNeeded: the code is to be asked for.
        HTTPException: there can be no such reference, or too many codes were wrong.
    """
    if not _REFERENCE.fullmatch(reference):
        raise HTTPException(404)
    return OwnAppointment(*open_own(request, reference, partial(_find_by_code, request)))


Own = Annotated[OwnAppointment, Depends(find_own)]
router = APIRouter(prefix=PATH, route_class=CodeRoute)


add_code_form(router, PATH, "public/code.html", "appointment", _find_by_code)


@router.get("/{reference}")
def detail(request: Request, own: Own, esito: str = "") -> Response:
    """The appointment."""
    return _detail(request, own.visitor, own.appointment, outcome=esito)


@router.get("/{reference}/promemoria.ics")
def calendar_file(request: Request, own: Own) -> Response:
    """The appointment for a calendar."""
    found = own.appointment
    return Response(ics.write_ics(found, get_now(request)), media_type="text/calendar; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="{ics.name_calendar_file(found)}"', "Cache-Control": "no-store"})


@router.get("/{reference}/sposta")
def move_when(request: Request, own: Own, dal: str = "", ufficio: str = "") -> Response:
    """The free times for a move."""
    visitor, found, errors = own.visitor, own.appointment, Errors()
    if not _open(found, request):
        return _detail(request, visitor, found)
    since = read_since(dal, errors)
    return _times(request, visitor, found, Wanted(found.service_id, _office(request, found, ufficio), since), errors)


@router.post("/{reference}/sposta")
def move_choose(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Keep the chosen time, then ask for a confirmation."""
    visitor, found, errors = own.visitor, own.appointment, Errors()
    wanted = Wanted(found.service_id, _office(request, found, form.get("ufficio", "")))
    choice = times.read_choice(form.get("inizio", ""))
    if not visitor.sent(request, form):
        errors.add("orari", get_text("site.stale"))
        return _times(request, visitor, found, wanted, errors, 403)
    if choice is None:
        errors.add("orari", get_text("site.booking.choose_time"))
        return _times(request, visitor, found, wanted, errors)
    if not may_try_again(request, "hold", HOLDS_PER_BOOKING):
        errors.add("orari", get_text("site.too_many"))
        return _times(request, visitor, found, wanted, errors, 429)
    note_network(request, visitor)
    held = booking.hold_place(
        get_settings(request), conversation_id=visitor.conversation_id, service_id=found.service_id,
        office_id=choice.office_id, starts_at=choice.starts_at, now=get_now(request))
    if not isinstance(held, (Held, NotHeld)):
        return _not_free(request, visitor, found, wanted, choice, held)
    query = urlencode({"inizio": times.write_start_value(choice.office_id, choice.starts_at)})
    return go(request, visitor, f"{PATH}/{reference}/sposta/conferma?{query}")


@router.get("/{reference}/sposta/conferma")
def move_review(request: Request, own: Own, reference: str, inizio: str = "") -> Response:
    """Old and new time, side by side."""
    visitor, found = own.visitor, own.appointment
    choice = times.read_choice(inizio)
    if choice is None or not _open(found, request):
        return go(request, visitor, f"{PATH}/{reference}/sposta")
    return _move_review(request, visitor, found, choice)


@router.post("/{reference}/sposta/conferma")
def move(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Move; sent twice, it is one move."""
    visitor, found, errors = own.visitor, own.appointment, Errors()
    choice = times.read_choice(form.get("inizio", ""))
    if choice is None:
        return go(request, visitor, f"{PATH}/{reference}/sposta")
    if not visitor.sent(request, form):
        errors.add("modulo", get_text("site.stale"))
        return _move_review(request, visitor, found, choice, errors, 403)
    if not may_try_again(request, "book"):
        errors.add("modulo", get_text("site.too_many"))
        return _move_review(request, visitor, found, choice, errors, 429)
    result = booking.move_appointment(
        get_settings(request), appointment_id=found.id, conversation_id=visitor.conversation_id, code=found.code,
        office_id=choice.office_id, starts_at=choice.starts_at, channel=answering.CHANNEL, now=get_now(request))
    if isinstance(result, Moved):
        return go(request, visitor, f"{PATH}/{reference}?esito=spostato")
    if isinstance(result, (SlotTaken, NotBookable)):
        return _not_free(request, visitor, found, Wanted(found.service_id, choice.office_id), choice, result)
    return go(request, visitor, f"{PATH}/{reference}?esito=tardi")


@router.get("/{reference}/annulla")
def cancel_review(request: Request, own: Own, reference: str) -> Response:
    """Ask once more before cancelling."""
    visitor, found = own.visitor, own.appointment
    if not _open(found, request):
        return _detail(request, visitor, found)
    return show(request, visitor, "public/cancel.html", appointment=found, reference=reference)


@router.post("/{reference}/annulla")
def cancel(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Cancel."""
    visitor, found, errors = own.visitor, own.appointment, Errors()
    if not visitor.sent(request, form):
        errors.add("modulo", get_text("site.stale"))
        return show(request, visitor, "public/cancel.html", status_code=403, errors=errors, appointment=found,
                    reference=reference)
    result = booking.cancel_appointment(
        get_settings(request), appointment_id=found.id, conversation_id=visitor.conversation_id, code=found.code,
        channel=answering.CHANNEL, now=get_now(request))
    if isinstance(result, (Cancelled, AlreadyCancelled)):
        return go(request, visitor, f"{PATH}/{reference}?esito=annullato")
    return go(request, visitor, f"{PATH}/{reference}?esito=tardi")


def _open(found: AppointmentView, request: Request) -> bool:
    """Whether the appointment can still be changed."""
    return found.status == "active" and found.starts_at > get_now(request)


def _office(request: Request, found: AppointmentView, wished: str) -> Optional[str]:
    """The office to look at: the wished one where it offers the service, «tutti» for all, else the one it is at."""
    if wished == "tutti":
        return None
    offered = {office.id for office in booking.list_offices_for(get_settings(request), found.service_id)}
    return wished if wished in offered else found.office_id


def _detail(request: Request, visitor: Visitor, found: AppointmentView, outcome: str = "") -> Response:
    return show(
        request, visitor, "public/appointment.html", appointment=found, reference=visitor.reference(found.code),
        changeable=_open(found, request), outcome=outcome, reminders=notices.describe_reminders(
            get_settings(request), appointment_id=found.id, here=False, now=get_now(request)))


def _times(
    request: Request, visitor: Visitor, found: AppointmentView, wanted: Wanted, errors: Errors, status_code: int = 0,
    alternatives: Any = (),
) -> Response:
    shown = times.find_times(get_settings(request), wanted, get_now(request), visitor.conversation_id)
    return show(
        request, visitor, "public/move_times.html", status_code=status_code or (422 if errors else 200),
        errors=errors, times=shown, wanted=wanted, written=times.write_start_value, alternatives=list(alternatives),
        appointment=found, reference=visitor.reference(found.code),
        offices=booking.list_offices_for(get_settings(request), found.service_id),
        phones=[] if shown.days else answering.list_phones_to_call(request))


def _not_free(
    request: Request, visitor: Visitor, found: AppointmentView, wanted: Wanted, choice: Choice,
    held: SlotTaken | NotBookable,
) -> Response:
    errors = Errors()
    reason = held.reason if isinstance(held, NotBookable) else None
    said = (get_text("site.times.taken") if reason is None
            else wording.explain_reason(reason, choice.starts_at.date()))
    errors.add("orari", get_text("site.manage.not_moved", reason=said))
    return _times(request, visitor, found, wanted, errors, 409, held.alternatives)


def _move_review(
    request: Request, visitor: Visitor, found: AppointmentView, choice: Choice, errors: Optional[Errors] = None,
    status_code: int = 200,
) -> Response:
    offered = {office.id: office for office in booking.list_offices_for(get_settings(request), found.service_id)}
    if choice.office_id not in offered:
        raise HTTPException(422)
    return show(
        request, visitor, "public/move_review.html", status_code=status_code, errors=errors, appointment=found,
        reference=visitor.reference(found.code), office=offered[choice.office_id], starts_at=choice.starts_at,
        value=times.write_start_value(choice.office_id, choice.starts_at))
