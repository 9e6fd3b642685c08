"""A person's data as a file of an answer: JSON, or a page that loads nothing."""

from __future__ import annotations

from starlette.responses import Response

from bot.services import personal_export


def make_data_file(found: personal_export.Collected, form: str) -> Response:
    """``form``: json or html. Never kept by a cache."""
    name = personal_export.JSON_NAME if form == "json" else personal_export.PAGE_NAME
    text = personal_export.write_json(found) if form == "json" else personal_export.write_page(found)
    return Response(text, media_type="application/json" if form == "json" else "text/html; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"})
