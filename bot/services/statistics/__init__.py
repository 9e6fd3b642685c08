"""The numbers of the service, without small groups; all that others may call is here."""

from bot.services.statistics.report import report, whole_weeks
from bot.services.statistics.results import Cell, Figure, Line, Report, Table
from bot.services.statistics.visits import BY

__all__ = ["BY", "Cell", "Figure", "Line", "Report", "Table", "report", "whole_weeks"]
