"""The numbers of the demand as a CSV file, the same for the desk and for everybody."""

from __future__ import annotations

from starlette.responses import Response

from bot.services import content, statistics
from bot.services.statistics import Demand
from bot.texts import get_text, get_texts

COLUMNS = ("dimension", "value", "month", "number", "hidden")
"""Named among ``demand.columns`` of the texts."""


def answer_csv(found: Demand) -> Response:
    """The file; what is hidden has no number."""
    named = get_texts("demand.columns")
    lines = [[named[column] for column in COLUMNS]]
    for figure in statistics.list_figures(found):
        hidden = figure.number is None
        cells = [get_text(f"demand.tables.{figure.dimension}.title"), figure.value or get_text("numbers.total_row"),
                 str(found.year) if figure.month is None else f"{found.year}-{figure.month:02d}",
                 "" if hidden else str(figure.number), named["yes"] if hidden else named["no"]]
        lines.append([content.escape_formula(cell) for cell in cells])
    return Response(content.write_csv_lines(lines), media_type="text/csv; charset=utf-8", headers={
        "Content-Disposition": f'attachment; filename="fabbisogni-{found.year}.csv"'})
