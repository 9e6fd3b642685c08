"""«Avvisami» by plain forms: leaving an interest, then seeing, changing, keeping and withdrawing it by its code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Optional

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bot.italian.municipalities import LECCO_PROVINCE
from bot.italian.people.contacts import Email, Phone, read_contact_to_write_to
from bot.rules.interests import AVAILABILITIES
from bot.services import courses, interests
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.services.errors import DatabaseUnavailable
from bot.services.interests import InterestLeft, InterestView, InterestWish
from bot.texts import get_text, get_texts
from connectors.site.forms import Errors, read_form
from connectors.site.public.answering import CHANNEL, go, refuse_form, show
from connectors.site.public.own_codes import CodeRoute, add_code_form, open_own
from connectors.site.public.person import explain_contact
from connectors.site.public.visitor import INTERESTS, Visitor, find_visitor
from connectors.site.rendering import get_now, get_settings

_form = Depends(read_form)
router = APIRouter(prefix=INTERESTS)
own_router = APIRouter(prefix=INTERESTS, route_class=CodeRoute)
ANY = "any"


@dataclass(frozen=True)
class InterestFields:
    """What the form holds, as it was typed."""

    wish: str = ""
    place: str = ""
    time: str = ""
    contact: str = ""
    consent: bool = False


@dataclass(frozen=True)
class OwnInterest:
    """The interest of a reference, and the visitor whose browser has shown its code."""

    visitor: Visitor
    interest: InterestView


@router.get("")
def ask(request: Request, corso: str = "", settore: str = "") -> Response:
    """The form, with the course that brought the person here."""
    wish = f"course/{corso}" if corso else f"sector/{settore}" if settore else ""
    return _ask(request, find_visitor(request), InterestFields(wish=wish))


@router.post("")
def leave(request: Request, form: dict[str, str] = _form) -> Response:
    """Keep the interest."""
    visitor, fields = find_visitor(request), _read(form)
    errors = _wrong(request, fields, new=True)
    status = refuse_form(request, visitor, form, errors, "interest")
    if errors:
        return _ask(request, visitor, fields, errors, status)
    try:
        left = interests.leave_interest(
            get_settings(request), _wish_of(fields), conversation_id=visitor.conversation_id, channel=CHANNEL,
            now=get_now(request))
    except DatabaseUnavailable:
        errors.add("modulo", get_text("site.no_database"))
        return _ask(request, visitor, fields, errors, 503)
    if not isinstance(left, InterestLeft):
        errors.add("corso", get_text("site.interests.wish_missing"))
        return _ask(request, visitor, fields, errors, 422)
    visitor.remember(left.interest.code)
    return go(request, visitor, f"{INTERESTS}/{visitor.reference(left.interest.code)}?esito=lasciato")


def _open(request: Request, code: str, who: str) -> InterestView | WrongCode | TooManyAttempts:
    return interests.open_by_code(get_settings(request), code=code, who=who, now=get_now(request))


def _note_opened(request: Request, found: InterestView) -> None:
    interests.note_opened(get_settings(request), found, get_now(request))


add_code_form(router, INTERESTS, "public/interest_code.html", "interest", _open, note_link=_note_opened)


def find_own_interest(request: Request, reference: str) -> OwnInterest:
    """The interest of ``reference``, for every route below it.

    Raises:
        CodeNeeded: the code is to be asked for.
        HTTPException: too many codes were wrong.
    """
    return OwnInterest(*open_own(request, reference, partial(_open, request)))


Own = Annotated[OwnInterest, Depends(find_own_interest)]


@own_router.get("/{reference}")
def detail(request: Request, own: Own, reference: str, esito: str = "") -> Response:
    """The interest, and what can be done with it."""
    return _detail(request, own, reference, esito)


@own_router.post("/{reference}/tieni")
def keep(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """It still holds."""
    if not own.visitor.sent(request, form):
        return _detail(request, own, reference, errors=Errors({"modulo": get_text("site.stale")}), status_code=403)
    kept = interests.keep_interest(get_settings(request), code=own.interest.code, now=get_now(request))
    outcome = "tenuto" if isinstance(kept, interests.InterestKept) else "finito"
    return go(request, own.visitor, f"{INTERESTS}/{reference}?esito={outcome}")


@own_router.post("/{reference}/togli")
def withdraw(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Withdraw it, at once."""
    if not own.visitor.sent(request, form):
        return _detail(request, own, reference, errors=Errors({"modulo": get_text("site.stale")}), status_code=403)
    interests.withdraw_interest(
        get_settings(request), code=own.interest.code, conversation_id=own.visitor.conversation_id, channel=CHANNEL,
        now=get_now(request))
    own.visitor.forget(own.interest.code)
    return show(request, own.visitor, "public/interest_gone.html", what=interests.describe_interest(own.interest))


