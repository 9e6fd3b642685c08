"""Pages of administrators: ready answers, and the audit log, which can only be read."""

from __future__ import annotations

import asyncio
from typing import Optional

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import desk, operators
from connectors.site.desk.access import AnAdministrator, Checked
from connectors.site.desk.frame import Number, PathNumber, desk_page, typed
from connectors.site.rendering import now_of, settings_of

router = APIRouter(prefix="/operatori")

ACTS = {
    "sign_in": "accesso", "sign_out": "uscita", "operator_locked": "account bloccato",
    "operator_added": "account creato",
    "operator_disabled": "account disattivato", "operator_enabled": "account riattivato",
    "operator_password": "password cambiata", "conversation_opened": "conversazione letta",
    "transcript": "trascrizione scaricata", "handoff_claimed": "conversazione presa",
    "handoff_transferred": "conversazione passata", "handoff_returned": "parola ridata all’assistente",
    "handoff_closed": "richiesta chiusa", "canned_saved": "risposta pronta salvata",
    "canned_deleted": "risposta pronta cancellata", "content_created": "contenuto creato",
    "content_changed": "contenuto cambiato", "content_deleted": "contenuto cancellato",
    "content_imported": "contenuto importato", "appointment_booked": "appuntamento preso",
    "appointment_moved": "appuntamento spostato", "appointment_cancelled": "appuntamento annullato",
    "appointment_attended": "presenza segnata", "appointment_missed": "assenza segnata",
    "not_understood_assigned": "messaggi assegnati a un intento", "not_understood_outside": "messaggi fuori tema",
    "not_understood_dropped": "messaggi scartati", "not_understood_open": "messaggi rimessi da guardare",
}
"""How the log calls the acts; one that is not here is shown by its name."""

REJECTED = {"empty": "vuoto", "long": "lungo", "taken": "titolo", "placeholder": "segnaposto", "missing": "finita"}


@router.get("/risposte")
async def answers(request: Request, signed_in: AnAdministrator) -> Response:
    """The ready answers, each in a form of its own."""
    found = await asyncio.to_thread(desk.canned_answers, settings_of(request))
    return desk_page(request, signed_in, "desk/answers.html", answers=found, placeholders=desk.PLACEHOLDERS)


@router.post("/risposte")
async def save_answer(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """Make a ready answer, or change one."""
    sent = await typed(request)
    result = await asyncio.to_thread(
        desk.save_canned, settings_of(request), canned_id=_number(sent.get("id", "")), title=sent.get("title", ""),
        text=sent.get("text", ""), operator=signed_in.operator, now=now_of(request))
    return _back(result, "salvata")


@router.post("/risposte/{canned_id}/cancella")
async def delete_answer(
    request: Request, signed_in: Checked, _administrator: AnAdministrator, canned_id: PathNumber,
) -> Response:
    """Take a ready answer away."""
    result = await asyncio.to_thread(
        desk.delete_canned, settings_of(request), canned_id=canned_id, operator=signed_in.operator,
        now=now_of(request))
    return _back(result, "cancellata")


@router.get("/registro")
async def log(
    request: Request, signed_in: AnAdministrator, prima: Number = 0, atto: str = "",
) -> Response:
    """Who did what, the newest first."""
    found = await asyncio.to_thread(
        operators.entries, settings_of(request), before_id=prima or None, act=atto[:60] or None)
    return desk_page(request, signed_in, "desk/log.html", entries=found, act=atto[:60], acts=ACTS,
                     page_size=operators.PAGE)


def _back(result: object, notice: str) -> Response:
    name = REJECTED[result.reason] if isinstance(result, desk.Rejected) else notice
    return RedirectResponse(f"/operatori/risposte?avviso={name}", 303)


def _number(text: str) -> Optional[int]:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise HTTPException(422)
    return int(text)
