"""An appointment by its code: seeing it, its calendar file, moving and cancelling it."""

from __future__ import annotations

import re
from typing import Any, Optional
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.core.italian_text import format_time
from bot.services import booking, ics
from bot.services.booking import (
    AlreadyCancelled,
    AppointmentView,
    Cancelled,
    Held,
    Moved,
    NotBookable,
    SlotTaken,
    TooManyAttempts,
)
from connectors.site.forms import Errors, form_of
from connectors.site.public import answering, times, wording
from connectors.site.public.answering import allowed, go, show
from connectors.site.public.booking import HOLDS_PER_BOOKING, read_since
from connectors.site.public.times import Choice, Wanted
from connectors.site.public.visitor import PATH, Visitor, visitor_of
from connectors.site.rendering import now_of, settings_of

router = APIRouter(prefix=PATH)
_form = Depends(form_of)
_REFERENCE = re.compile("[0-9a-f]{20}")


@router.get("/codice")
def ask_code(request: Request, serve: str = "") -> Response:
    """The form for the code."""
    return show(request, visitor_of(request), "public/code.html", typed="", needed=bool(serve))


@router.post("/codice")
def look_up(request: Request, form: dict[str, str] = _form) -> Response:
    """Find the appointment; wrong codes are counted by browser (in the database) and by address."""
    visitor, errors, typed = visitor_of(request), Errors(), form.get("codice", "")[:60]
    status = 422
    if not visitor.sent(request, form):
        errors.add("codice", answering.STALE)
        status = 403
    elif not typed:
        errors.add("codice", "Scrivi il codice dell’appuntamento, per esempio LC-ABCD-EFGH.")
    elif answering.too_many_wrong_codes(request):
        errors.add("codice", answering.TOO_MANY)
        status = 429
    else:
        found = booking.by_code(
            settings_of(request), code=typed, conversation_id=visitor.conversation_id, now=now_of(request))
        if isinstance(found, AppointmentView):
            visitor.remember(found.code)
            return go(request, visitor, f"{PATH}/{visitor.reference(found.code)}")
        answering.count_wrong_code(request)
        if isinstance(found, TooManyAttempts):
            errors.add("codice", f"Troppi codici sbagliati: riprova dopo le {format_time(found.until.time())}, oppure "
                                 "chiama l’ufficio.")
            status = 429
        else:
            errors.add("codice", "Questo codice non corrisponde a nessun appuntamento: controllalo e riscrivilo. "
                                 f"{_left(found.left)}")
    return show(
        request, visitor, "public/code.html", status_code=status, errors=errors, typed=typed, needed=False)


def _left(count: int) -> str:
    return {0: "Non puoi riprovare prima di un’ora.", 1: "Puoi riprovare ancora una volta."}.get(
        count, f"Puoi riprovare ancora {count} volte.")


@router.get("/{reference}")
def detail(request: Request, reference: str, esito: str = "") -> Response:
    """The appointment."""
    visitor = visitor_of(request)
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    return _detail(request, visitor, found, outcome=esito)


