"""The numbers of the service, without small groups; all that others may call is here."""

from bot.services.statistics.kept_times import keep_times_in
from bot.services.statistics.report import report, whole_weeks
from bot.services.statistics.results import Cell, Figure, NumberTable, Report, TableLine
from bot.services.statistics.visits import BY

__all__ = [
    "BY", "Cell", "Figure", "NumberTable", "Report", "TableLine", "keep_times_in", "report", "whole_weeks",
]
