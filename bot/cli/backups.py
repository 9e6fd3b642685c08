"""`orienta backup` and `orienta restore`: one file with database, secret and model."""

# ruff: noqa: B008 - this is how typer 0.7 declares options

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Optional

import typer

from bot import clock
from bot.cli.console import fail, load_settings, run_on_database, working
from bot.italian.text import format_moment
from bot.settings import SettingError
from bot.texts import get_text


def backup(
    target: Path = typer.Argument(help="Il file da scrivere."),
    model: Optional[Path] = typer.Option(None, help="Archivio del modello; altrimenti quello dei dati di adesso."),
) -> None:
    """Scrive in un file database, segreto e modello; il server può essere acceso."""
    from bot.server import backups, launcher

    settings = load_settings()
    try:
        chosen: Optional[Path] = launcher.find_model(settings, model)
    except launcher.CannotServe:
        chosen = None  # it can be trained again
    try:
        with working(get_text("backup.making")):
            manifest = run_on_database(lambda settings: backups.make_backup(
                settings, target, chosen, clock.now(), backups.find_published(settings)))
    except (backups.BackupFailed, SettingError) as error:
        fail(str(error))
    with target.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    print(get_text("backup.made", target=target, engine=manifest.engine, revision=manifest.revision,
                   model=manifest.model or get_text("backup.no_model"), digest=digest))


def restore(
    source: Path = typer.Argument(help="Il file di `orienta backup`."),
    over: bool = typer.Option(False, "--over", help="Anche se nel database c'è già del lavoro."),
    yes: bool = typer.Option(False, "--yes", help="Senza chiedere conferma."),
) -> None:
    """Riporta database, segreto e modello a quelli della copia; il server deve essere fermo."""
    from bot.server import backups

    settings = load_settings()
    try:
        with working(get_text("backup.checking")):
            manifest = backups.check_backup(source)
        print(get_text("backup.found", moment=format_moment(backups.describe_moment(manifest)),
                       engine=manifest.engine, revision=manifest.revision,
                       model=manifest.model or get_text("backup.no_model")))
        if not yes and not typer.confirm(get_text("backup.sure")):
            print(get_text("backup.kept"))
            raise typer.Exit(1)
        with working(get_text("backup.restoring")):
            run_on_database(lambda settings: backups.restore_backup(settings, source, over=over))
    except backups.BackupFailed as error:
        fail(str(error))
    if settings.secret:
        print(get_text("backup.own_secret"))
    print(get_text("backup.restored"))
