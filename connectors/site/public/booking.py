"""Booking by plain forms: what and where, when, who, then the confirmation; the same services as in the chat."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bot.services import booking, offices, privacy
from bot.services.booking import (
    AlreadyBooked,
    AppointmentView,
    Booked,
    Held,
    NotBookable,
    NotHeld,
    SlotTaken,
    TooManyBookings,
)
from bot.services.code_lockout import WrongCode
from bot.services.errors import DatabaseUnavailable
from bot.texts import get_text
from connectors.site.forms import Errors, read_form
from connectors.site.public import answering, times, wording
from connectors.site.public.answering import go, may_try_again, note_network, show
from connectors.site.public.person import find_wrong, make_person
from connectors.site.public.times import Choice, Wanted
from connectors.site.public.visitor import PATH, BookingDraft, Visitor, find_visitor, leave, make_visitor
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix=PATH)
BOOK = f"{PATH}/prenota"
HOLDS_PER_BOOKING = 5
"""How many times may be looked at closely (held) for one that is booked."""
_form = Depends(read_form)


@router.get("")
def hub(request: Request) -> Response:
    """Booking, or what this browser has booked or looked up."""
    visitor, seen = find_visitor(request), []
    for code in list(visitor.codes):
        found = booking.find_by_code(
            get_settings(request), code=code, conversation_id=visitor.conversation_id, now=get_now(request))
        if isinstance(found, AppointmentView):
            seen.append((visitor.reference(code), found))
        elif isinstance(found, WrongCode):
            visitor.forget(code)  # erased since: asking again would count as a wrong code
    return show(request, visitor, "public/appointments.html", seen=seen)


@router.post("/esci")
def forget(request: Request, form: dict[str, str] = _form) -> Response:
    """Leave nothing in this browser."""
    if not find_visitor(request).sent(request, form):
        raise HTTPException(403)
    answer = RedirectResponse(f"{PATH}?esito=uscito", 303)
    leave(answer)
    return answer


@router.get("/prenota")
def start(request: Request, servizio: str = "", ufficio: str = "", scaduta: str = "") -> Response:
    """First step: for what and where."""
    return _start(request, find_visitor(request), servizio, ufficio, expired=bool(scaduta))


@router.post("/prenota/altra-persona")
def for_somebody_else(request: Request, form: dict[str, str] = _form) -> Response:
    """Book for another person in the same browser: a visit of its own, without what was typed for the first one."""
    visitor = find_visitor(request)
    if not visitor.sent(request, form):
        raise HTTPException(403)
    chosen = urlencode({"servizio": form.get("servizio", ""), "ufficio": form.get("ufficio", "")})
    return go(request, make_visitor(request), f"{BOOK}/orario?{chosen}")


def _start(
    request: Request, visitor: Visitor, service_id: str, office_id: str, *, errors: Optional[Errors] = None,
    expired: bool = False, status_code: int = 0, own: str = "",
) -> Response:
    settings = get_settings(request)
    return show(
        request, visitor, "public/book_start.html", status_code=status_code or (422 if errors else 200),
        errors=errors, own=own, services=booking.list_bookable(settings), offices=offices.list_offices(settings),
        chosen_service=service_id, chosen_office=office_id, expired=expired)


@router.get("/prenota/orario")
def when(request: Request, servizio: str = "", ufficio: str = "", dal: str = "", bozza: str = "") -> Response:
    """Second step: the free times."""
    visitor, errors = find_visitor(request), Errors()
    offered = {service.id for service in booking.list_bookable(get_settings(request))}
    if servizio not in offered:
        errors.add("servizio", get_text("site.booking.service_missing"))
    elif ufficio and ufficio not in {office.id for office in booking.list_offices_for(get_settings(request), servizio)}:
        errors.add("ufficio", get_text("site.booking.office_without_service"))
    if errors:
        return _start(request, visitor, servizio, ufficio, errors=errors)
    own = _own(request, visitor, servizio)
    if own is not None:
        return _already(request, visitor, servizio, ufficio, own)
    since = read_since(dal, errors)
    return _times(request, visitor, Wanted(servizio, ufficio or None, since), bozza, errors=errors)


def read_since(text: str, errors: Errors) -> Optional[date]:
    """The day that times are wanted from; an error is told."""
    try:
        return times.read_day(text)
    except ValueError:
        errors.add("dal", get_text("site.booking.bad_day"))
        return None


def _times(
    request: Request, visitor: Visitor, wanted: Wanted, draft_id: str, *, errors: Optional[Errors] = None,
    status_code: int = 0, alternatives: Any = (),
) -> Response:
    settings = get_settings(request)
    found = times.find_times(settings, wanted, get_now(request), visitor.conversation_id)
    return show(
        request, visitor, "public/book_times.html", status_code=status_code or (422 if errors else 200),
        errors=errors, times=found, wanted=wanted, written=times.write_start_value, alternatives=list(alternatives),
        service=offices.get_service(settings, wanted.service_id), draft_id=draft_id,
        phones=[] if found.days else answering.list_phones_to_call(request))


@router.post("/prenota/orario")
def choose(request: Request, form: dict[str, str] = _form) -> Response:
    """Keep the chosen time for some minutes, then ask who it is for."""
    visitor, errors = find_visitor(request), Errors()
    wanted = Wanted(form.get("servizio", ""), form.get("ufficio") or None)
    if wanted.service_id not in {service.id for service in booking.list_bookable(get_settings(request))}:
        raise HTTPException(422)
    draft_id = form.get("bozza", "")
    if not visitor.sent(request, form):
        errors.add("orari", get_text("site.stale"))
        return _times(request, visitor, wanted, draft_id, errors=errors, status_code=403)
    own = _own(request, visitor, wanted.service_id)
    if own is not None:
        return _already(request, visitor, wanted.service_id, wanted.office_id or "", own)
    choice = times.read_choice(form.get("inizio", ""))
    if choice is None:
        errors.add("orari", get_text("site.booking.choose_time"))
        return _times(request, visitor, wanted, draft_id, errors=errors)
    if not may_try_again(request, "hold", HOLDS_PER_BOOKING):
        errors.add("orari", get_text("site.too_many"))
        return _times(request, visitor, wanted, draft_id, errors=errors, status_code=429)
    note_network(request, visitor)
    held = booking.hold_place(
        get_settings(request), conversation_id=visitor.conversation_id, service_id=wanted.service_id,
        office_id=choice.office_id, starts_at=choice.starts_at, now=get_now(request))
    if not isinstance(held, (Held, NotHeld)):
        return _not_free(request, visitor, wanted, choice, draft_id, held)
    kept = int((held.until - get_now(request)).total_seconds() // 60) if isinstance(held, Held) else 0
    return go(request, visitor, _kept(visitor, draft_id, wanted.service_id, choice, kept))


def _not_free(
    request: Request, visitor: Visitor, wanted: Wanted, choice: Choice, draft_id: str, held: SlotTaken | NotBookable,
) -> Response:
    """The free times again, with the sentence that says why and the nearest others first."""
    errors = Errors()
    reason = held.reason if isinstance(held, NotBookable) else None
    taken = get_text("site.times.taken")
    errors.add("orari", wording.explain_reason(reason, choice.starts_at.date()) if reason is not None else taken)
    return _times(
        request, visitor, wanted, draft_id, errors=errors, status_code=409, alternatives=held.alternatives)


def _kept(visitor: Visitor, draft_id: str, service_id: str, choice: Choice, minutes: int) -> str:
    """Put the choice into the draft, a new one when there is none; where to go on."""
    draft = visitor.drafts.get(draft_id)
    if draft is None or draft.done:
        draft_id = visitor.begin(BookingDraft(service_id, choice.office_id, ""))
        draft = visitor.drafts[draft_id]
    draft.service_id, draft.office_id, draft.kept = service_id, choice.office_id, minutes
    draft.starts_at = choice.starts_at.isoformat(timespec="minutes")
    return f"{BOOK}/{draft_id}/{'conferma' if draft.consent else 'dati'}"


@router.get("/prenota/{draft_id}/dati")
def who(request: Request, draft_id: str) -> Response:
    """Third step: consent, name, contact."""
    visitor = find_visitor(request)
    elsewhere = _elsewhere(visitor, draft_id)
    return go(request, visitor, elsewhere) if elsewhere else _person(request, visitor, draft_id)


@router.post("/prenota/{draft_id}/dati")
def tell(request: Request, draft_id: str, form: dict[str, str] = _form) -> Response:
    """Check what was typed; it stays in the browser until it is confirmed."""
    visitor = find_visitor(request)
    elsewhere = _elsewhere(visitor, draft_id)
    if elsewhere:
        return go(request, visitor, elsewhere)
    draft = visitor.drafts[draft_id]
    draft.consent, draft.notice = form.get("consenso") == "si", form.get("informativa", "")[:20]
    draft.on_behalf = form.get("per_altri") == "si"
    draft.name, draft.contact = form.get("nome", "")[:200], form.get("contatto", "")[:200]
    errors = find_wrong(draft)
    if not visitor.sent(request, form):
        errors.add("modulo", get_text("site.stale"))
        return _person(request, visitor, draft_id, errors, 403)
    if errors:
        return _person(request, visitor, draft_id, errors, 422)
    return go(request, visitor, f"{BOOK}/{draft_id}/conferma")


def _person(
    request: Request, visitor: Visitor, draft_id: str, errors: Optional[Errors] = None, status_code: int = 200,
) -> Response:
    return show(
        request, visitor, "public/book_person.html", status_code=status_code, errors=errors, draft_id=draft_id,
        notice_version=privacy.NOTICE_VERSION,
        retention_days=get_settings(request).person_retention_days, **_summary(request, visitor, draft_id))


@router.get("/prenota/{draft_id}/conferma")
def review(request: Request, draft_id: str) -> Response:
    """Last step: everything once more."""
    visitor = find_visitor(request)
    elsewhere = _elsewhere(visitor, draft_id) or _incomplete(visitor, draft_id)
    return go(request, visitor, elsewhere) if elsewhere else _review(request, visitor, draft_id)


@router.post("/prenota/{draft_id}/conferma")
def confirm(request: Request, draft_id: str, form: dict[str, str] = _form) -> Response:
    """Book. The draft's id is the idempotency key: sent twice, it is one appointment."""
    visitor, errors = find_visitor(request), Errors()
    elsewhere = _elsewhere(visitor, draft_id) or _incomplete(visitor, draft_id)
    if elsewhere:
        return go(request, visitor, elsewhere)
    if not visitor.sent(request, form):
        errors.add("modulo", get_text("site.stale"))
        return _review(request, visitor, draft_id, errors, 403)
    if not may_try_again(request, "book"):
        errors.add("modulo", get_text("site.too_many"))
        return _review(request, visitor, draft_id, errors, 429)
    try:
        result = _book(request, visitor, draft_id)
    except DatabaseUnavailable:
        errors.add("modulo", get_text("site.no_database"))
        return _review(request, visitor, draft_id, errors, 503)
    if isinstance(result, Booked):
        return _booked(request, visitor, draft_id, result.appointment.code)
    if isinstance(result, TooManyBookings):
        errors.add("modulo", get_text("site.too_many"))
        return _review(request, visitor, draft_id, errors, 429)
    if isinstance(result, AlreadyBooked):
        draft = visitor.drafts[draft_id]
        return _already(request, visitor, draft.service_id, draft.office_id, result.own)
    draft = visitor.drafts[draft_id]
    choice = times.read_choice(f"{draft.office_id}|{draft.starts_at}")
    assert choice is not None  # _elsewhere has looked
    return _not_free(request, visitor, Wanted(draft.service_id, draft.office_id), choice, draft_id, result)


