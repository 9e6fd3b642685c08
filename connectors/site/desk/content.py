"""Pages of the content for administrators: tables, lists, forms; every change goes through the content service."""

from __future__ import annotations

import asyncio
from typing import Any, Optional
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.services import content
from bot.services.content import (
    TABLES,
    ContentRow,
    ContentTable,
    Doubtful,
    InvalidRow,
    NoSuchRow,
    Referenced,
    Removed,
    SavedRow,
    Stale,
)
from bot.texts import get_text
from connectors.site.desk import content_forms
from connectors.site.desk.access import AnAdministrator, Checked
from connectors.site.desk.frame import Number, read_banner, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/contenuti")

GOOD = frozenset({"salvata", "uguale", "eliminata", "importato", "verificata", "annullata", "pubblicata"})
"""The banners that are good news."""

LONGEST_SEARCH = 100
LONGEST_GIVEN = 1500
"""Characters of a value that an address gives to a new row's form."""


def find_content_banner(request: Request) -> Optional[tuple[str, bool]]:
    """What the last act came to."""
    return read_banner("desk.content_banners", request.query_params.get("esito", ""), GOOD)


def find_content_table(name: str) -> ContentTable:
    """The table of an address.

    Raises:
        HTTPException: 404, there is none.
    """
    if name not in TABLES:
        raise HTTPException(404)
    return TABLES[name]


def make_list_address(table: ContentTable, **query: str) -> str:
    """Where a table's rows are listed."""
    return f"/operatori/contenuti/{table.name}" + (f"?{urlencode(query)}" if query else "")


@router.get("")
async def index(request: Request, signed_in: AnAdministrator) -> Response:
    """The tables."""
    settings = get_settings(request)
    counts = await asyncio.to_thread(content.count_tables, settings)
    facts = await asyncio.to_thread(content.count_by_reason, settings, today=get_now(request).date())
    return render_desk_page(request, signed_in, "desk/content/index.html", tables=TABLES.values(), counts=counts,
                            facts=facts, banner=find_content_banner(request))


@router.get("/{name}")
async def rows(
    request: Request, signed_in: AnAdministrator, name: str, cerca: str = "", di: str = "", pagina: Number = 1,
) -> Response:
    """The rows of a table."""
    table, settings = find_content_table(name), get_settings(request)
    cerca, di = cerca[:LONGEST_SEARCH], di[:LONGEST_SEARCH]
    found = await asyncio.to_thread(
        content.read_page, settings, table_name=name, search=cerca, parent=di, number=pagina)
    refs = await asyncio.to_thread(content.list_choices_of, settings, table_name=name)
    return render_desk_page(
        request, signed_in, "desk/content/list.html", table=table, found=found, search=cerca, parent=di, refs=refs,
        cells=_cells, banner=find_content_banner(request))


@router.get("/{name}/nuova")
async def new(request: Request, signed_in: AnAdministrator, name: str) -> Response:
    """The form of a new row; a rule needs its kind first."""
    table = find_content_table(name)
    values: dict[str, Any] = {
        field.name: request.query_params.get(field.name, field.default)[:LONGEST_GIVEN]
        if isinstance(request.query_params.get(field.name, field.default), str) else field.default
        for field in table.fields}
    if table.name == "eligibility_rule" and values["kind"] not in dict(table.field("kind").choices):
        return render_desk_page(request, signed_in, "desk/content/kind.html", table=table, chosen=urlencode(
            {name: values[name] for name in ("course_id", "edition_id") if values[name]}))
    return await _form(request, signed_in, table, None, values)


@router.get("/{name}/voce")
async def edit(request: Request, signed_in: AnAdministrator, name: str, chiave: str) -> Response:
    """The form of a row."""
    table = find_content_table(name)
    row = await asyncio.to_thread(content.find_row, get_settings(request), table_name=name, key=chiave)
    if row is None:
        return RedirectResponse(make_list_address(table, esito="sparita"), 303)
    return await _form(request, signed_in, table, row, row.values)


@router.post("/{name}/salva")
async def save(request: Request, signed_in: Checked, _administrator: AnAdministrator, name: str) -> Response:
    """Write a row, or show the form again with what is wrong."""
    table, form = find_content_table(name), await request.form()
    key = str(form.get("chiave") or "") or None
    raw = content_forms.read_sent(table, form)
    result = await asyncio.to_thread(
        content.save, get_settings(request), table_name=name, key=key, raw=raw, version=str(form.get("versione", "")),
        confirmed="confermo" in form, by=signed_in.operator, now=get_now(request))
    if isinstance(result, SavedRow):
        return RedirectResponse(make_list_address(table, esito="salvata" if result.changed else "uguale"), 303)
    if isinstance(result, NoSuchRow):
        return RedirectResponse(make_list_address(table, esito="sparita"), 303)
    if isinstance(result, Doubtful):
        return doubt(request, signed_in, result, f"/operatori/contenuti/{name}/salva", form, make_list_address(table))
    row = await asyncio.to_thread(content.find_row, get_settings(request), table_name=name, key=key) if key else None
    values = {**(row.values if row is not None else {}), **raw}
    if isinstance(result, Stale):
        return await _form(request, signed_in, table, result.current, values, stale=result.current, status_code=409)
    return await _form(request, signed_in, table, row, values, result, status_code=422)


