"""Messages that the assistant did not understand: list, review of several at once, training data."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any, Optional
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from bot.services import unknown
from bot.services.unknown import ASSIGNED, KINDS, OPEN, STATES, NoSuchIntent, Reviewed
from bot.texts import get_texts
from connectors.site.desk.access import AnAdministrator, AnOperator, Checked
from connectors.site.desk.frame import Number, read_banner, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/non-capiti")

GOOD = frozenset({"fatto"})
"""The banners that are good news."""

FILE_NAME = "non-capiti.yml"
LONGEST = 100
MOST_IDS = 500
MOST_WAYS = 12
"""Messages that become the ways to ask a question: more would make its address too long."""


@router.get("")
async def messages(
    request: Request, signed_in: AnOperator, stato: str = OPEN, cerca: str = "", intento: str = "", dal: str = "",
    al: str = "", perche: str = "", pagina: Number = 1,
) -> Response:
    """The messages under a filter."""
    query = {"stato": stato, "cerca": cerca[:LONGEST], "intento": intento[:LONGEST], "dal": dal, "al": al,
             "perche": perche}
    if stato not in (*STATES, "tutti") or perche not in ("", *KINDS):
        raise HTTPException(422)
    settings = get_settings(request)
    found = await asyncio.to_thread(
        unknown.list_unknown, settings, state="" if stato == "tutti" else stato, search=query["cerca"],
        intent=query["intento"], first=_day(dal), last=_day(al), kind=perche,
        number=pagina)
    counts = await asyncio.to_thread(unknown.count_by_state, settings)
    return render_desk_page(
        request, signed_in, "desk/unknown/list.html", found=found, query=query, counts=counts,
        states=get_texts("unknown.states"), kinds=get_texts("unknown.kinds"), intents=unknown.list_intent_choices(),
        address="/operatori/non-capiti?" + urlencode(query),
        banner=read_banner("unknown.banners", request.query_params.get("esito", ""), GOOD))


@router.post("")
async def review(request: Request, signed_in: Checked) -> Response:
    """Give the chosen messages a state."""
    form = await request.form()
    ids = _chosen(form)
    state = str(form.get("atto", ""))
    if state not in STATES:
        raise HTTPException(422)
    result: Any = await asyncio.to_thread(
        unknown.review, get_settings(request), ids=ids, state=state,
        intent=(str(form.get("intento", "")) or None) if state == ASSIGNED else None, by=signed_in.operator,
        now=get_now(request))
    name = "fatto" if isinstance(result, Reviewed) else "intento" if isinstance(result, NoSuchIntent) else "niente"
    kept = {part: str(form.get(f"filtro-{part}", "")) for part in ("stato", "cerca", "dal", "al", "perche")}
    query = {part: value for part, value in kept.items() if value}
    return RedirectResponse(f"/operatori/non-capiti?{urlencode({**query, 'esito': name})}", 303)


@router.post("/risposta")
async def write_answer(request: Request, _signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """Begin a question of the desk's own with the chosen messages as the ways to ask it."""
    ids = _chosen(await request.form())
    texts = await asyncio.to_thread(unknown.read_texts, get_settings(request), ids=ids[:MOST_WAYS])
    query = {"question": texts[0], "ways": "\n".join(texts[1:])} if texts else {}
    return RedirectResponse("/operatori/contenuti/own_answer/nuova?" + urlencode(query), 303)


def _chosen(form: FormData) -> list[int]:
    """The messages that are ticked, one by one or as groups."""
    given = [each for value in [*form.getlist("id"), *form.getlist("gruppo")] for each in str(value).split(",")]
    return list(dict.fromkeys(int(value) for value in given[:MOST_IDS] if value.isdecimal() and len(value) < 10))


@router.get("/esporta.yml")
async def export(request: Request, signed_in: AnOperator) -> Response:
    """The reviewed messages as training data."""
    taught = await asyncio.to_thread(unknown.list_taught, get_settings(request))
    return Response(unknown.write_training_yaml(taught), media_type="application/yaml", headers={
        "Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "no-store"})


def _day(text: str) -> Optional[date]:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HTTPException(422) from None