@own_router.get("/{reference}/cambia")
def change_form(request: Request, own: Own, reference: str) -> Response:
    """The form with what is kept; the contact is not shown."""
    view = own.interest
    wish = f"course/{view.course_id}" if view.course_id else f"sector/{view.sector_id}" if view.sector_id else ANY
    fields = InterestFields(wish, view.place or ANY, view.availability, "", True)
    return _ask(request, own.visitor, fields, change=reference)


@own_router.post("/{reference}/cambia")
def change(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Change it; an empty contact leaves the one that is kept."""
    fields = replace(_read(form), consent=True)
    errors = _wrong(request, fields, new=False)
    status = refuse_form(request, own.visitor, form, errors, "interest")
    if errors:
        return _ask(request, own.visitor, fields, errors, status, change=reference)
    changed = interests.change_interest(
        get_settings(request), code=own.interest.code, wish=_wish_of(fields), now=get_now(request))
    outcome = "cambiato" if isinstance(changed, interests.InterestChanged) else "finito"
    return go(request, own.visitor, f"{INTERESTS}/{reference}?esito={outcome}")


def _detail(
    request: Request, own: OwnInterest, reference: str, outcome: str = "", errors: Optional[Errors] = None,
    status_code: int = 200,
) -> Response:
    return show(
        request, own.visitor, "public/interest.html", status_code=status_code, errors=errors, interest=own.interest,
        what=interests.describe_interest(own.interest), reference=reference, outcome=outcome,
        unreachable=interests.explain_unreachable(get_settings(request), own.interest))


def _ask(
    request: Request, visitor: Visitor, fields: InterestFields, errors: Optional[Errors] = None, status_code: int = 200,
    change: str = "",
) -> Response:
    settings = get_settings(request)
    return show(
        request, visitor, "public/interest_form.html", status_code=status_code, errors=errors, fields=fields,
        change=change, courses=courses.list_courses(settings, get_now(request).date()),
        sectors=courses.list_sectors(settings), places=LECCO_PROVINCE,
        times=get_texts("interests.availability").items(), days=settings.interest_days)


def _read(form: dict[str, str]) -> InterestFields:
    return InterestFields(
        form.get("corso", "")[:80], form.get("luogo", "")[:80], form.get("quando", "")[:20],
        form.get("contatto", "")[:200], form.get("consenso") == "si")


def _wrong(request: Request, fields: InterestFields, *, new: bool) -> Errors:
    errors, settings = Errors(), get_settings(request)
    known = {ANY, *(f"course/{course.id}" for course in courses.list_courses(settings, get_now(request).date())),
             *(f"sector/{sector_id}" for sector_id, _ in courses.list_sectors(settings))}
    if fields.wish not in known:
        errors.add("corso", get_text("site.interests.wish_missing"))
    if fields.place not in {ANY, *LECCO_PROVINCE}:
        errors.add("luogo", get_text("site.interests.place_wrong"))
    if fields.time not in AVAILABILITIES:
        errors.add("quando", get_text("site.interests.time_missing"))
    if new and not fields.consent:
        errors.add("consenso", get_text("site.interests.consent_needed"))
    if new and not fields.contact:
        errors.add("contatto", get_text("site.person.contact_missing"))
    elif fields.contact and not isinstance(read_contact_to_write_to(fields.contact), (Phone, Email)):
        errors.add("contatto", explain_contact(read_contact_to_write_to(fields.contact)))
    return errors


def _wish_of(fields: InterestFields) -> InterestWish:
    """The wish of fields in which nothing is wrong."""
    kind, _, item = fields.wish.partition("/")
    reached = read_contact_to_write_to(fields.contact) if fields.contact else None
    known = {"contact": reached.value, "contact_kind": reached.kind} if isinstance(reached, (Phone, Email)) else {}
    time = next((name for name in AVAILABILITIES if name == fields.time), AVAILABILITIES[0])
    return InterestWish(
        course_id=item if kind == "course" else None, sector_id=item if kind == "sector" else None,
        place=None if fields.place == ANY else fields.place, availability=time, **known)
