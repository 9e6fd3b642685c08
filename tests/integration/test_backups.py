"""A backup is one moment of a database that others write to, and comes back whole on both engines, or not at all."""

from __future__ import annotations

import shutil
import tarfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy
from typer.testing import CliRunner

from bot import clock
from bot.cli.main import app
from bot.db import migrate
from bot.db import session as db_session
from bot.server import backups
from bot.server.backups import BackupFailed, check_backup, make_backup, restore_backup
from bot.services import conversations
from bot.services.conversations import Draft
from bot.settings import Settings

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def settings(seeded_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    if seeded_database_url.startswith("postgresql"):
        use_tools_of_pgserver(monkeypatch)
    return Settings(database_url=seeded_database_url, secret=SECRET, desk_models_dir=str(tmp_path / "desk"))


def use_tools_of_pgserver(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump refuses a server that is newer than itself: the tests take those of their own server."""
    import os

    import pgserver

    tools = Path(pgserver.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "orienta-0123.tar.gz"
    path.write_bytes(b"a model" * 1000)
    return path


def write_message(settings: Settings, conversation: str, number: int) -> None:
    conversations.append_message(
        settings, conversation_id=conversation, channel="webchat", draft=Draft("person", f"messaggio {number}"),
        now=clock.now())


def read_rows(settings: Settings) -> dict[str, int]:
    """Rows by table, of everything there is."""
    with db_session.get_engine(settings.database_url).connect() as connection:
        names = sqlalchemy.inspect(connection).get_table_names()
        return {name: connection.execute(sqlalchemy.text(f'select count(*) from "{name}"')).scalar() or 0
                for name in names if name != "sqlite_sequence"}


def test_all_of_it_comes_back(settings: Settings, model: Path, tmp_path: Path) -> None:
    for number in range(3):
        write_message(settings, "web_a", number)
    before, target = read_rows(settings), tmp_path / "copies" / "today.orienta"
    published = tmp_path / "taught-7.tar.gz"
    published.write_bytes(b"taught")
    manifest = make_backup(settings, target, model, clock.now(), published)
    assert target.stat().st_mode & 0o777 == 0o600 and target.parent.stat().st_mode & 0o777 == 0o700
    assert check_backup(target) == manifest and manifest.model == model.name
    write_message(settings, "web_b", 9)
    restored = restore_backup(
        settings, target, over=True, models=tmp_path / "models", secret=tmp_path / "var" / "secret")
    assert restored == manifest and read_rows(settings) == before
    assert (tmp_path / "models" / model.name).read_bytes() == model.read_bytes()
    assert (tmp_path / "desk" / published.name).read_bytes() == b"taught"
    assert (tmp_path / "var" / "secret").read_text() == SECRET
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600
    assert migrate.check(settings.database_url).ok
    write_message(settings, "web_a", 3), write_message(settings, "web_c", 0)  # numbers go on after those restored
    assert read_rows(settings)["message"] == before["message"] + 2
    assert sorted(path.name for path in tmp_path.glob("**/.orienta-*")) == []


def test_a_backup_of_a_database_that_is_written_to_is_one_moment(settings: Settings, tmp_path: Path) -> None:
    over = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not over.is_set():
            write_message(settings, "web_a", len(written))
            written.append(len(written))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            pass
        confirmed = len(written)
        make_backup(settings, tmp_path / "copy", None, clock.now())
    finally:
        over.set()
        writer.join()
    restore_backup(settings, tmp_path / "copy", over=True, models=tmp_path, secret=tmp_path / "secret")
    with db_session.transaction(settings.database_url) as session:
        numbers = [int(row[0].split()[1]) for row in session.execute(
            sqlalchemy.text("select text from message order by sequence"))]
        last = session.execute(sqlalchemy.text("select last_sequence from conversation")).scalar()
    assert numbers == list(range(len(numbers))) and len(numbers) >= confirmed and last == len(numbers)


def test_a_schema_that_a_newer_program_left_goes_with_it(settings: Settings, tmp_path: Path) -> None:
    make_backup(settings, tmp_path / "copy", None, clock.now())
    with db_session.get_engine(settings.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("create table of_the_future (id integer primary key)"))
        connection.execute(sqlalchemy.text("update alembic_version set version_num = '9999'"))
    restore_backup(settings, tmp_path / "copy", over=True, models=tmp_path, secret=tmp_path / "secret")
    assert migrate.check(settings.database_url).ok


@pytest.mark.parametrize("fault", ["cut", "changed", "nothing", "newer", "other"])
def test_what_is_no_whole_backup_changes_nothing(
    seeded_sqlite_url: str, model: Path, tmp_path: Path, fault: str
) -> None:
    settings, target = Settings(database_url=seeded_sqlite_url, secret=SECRET), tmp_path / "copy"
    make_backup(settings, target, model, clock.now())
    whole = target.read_bytes()
    if fault == "cut":
        target.write_bytes(whole[: len(whole) // 2])
    elif fault == "changed":
        place = whole.index(b"a modela model") + 3
        target.write_bytes(whole[:place] + b"X" + whole[place + 1:])
    elif fault == "nothing":
        target.write_bytes(b"")
    else:
        repack(target, b'"revision": "', b'"revision": "9' if fault == "newer" else b'"revision": "')
    there = Settings(database_url="postgresql://nobody@127.0.0.1:1/x") if fault == "other" else settings
    before = read_rows(settings)
    with pytest.raises(BackupFailed) as told:
        restore_backup(there, target, over=True, models=tmp_path / "models", secret=tmp_path / "var" / "secret")
    assert len(str(told.value).splitlines()) == 1
    assert read_rows(settings) == before and not (tmp_path / "var" / "secret").exists()


def repack(path: Path, old: bytes, new: bytes) -> None:
    """Write the archive anew with another manifest."""
    folder = path.with_name("repacked")
    with tarfile.open(path) as archive:
        names = archive.getnames()
        archive.extractall(folder, filter="data")
    manifest = folder / backups.MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(old, new))
    with tarfile.open(path, "w") as archive:
        for name in names:
            archive.add(folder / name, name)
    shutil.rmtree(folder)


def test_the_commands_ask_before_they_replace(
    seeded_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", seeded_sqlite_url)
    monkeypatch.setenv("ORIENTA_SECRET", SECRET)
    monkeypatch.setattr(backups, "restore_backup", lambda *_, **more: calls.append(more))
    calls: list[Any] = []
    copy = str(tmp_path / "copy")
    made = CliRunner().invoke(app, ["backup", copy])
    assert made.exit_code == 0 and "SHA-256" in made.stdout, made.output
    asked = CliRunner().invoke(app, ["restore", copy], input="n\n")
    assert asked.exit_code == 1 and "sostituiti" in asked.stdout and not calls
    assert CliRunner().invoke(app, ["restore", copy, "--yes", "--over"]).exit_code == 0 and calls == [{"over": True}]
    assert CliRunner().invoke(app, ["restore", __file__, "--yes"]).exit_code == 1
    monkeypatch.undo()


def test_a_database_with_work_in_it_is_not_replaced_unasked(settings: Settings, tmp_path: Path) -> None:
    make_backup(settings, tmp_path / "copy", None, clock.now())
    restore_backup(settings, tmp_path / "copy", models=tmp_path, secret=tmp_path / "secret")  # only the seed is in it
    write_message(settings, "web_a", 1)
    with pytest.raises(BackupFailed, match="--over"):
        restore_backup(settings, tmp_path / "copy", models=tmp_path, secret=tmp_path / "secret")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    db_session.dispose_all()


def test_the_moment_is_told_as_people_here_read_it() -> None:
    manifest = backups.Manifest((clock.now() - timedelta(days=1)).isoformat(), "sqlite", "0001", {})
    assert backups.describe_moment(manifest).tzinfo is clock.ROME
