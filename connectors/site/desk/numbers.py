"""The numbers of the service: tables, the charts of them, and the same as CSV."""

from __future__ import annotations

import asyncio
import json
from datetime import date, timedelta

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.services import content, statistics
from bot.services.statistics import BY, NumberTable, Report
from bot.texts import get_texts
from connectors.site.desk.access import AnOperator
from connectors.site.desk.frame import render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/numeri")

USUAL = timedelta(weeks=4)
"""The usual period is this quarter, and the one before as long as it has just begun."""


@router.get("")
async def numbers(request: Request, signed_in: AnOperator, dal: str = "", al: str = "", per: str = "week") -> Response:
    """The numbers of a period."""
    found = await _report(request, dal, al, per)
    today = get_now(request).date()
    return render_desk_page(
        request, signed_in, "desk/numbers/index.html", report=found, by=get_texts("numbers.by"), chart=_chart,
        today=today, last_week=today - timedelta(weeks=1), quarter=statistics.find_quarter(today),
        query=f"dal={found.first.isoformat()}&al={found.last.isoformat()}&per={found.by}")


@router.get("/{name}.csv")
async def as_csv(
    request: Request, signed_in: AnOperator, name: str, dal: str = "", al: str = "", per: str = "week",
) -> Response:
    """One table, hidden numbers hidden here too."""
    found = await _report(request, dal, al, per)
    table = found.table(name)
    if table is None:
        raise HTTPException(404)
    lines = [[table.heading, *table.columns], *(
        [line.label, *(cell.text for cell in line.cells)] for line in table.lines)]
    text = content.write_csv_lines([[content.escape_formula(cell) for cell in line] for line in lines])
    return Response(text, media_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="{name}-{found.first}-{found.last}.csv"',
        "Cache-Control": "no-store"})


async def _report(request: Request, first: str, last: str, by: str) -> Report:
    if by not in BY:
        raise HTTPException(422)
    today = get_now(request).date()
    return await asyncio.to_thread(
        statistics.make_report, get_settings(request), first=_day(first, today - USUAL), last=_day(last, today), by=by,
        now=get_now(request))


def _day(text: str, default: date) -> date:
    try:
        day = date.fromisoformat(text) if text else default
    except ValueError:
        raise HTTPException(422) from None
    if not 2000 <= day.year <= 2100:
        raise HTTPException(422)
    return day


def _chart(table: NumberTable) -> str:
    """What the chart of a table is drawn from, as JSON."""
    place = table.charted or 0
    return json.dumps({
        "label": table.columns[place], "labels": [line.label for line in table.drawn],
        "values": [line.cells[place].value for line in table.drawn]}, ensure_ascii=False)
