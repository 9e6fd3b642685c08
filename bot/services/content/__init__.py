"""The content that the desk edits: rows, files, facts that want a look; all that others may call is here."""

from bot.services.content.field_values import write_value
from bot.services.content.file_imports import apply, plan
from bot.services.content.files import decode, escape_formula, write_content_csv, write_content_json, write_csv_lines
from bot.services.content.freshness import REASONS, count_by_reason, list_wanting
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
from bot.services.content.row_lists import count_tables, find_row, list_children, list_choices_of, read_page
from bot.services.content.schema import ContentTable, Field
from bot.services.content.tables import TABLES

__all__ = [
    "REASONS", "TABLES", "ContentRow", "ContentTable", "Doubtful", "EditionDraft", "FactState", "Field",
    "FieldChange", "HistoryEntry", "ImportPlan", "InvalidEdition", "InvalidRow", "NoSuchRow", "Overtaken",
    "Referenced", "Removed", "RowChange", "RowError", "RowPage", "SavedRow", "Stale", "Undone", "UnreadableFile",
    "WrittenEdition", "apply", "count_by_reason", "count_tables", "decode", "escape_formula", "find_row",
    "list_changes", "list_children", "list_choices_of", "list_wanting", "plan", "publish_edition", "read_page",
    "remove", "save", "try_edition", "undo_change", "verify", "write_content_csv", "write_content_json",
    "write_csv_lines", "write_value",
]
