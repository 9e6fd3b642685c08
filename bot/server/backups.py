"""One file with all that a service needs to go on elsewhere: database, secret, model. Made while the server runs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, Optional

import sqlalchemy
from sqlalchemy.engine import make_url

from bot import clock
from bot import settings as settings_module
from bot.db import migrate, revisions
from bot.db.session import dispose_all, transaction
from bot.services import trainings
from bot.settings import PROJECT_ROOT, VAR_DIR, Settings
from bot.texts import get_text

MANIFEST = "manifest.json"
SECRET = "secret"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.sql"}
FORMAT = 1
PIECE = 1 << 20
EMPTY_SCHEMA = """
DO $$ DECLARE item record; BEGIN
    FOR item IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP TABLE %s CASCADE', item.name); END LOOP;
    FOR item IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP FUNCTION %s CASCADE', item.name); END LOOP;
END $$"""
"""A newer program's tables would stay otherwise, and its migrations could not run again."""
_MODEL = re.compile(r"(models|desk)/[A-Za-z0-9_-][A-Za-z0-9._-]*\.tar\.gz")


class BackupFailed(RuntimeError):
    """The backup was not made or not brought back; the message is one sentence. What was there is as it was."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``parts``: the SHA-256 of each file in it; ``revision``: of the schema."""

    made_at: str
    engine: str
    revision: str
    parts: dict[str, str]

    @property
    def model(self) -> Optional[str]:
        """The name of the model in it, if one is."""
        return next((Path(name).name for name in self.parts if name.startswith("models/")), None)


def make_backup(
    settings: Settings, target: Path, model: Optional[Path], now: datetime, published: Optional[Path] = None,
) -> Manifest:
    """Write database, secret and ``model`` to ``target``, which nobody but its owner can read.

    ``published``: the model that the desk trained and lets serve, which no file of the repository makes again.

    The database is read in one moment, while others write. ``target`` is there whole or not at all.

    Raises:
        BackupFailed: the database cannot be read, or ``target`` cannot be written.
        SettingError: the secret cannot be read.
    """
    with _draft_folder(target.parent) as draft:
        engine = _engine_of(settings.database_url)
        files = {DATABASES[engine]: draft / "database"}
        try:
            {"sqlite": _copy_sqlite, "postgresql": _dump_postgresql}[engine](settings.database_url, draft / "database")
        except (sqlite3.Error, OSError, sqlalchemy.exc.SQLAlchemyError) as error:
            raise BackupFailed(get_text("backup.database_unreadable", reason=_first_line(error))) from error
        files[SECRET] = draft / SECRET
        files[SECRET].write_bytes(settings_module.load_signing_key(settings))
        if model is not None:
            files[f"models/{model.name}"] = model
        if published is not None:
            files[f"desk/{published.name}"] = published
        manifest = Manifest(
            now.isoformat(timespec="seconds"), engine, migrate.find_current_revision(settings.database_url) or "",
            {name: _digest(path) for name, path in files.items()})
        told = draft / MANIFEST
        told.write_text(json.dumps({"format": FORMAT, **vars(manifest)}, indent=1), encoding="utf-8")
        packed = draft / "backup"
        try:
            with os.fdopen(os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
                with tarfile.open(fileobj=handle, mode="w") as archive:
                    for name, path in {MANIFEST: told, **files}.items():
                        archive.add(path, name, recursive=False)
                handle.flush()
                os.fsync(handle.fileno())
            packed.replace(target)
        except OSError as error:
            raise BackupFailed(get_text("backup.not_written", target=target, reason=error.strerror)) from error
        return manifest


def check_backup(source: Path) -> Manifest:
    """What ``source`` holds, after every byte of it was compared with its checksums.

    Raises:
        BackupFailed: it is no backup, is damaged, or is of a newer program.
    """
    try:
        with tarfile.open(source) as archive:
            told = archive.extractfile(MANIFEST)
            read = json.loads(told.read()) if told is not None else {}
            manifest = Manifest(read["made_at"], read["engine"], read["revision"], dict(read["parts"]))
            for name, digest in manifest.parts.items():
                part: Any = archive.extractfile(name)
                if part is None or hashlib.file_digest(part, "sha256").hexdigest() != digest:
                    raise BackupFailed(get_text("backup.damaged", source=source, part=name))
    except (OSError, EOFError, KeyError, TypeError, ValueError, tarfile.TarError) as error:
        raise BackupFailed(get_text("backup.no_backup", source=source, reason=_first_line(error))) from error
    known = {SECRET, *DATABASES.values()}
    if any(name not in known and not _MODEL.fullmatch(name) for name in manifest.parts):
        raise BackupFailed(get_text("backup.no_backup", source=source, reason="?"))
    if read["format"] != FORMAT or manifest.engine not in DATABASES or revisions.is_newer(manifest.revision):
        raise BackupFailed(get_text("backup.newer", source=source, revision=manifest.revision))
    return manifest


def restore_backup(
    settings: Settings, source: Path, *, over: bool = False, models: Path = PROJECT_ROOT / "models",
    secret: Path = VAR_DIR / SECRET,
) -> Manifest:
    """Bring the database of the settings, the secret and the model to what ``source`` holds.

    ``over``: also when the database has something in it already. The server is to be stopped before, and started
    afterwards: it keeps what it has read.

    Raises:
        BackupFailed: see :func:`check_backup`; or the database is another engine's, not empty, or cannot be written.
    """
    manifest = check_backup(source)
    engine = _engine_of(settings.database_url)
    if engine != manifest.engine:
        raise BackupFailed(get_text("backup.other_engine", made=manifest.engine, here=engine))
    if not over and _has_content(settings.database_url):
        raise BackupFailed(get_text("backup.not_empty"))
    with _draft_folder(secret.parent) as draft, tarfile.open(source) as archive:
        for name in manifest.parts:
            part = archive.extractfile(name)
            assert part is not None, "it was compared with its checksum"
            (draft / name).parent.mkdir(exist_ok=True)
            with (draft / name).open("wb") as handle:
                shutil.copyfileobj(part, handle, PIECE)
        dispose_all()
        bring = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}[engine]
        try:
            bring(settings.database_url, draft / DATABASES[engine])
        except (sqlite3.Error, OSError) as error:
            raise BackupFailed(get_text("backup.database_unwritable", reason=_first_line(error))) from error
        (draft / SECRET).chmod(0o600)
        os.replace(draft / SECRET, secret)
        for name in (name for name in manifest.parts if _MODEL.fullmatch(name)):
            folder = models if name.startswith("models/") else trainings.find_models_folder(settings)
            folder.mkdir(parents=True, exist_ok=True)
            shutil.move(draft / name, folder / Path(name).name)
    return manifest


