"""The content as CSV and JSON files: written so that they read back as the same rows, read with errors by row.

A CSV cell that a spreadsheet would take for a formula gets an apostrophe in front, which the import takes away again.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any, Optional, Union

from bot.db.session import transaction
from bot.services.content import field_values, row_lists
from bot.services.content.results import RowError, UnreadableFile
from bot.services.content.schema import ContentTable
from bot.services.content.tables import TABLES
from bot.settings import Settings
from bot.texts import get_text

FORMAT = "orienta-contenuti"
MOST_ROWS = 5000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


@dataclass(frozen=True)
class FileRow:
    """A row of a file, not yet read: its table, its number there, and what was given."""

    table: str
    number: int
    given: dict[str, Any]


@dataclass(frozen=True)
class FileRows:
    """What a file holds, and the errors of its form (a column that nobody knows)."""

    rows: tuple[FileRow, ...]
    errors: tuple[RowError, ...]


def write_content_csv(settings: Settings, *, table_name: str) -> str:
    """A table as CSV: semicolons, as Italian spreadsheets expect, and a heading with the fields' names."""
    table = TABLES[table_name]
    with transaction(settings.database_url) as session:
        rows = row_lists.list_all_rows(session, table)
    lines = [[escape_formula(field_values.write_value(field, row.values[field.name])) for field in table.fields]
             for row in rows]
    return write_csv_lines([[field.name for field in table.fields], *lines])


def write_content_json(settings: Settings, *, table_name: Optional[str] = None) -> str:
    """One table, or all the content, as JSON."""
    chosen = list(TABLES) if table_name is None else [table_name]
    with transaction(settings.database_url) as session:
        tables = {
            name: [
                {field.name: field_values.make_plain(row.values[field.name]) for field in TABLES[name].fields}
                for row in row_lists.list_all_rows(session, TABLES[name])]
            for name in chosen}
    return json.dumps({"format": FORMAT, "version": 1, "tables": tables}, ensure_ascii=False, indent=1) + "\n"


def write_csv_lines(lines: list[list[str]]) -> str:
    """Cells as a CSV file that spreadsheets of this country open as a table; they are escaped already."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(lines)
    return "\ufeff" + out.getvalue()  # without the mark spreadsheets take UTF-8 for something older


def escape_formula(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula; :func:`unescape_formula` gives the text back."""
    if cell.startswith(_FORMULA) or (cell.startswith(_MARK) and cell[1:].startswith((*_FORMULA, _MARK))):
        return _MARK + cell
    return cell


def unescape_formula(cell: str) -> str:
    """The text of a cell that :func:`escape_formula` made."""
    if cell.startswith(_MARK) and cell[1:].startswith((*_FORMULA, _MARK)):
        return cell[1:]
    return cell


def decode(data: bytes) -> Optional[str]:
    """The text of a file as spreadsheets save it: UTF-8, Excel's «Unicode text», or its default of Western Windows.

    None for bytes that are no text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    text = _decoded(data, "utf-8-sig")
    return text if text is not None else _decoded(data, "cp1252")


def _decoded(data: bytes, encoding: str) -> Optional[str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def read(text: str, table_name: Optional[str]) -> Union[FileRows, UnreadableFile]:
    """The rows of a file: JSON when it begins like one, else the CSV of ``table_name``."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return UnreadableFile(get_text("content.file.empty"))
    if text.lstrip()[:1] in ("{", "["):
        return _read_json(text, table_name)
    if table_name is None:
        return UnreadableFile(get_text("content.file.csv_needs_table"))
    return _read_csv(text, TABLES[table_name])


def _read_csv(text: str, table: ContentTable) -> Union[FileRows, UnreadableFile]:
    first = text.partition("\n")[0]
    told = re.fullmatch(r"sep=(.)\r?", first)  # Excel's own first line, which it shows as none
    if told is not None:
        text = text.partition("\n")[2]
    delimiter = told[1] if told is not None else next((mark for mark in ";\t" if mark in first), ",")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return UnreadableFile(get_text("content.file.not_csv"))
    names = {called: field.name for field in table.fields for called in (field.label.lower(), field.name)}
    heading = [unescape_formula(cell).strip() for cell in lines[0]]
    fields = [names.get(cell.lower()) for cell in heading]
    errors = [
        RowError(table.name, 0, cell, get_text("content.file.no_such_column"))
        for cell, name in zip(heading, fields, strict=True) if name is None]
    errors += [
        RowError(table.name, 0, name, get_text("content.file.column_twice"))
        for name in {name for name in fields if name and fields.count(name) > 1}]
    rows = []
    for number, line in enumerate(lines[1:], start=2):  # as the spreadsheet numbers its rows, the heading is the first
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(fields):
            errors.append(RowError(
                table.name, number, "", get_text("content.file.cells", cells=len(line), expected=len(fields))))
            continue
        rows.append(FileRow(table.name, number, {
            name: unescape_formula(cell) for name, cell in zip(fields, line, strict=True) if name}))
    return _bounded(rows, errors)


def _read_json(text: str, table_name: Optional[str]) -> Union[FileRows, UnreadableFile]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return UnreadableFile(get_text("content.file.not_json"))
    if isinstance(data, list) and table_name is not None:
        data = {"tables": {table_name: data}}
    tables = data.get("tables") if isinstance(data, dict) else None
    if not isinstance(tables, dict):
        return UnreadableFile(get_text("content.file.no_tables"))
    rows: list[FileRow] = []
    errors: list[RowError] = []
    for name, items in tables.items():
        if name not in TABLES or (table_name is not None and name != table_name):
            errors.append(RowError(str(name)[:60], 0, "", get_text("content.file.not_imported")))
            continue
        for number, item in enumerate(items if isinstance(items, list) else [None], start=1):
            if not isinstance(item, dict):
                errors.append(RowError(name, number, "", get_text("content.file.row_needed")))
                continue
            known = {field.name for field in TABLES[name].fields}
            errors += [
                RowError(name, number, str(field)[:60], get_text("content.file.no_such_field"))
                for field in item.keys() - known]
            rows.append(FileRow(name, number, {field: item[field] for field in item.keys() & known}))
    return _bounded(rows, errors)


def _bounded(rows: list[FileRow], errors: list[RowError]) -> Union[FileRows, UnreadableFile]:
    if len(rows) > MOST_ROWS:
        return UnreadableFile(get_text("content.file.too_many_rows", rows=len(rows), most=MOST_ROWS))
    return FileRows(tuple(rows), tuple(errors))
