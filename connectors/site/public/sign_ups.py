"""Signing up for a day of an event by plain forms; the ticket by its code: seen, as a calendar file, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Optional

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.italian.people.contacts import Email, Phone, contact
from bot.italian.people.names import InvalidName, name_in_field
from bot.rules.notice_versions import NOTICE_VERSION
from bot.services import sign_ups
from bot.services.code_lockout import TooManyAttempts
from bot.services.errors import DatabaseUnavailable
from bot.services.sign_ups import (
    AlreadySignedUp,
    Attendee,
    Audience,
    SignUpClosed,
    SignUpDay,
    SignUpWithdrawn,
    TicketView,
)
from bot.texts import get_text
from connectors.site.forms import Errors, form_of
from connectors.site.public import answering
from connectors.site.public.answering import CHANNEL, allowed, go, show
from connectors.site.public.own_codes import CodeRoute, open_own
from connectors.site.public.person import explain_contact
from connectors.site.public.visitor import SIGN_UPS, Visitor, visitor_of
from connectors.site.rendering import now_of, settings_of

_form = Depends(form_of)
router = APIRouter(prefix=SIGN_UPS)
own_router = APIRouter(prefix=SIGN_UPS, route_class=CodeRoute)
LONGEST_FIRM = 200


@dataclass(frozen=True)
class OwnTicket:
    """The ticket of a reference, and the visitor whose browser has shown its code."""

    visitor: Visitor
    ticket: TicketView


@router.get("/codice")
def ask_ticket(request: Request, codice: str = "", serve: str = "") -> Response:
    """The form for the code; a link in a notice brings the code along."""
    visitor = visitor_of(request)
    return _look_up(request, visitor, codice) if codice else _code(request, visitor, "", Errors(), bool(serve))


@router.post("/codice")
def look_up_ticket(request: Request, form: dict[str, str] = _form) -> Response:
    """Find the ticket; wrong codes are counted by browser and by address."""
    visitor = visitor_of(request)
    if not visitor.sent(request, form):
        errors = Errors({"codice": get_text("site.stale")})
        return _code(request, visitor, form.get("codice", "")[:60], errors, status_code=403)
    return _look_up(request, visitor, form.get("codice", ""))


@router.get("/evento/{event_id}/{day}")
def ask_to_sign_up(request: Request, event_id: str, day: date) -> Response:
    """The form for a day of an event."""
    return _ask(request, visitor_of(request), _day(request, event_id, day), {})


@router.post("/evento/{event_id}/{day}")
def take_part(request: Request, event_id: str, day: date, form: dict[str, str] = _form) -> Response:
    """Give a place, or one on the waiting list."""
    visitor, found, errors = visitor_of(request), _day(request, event_id, day), Errors()
    audience: Audience = "firms" if found.audience == "firms" or (
        found.audience == "both" and form.get("per") == "azienda") else "people"
    name, reached = name_in_field(form.get("nome", "")[:200]), contact(form.get("contatto", "")[:200])
    firm = form.get("azienda", "")[:LONGEST_FIRM].strip()
    if form.get("consenso") != "si":
        errors.add("consenso", get_text("site.person.consent_needed"))
    if isinstance(name, InvalidName) or not name:
        errors.add("nome", get_text("site.person.name_wrong"))
    if not isinstance(reached, (Phone, Email)):
        errors.add("contatto", explain_contact(reached))
    if audience == "firms" and not firm:
        errors.add("azienda", get_text("sign_ups.firm_missing"))
    if not visitor.sent(request, form):
        errors.add("modulo", get_text("site.stale"))
        return _ask(request, visitor, found, form, errors, 403)
    if errors or not isinstance(name, str) or not isinstance(reached, (Phone, Email)):
        return _ask(request, visitor, found, form, errors, 422)
    if not allowed(request, "sign_up"):
        errors.add("modulo", get_text("site.too_many"))
        return _ask(request, visitor, found, form, errors, 429)
    who = Attendee(
        audience, name, reached.value, reached.kind, NOTICE_VERSION, firm if audience == "firms" else None)
    try:
        result = sign_ups.sign_up(
            settings_of(request), event_id=event_id, day=day, who=who, conversation_id=visitor.conversation_id,
            channel=CHANNEL, now=now_of(request))
    except DatabaseUnavailable:
        errors.add("modulo", get_text("site.no_database"))
        return _ask(request, visitor, found, form, errors, 503)
    if isinstance(result, SignUpClosed):
        errors.add("modulo", get_text(f"sign_ups.closed.{result.reason}"))
        return _ask(request, visitor, found, form, errors, 409)
    ticket = result.own if isinstance(result, AlreadySignedUp) else result.ticket
    if ticket is None:
        errors.add("modulo", get_text("sign_ups.already"))
        return _ask(request, visitor, found, form, errors, 409)
    visitor.remember(ticket.code)
    return go(request, visitor, f"{SIGN_UPS}/{visitor.reference(ticket.code)}?esito=iscritto")


def find_own_ticket(request: Request, reference: str) -> OwnTicket:
    """The ticket of ``reference``, for every route below it.

    Raises:
        CodeNeeded: the code is to be asked for.
        HTTPException: too many codes were wrong.
    """
    return OwnTicket(*open_own(request, reference, lambda code, who: sign_ups.open_ticket(
        settings_of(request), code=code, who=who, now=now_of(request))))


Own = Annotated[OwnTicket, Depends(find_own_ticket)]


@own_router.get("/{reference}")
def show_ticket(request: Request, own: Own, reference: str, esito: str = "") -> Response:
    """The ticket."""
    return _ticket(request, own, reference, esito)


@own_router.get("/{reference}/evento.ics")
def ticket_file(request: Request, own: Own) -> Response:
    """The ticket for a calendar."""
    return Response(
        sign_ups.make_ticket_file(own.ticket, now_of(request)), media_type="text/calendar; charset=utf-8", headers={
            "Content-Disposition": f'attachment; filename="{sign_ups.name_file(own.ticket)}"',
            "Cache-Control": "no-store"})


@own_router.post("/{reference}/ritira")
def withdraw_ticket(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Withdraw; the place goes to whoever waits."""
    if not own.visitor.sent(request, form):
        return _ticket(request, own, reference, "", 403)
    result = sign_ups.withdraw(settings_of(request), code=own.ticket.code, conversation_id=own.visitor.conversation_id,
                               channel=CHANNEL, now=now_of(request))
    if not isinstance(result, SignUpWithdrawn):
        return _ticket(request, own, reference, "tardi", 409)
    own.visitor.forget(own.ticket.code)
    return show(request, own.visitor, "public/ticket_gone.html", what=sign_ups.describe_ticket(own.ticket))