def _book(request: Request, visitor: Visitor, draft_id: str) -> booking.Outcome:
    draft = visitor.drafts[draft_id]
    choice = times.read_choice(f"{draft.office_id}|{draft.starts_at}")
    who_it_is = make_person(draft)
    assert choice is not None  # _elsewhere has looked
    return booking.book_appointment(
        get_settings(request), conversation_id=visitor.conversation_id, service_id=draft.service_id,
        office_id=draft.office_id, starts_at=choice.starts_at, name=who_it_is.name, contact=who_it_is.contact,
        contact_kind=who_it_is.kind,
        notice_version=draft.notice, on_behalf=draft.on_behalf, idempotency_key=draft_id,
        channel=answering.CHANNEL, now=get_now(request))


def _booked(request: Request, visitor: Visitor, draft_id: str, code: str) -> Response:
    visitor.remember(code)
    # who goes back and sends it again is shown the appointment
    visitor.drafts[draft_id] = BookingDraft("", "", "", done=code)
    return go(request, visitor, f"{PATH}/{visitor.reference(code)}?esito=prenotato")


def _own(request: Request, visitor: Visitor, service_id: str) -> Optional[AppointmentView]:
    """What this browser has booked for the service already: told before any name or contact is asked."""
    own = booking.list_own(
        get_settings(request), conversation_id=visitor.conversation_id, now=get_now(request))
    return next((view for view in own if view.service_id == service_id), None)


