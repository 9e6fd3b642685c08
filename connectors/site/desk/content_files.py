"""Pages that move the content in and out as files, and the page of facts that want a look."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from bot.services import content
from bot.services.content import TABLES, SavedRow, UnreadableFile
from bot.texts import get_text, get_texts
from connectors.site.desk.access import AnAdministrator, Checked
from connectors.site.desk.content import find_content_banner, find_content_table
from connectors.site.desk.frame import render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/contenuti")

LARGEST_FILE = 360 * 1024
"""Bytes of a file: it comes back with the form that applies it, and the guard lets 384 KB pass."""
MOST_FACTS = 100
"""Most facts that a page lists; a filter shows the others."""
SHOWN = 300
"""Most changes and errors that the page of a dry run lists."""


@router.get("/esporta.json")
async def export_all(request: Request, signed_in: AnAdministrator) -> Response:
    """All the content as one JSON file."""
    text = await asyncio.to_thread(content.write_content_json, get_settings(request))
    return _download(text, "application/json", "contenuti.json")


@router.get("/importa")
async def import_form(request: Request, signed_in: AnAdministrator, tabella: str = "") -> Response:
    """The form for a file."""
    table = find_content_table(tabella) if tabella else None
    return render_desk_page(
        request, signed_in, "desk/content/import.html", table=table, problem="", largest=LARGEST_FILE)


@router.post("/importa")
async def import_file(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """A dry run of a file; with the plan that was seen, the import itself."""
    form = await request.form()
    name = str(form.get("tabella") or "") or None
    table = find_content_table(name) if name else None
    text = await _text_of(form)
    digest = str(form.get("impronta") or "")
    if not isinstance(text, str):
        return render_desk_page(request, signed_in, "desk/content/import.html", status_code=422, table=table,
                                problem=text.problem, largest=LARGEST_FILE)
    result = await asyncio.to_thread(
        content.apply, get_settings(request), text=text, table_name=name, digest=digest, by=signed_in.operator,
        now=get_now(request)) if digest else await asyncio.to_thread(
        content.plan, get_settings(request), text=text, table_name=name, now=get_now(request))
    if isinstance(result, UnreadableFile):
        return render_desk_page(request, signed_in, "desk/content/import.html", status_code=422, table=table,
                                problem=result.problem, largest=LARGEST_FILE)
    if result.applied:
        address = f"/operatori/contenuti/{name}" if name else "/operatori/contenuti"
        return RedirectResponse(f"{address}?esito=importato", 303)
    return render_desk_page(
        request, signed_in, "desk/content/plan.html", status_code=422 if result.errors else 409 if digest else 200,
        table=table, plan=result, text=text, changes=[item for item in result.changes if item.act != "nothing"][:SHOWN],
        errors=result.errors[:SHOWN], tables=TABLES, again=bool(digest), label=_label)


@router.get("/verifiche")
async def facts(request: Request, signed_in: AnAdministrator, motivo: str = "") -> Response:
    """The facts that want a look."""
    if motivo and motivo not in content.REASONS:
        raise HTTPException(404)
    today = get_now(request).date()
    counts = await asyncio.to_thread(content.count_by_reason, get_settings(request), today=today)
    found = await asyncio.to_thread(content.list_wanting, get_settings(request), today=today, reason=motivo)
    return render_desk_page(
        request, signed_in, "desk/content/facts.html", reasons=get_texts("content.reasons"), counts=counts,
        chosen=motivo, states=found,
        tables=TABLES, today=today, most=MOST_FACTS, banner=find_content_banner(request))


@router.post("/verifiche")
async def verify(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """Say that a fact was checked today."""
    form = await request.form()
    table = find_content_table(str(form.get("tabella", "")))
    until = form.get("scade")
    result = await asyncio.to_thread(
        content.verify, get_settings(request), table_name=table.name, key=str(form.get("chiave", "")),
        version=str(form.get("versione", "")), until=str(until) if until is not None else None,
        by=signed_in.operator, now=get_now(request))
    reason = str(form.get("motivo") or "")
    back = f"&motivo={reason}" if reason in content.REASONS else ""
    outcome = "verificata" if isinstance(result, SavedRow) else "cambiata"
    return RedirectResponse(f"/operatori/contenuti/verifiche?esito={outcome}{back}", 303)


@router.get("/{name}/esporta.csv")
async def export_csv(request: Request, signed_in: AnAdministrator, name: str) -> Response:
    """A table as CSV."""
    find_content_table(name)
    text = await asyncio.to_thread(content.write_content_csv, get_settings(request), table_name=name)
    return _download(text, "text/csv; charset=utf-8", f"{name}.csv")


@router.get("/{name}/esporta.json")
async def export_json(request: Request, signed_in: AnAdministrator, name: str) -> Response:
    """A table as JSON."""
    find_content_table(name)
    text = await asyncio.to_thread(content.write_content_json, get_settings(request), table_name=name)
    return _download(text, "application/json", f"{name}.json")


async def _text_of(form: Any) -> str | UnreadableFile:
    """The text of the file, uploaded or come back from the dry run."""
    given = form.get("file")
    if not isinstance(given, UploadFile):
        return str(form.get("testo") or "")
    data = await given.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        return UnreadableFile(get_text("content.file.too_large", most=LARGEST_FILE // 1024))
    text = content.decode(data)
    return text if text is not None else UnreadableFile(get_text("content.file.not_text"))


def _label(name: str, field: str) -> str:
    """How a field of a table is called."""
    table = TABLES.get(name)
    return next((item.label for item in table.fields if item.name == field), field) if table is not None else field


def _download(text: str, kind: str, name: str) -> Response:
    return Response(text, media_type=kind, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"})
