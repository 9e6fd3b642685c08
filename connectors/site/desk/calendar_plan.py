"""Opening plan and closures of an office, changed by whoever works there; closures of all offices by administrators."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from bot.services import agenda, content
from bot.services.content import TABLES, ContentRow, Doubtful, InvalidRow, Removed, SavedRow
from bot.services.operators import SignedIn
from bot.texts import get_text
from connectors.site.desk import content_forms
from connectors.site.desk.access import AnOperator, Checked
from connectors.site.desk.calendar import choose_calendar_office, find_calendar_banner, make_calendar_address
from connectors.site.desk.content import doubt
from connectors.site.desk.frame import render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/calendario/orari")

KINDS = {"orario": "opening_interval", "chiusura": "closure"}


@router.get("")
async def plan(request: Request, signed_in: AnOperator, ufficio: str = "") -> Response:
    """When an office opens and when it is closed."""
    return await _page(request, signed_in, ufficio)


@router.post("/{kind}")
async def save(request: Request, signed_in: Checked, kind: str) -> Response:
    """Add, change or delete an interval or a closure."""
    if kind not in KINDS:
        raise HTTPException(404)
    table, form, settings = TABLES[KINDS[kind]], await request.form(), get_settings(request)
    office, _ = await choose_calendar_office(request, signed_in, str(form.get("ufficio", "")))
    key = str(form.get("chiave") or "") or None
    if key is not None:
        row = await asyncio.to_thread(content.find_row, settings, table_name=table.name, key=key)
        if row is None:
            return RedirectResponse(make_calendar_address("/orari", ufficio=office.id, esito="sparito"), 303)
        _own(signed_in, row)
    known: dict[str, Any] = {
        "table_name": table.name, "version": str(form.get("versione", "")), "confirmed": "confermo" in form,
        "by": signed_in.operator, "now": get_now(request)}
    result: Any
    if form.get("atto") == "elimina" and key is not None:
        result = await asyncio.to_thread(content.remove, settings, key=key, **known)
    else:
        result = await asyncio.to_thread(
            content.save, settings, key=key, raw=_raw(request, signed_in, kind, office.id, form, new=key is None),
            **known)
    if isinstance(result, Doubtful):
        return doubt(request, signed_in, result, f"/operatori/calendario/orari/{kind}", form,
                     make_calendar_address("/orari", ufficio=office.id))
    if isinstance(result, InvalidRow):
        return await _page(request, signed_in, office.id, result, content_forms.hide_again(form))
    names = {SavedRow: "salvato", Removed: "eliminato"}
    return RedirectResponse(
        make_calendar_address("/orari", ufficio=office.id, esito=names.get(type(result), "sparito")), 303)


def _raw(
    request: Request, signed_in: SignedIn, kind: str, office_id: str, form: FormData, new: bool,
) -> dict[str, Any]:
    """What the short form of this page gives; the source is the office itself, and today."""
    names = ("weekday", "opens", "closes") if kind == "orario" else ("starts_on", "ends_on", "reason")
    raw: dict[str, Any] = {name: str(form[name]) for name in names if name in form}
    raw.update(source=get_text("desk.calendar.source"), source_date=get_now(request).date().isoformat(), verified=True)
    if kind == "chiusura":
        raw["yearly"] = "yearly" in form
        raw["ends_on"] = raw.get("ends_on") or raw.get("starts_on", "")
    if new:
        everywhere = kind == "chiusura" and "ovunque" in form and signed_in.operator.is_administrator
        raw["office_id"] = "" if everywhere else office_id
    return raw


def _own(signed_in: SignedIn, row: ContentRow) -> None:
    """Refuse what belongs to another office, or to all of them.

    Raises:
        HTTPException: 404.
    """
    office_id = row.values["office_id"]
    allowed = signed_in.operator.is_administrator if office_id is None else agenda.may_see(
        signed_in.operator, office_id)
    if not allowed:
        raise HTTPException(404)


async def _page(
    request: Request, signed_in: SignedIn, office_id: str, invalid: Any = None, sent: Any = (),
) -> Response:
    office, mine = await choose_calendar_office(request, signed_in, office_id)
    settings = get_settings(request)
    openings = await asyncio.to_thread(content.read_page, settings, table_name="opening_interval", parent=office.id)
    closures = await asyncio.to_thread(content.read_page, settings, table_name="closure")
    today = get_now(request).date()
    return render_desk_page(
        request, signed_in, "desk/calendar/plan.html", status_code=422 if invalid else 200, office=office,
        offices=mine, openings=openings.rows, weekdays=TABLES["opening_interval"].field("weekday").choices,
        closures=[row for row in closures.rows if row.values["office_id"] in (None, office.id)
                  and (row.values["yearly"] or row.values["ends_on"] >= today)],
        problems=list(invalid.problems.values()) if invalid else [], sent=dict(sent), today=today,
        address=make_calendar_address, banner=find_calendar_banner(request))
