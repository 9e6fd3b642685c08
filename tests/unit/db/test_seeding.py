"""Seeding is all or nothing, changes nothing the second time, and leaves alone what an operator changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from bot.db import seeding
from bot.db.models import Base
from bot.db.seed_files import SEED_FOLDER
from bot.db.session import DatabaseUnavailable, get_engine, transaction


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the seed that a test may change."""
    return Path(shutil.copytree(SEED_FOLDER, tmp_path / "seed"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(url: str, statement: str, **values: Any) -> Any:
    with transaction(url, write=True) as session:
        result = session.execute(sqlalchemy.text(statement), values)
        return result.scalar() if result.returns_rows else result.rowcount


def rows_of(url: str) -> dict[str, list[Any]]:
    with get_engine(url).connect() as connection:
        return {
            table.name: sorted(map(str, connection.execute(sqlalchemy.select(table))))
            for table in Base.metadata.sorted_tables}


def test_seeding_twice_changes_nothing(database_url: str) -> None:
    first = seeding.seed(database_url)
    assert first.inserted > 150 and (first.updated, first.unchanged, first.deleted, first.kept) == (0, 0, 0, ())
    stored = rows_of(database_url)

    second = seeding.seed(database_url)
    assert second == seeding.SeedReport(0, 0, first.inserted, 0, ())
    assert rows_of(database_url) == stored


def test_a_change_in_a_file_updates_its_row_only(database_url: str, folder: Path) -> None:
    seeding.seed(database_url, folder)
    change(folder, "courses.yml", "places_taken: 12", "places_taken: 11")
    report = seeding.seed(database_url, folder)
    assert (report.inserted, report.updated, report.deleted) == (0, 1, 0)
    assert run(database_url, "select places_taken from course_edition where id = 'sala_2025'") == 11


def test_an_error_writes_nothing(sqlite_url: str, folder: Path) -> None:
    change(folder, "answers.yml", "topic: pact", "topic: patto")
    with pytest.raises(seeding.SeedError):
        seeding.seed(sqlite_url, folder)
    assert not any(rows_of(sqlite_url).values())


def test_an_error_in_a_later_seeding_leaves_what_was_there(sqlite_url: str, folder: Path) -> None:
    seeding.seed(sqlite_url, folder)
    stored = rows_of(sqlite_url)
    change(folder, "organisations.yml", "name: Provincia di Lecco", "name: Provincia")
    change(folder, "events.yml", "kind: seminar", "kind: webinar")
    with pytest.raises(seeding.SeedError, match="events.yml"):
        seeding.seed(sqlite_url, folder)
    assert rows_of(sqlite_url) == stored


def test_what_an_operator_changed_is_kept_and_reported(database_url: str, folder: Path) -> None:
    seeding.seed(database_url, folder)
    run(database_url, "update office set address = 'via Nuova 1' where id = 'lecco'")
    change(folder, "offices.yml", "floor: piano terra", "floor: piano rialzato")
    report = seeding.seed(database_url, folder)
    assert report.kept == ("office lecco",) and report.updated == 0
    assert run(database_url, "select address from office where id = 'lecco'") == "via Nuova 1"


def test_what_an_operator_deleted_stays_away_with_what_belongs_to_it(sqlite_url: str, folder: Path) -> None:
    seeding.seed(sqlite_url, folder)
    run(sqlite_url, "delete from event_session where event_id = 'job_day_sala'")
    run(sqlite_url, "delete from event where id = 'job_day_sala'")
    change(folder, "events.yml", "{day: 2025-01-28,", "{day: 2025-01-29,")
    report = seeding.seed(sqlite_url, folder)
    assert "event job_day_sala" in report.kept and "event_session job_day_sala/2025-01-29" in report.kept
    assert run(sqlite_url, "select count(*) from event where id = 'job_day_sala'") == 0


def test_an_operator_and_a_file_that_agree_go_on_with_the_file(sqlite_url: str, folder: Path) -> None:
    seeding.seed(sqlite_url, folder)
    run(sqlite_url, "update office set floor = 'secondo piano' where id = 'lecco'")
    change(folder, "offices.yml", "floor: piano terra", "floor: secondo piano")
    assert seeding.seed(sqlite_url, folder).kept == ()
    change(folder, "offices.yml", "floor: secondo piano", "floor: terzo piano")
    assert seeding.seed(sqlite_url, folder).updated == 1


def test_a_row_that_a_file_no_longer_has_is_deleted(database_url: str, folder: Path) -> None:
    seeding.seed(database_url, folder)
    change(folder, "offices.yml", '["08:30-12:30", "14:00-17:15"]', '["08:30-12:30"]')
    assert seeding.seed(database_url, folder).deleted == 1
    monday = "select count(*) from opening_interval where office_id = 'lecco' and weekday = 0"
    assert run(database_url, monday) == 1
    assert seeding.seed(database_url, folder).deleted == 0


def test_a_vanished_row_that_an_operator_changed_stays(sqlite_url: str, folder: Path) -> None:
    seeding.seed(sqlite_url, folder)
    run(sqlite_url, "update closure set ends_on = '2025-12-08' where id = 'patrono_merate'")
    text = (folder / "offices.yml").read_text(encoding="utf-8")
    patron = text[text.index("  - id: patrono_merate"):]
    (folder / "offices.yml").write_text(text.replace(patron, ""), encoding="utf-8")
    report = seeding.seed(sqlite_url, folder)
    assert (report.kept, report.deleted) == (("closure patrono_merate",), 0)


def test_a_row_that_no_file_ever_had_stays(sqlite_url: str) -> None:
    seeding.seed(sqlite_url)
    run(sqlite_url, "insert into answer (id, topic, question, text, source, verified)"
                    " values ('dell_operatore', 'pact', 'd', 't', 's', true)")
    assert seeding.seed(sqlite_url).deleted == 0
    assert run(sqlite_url, "select count(*) from answer where id = 'dell_operatore'") == 1


def test_a_vanished_row_that_others_need_stays(database_url: str, folder: Path) -> None:
    seeding.seed(database_url, folder)
    run(database_url, "insert into closure (id, office_id, starts_on, ends_on, yearly, reason, source, verified)"
                      " values ('ferie', 'merate', '2026-08-10', '2026-08-14', false, 'ferie', 'operatore', true)")
    text = (folder / "offices.yml").read_text(encoding="utf-8")
    merate = text[text.index("  - id: merate"):text.index("closures:")]
    patron = text[text.index("  - id: patrono_merate"):]
    (folder / "offices.yml").write_text(text.replace(merate, "").replace(patron, ""), encoding="utf-8")

    report = seeding.seed(database_url, folder)
    assert report.kept == ("office merate",)
    assert run(database_url, "select count(*) from office") == 2
    assert run(database_url, "select count(*) from closure where id = 'patrono_merate'") == 0


def test_without_a_schema_the_caller_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="no such table"):
        seeding.seed(f"sqlite:///{tmp_path / 'empty.db'}")
