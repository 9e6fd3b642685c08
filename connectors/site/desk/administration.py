"""Ready answers, one's own and everybody's, and the audit log, which can only be read."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import desk, operators
from bot.services.operators import SignedIn
from bot.texts import get_texts
from connectors.site.desk.access import AnAdministrator, AnOperator, Checked
from connectors.site.desk.frame import Number, PathNumber, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori")

REJECTED = {"empty": "vuoto", "long": "lungo", "taken": "titolo", "placeholder": "segnaposto", "missing": "finita"}

EMPTY_ANSWER = {"id": "", "title": "", "text": "", "personale": ""}
"""The fields of a ready answer's form."""


@router.get("/risposte")
async def answers(request: Request, signed_in: AnOperator) -> Response:
    """The ready answers, each in a form of its own: one's own, and those of everybody, for administrators."""
    return await _answers(request, signed_in)


@router.post("/risposte")
async def save_answer(request: Request, signed_in: Checked) -> Response:
    """Make a ready answer, or change one: one's own; those of everybody only as an administrator."""
    sent = await read_typed(request)
    result = await asyncio.to_thread(
        desk.save_canned, get_settings(request), canned_id=_number(sent.get("id", "")), title=sent.get("title", ""),
        text=sent.get("text", ""), operator=signed_in.operator,
        personal=sent.get("personale") == "1" or not signed_in.operator.is_administrator, now=get_now(request))
    if isinstance(result, desk.Rejected) and result.reason != "missing":
        return await _answers(request, signed_in, unsent={**EMPTY_ANSWER, **sent}, status_code=422,
                              banner=(get_texts("desk.banners")[REJECTED[result.reason]], False))
    return _back(result, "salvata")


@router.post("/risposte/{canned_id}/cancella")
async def delete_answer(request: Request, signed_in: Checked, canned_id: PathNumber) -> Response:
    """Take a ready answer away."""
    result = await asyncio.to_thread(
        desk.delete_canned, get_settings(request), canned_id=canned_id, operator=signed_in.operator,
        now=get_now(request))
    if isinstance(result, desk.Rejected) and not signed_in.operator.is_administrator:
        raise HTTPException(404)  # also when it is a colleague's: that it exists is not said
    return _back(result, "cancellata")


@router.get("/registro")
async def audit(
    request: Request, signed_in: AnAdministrator, prima: Number = 0, atto: str = "",
) -> Response:
    """Who did what, the newest first."""
    found = await asyncio.to_thread(
        operators.list_entries, get_settings(request), before_id=prima or None, act=atto[:60] or None)
    return render_desk_page(
        request, signed_in, "desk/audit.html", entries=found, act=atto[:60], acts=get_texts("desk.acts"),
        names=get_texts("desk.detail_names"), values={**get_texts("handoffs.outcomes"), **get_texts("desk.roles")},
        page_size=operators.PAGE)


async def _answers(request: Request, signed_in: SignedIn, **more: Any) -> Response:
    """The page of the ready answers; ``unsent``: the form that was refused, which keeps what was typed."""
    found = await asyncio.to_thread(
        desk.list_canned, get_settings(request), operator_id=signed_in.operator.id)
    return render_desk_page(request, signed_in, "desk/ready_answers.html", answers=found,
                            placeholders=get_texts("desk.placeholders"), **{"unsent": EMPTY_ANSWER, **more})


def _back(result: object, banner: str) -> Response:
    name = REJECTED[result.reason] if isinstance(result, desk.Rejected) else banner
    return RedirectResponse(f"/operatori/risposte?avviso={name}", 303)


def _number(text: str) -> Optional[int]:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise HTTPException(422)
    return int(text)
