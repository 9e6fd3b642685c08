"""What people ask for, by month, for everybody: a page, and the same numbers as CSV (the JSON is the API's)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.services import statistics
from bot.services.statistics import Demand
from connectors.site import demand_file
from connectors.site.rendering import now_of, page, settings_of

router = APIRouter(prefix="/fabbisogni")


@router.get("")
def show_demand(request: Request, anno: str = "") -> Response:
    """A year, until the last month that is over."""
    years = statistics.list_years(settings_of(request), now_of(request))
    return page(request, "public/demand.html", demand=_of_year(request, anno or str(years[0])), years=years)


@router.get("/{year}.csv")
def demand_csv(request: Request, year: str) -> Response:
    """Every number of a year, a line each."""
    return demand_file.answer_csv(_of_year(request, year))


def _of_year(request: Request, year: str) -> Demand:
    try:
        return statistics.count_demand(settings_of(request), year=int(year[:4]), now=now_of(request))
    except ValueError:
        raise HTTPException(404) from None