def _already(
    request: Request, visitor: Visitor, service_id: str, office_id: str, own: AppointmentView,
) -> Response:
    errors = Errors()
    visitor.remember(own.code)
    errors.add("servizio", get_text("site.booking.already_booked"))
    return _start(request, visitor, service_id, office_id, errors=errors, status_code=409,
                  own=f"{PATH}/{visitor.reference(own.code)}")


def _review(
    request: Request, visitor: Visitor, draft_id: str, errors: Optional[Errors] = None, status_code: int = 200,
) -> Response:
    return show(
        request, visitor, "public/book_review.html", status_code=status_code, errors=errors, draft_id=draft_id,
        person=make_person(visitor.drafts[draft_id]), **_summary(request, visitor, draft_id))


def _summary(request: Request, visitor: Visitor, draft_id: str) -> dict[str, Any]:
    """What has been chosen so far."""
    draft, settings = visitor.drafts[draft_id], get_settings(request)
    choice = times.read_choice(f"{draft.office_id}|{draft.starts_at}")
    return {
        "draft": draft, "starts_at": choice.starts_at if choice is not None else None,
        "service": offices.get_service(settings, draft.service_id),
        "office": offices.get_office(settings, draft.office_id)}


def _elsewhere(visitor: Visitor, draft_id: str) -> str:
    """Where to send a browser whose draft is gone or done; empty when the draft is there."""
    draft = visitor.drafts.get(draft_id)
    if draft is not None and draft.done:
        return f"{PATH}/{visitor.reference(draft.done)}"
    if draft is None or times.read_choice(f"{draft.office_id}|{draft.starts_at}") is None:
        return f"{BOOK}?scaduta=1"
    return ""


def _incomplete(visitor: Visitor, draft_id: str) -> str:
    return f"{BOOK}/{draft_id}/dati" if find_wrong(visitor.drafts[draft_id]) else ""
