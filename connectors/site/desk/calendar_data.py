"""A person's rights at the desk: writing out and erasing what belongs to an appointment, both audited."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import data_requests, operators, personal_export
from bot.services.agenda import Entry
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.calendar import find_entry, make_calendar_address
from connectors.site.desk.frame import PathNumber, render_desk_page
from connectors.site.personal_files import make_data_file
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/calendario/appuntamenti")


@router.get("/{appointment_id}/dati.{form}")
async def export(request: Request, signed_in: AnOperator, appointment_id: PathNumber, form: str) -> Response:
    """The data of the appointment as JSON or as a page, for the person who asked for them."""
    found = await find_entry(request, signed_in, appointment_id)
    if form not in ("json", "html"):
        raise HTTPException(404)

    def collect() -> Any:
        operators.record(get_settings(request), operator=signed_in.operator, act="data_exported",
                         target=f"appointment {found.id}", now=get_now(request))
        return personal_export.collect_data(
            get_settings(request), appointment_ids=[found.id], now=get_now(request))

    return make_data_file(await asyncio.to_thread(collect), form)


@router.post("/{appointment_id}/cancella-dati")
async def erase(request: Request, signed_in: Checked, appointment_id: PathNumber) -> Response:
    """Erase the appointment with name and contact, and its conversation where that is wanted, once it is sure."""
    found = await find_entry(request, signed_in, appointment_id)
    sent = await request.form()
    if "sicuro" not in sent:
        return render_desk_page(
            request, signed_in, "desk/calendar/erase.html", entry=found, address=make_calendar_address)
    await asyncio.to_thread(_erase, request, signed_in.operator, found, "conversazione" in sent)
    return RedirectResponse(make_calendar_address(
        ufficio=found.office_id, giorno=found.starts_at.date().isoformat(), esito="cancellati"), 303)


def _erase(request: Request, operator: operators.Actor, found: Entry, with_conversation: bool) -> None:
    meant = data_requests.find_data(get_settings(request), codes=[found.code])
    data_requests.erase_found(
        get_settings(request), meant, conversation_ids=meant.all_conversations() if with_conversation else (),
        actor=operator, now=get_now(request))
