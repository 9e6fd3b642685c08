"""A person's rights by the code of an appointment: taking the data along, and erasing them."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.services import personal_export, privacy
from connectors.site.forms import Errors, read_form
from connectors.site.personal_files import make_data_file
from connectors.site.public.answering import go, refuse_form, show
from connectors.site.public.manage import Own
from connectors.site.public.own_codes import CodeRoute
from connectors.site.public.visitor import PATH
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix=PATH, route_class=CodeRoute)
_form = Depends(read_form)


@router.get("/{reference}/dati.{form}")
def export(request: Request, own: Own, form: str) -> Response:
    """The data as JSON or as a page."""
    if form not in ("json", "html"):
        raise HTTPException(404)
    return make_data_file(personal_export.collect_data(
        get_settings(request), appointment_ids=[own.appointment.id], now=get_now(request)), form)


@router.get("/{reference}/cancella-dati")
def ask(request: Request, own: Own, reference: str) -> Response:
    """What would be erased, and a copy first."""
    return show(request, own.visitor, "public/erase.html", appointment=own.appointment, reference=reference)


@router.post("/{reference}/cancella-dati")
def erase(request: Request, own: Own, reference: str, form: dict[str, str] = _form) -> Response:
    """Erase the appointment with name, contact, consents and reminders; an active one frees its place."""
    visitor, errors = own.visitor, Errors()
    status = refuse_form(request, visitor, form, errors, "erase")
    if errors:
        return show(request, visitor, "public/erase.html", status_code=status, errors=errors,
                    appointment=own.appointment, reference=reference)
    erased = privacy.erase_appointments(
        get_settings(request), appointment_ids=[own.appointment.id], now=get_now(request))
    visitor.forget(own.appointment.code)
    return go(request, visitor, f"{PATH}?esito={'cancellati-chat' if erased.elsewhere else 'cancellati'}")