@router.post("/{name}/elimina")
async def remove(request: Request, signed_in: Checked, _administrator: AnAdministrator, name: str) -> Response:
    """Delete a row, once it is sure."""
    table, form = find_content_table(name), await request.form()
    key, version = str(form.get("chiave", "")), str(form.get("versione", ""))
    row = await asyncio.to_thread(content.find_row, get_settings(request), table_name=name, key=key)
    if row is None:
        return RedirectResponse(make_list_address(table, esito="sparita"), 303)
    if "sicuro" not in form:
        belongs = await _belonging(request, table, row)
        return render_desk_page(request, signed_in, "desk/content/delete.html", table=table, row=row, used=(), belongs={
            TABLES[other].title: rows for other, rows in belongs.items() if other in table.owns and rows})
    result = await asyncio.to_thread(
        content.remove, get_settings(request), table_name=name, key=key, version=version,
        confirmed="confermo" in form, by=signed_in.operator, now=get_now(request))
    if isinstance(result, Removed):
        return RedirectResponse(make_list_address(table, esito="eliminata"), 303)
    if isinstance(result, Doubtful):
        return doubt(request, signed_in, result, f"/operatori/contenuti/{name}/elimina", form, make_list_address(table))
    if isinstance(result, Stale):
        return await _form(request, signed_in, table, row, row.values, stale=row, status_code=409)
    used = result.by if isinstance(result, Referenced) else ()
    return render_desk_page(
        request, signed_in, "desk/content/delete.html", status_code=409, table=table, row=row, used=used, belongs={})


def doubt(request: Request, signed_in: Any, result: Doubtful, action: str, form: Any, back: str) -> Response:
    """Ask whether appointments may be left outside the hours."""
    return render_desk_page(
        request, signed_in, "desk/content/doubt.html", status_code=409, warnings=result.warnings, action=action,
        fields=content_forms.hide_again(form, without=("csrf",)), back=back)


async def _form(
    request: Request, signed_in: Any, table: ContentTable, row: Optional[ContentRow], values: Any,
    invalid: Optional[InvalidRow] = None, stale: Optional[ContentRow] = None, status_code: int = 200,
) -> Response:
    settings = get_settings(request)
    refs = await asyncio.to_thread(content.list_choices_of, settings, table_name=table.name)
    problems = dict(invalid.problems) if invalid is not None else {}
    shown = content_forms.make_widgets(table, values, problems, refs, new=row is None)
    belongs = await _belonging(request, table, row) if row is not None else {}
    return render_desk_page(
        request, signed_in, "desk/content/form.html", status_code=status_code, table=table, row=row, widgets=shown,
        problems=problems, stale=_differences(table, stale, values) if stale is not None else None,
        belongs=[(TABLES[name], rows, _new_address(TABLES[name], table, row)) for name, rows in belongs.items()])


def _new_address(other: ContentTable, table: ContentTable, row: Optional[ContentRow]) -> str:
    """The form of a new row of ``other`` that belongs to ``row``, with what both of them name."""
    assert row is not None
    shared = {field.name: row.values[field.name] for field in other.fields
              if field.kind == "ref" and row.values.get(field.name) is not None}
    query = {**shared, str(other.field_to(table.name)): row.values["id"]}
    return f"/operatori/contenuti/{other.name}/nuova?{urlencode(query)}"


async def _belonging(request: Request, table: ContentTable, row: ContentRow) -> dict[str, tuple[ContentRow, ...]]:
    if table.key != ("id",):
        return {}
    return await asyncio.to_thread(
        content.list_children, get_settings(request), table_name=table.name, row_id=str(row.values["id"]))


def _differences(table: ContentTable, current: ContentRow, values: Any) -> list[tuple[str, str]]:
    """The fields that are different now from what was sent, with what stands there."""
    found = []
    for field in table.fields:
        now, then = current.values[field.name], values.get(field.name)
        text = "\n".join(now) if isinstance(now, list) else content.write_value(field, now)
        given = then if isinstance(then, str) else content.write_value(field, then)
        if text.split() != str(given).replace("\r", "").split():
            found.append((field.label, content.write_value(field, now)))
    return found


def _cells(table: ContentTable, row: ContentRow, refs: dict[str, dict[str, str]]) -> list[str]:
    """The cells of a row in a list, references by their names."""
    found = []
    for name in table.shown:
        field, value = table.field(name), row.values[name]
        if field.kind == "ref":
            found.append(refs[name].get(value, value) if value is not None else
                         get_text(_NO_REFERENCE[name]) if name in _NO_REFERENCE else "")
        elif field.kind == "choice":
            found.append(dict(field.choices).get(str(value), str(value)))
        elif field.kind == "day":
            found.append(f"{value:%d/%m/%Y}" if value is not None else "")
        elif field.kind == "params":
            found.append(content_forms.describe_params(row.values["kind"], value))
        else:
            found.append(content.write_value(field, value))
    return found


_NO_REFERENCE = {"office_id": "content.shown.every_office", "edition_id": "content.shown.every_edition"}
"""What a reference that names nothing means."""
