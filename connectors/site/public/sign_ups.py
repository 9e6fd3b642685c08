"""Signing up for a day of an event by plain forms; the ticket by its code: seen, as a calendar file, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Optional

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.italian.firm_words import LONGEST_FIRM
from bot.italian.people.contacts import Email, Phone, read_contact_to_write_to
from bot.italian.people.names import InvalidName, read_name_in_field
from bot.rules.notice_versions import NOTICE_VERSION
from bot.services import sign_ups
from bot.services.code_lockout import TooManyAttempts, WrongCode
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
from connectors.site.forms import Errors, read_form
from connectors.site.public.answering import CHANNEL, go, refuse_form, show
from connectors.site.public.own_codes import CodeRoute, add_code_form, open_own
from connectors.site.public.person import explain_contact
from connectors.site.public.visitor import SIGN_UPS, Visitor, find_visitor
from connectors.site.rendering import get_now, get_settings

_form = Depends(read_form)
router = APIRouter(prefix=SIGN_UPS)
own_router = APIRouter(prefix=SIGN_UPS, route_class=CodeRoute)


@dataclass(frozen=True)
class OwnTicket:
    """The ticket of a reference, and the visitor whose browser has shown its code."""

    visitor: Visitor
    ticket: TicketView


def _open(request: Request, code: str, who: str) -> TicketView | WrongCode | TooManyAttempts:
    return sign_ups.open_ticket(get_settings(request), code=code, who=who, now=get_now(request))


add_code_form(router, SIGN_UPS, "public/ticket_code.html", "ticket", _open)


@router.get("/evento/{event_id}/{day}")
def ask_to_sign_up(request: Request, event_id: str, day: date) -> Response:
    """The form for a day of an event."""
    return _ask(request, find_visitor(request), _day(request, event_id, day), {})


@router.post("/evento/{event_id}/{day}")
def take_part(request: Request, event_id: str, day: date, form: dict[str, str] = _form) -> Response:
    """Give a place, or one on the waiting list."""
    visitor, found, errors = find_visitor(request), _day(request, event_id, day), Errors()
    audience: Audience = "firms" if found.audience == "firms" or (
        found.audience == "both" and form.get("per") == "azienda") else "people"
    name = read_name_in_field(form.get("nome", "")[:200])
    reached = read_contact_to_write_to(form.get("contatto", "")[:200])
    firm = form.get("azienda", "")[:LONGEST_FIRM].strip()
    if form.get("consenso") != "si":
        errors.add("consenso", get_text("site.person.consent_needed"))
    if isinstance(name, InvalidName) or not name:
        errors.add("nome", get_text("site.person.name_wrong"))
    if not isinstance(reached, (Phone, Email)):
        errors.add("contatto", explain_contact(reached))
    if audience == "firms" and not firm:
        errors.add("azienda", get_text("sign_ups.firm_missing"))
    status = refuse_form(request, visitor, form, errors, "sign_up")
    if errors or not isinstance(name, str) or not isinstance(reached, (Phone, Email)):
        return _ask(request, visitor, found, form, errors, status)
    who = Attendee(
        audience, name, reached.value, reached.kind, NOTICE_VERSION, firm if audience == "firms" else None)
    try:
        result = sign_ups.sign_up(
            get_settings(request), event_id=event_id, day=day, who=who, conversation_id=visitor.conversation_id,
            channel=CHANNEL, now=get_now(request))
    except DatabaseUnavailable:
        errors.add("modulo", get_text("site.no_database"))
        return _ask(request, visitor, found, form, errors, 503)
    if isinstance(result, SignUpClosed):
        errors.add("modulo", get_text(f"sign_ups.closed.{result.reason}"))
        return _ask(request, visitor, found, form, errors, 409)
    ticket = result.own if isinstance(result, AlreadySignedUp) else result.ticket
    visitor.remember(ticket.code)
    return go(request, visitor, f"{SIGN_UPS}/{visitor.reference(ticket.code)}?esito=iscritto")


def find_own_ticket(request: Request, reference: str) -> OwnTicket:
    """The ticket of ``reference``, for every route below it.

    Raises:
        CodeNeeded: the code is to be asked for.
        HTTPException: too many codes were wrong.
    """
    return OwnTicket(*open_own(request, reference, partial(_open, request)))


Own = Annotated[OwnTicket, Depends(find_own_ticket)]


@own_router.get("/{reference}")
def show_ticket(request: Request, own: Own, reference: str, esito: str = "") -> Response:
    """The ticket."""
    return _ticket(request, own, reference, esito)


@own_router.get("/{reference}/evento.ics")
def ticket_file(request: Request, own: Own) -> Response:
    """The ticket for a calendar."""
    return Response(
        sign_ups.make_ticket_file(own.ticket, get_now(request)), media_type="text/calendar; charset=utf-8", headers={
            "Content-Disposition": f'attachment; filename="{sign_ups.name_file(own.ticket)}"',
            "Cache-Control": "no-store"})


@own_router.post("/{reference}/ritira")
def withdraw_ticket(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Withdraw; the place goes to whoever waits."""
    if not own.visitor.sent(request, form):
        return _ticket(request, own, reference, "", 403)
    result = sign_ups.withdraw(get_settings(request), code=own.ticket.code, conversation_id=own.visitor.conversation_id,
                               channel=CHANNEL, now=get_now(request))
    if not isinstance(result, SignUpWithdrawn):
        return _ticket(request, own, reference, "tardi", 409)
    own.visitor.forget(own.ticket.code)
    return show(request, own.visitor, "public/ticket_gone.html", what=sign_ups.describe_ticket(own.ticket))


def _day(request: Request, event_id: str, day: date) -> SignUpDay:
    found = sign_ups.find_event_day(get_settings(request), event_id[:60], day, get_now(request))
    if found is None:
        raise HTTPException(404)
    return found


def _ask(
    request: Request, visitor: Visitor, found: SignUpDay, form: dict[str, str], errors: Optional[Errors] = None,
    status_code: int = 200,
) -> Response:
    settings = get_settings(request)
    return show(
        request, visitor, "public/sign_up.html", status_code=status_code, errors=errors, day=found, form_values=form,
        closed=get_text(f"sign_ups.closed.{found.closed}") if found.closed else "",
        retention_days=settings.person_retention_days)


def _ticket(
    request: Request, own: OwnTicket, reference: str, outcome: str, status_code: int = 200,
) -> Response:
    return show(request, own.visitor, "public/ticket.html", status_code=status_code, ticket=own.ticket,
                reference=reference, outcome=outcome)
