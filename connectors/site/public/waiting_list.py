"""The waiting list by plain forms: leaving a wish, then by its code taking or leaving a place, and withdrawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, Optional

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bot.italian.people.contacts import Email, Phone, read_contact_to_write_to
from bot.italian.people.names import InvalidName, read_name_in_field
from bot.rules.waiting_list import PARTS
from bot.services import booking, privacy, waiting_list
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.services.errors import DatabaseUnavailable
from bot.services.waiting_list import OfferAccepted, PlaceWish, WaitingLeft, WaitingView
from bot.texts import get_text, get_texts
from connectors.site.forms import Errors, read_form
from connectors.site.public.answering import CHANNEL, go, list_offices_to_call, may_try_again, refuse_form, show
from connectors.site.public.manage import Own as OwnBooked
from connectors.site.public.own_codes import CodeRoute, add_code_form, open_own
from connectors.site.public.person import explain_contact
from connectors.site.public.visitor import PATH, WAITING, Visitor, find_visitor
from connectors.site.rendering import get_now, get_settings

_form = Depends(read_form)
router = APIRouter(prefix=WAITING)
own_router = APIRouter(route_class=CodeRoute)


@dataclass(frozen=True)
class WaitingFields:
    """What the form holds, as it was typed; ``days``: the weekdays that were ticked."""

    service: str = ""
    office: str = ""
    days: frozenset[int] = field(default_factory=frozenset)
    part: str = "any"
    name: str = ""
    contact: str = ""
    consent: bool = False


@dataclass(frozen=True)
class OwnWaiting:
    """The wish of a reference, and the visitor whose browser has shown its code."""

    visitor: Visitor
    wish: WaitingView


@router.get("")
def ask(request: Request, servizio: str = "", ufficio: str = "") -> Response:
    """The form, with service and office of the page that had no time that suits."""
    return _ask(request, find_visitor(request), WaitingFields(service=servizio[:60], office=ufficio[:60]))


@router.post("")
def leave(request: Request, form: dict[str, str] = _form) -> Response:
    """Put the person on the list."""
    visitor, fields = find_visitor(request), _read(form)
    errors = _wrong(request, fields)
    status = refuse_form(request, visitor, form, errors, "wait")
    if errors:
        return _ask(request, visitor, fields, errors, status)
    name, reached = read_name_in_field(fields.name), read_contact_to_write_to(fields.contact)
    assert isinstance(name, str) and isinstance(reached, (Phone, Email))
    try:
        left = _leave(request, visitor, PlaceWish(
            fields.service, fields.office or None, fields.days, next(part for part in PARTS if part == fields.part),
            name=name, contact=reached.value, contact_kind=reached.kind))
    except DatabaseUnavailable:
        errors.add("modulo", get_text("site.no_database"))
        return _ask(request, visitor, fields, errors, 503)
    if not isinstance(left, WaitingLeft):
        errors.add("servizio", get_text("site.waiting_list.service_missing"))
        return _ask(request, visitor, fields, errors, 422)
    visitor.remember(left.wish.code)
    return go(request, visitor, f"{WAITING}/{visitor.reference(left.wish.code)}?esito=lasciata")


def _open(request: Request, code: str, who: str) -> WaitingView | WrongCode | TooManyAttempts:
    return waiting_list.open_wish(get_settings(request), code=code, who=who, now=get_now(request))


add_code_form(router, WAITING, "public/waiting_code.html", "wish", _open)


def find_own_wish(request: Request, reference: str) -> OwnWaiting:
    """The wish of ``reference``, for every route below it.

    Raises:
        CodeNeeded: the code is to be asked for.
        HTTPException: too many codes were wrong.
    """
    return OwnWaiting(*open_own(request, reference, partial(_open, request)))


OwnWish = Annotated[OwnWaiting, Depends(find_own_wish)]


@own_router.get(f"{WAITING}/{{reference}}")
def detail(request: Request, own: OwnWish, reference: str, esito: str = "") -> Response:
    """The wish, with the place that is kept."""
    return _detail(request, own, reference, esito)


@own_router.post(f"{WAITING}/{{reference}}/prendi")
def accept(request: Request, own: OwnWish, reference: str, form: dict[str, str] = _form) -> Response:
    """Take the place that is kept."""
    if not own.visitor.sent(request, form):
        return _detail(request, own, reference, errors=Errors({"modulo": get_text("site.stale")}), status_code=403)
    done = waiting_list.accept_offer(
        get_settings(request), code=own.wish.code, channel=CHANNEL, now=get_now(request))
    if not isinstance(done, OfferAccepted):
        return go(request, own.visitor, f"{WAITING}/{reference}?esito=persa")
    return show(request, own.visitor, "public/waiting_done.html", appointment=done.appointment, moved=done.moved)


@own_router.post(f"{WAITING}/{{reference}}/lascia")
def decline(request: Request, own: OwnWish, reference: str, form: dict[str, str] = _form) -> Response:
    """Leave the place that is kept to the next one."""
    if not own.visitor.sent(request, form):
        return _detail(request, own, reference, errors=Errors({"modulo": get_text("site.stale")}), status_code=403)
    waiting_list.decline_offer(get_settings(request), code=own.wish.code, channel=CHANNEL, now=get_now(request))
    return go(request, own.visitor, f"{WAITING}/{reference}?esito=ceduta")


@own_router.post(f"{WAITING}/{{reference}}/togli")
def withdraw(request: Request, own: OwnWish, reference: str, form: dict[str, str] = _form) -> Response:
    """Take the person off the list, at once."""
    if not own.visitor.sent(request, form):
        return _detail(request, own, reference, errors=Errors({"modulo": get_text("site.stale")}), status_code=403)
    waiting_list.withdraw_wish(
        get_settings(request), code=own.wish.code, conversation_id=own.visitor.conversation_id, channel=CHANNEL,
        now=get_now(request))
    own.visitor.forget(own.wish.code)
    return show(request, own.visitor, "public/waiting_gone.html", what=waiting_list.describe_wish(own.wish))


@own_router.post(f"{PATH}/{{reference}}/prima")
def wait_for_earlier(request: Request, own: OwnBooked, reference: str, form: dict[str, str] = _form) -> Response:
    """Wait for a place before the appointment of this reference, at its office."""
    if not own.visitor.sent(request, form) or not may_try_again(request, "wait"):
        return go(request, own.visitor, f"{PATH}/{reference}")
    left = _leave(request, own.visitor, PlaceWish(
        own.appointment.service_id, own.appointment.office_id, appointment_id=own.appointment.id))
    if not isinstance(left, WaitingLeft):
        return go(request, own.visitor, f"{PATH}/{reference}")
    return show(request, own.visitor, "public/waiting_left.html", wish=left.wish,
                what=waiting_list.describe_wish(left.wish), hours=_hours(request))


def _leave(request: Request, visitor: Visitor, wish: PlaceWish) -> Any:
    return waiting_list.leave_wish(
        get_settings(request), wish, conversation_id=visitor.conversation_id, channel=CHANNEL,
        notice_version=privacy.NOTICE_VERSION, now=get_now(request))


def _hours(request: Request) -> int:
    return max(1, get_settings(request).waiting_answer_minutes // 60)


def _detail(
    request: Request, own: OwnWaiting, reference: str, outcome: str = "", errors: Optional[Errors] = None,
    status_code: int = 200,
) -> Response:
    return show(
        request, own.visitor, "public/waiting.html", status_code=status_code, errors=errors, wish=own.wish,
        what=waiting_list.describe_wish(own.wish), reference=reference, outcome=outcome, hours=_hours(request),
        offer=own.wish.find_kept_offer(get_now(request)), offices=list_offices_to_call(request))


def _ask(
    request: Request, visitor: Visitor, fields: WaitingFields, errors: Optional[Errors] = None,
    status_code: int = 200,
) -> Response:
    settings = get_settings(request)
    return show(
        request, visitor, "public/waiting_form.html", status_code=status_code, errors=errors, fields=fields,
        services=booking.list_bookable(settings), offices=list_offices_to_call(request),
        parts_of_day=get_texts("waiting_list.times"), weekdays=list(get_texts("waiting_list.days").items())[:5],
        days=settings.waiting_days, hours=_hours(request))


def _read(form: dict[str, str]) -> WaitingFields:
    return WaitingFields(
        form.get("servizio", "")[:60], form.get("ufficio", "")[:60],
        frozenset(day for day in range(7) if form.get(f"giorno-{day}") == "si"), form.get("quando", "any")[:20],
        form.get("nome", "")[:120], form.get("contatto", "")[:200], form.get("consenso") == "si")


def _wrong(request: Request, fields: WaitingFields) -> Errors:
    errors, settings = Errors(), get_settings(request)
    if fields.service not in {service.id for service in booking.list_bookable(settings)}:
        errors.add("servizio", get_text("site.waiting_list.service_missing"))
    if fields.office and fields.office not in {office.id for office in list_offices_to_call(request)}:
        errors.add("ufficio", get_text("site.waiting_list.office_wrong"))
    if fields.part not in PARTS:
        errors.add("quando", get_text("site.waiting_list.time_missing"))
    if not fields.name or isinstance(read_name_in_field(fields.name), InvalidName):
        errors.add("nome", get_text("site.person.name_wrong" if fields.name else "site.person.name_missing"))
    if not fields.contact:
        errors.add("contatto", get_text("site.person.contact_missing"))
    elif not isinstance(read_contact_to_write_to(fields.contact), (Phone, Email)):
        errors.add("contatto", explain_contact(read_contact_to_write_to(fields.contact)))
    if not fields.consent:
        errors.add("consenso", get_text("site.waiting_list.consent_needed"))
    return errors
