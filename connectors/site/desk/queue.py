"""The desk's first page: the lists of conversations, each with its count and its pages."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import desk, handoffs, operators, outside, waiting_list
from bot.services.joint_reading import read_jointly
from bot.services.operators import SignedIn
from bot.services.workload import measure_late_turns
from bot.texts import get_texts
from connectors.site.desk.access import AnOperator, Checked, keep_own_path
from connectors.site.desk.frame import Number, read_typed, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter()

NAMES = {"urgenti": "urgent", "coda": "waiting", "mie": "mine", "colleghi": "others", "richiamare": "callbacks",
         "aziende": "firms", "assistente": "assistant", "chiuse": "closed"}
"""The lists by the names that they have in an address, in the order of their tabs."""
MOST_AT_ONCE = 100
"""Call-backs that one form closes: more than a page shows."""


@router.get("/operatori")
async def queue(request: Request, signed_in: AnOperator, elenco: str = "", pagina: Number = 1) -> Response:
    """The lists, on a page that keeps itself fresh."""
    values = await asyncio.to_thread(_queue_values, request, signed_in, elenco, pagina)
    return render_desk_page(
        request, signed_in, "desk/queue.html", why_outside=get_texts("desk.outside"), **values)


def _queue_values(request: Request, signed_in: SignedIn, name: str, page: int) -> dict[str, Any]:
    """The lists, and what stands above them."""
    settings, now, me = get_settings(request), get_now(request), signed_in.operator
    with read_jointly(settings):
        return list_values(request, signed_in, name, page) | {
            "misplaced": outside.list_outside(settings, operator=me, now=now),
            "full": waiting_list.list_full_services(settings, now, office_ids=me.own_offices)}


@router.post("/operatori/prossimo")
async def take_next(request: Request, signed_in: Checked) -> Response:
    """Take who is next, and open the conversation."""
    taken = await asyncio.to_thread(
        handoffs.claim_next, get_settings(request), operator_id=signed_in.operator.id, now=get_now(request))
    if isinstance(taken, handoffs.Taken):
        return RedirectResponse(f"/operatori/conversazioni/{quote(taken.conversation_id, safe='')}", 303)
    return RedirectResponse("/operatori?avviso=nessuno", 303)


@router.post("/operatori/richiamare/chiudi")
async def close_callbacks(request: Request, signed_in: Checked) -> Response:
    """Close the call-backs that were ticked, with one outcome."""
    form = await request.form()
    chosen = [each for each in form.getlist("conversazione") if isinstance(each, str)][:MOST_AT_ONCE]
    outcome = form.get("esito")
    back = "aziende" if form.get("elenco") == "aziende" else "richiamare"
    if not isinstance(outcome, str) or outcome not in handoffs.OUTCOMES:
        return RedirectResponse(f"/operatori?elenco={back}&avviso=nessun-esito", 303)
    closed = await asyncio.to_thread(
        handoffs.close_callbacks, get_settings(request), conversation_ids=chosen, operator_id=signed_in.operator.id,
        outcome=outcome, now=get_now(request))
    request.app.state.desk_hub.look_again()
    banner = "chiuse-insieme" if closed else "nessuna-scelta"
    return RedirectResponse(f"/operatori?elenco={back}&avviso={banner}", 303)


@router.post("/operatori/stato")
async def say_status(request: Request, signed_in: Checked) -> Response:
    """What the operator says of themselves: available, paused or away."""
    sent = await read_typed(request)
    if sent.get("stato", "") not in operators.STATUSES:
        raise HTTPException(422)
    await asyncio.to_thread(operators.set_status, get_settings(request), operator_id=signed_in.operator.id,
                            status=sent["stato"], now=get_now(request))
    request.app.state.desk_hub.look_again()
    return RedirectResponse(keep_own_path(sent.get("poi", "")), 303)


@router.get("/operatori/elenchi")
async def lists(
    request: Request, signed_in: AnOperator, elenco: str = "", pagina: Number = 1, aperta: str = "",
) -> Response:
    """The lists alone, for the page that is open; ``aperta``: the conversation that it shows."""
    values = await asyncio.to_thread(list_values, request, signed_in, elenco, pagina, aperta)
    return render_desk_page(request, signed_in, "desk/lists.html", **values)


def list_values(request: Request, signed_in: SignedIn, name: str, page: int, opened: str = "") -> dict[str, Any]:
    """What ``desk/lists.html`` shows: the counts of all lists, a page of one, and on top who is in distress.

    Without a name of :data:`NAMES` it is the queue, or one's own conversations when nobody waits.
    """
    settings, now, me = get_settings(request), get_now(request), signed_in.operator.id

    def rows_of(kind: str, number: int) -> desk.ListPage:
        return desk.list_conversations(settings, operator_id=me, kind=kind, page=number, now=now)

    with read_jointly(settings):
        counts = desk.count_lists(settings, operator_id=me, now=now)
        name = name if name in NAMES else "mie" if counts.mine and not counts.waiting else "coda"
        late_turns, late_seconds = measure_late_turns(settings, now)
        return {
            "late_turns": late_turns, "late_minutes": max(1, round(late_seconds / 60)),
            "shown": rows_of(NAMES[name], page), "list_name": name, "list_names": NAMES, "counts": counts,
            "opened": opened, "urgent": rows_of(desk.URGENT, 1).rows if counts.urgent and name != "urgenti" else (),
            "available": handoffs.count_available(settings, now=now),
            "hours": handoffs.find_desk_hours(settings, office_id=None, now=now),
            "list_titles": get_texts("desk.lists"), "empty_lists": get_texts("desk.empty_lists"),
            "reasons": get_texts("handoffs.reasons"), "outcomes": get_texts("handoffs.outcomes")}


def name_list(kind: str) -> str:
    """The name that a list has in an address."""
    return next(name for name, known in NAMES.items() if known == kind)
