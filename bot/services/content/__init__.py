"""The content that the desk edits: rows, files, facts that want a look; all that others may call is here."""

from bot.services.content.files import as_csv, as_json, csv_text, safe
from bot.services.content.freshness import REASONS, count_by_reason, wanting
from bot.services.content.importing import apply, plan
from bot.services.content.listing import children, choices, counts, get, page
from bot.services.content.params import STATUS_LABELS
from bot.services.content.reading import shown
from bot.services.content.results import (
    Doubtful,
    FactState,
    FieldChange,
    Invalid,
    NoSuchRow,
    Page,
    Plan,
    Referenced,
    Removed,
    Row,
    RowChange,
    RowError,
    Saved,
    Stale,
    Unreadable,
)
from bot.services.content.schema import Field, Table
from bot.services.content.tables import TABLES
from bot.services.content.writing import remove, save, verify

__all__ = [
    "REASONS", "STATUS_LABELS", "TABLES", "Doubtful", "FactState", "Field", "FieldChange", "Invalid", "NoSuchRow",
    "Page", "Plan", "Referenced", "Removed", "Row", "RowChange", "RowError", "Saved", "Stale", "Table", "Unreadable",
    "apply", "as_csv", "as_json", "children", "choices", "count_by_reason", "counts", "csv_text", "get", "page",
    "plan", "remove", "safe", "save", "shown", "verify", "wanting",
]
