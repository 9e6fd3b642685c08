"""What people ask for, by month, at the desk: with the month that is running, beside the places that are offered."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.services import statistics
from bot.services.statistics import Demand
from connectors.site import demand_file
from connectors.site.desk.access import AnOperator
from connectors.site.desk.frame import render_desk_page
from connectors.site.rendering import get_now, get_settings

router = APIRouter(prefix="/operatori/fabbisogni")


@router.get("")
async def show_demand(request: Request, signed_in: AnOperator, anno: str = "") -> Response:
    """A year, the running month included."""
    years = statistics.list_years(get_settings(request), get_now(request))
    found = await _of_year(request, anno or str(years[0]))
    return render_desk_page(request, signed_in, "desk/demand/index.html", demand=found, years=years)


@router.get("/csv")
async def demand_csv(request: Request, signed_in: AnOperator, anno: str = "") -> Response:
    """The numbers of the page, hidden ones hidden here too."""
    return demand_file.answer_csv(await _of_year(request, anno))


async def _of_year(request: Request, year: str) -> Demand:
    try:
        return await asyncio.to_thread(
            statistics.count_demand, get_settings(request), year=int(year[:4]), now=get_now(request), running=True)
    except ValueError:
        raise HTTPException(404) from None
