"""What people ask for, by month, for everybody: a page, and the same numbers as CSV (the JSON is the API's)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.services import statistics
from bot.services.statistics import Demand
from connectors.site import demand_file
from connectors.site.rendering import get_now, get_settings, render_page

router = APIRouter(prefix="/fabbisogni")


@router.get("")
def show_demand(request: Request, anno: str = "") -> Response:
    """A year, until the last month that is over."""
    years = statistics.list_years(get_settings(request), get_now(request))
    return render_page(request, "public/demand.html", demand=_of_year(request, anno or str(years[0])), years=years)


@router.get("/{year}.csv")
def demand_csv(request: Request, year: str) -> Response:
    """Every number of a year, a line each."""
    return demand_file.answer_csv(_of_year(request, year))


def _of_year(request: Request, year: str) -> Demand:
    try:
        return statistics.count_demand(get_settings(request), year=int(year[:4]), now=get_now(request))
    except ValueError:
        raise HTTPException(404) from None
