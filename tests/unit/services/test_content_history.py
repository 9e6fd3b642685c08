"""The history of the content: old and new values of every change, and taking each back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping

import pytest

from bot import clock
from bot.services import content
from bot.services.content import HistoryEntry, Overtaken, Undone
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.unit.services.seeded import seeded_copy

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=clock.ROME)
EDITOR = OperatorView(7, "anna", "Anna", "administrator", ())
__all__ = ["seeded_copy"]


def values(settings: Settings, table: str, key: str) -> Mapping[str, Any] | None:
    found = content.find_row(settings, table_name=table, key=key)
    return dict(found.values) if found is not None else None


def save(settings: Settings, table: str, key: str | None, **raw: Any) -> Any:
    found = content.find_row(settings, table_name=table, key=key) if key else None
    return content.save(settings, table_name=table, key=key, raw=raw, version=found.version if found else "",
                        confirmed=True, by=EDITOR, now=NOW)


def remove(settings: Settings, table: str, key: str) -> Any:
    found = content.find_row(settings, table_name=table, key=key)
    assert found is not None
    return content.remove(
        settings, table_name=table, key=key, version=found.version, confirmed=True, by=EDITOR, now=NOW)


def newest(settings: Settings) -> HistoryEntry:
    return content.list_changes(settings)[0]


def undo(settings: Settings, change_id: int | None = None) -> Any:
    number = newest(settings).id if change_id is None else change_id
    return content.undo_change(settings, change_id=number, confirmed=True, by=EDITOR, now=NOW)


CHANGES: dict[str, dict[str, Any]] = {
    "course": {"hours": "300", "internship": ""},
    "course_edition": {"starts_earliest": "2027-01-01", "starts_latest": "", "ends_by": "", "places": "120"},
    "office": {"floor": "terzo piano"}, "sector": {"aliases": "uno | due"},
    "event": {"description": "Altro."}, "service": {"bring": "Documento"}, "help_line": {"hours": "sempre"}}


@pytest.mark.parametrize("table", CHANGES)
def test_a_change_shows_old_and_new_and_is_taken_back(seeded_copy: Settings, table: str) -> None:
    row = content.read_page(seeded_copy, table_name=table).rows[0]
    before = values(seeded_copy, table, row.key)
    assert isinstance(save(seeded_copy, table, row.key, **CHANGES[table]), content.SavedRow)
    after = values(seeded_copy, table, row.key)
    assert after != before
    entry = newest(seeded_copy)
    assert (entry.act, entry.table, entry.key, entry.operator_name) == ("changed", table, row.key, "Anna")
    assert entry.fields and all(field.before != field.after for field in entry.fields)
    assert isinstance(undo(seeded_copy), Undone) and values(seeded_copy, table, row.key) == before
    assert newest(seeded_copy).id > entry.id, "taking back is a change too"
    assert isinstance(undo(seeded_copy), Undone) and values(seeded_copy, table, row.key) == after


def test_a_rule_shows_its_params_and_comes_back(seeded_copy: Settings) -> None:
    before = values(seeded_copy, "eligibility_rule", '["sala_status"]')
    assert isinstance(save(seeded_copy, "eligibility_rule", '["sala_status"]', params={
        "admits": ["student"], "needs_income": [], "operator_checks": []}), content.SavedRow)
    (field,) = newest(seeded_copy).fields
    assert "student" in field.after and "unemployed" in field.before
    assert isinstance(undo(seeded_copy), Undone)
    assert values(seeded_copy, "eligibility_rule", '["sala_status"]') == before


def test_a_new_row_goes_again_and_a_deleted_one_comes_back_with_what_it_owned(seeded_copy: Settings) -> None:
    closed = save(seeded_copy, "closure", None, starts_on="2027-01-07", ends_on="2027-01-08", reason="trasloco",
                  source="Provincia", source_date="2026-11-01")
    assert isinstance(closed, content.SavedRow) and newest(seeded_copy).act == "created"
    assert isinstance(undo(seeded_copy), Undone)
    assert values(seeded_copy, "closure", closed.row.key) is None
    key = '["workshop_agenzie"]'
    event = next(row for row in content.read_page(seeded_copy, table_name="event").rows
                 if content.list_children(seeded_copy, table_name="event", row_id=row.values["id"])["event_session"])
    key, owned = event.key, content.list_children(seeded_copy, table_name="event", row_id=event.values["id"])
    assert isinstance(remove(seeded_copy, "event", key), content.Removed)
    assert newest(seeded_copy).act == "deleted"
    assert isinstance(undo(seeded_copy), Undone)
    assert values(seeded_copy, "event", key) == dict(event.values)
    again = content.list_children(seeded_copy, table_name="event", row_id=event.values["id"])
    assert {name: [row.values for row in rows] for name, rows in again.items()} == {
        name: [row.values for row in rows] for name, rows in owned.items()}


def test_what_somebody_has_changed_since_is_not_overwritten(seeded_copy: Settings) -> None:
    save(seeded_copy, "course", '["sala"]', hours="300")
    first = newest(seeded_copy).id
    save(seeded_copy, "course", '["sala"]', hours="310")
    assert isinstance(undo(seeded_copy, first), Overtaken)
    found = values(seeded_copy, "course", '["sala"]')
    assert found is not None and found["hours"] == 310
    save(seeded_copy, "course", '["sala"]', content="Altro.")
    assert isinstance(undo(seeded_copy, newest(seeded_copy).id - 1), Undone), "another field is no obstacle"
    assert isinstance(undo(seeded_copy, 999_999), Overtaken)


def test_a_new_row_that_others_use_stays(seeded_copy: Settings) -> None:
    sector = save(seeded_copy, "sector", None, name="Logistica", source="Provincia", source_date="2026-11-01")
    made = newest(seeded_copy).id
    save(seeded_copy, "course", '["sala"]', sector_id=sector.row.values["id"])
    assert isinstance(undo(seeded_copy, made), content.Referenced)
    assert values(seeded_copy, "sector", sector.row.key) is not None


def test_what_a_file_changes_is_in_the_history_and_a_dry_run_is_not(seeded_copy: Settings) -> None:
    text = "id;hours\nsala;300\n"
    plan = content.plan(seeded_copy, text=text, table_name="course", now=NOW)
    assert isinstance(plan, content.ImportPlan) and content.list_changes(seeded_copy) == []
    content.apply(seeded_copy, text=text, table_name="course", digest=plan.digest, by=EDITOR, now=NOW)
    (entry,) = content.list_changes(seeded_copy, table_name="course", key='["sala"]')
    assert [(field.before, field.after) for field in entry.fields] == [("250", "300")]
    assert isinstance(undo(seeded_copy), Undone)
