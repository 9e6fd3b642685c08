"""The numbers of the service, without small groups; all that others may call is here."""

from bot.services.statistics.cuts import find_quarter
from bot.services.statistics.demand import (
    DIMENSIONS,
    OFFERED,
    Demand,
    DemandFigure,
    count_demand,
    list_figures,
    list_years,
)
from bot.services.statistics.kept_times import keep_tags_in, keep_times_in
from bot.services.statistics.report import make_report, widen_to_weeks
from bot.services.statistics.results import Cell, Figure, NumberTable, Report, TableLine
from bot.services.statistics.visits import BY

__all__ = [
    "BY", "DIMENSIONS", "OFFERED", "Cell", "Demand", "DemandFigure", "Figure", "NumberTable", "Report", "TableLine",
    "count_demand", "find_quarter", "keep_tags_in", "keep_times_in", "list_figures", "list_years", "make_report",
    "widen_to_weeks",
]
