"""The content that the desk edits: rows, files, facts that want a look; all that others may call is here."""

from bot.services.content.field_values import shown
from bot.services.content.file_imports import apply, plan
from bot.services.content.files import as_csv, as_json, csv_text, decode, safe
from bot.services.content.freshness import REASONS, count_by_reason, wanting
from bot.services.content.history import list_changes, undo_change
from bot.services.content.new_editions import (
    EditionDraft,
    InvalidEdition,
    WrittenEdition,
    publish_edition,
    try_edition,
)
from bot.services.content.results import (
    ContentRow,
    Doubtful,
    FactState,
    FieldChange,
    HistoryEntry,
    ImportPlan,
    InvalidRow,
    NoSuchRow,
    Overtaken,
    Referenced,
    Removed,
    RowChange,
    RowError,
    RowPage,
    SavedRow,
    Stale,
    Undone,
    UnreadableFile,
)
from bot.services.content.row_changes import remove, save, verify
from bot.services.content.row_lists import children, choices, counts, find_row, page
from bot.services.content.schema import ContentTable, Field
from bot.services.content.tables import TABLES

__all__ = [
    "REASONS", "TABLES", "Doubtful", "FactState", "Field", "FieldChange", "InvalidRow", "NoSuchRow",
    "RowPage", "ImportPlan", "Referenced", "Removed", "ContentRow", "RowChange", "RowError", "SavedRow", "Stale",
    "ContentTable", "HistoryEntry", "EditionDraft", "InvalidEdition", "WrittenEdition", "Overtaken", "Undone",
    "UnreadableFile",
    "apply", "as_csv", "as_json", "children", "choices", "count_by_reason", "counts", "csv_text", "decode", "find_row",
    "list_changes", "page", "plan", "publish_edition", "remove", "safe", "save", "shown", "try_edition", "undo_change",
    "verify", "wanting",
]