def _engine_of(url: str) -> str:
    return make_url(url).get_backend_name()


@contextmanager
def _draft_folder(beside: Path) -> Iterator[Path]:
    """A folder for its owner only, on the disk of ``beside``, gone afterwards."""
    try:
        beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=beside, prefix=".orienta-") as folder:
            yield Path(folder)
    except OSError as error:
        raise BackupFailed(get_text("backup.not_written", target=beside, reason=error.strerror)) from error


def _copy_sqlite(url: str, target: Path) -> None:
    """SQLite's own online copy: one moment, in one step, whoever writes meanwhile."""
    path = make_url(url).database
    if not path or not Path(path).is_file():
        raise BackupFailed(get_text("backup.database_unreadable", reason=path))
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)


def _restore_sqlite(url: str, source: Path) -> None:
    """The same way back: whoever has the file open sees the whole change or none of it."""
    path = Path(make_url(url).database or "")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(path)) as target:
        copy.backup(target)


def _dump_postgresql(url: str, target: Path) -> None:
    _run_tool("pg_dump", url, ["--no-owner", "--no-privileges", f"--file={target}"])


def _restore_postgresql(url: str, source: Path) -> None:
    """All or nothing: one transaction, which first takes away what is there."""
    _run_tool("psql", url, [
        "--quiet", "--no-psqlrc", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--single-transaction",
        f"--command={EMPTY_SCHEMA}", f"--file={source}"])


def _run_tool(name: str, url: str, arguments: list[str]) -> None:
    """Run a tool of PostgreSQL. The password goes by the environment: arguments are seen by everybody here.

    Raises:
        BackupFailed: it is not installed, or fails; with its last words.
    """
    tool = shutil.which(name)
    if tool is None:
        raise BackupFailed(get_text("backup.tool_missing", name=name))
    address = make_url(url).set(drivername="postgresql")
    environment = {**os.environ, **({"PGPASSWORD": str(address.password)} if address.password else {})}
    shown = address.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [tool, f"--dbname={shown}", *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        words = (done.stderr.strip().splitlines() or [""])[-1]
        raise BackupFailed(get_text("backup.tool_failed", name=name, reason=words[:200]))


def _has_content(url: str) -> bool:
    """Whether somebody has worked with the database: what only the seed wrote can be written again."""
    with transaction(url) as session:
        connection: Any = session.connection()
        tables = set(sqlalchemy.inspect(connection).get_table_names())
        return any(
            table in tables and connection.execute(sqlalchemy.text(f"SELECT 1 FROM {table} LIMIT 1")).first()
            for table in ("message", "appointment", "operator", "interest", "sign_up"))


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def describe_moment(manifest: Manifest) -> datetime:
    """When the backup was made, as people here read it."""
    return clock.local(datetime.fromisoformat(manifest.made_at))


def find_published(settings: Settings) -> Optional[Path]:
    """The model that the desk lets serve, if there is one.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    release = trainings.find_release(settings)
    path = None if release is None else trainings.find_models_folder(settings) / release.archive
    return path if path is not None and path.is_file() else None
