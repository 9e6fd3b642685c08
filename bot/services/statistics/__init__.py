"""The numbers of the service, without small groups; all that others may call is here."""

from bot.services.statistics.cuts import quarter_of
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
from bot.services.statistics.report import make_report, whole_weeks
from bot.services.statistics.results import Cell, Figure, NumberTable, Report, TableLine
from bot.services.statistics.visits import BY

__all__ = [
    "BY", "DIMENSIONS", "OFFERED", "Cell", "Demand", "DemandFigure", "Figure", "NumberTable", "Report", "TableLine",
    "count_demand", "keep_tags_in", "keep_times_in", "list_figures", "list_years", "make_report", "quarter_of",
    "whole_weeks",
]
