"""Import and export of the content: round trip, dry run with errors by row, all or nothing, no formula in a cell."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.services import content
from bot.services.content.files import escape_formula, unescape_formula
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.unit.services.seeded import seeded_copy

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=clock.ROME)  # after every source of the seed
EDITOR = OperatorView(7, "anna", "Anna", "administrator", ())


__all__ = ["seeded_copy"]


@pytest.fixture
def settings(seeded_copy: Settings) -> Settings:
    """A seeded database that a test may change."""
    return seeded_copy


def plan(settings: Settings, text: str, table: str | None = None) -> content.ImportPlan:
    made = content.plan(settings, text=text, table_name=table, now=NOW)
    assert isinstance(made, content.ImportPlan), made
    return made


def apply(settings: Settings, text: str, digest: str, table: str | None = None) -> content.ImportPlan:
    made = content.apply(settings, text=text, table_name=table, digest=digest, by=EDITOR, now=NOW)
    assert isinstance(made, content.ImportPlan), made
    return made


@pytest.mark.parametrize("table", list(content.TABLES))
def test_a_table_exported_as_csv_reads_back_as_it_is(settings: Settings, table: str) -> None:
    made = plan(settings, content.write_content_csv(settings, table_name=table), table)
    assert made.errors == () and made.warnings == ()
    assert made.count("nothing") == content.count_tables(settings)[table] and len(made.changes) == made.count("nothing")


def test_all_the_content_moves_to_an_empty_database_through_json(settings: Settings, tmp_path: object) -> None:
    from bot.db.models import Base
    from bot.db.session import get_engine

    text = content.write_content_json(settings)
    other = Settings(database_url=f"sqlite:///{tmp_path}/other.db")
    Base.metadata.create_all(get_engine(other.database_url))
    first = plan(other, text)
    assert first.errors == () and first.count("create") == sum(content.count_tables(settings).values()) > 150
    assert sum(content.count_tables(other).values()) == 0  # a dry run writes nothing
    assert apply(other, text, first.digest).applied
    assert content.write_content_json(other) == text


def test_a_dry_run_lists_errors_by_row_and_what_would_change(settings: Settings) -> None:
    text = content.write_content_csv(settings, table_name="course")
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    at = {name: number for number, name in enumerate(lines[0])}
    lines[1][at["hours"]] = "260"
    lines[2][at["hours"]] = "molte"
    lines[3][at["sector_id"]] = "agricoltura"
    lines.append(["nuovo" if name == "id" else "" for name in lines[0]])
    made = plan(settings, content.write_csv_lines(lines), "course")
    assert [(error.row, error.field) for error in made.errors] == [
        (3, "hours"), (4, "sector_id"), (5, "title"), (5, "sector_id"), (5, "hours"), (5, "content"), (5, "source")]
    assert made.changes == (content.RowChange("course", 2, "Servizio sala e gestione cliente", "update", (
        content.FieldChange("hours", "250", "260"),)),)
    again = apply(settings, content.write_csv_lines(lines), made.digest, "course")
    assert not again.applied
    row = content.find_row(settings, table_name="course", key='["sala"]')
    assert row is not None and row.values["hours"] == 250


def test_a_file_is_applied_only_as_it_was_shown(settings: Settings) -> None:
    text = json.dumps([{"id": "sala", "hours": 300}])
    made = plan(settings, text, "course")
    assert made.errors == () and made.count("update") == 1
    current = content.find_row(settings, table_name="course", key='["sala"]')
    assert current is not None
    content.save(settings, table_name="course", key=current.key, raw={"hours": "280"}, version=current.version,
                 confirmed=False, by=EDITOR, now=NOW)
    refused = apply(settings, text, made.digest, "course")
    assert not refused.applied and refused.changes[0].fields[0].before == "280"
    assert apply(settings, text, refused.digest, "course").applied
    row = content.find_row(settings, table_name="course", key='["sala"]')
    assert row is not None and row.values["hours"] == 300 and row.values["title"] == current.values["title"]


def test_columns_in_any_order_with_labels_and_commas_are_read(settings: Settings) -> None:
    made = plan(settings, "Nome,identificativo,Fonte\nLogistica,logistica,Provincia\n", "sector")
    assert made.errors == () and [change.act for change in made.changes] == ["create"]


@pytest.mark.parametrize(("text", "table", "says"), [
    ("", "course", "vuoto"),
    ("{", "course", "JSON"),
    ("{}", "course", "tables"),
    ("id;hours\nsala;1", None, "tabella sola"),
    ('id;hours\n"sala;1', "course", "virgolette"),
    ("[" * 100_000, "course", "JSON"),
])
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    settings: Settings, text: str, table: str | None, says: str,
) -> None:
    answer = content.plan(settings, text=text, table_name=table, now=NOW)
    assert isinstance(answer, content.UnreadableFile) and says in answer.problem


@pytest.mark.parametrize(("text", "table", "row", "field"), [
    ("id;colore\nsala;rosso", "course", 0, "colore"),
    ("id;hours;hours\nsala;1;2", "course", 0, "hours"),
    ("id;hours\nsala", "course", 2, ""),
    ("id;hours\nsala;260\nsala;270", "course", 3, ""),
    ("hours\n260", "course", 2, "id"),
    ('{"tables": {"person": [{}]}}', None, 0, ""),
    ('{"tables": {"course": [3]}}', None, 1, ""),
    ('{"tables": {"course": [{"id": "sala", "colore": 1}]}}', None, 1, "colore"),
    ('{"tables": {"course": [{"id": "sala", "hours": true}]}}', None, 1, "hours"),
    ('{"tables": {"course": [{"id": "sala", "aliases": [1]}]}}', None, 1, "aliases"),
    ('{"tables": {"course": [{"id": ["sala"]}]}}', None, 1, "id"),
])
def test_an_error_of_a_file_names_row_and_field(
    settings: Settings, text: str, table: str | None, row: int, field: str,
) -> None:
    made = plan(settings, text, table)
    assert [(error.row, error.field) for error in made.errors] == [(row, field)]


@given(st.text(alphabet=st.sampled_from("=+-@'\t\r\"; abc\n"), max_size=8))
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    cell = escape_formula(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescape_formula(cell) == text


def test_an_export_is_safe_and_comes_back(settings: Settings) -> None:
    text = json.dumps([{"id": "formula", "name": "=HYPERLINK(\"x\")", "source": "-1+1", "aliases": ["@somma"]}])
    assert apply(settings, text, plan(settings, text, "sector").digest, "sector").applied
    exported = content.write_content_csv(settings, table_name="sector")
    for line in csv.reader(io.StringIO(exported.removeprefix("\ufeff")), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)
    assert plan(settings, exported, "sector").count("nothing") == content.count_tables(settings)["sector"]


@pytest.mark.parametrize(("text", "row"), [
    ("id;hours\nsala;0", 2), ("id;hours\n\n;\nsala;0", 4),
    ('id;content;hours\nelettrico;"due\nrighe";250\nsala;x;0', 3),
    ("sep=;\nid;hours\nsala;0", 2)])
def test_rows_are_numbered_as_the_spreadsheet_does(settings: Settings, text: str, row: int) -> None:
    errors = [error for error in plan(settings, text, "course").errors if error.field == "hours"]
    assert [error.row for error in errors] == [row]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_a_file_is_read_as_spreadsheets_save_it(settings: Settings, encoding: str, mark: str) -> None:
    text = content.decode(f"id{mark}title\nsala{mark}Caffè, perché no – “qualità” €\n".replace(
        ", perché", " perché").encode(encoding))
    assert text is not None
    (change,) = plan(settings, text, "course").changes
    assert change.fields[0].after == "Caffè perché no – “qualità” €"


@pytest.mark.parametrize("data", [b"\x81\x8d\x8f", b"PK\x03\x04\x00\x00", b"\xff\xfeI\xd8"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert content.decode(data) is None
