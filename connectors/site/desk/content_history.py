"""Pages of the history of the content: old and new values of each change, and taking a change back."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot.services import content
from bot.services.content import TABLES, Doubtful, InvalidRow, Referenced, Undone
from bot.texts import get_text, get_texts
from connectors.site.desk.access import AnAdministrator, Checked
from connectors.site.desk.content import doubt, find_content_banner, find_content_table
from connectors.site.desk.frame import Number, PathNumber, render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/contenuti/storia")


@router.get("")
async def changes(
    request: Request, signed_in: AnAdministrator, tabella: str = "", chiave: str = "", prima: Number = 0,
) -> Response:
    """The newest changes, of one table or row when it is named."""
    table = find_content_table(tabella) if tabella else None
    found = await asyncio.to_thread(
        content.list_changes, get_settings(request), table_name=tabella, key=chiave, before=prima)
    return render_desk_page(
        request, signed_in, "desk/content/history.html", table=table, key=chiave, changes=found, tables=TABLES,
        acts=get_texts("content.history"), problems=(), banner=find_content_banner(request))


@router.post("/{change_id}/annulla")
async def undo(
    request: Request, signed_in: Checked, _administrator: AnAdministrator, change_id: PathNumber,
) -> Response:
    """Take a change back."""
    form = await request.form()
    result = await asyncio.to_thread(
        content.undo_change, get_settings(request), change_id=change_id, confirmed="confermo" in form,
        by=signed_in.operator, now=get_now(request))
    if isinstance(result, Doubtful):
        return doubt(request, signed_in, result, f"/operatori/contenuti/storia/{change_id}/annulla", form,
                     "/operatori/contenuti/storia")
    if isinstance(result, Undone):
        return RedirectResponse("/operatori/contenuti/storia?esito=annullata", 303)
    problems = list(result.problems.values()) if isinstance(result, InvalidRow) else [
        get_text("content.history_problems.used", by=", ".join(f"{title} ({number})" for title, number in result.by))
        if isinstance(result, Referenced) else get_text("content.history_problems.overtaken")]
    found = await asyncio.to_thread(content.list_changes, get_settings(request))
    return render_desk_page(
        request, signed_in, "desk/content/history.html", status_code=409, table=None, key="",
        changes=found, tables=TABLES, acts=get_texts("content.history"), problems=problems, banner=None)