@router.get("/{reference}/promemoria.ics")
def calendar_file(request: Request, reference: str) -> Response:
    """The appointment for a calendar."""
    visitor = visitor_of(request)
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    return Response(ics.ics(found, now_of(request)), media_type="text/calendar; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="{ics.file_name(found)}"', "Cache-Control": "no-store"})


@router.get("/{reference}/sposta")
def move_when(request: Request, reference: str, dal: str = "", ufficio: str = "") -> Response:
    """The free times for a move."""
    visitor, errors = visitor_of(request), Errors()
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    if not _open(found, request):
        return _detail(request, visitor, found)
    since = read_since(dal, errors)
    return _times(request, visitor, found, Wanted(found.service_id, _office(request, found, ufficio), since), errors)


@router.post("/{reference}/sposta")
def move_choose(request: Request, reference: str, form: dict[str, str] = _form) -> Response:
    """Keep the chosen time, then ask for a confirmation."""
    visitor, errors = visitor_of(request), Errors()
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    wanted = Wanted(found.service_id, _office(request, found, form.get("ufficio", "")))
    choice = times.read_choice(form.get("inizio", ""))
    if not visitor.sent(request, form):
        errors.add("orari", answering.STALE)
        return _times(request, visitor, found, wanted, errors, 403)
    if choice is None:
        errors.add("orari", "Scegli un orario.")
        return _times(request, visitor, found, wanted, errors)
    if not allowed(request, "hold", HOLDS_PER_BOOKING):
        errors.add("orari", answering.TOO_MANY)
        return _times(request, visitor, found, wanted, errors, 429)
    held = booking.hold(
        settings_of(request), conversation_id=visitor.conversation_id, service_id=found.service_id,
        office_id=choice.office_id, starts_at=choice.starts_at, now=now_of(request))
    if not isinstance(held, Held):
        return _not_free(request, visitor, found, wanted, choice, held)
    query = urlencode({"inizio": times.written(choice.office_id, choice.starts_at)})
    return go(request, visitor, f"{PATH}/{reference}/sposta/conferma?{query}")


@router.get("/{reference}/sposta/conferma")
def move_review(request: Request, reference: str, inizio: str = "") -> Response:
    """Old and new time, side by side."""
    visitor = visitor_of(request)
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    choice = times.read_choice(inizio)
    if choice is None or not _open(found, request):
        return go(request, visitor, f"{PATH}/{reference}/sposta")
    return _move_review(request, visitor, found, choice)


@router.post("/{reference}/sposta/conferma")
def move(request: Request, reference: str, form: dict[str, str] = _form) -> Response:
    """Move; sent twice, it is one move."""
    visitor, errors = visitor_of(request), Errors()
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    choice = times.read_choice(form.get("inizio", ""))
    if choice is None:
        return go(request, visitor, f"{PATH}/{reference}/sposta")
    if not visitor.sent(request, form):
        errors.add("modulo", answering.STALE)
        return _move_review(request, visitor, found, choice, errors, 403)
    if not allowed(request, "book"):
        errors.add("modulo", answering.TOO_MANY)
        return _move_review(request, visitor, found, choice, errors, 429)
    result = booking.move(
        settings_of(request), appointment_id=found.id, conversation_id=visitor.conversation_id, code=found.code,
        office_id=choice.office_id, starts_at=choice.starts_at, now=now_of(request))
    if isinstance(result, Moved):
        answering.count(request, visitor, result.appointment, "moved")
        return go(request, visitor, f"{PATH}/{reference}?esito=spostato")
    if isinstance(result, (SlotTaken, NotBookable)):
        return _not_free(request, visitor, found, Wanted(found.service_id, choice.office_id), choice, result)
    return go(request, visitor, f"{PATH}/{reference}?esito=tardi")


@router.get("/{reference}/annulla")
def cancel_review(request: Request, reference: str) -> Response:
    """Ask once more before cancelling."""
    visitor = visitor_of(request)
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    if not _open(found, request):
        return _detail(request, visitor, found)
    return show(request, visitor, "public/cancel.html", appointment=found, reference=reference)


@router.post("/{reference}/annulla")
def cancel(request: Request, reference: str, form: dict[str, str] = _form) -> Response:
    """Cancel."""
    visitor, errors = visitor_of(request), Errors()
    found = _known(request, visitor, reference)
    if found is None:
        return _ask(request, visitor)
    if not visitor.sent(request, form):
        errors.add("modulo", answering.STALE)
        return show(request, visitor, "public/cancel.html", status_code=403, errors=errors, appointment=found,
                    reference=reference)
    result = booking.cancel(
        settings_of(request), appointment_id=found.id, conversation_id=visitor.conversation_id, code=found.code,
        now=now_of(request))
    if isinstance(result, Cancelled):
        answering.count(request, visitor, result.appointment, "cancelled")
    if isinstance(result, (Cancelled, AlreadyCancelled)):
        return go(request, visitor, f"{PATH}/{reference}?esito=annullato")
    return go(request, visitor, f"{PATH}/{reference}?esito=tardi")


def _known(request: Request, visitor: Visitor, reference: str) -> Optional[AppointmentView]:
    """The appointment of a reference, when this browser has shown its code."""
    if not _REFERENCE.fullmatch(reference):
        raise HTTPException(404)
    code = visitor.code_of(reference)
    if code is None:
        return None
    found = booking.by_code(
        settings_of(request), code=code, conversation_id=visitor.conversation_id, now=now_of(request))
    if isinstance(found, AppointmentView):
        return found
    if isinstance(found, TooManyAttempts):
        raise HTTPException(429)
    visitor.forget(code)
    return None


def _ask(request: Request, visitor: Visitor) -> Response:
    """Ask for the code: this browser has not shown it, or has been closed since."""
    return go(request, visitor, f"{PATH}/codice?serve=1")


def _open(found: AppointmentView, request: Request) -> bool:
    """Whether the appointment can still be changed."""
    return found.status == "active" and found.starts_at > now_of(request)


def _office(request: Request, found: AppointmentView, wished: str) -> Optional[str]:
    """The office to look at: the wished one where it offers the service, «tutti» for all, else the one it is at."""
    if wished == "tutti":
        return None
    offered = {office.id for office in booking.offices_for(settings_of(request), found.service_id)}
    return wished if wished in offered else found.office_id


def _detail(request: Request, visitor: Visitor, found: AppointmentView, outcome: str = "") -> Response:
    return show(
        request, visitor, "public/appointment.html", appointment=found, reference=visitor.reference(found.code),
        changeable=_open(found, request), outcome=outcome)


def _times(
    request: Request, visitor: Visitor, found: AppointmentView, wanted: Wanted, errors: Errors, status_code: int = 0,
    alternatives: Any = (),
) -> Response:
    shown = times.find(settings_of(request), wanted, now_of(request), visitor.conversation_id)
    return show(
        request, visitor, "public/move_times.html", status_code=status_code or (422 if errors else 200),
        errors=errors, times=shown, wanted=wanted, written=times.written, alternatives=list(alternatives),
        appointment=found, reference=visitor.reference(found.code),
        offices=booking.offices_for(settings_of(request), found.service_id),
        phones=[] if shown.days else answering.phones(request))


def _not_free(
    request: Request, visitor: Visitor, found: AppointmentView, wanted: Wanted, choice: Choice,
    held: SlotTaken | NotBookable,
) -> Response:
    errors = Errors()
    reason = held.reason if isinstance(held, NotBookable) else None
    said = wording.why(reason, choice.starts_at.date()) if reason is not None else wording.TAKEN
    errors.add("orari", f"{said} Il tuo appuntamento resta com’è.")
    return _times(request, visitor, found, wanted, errors, 409, held.alternatives)


def _move_review(
    request: Request, visitor: Visitor, found: AppointmentView, choice: Choice, errors: Optional[Errors] = None,
    status_code: int = 200,
) -> Response:
    offered = {office.id: office for office in booking.offices_for(settings_of(request), found.service_id)}
    if choice.office_id not in offered:
        raise HTTPException(422)
    return show(
        request, visitor, "public/move_review.html", status_code=status_code, errors=errors, appointment=found,
        reference=visitor.reference(found.code), office=offered[choice.office_id], starts_at=choice.starts_at,
        value=times.written(choice.office_id, choice.starts_at))
