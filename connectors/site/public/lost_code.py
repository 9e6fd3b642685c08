"""«Ho perso il codice»: it is sent to the contact that its appointment has; the page says the same to everybody."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from bot.italian.people.contacts import find_contact
from bot.italian.text import format_time
from bot.services import lost_codes
from bot.services.code_lockout import TooManyAttempts
from bot.texts import get_text
from connectors.site.forms import Errors, read_form
from connectors.site.public import answering
from connectors.site.public.answering import may_try_again, show
from connectors.site.public.visitor import PATH, find_visitor
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix=PATH)
_form = Depends(read_form)


@router.get("/codice-perso")
def ask(request: Request) -> Response:
    """The form for the contact."""
    return show(request, find_visitor(request), "public/lost_code.html", typed="", said="",
                offices=answering.list_offices_to_call(request))


@router.post("/codice-perso")
def send(request: Request, form: dict[str, str] = _form) -> Response:
    """Send it, if there is one: the answer does not tell. Counted by address and by browser."""
    visitor, errors, typed, status, said = find_visitor(request), Errors(), form.get("contatto", "")[:200], 422, ""
    reached = find_contact(typed)
    if not visitor.sent(request, form):
        errors.add("contatto", get_text("site.stale"))
        status = 403
    elif reached is None:
        errors.add("contatto", get_text("site.person.contact_wrong" if typed else "site.person.contact_missing"))
    elif not may_try_again(request, "lost_code"):
        errors.add("contatto", get_text("site.too_many"))
        status = 429
    else:
        asked = lost_codes.send_lost_codes(
            get_settings(request), contact=reached.value, contact_kind=reached.kind, asked_by=visitor.conversation_id,
            now=get_now(request))
        if isinstance(asked, TooManyAttempts):
            errors.add("contatto", get_text("site.codes.too_many", until=format_time(asked.until.time())))
            status = 429
        else:
            off = "site.lost_code.phone_off" if reached.kind == "phone" else "site.lost_code.email_off"
            said, status = get_text("site.lost_code.asked" if asked.can_send else off), 200
    return show(request, visitor, "public/lost_code.html", status_code=status, errors=errors, typed=typed, said=said,
                offices=answering.list_offices_to_call(request))