def _day(request: Request, event_id: str, day: date) -> SignUpDay:
    found = sign_ups.find_event_day(settings_of(request), event_id[:60], day, now_of(request))
    if found is None:
        raise HTTPException(404)
    return found


def _ask(
    request: Request, visitor: Visitor, found: SignUpDay, form: dict[str, str], errors: Optional[Errors] = None,
    status_code: int = 200,
) -> Response:
    settings = settings_of(request)
    return show(
        request, visitor, "public/sign_up.html", status_code=status_code, errors=errors, day=found, form_values=form,
        closed=get_text(f"sign_ups.closed.{found.closed}") if found.closed else "",
        retention_days=settings.person_retention_days)


def _ticket(
    request: Request, own: OwnTicket, reference: str, outcome: str, status_code: int = 200,
) -> Response:
    return show(request, own.visitor, "public/ticket.html", status_code=status_code, ticket=own.ticket,
                reference=reference, outcome=outcome)


def _look_up(request: Request, visitor: Visitor, typed: str) -> Response:
    errors = Errors()
    if answering.too_many_wrong_codes(request):
        errors.add("codice", get_text("site.too_many"))
        return _code(request, visitor, typed[:60], errors, status_code=429)
    found: Any = sign_ups.open_ticket(
        settings_of(request), code=typed[:60], who=visitor.conversation_id, now=now_of(request))
    if isinstance(found, TicketView):
        visitor.remember(found.code)
        return go(request, visitor, f"{SIGN_UPS}/{visitor.reference(found.code)}")
    answering.count_wrong_code(request)
    errors.add("codice", get_text("sign_ups.code_wrong"))
    return _code(request, visitor, typed[:60], errors, status_code=429 if isinstance(found, TooManyAttempts) else 422)


def _code(
    request: Request, visitor: Visitor, typed: str, errors: Errors, needed: bool = False, status_code: int = 200,
) -> Response:
    return show(request, visitor, "public/ticket_code.html", status_code=status_code, errors=errors, typed=typed,
                needed=needed)
