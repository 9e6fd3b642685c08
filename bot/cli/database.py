"""`orienta db`: the database's schema, its contents, and whether it can be used."""

from __future__ import annotations

from typing import Any, Callable

import typer

from bot.cli.console import fail, load_settings, run_on_database, working
from bot.texts import get_text

app = typer.Typer(help="Il database: schema, contenuto, controllo.", no_args_is_help=True)


def work(text: str, step: Callable[[str], Any]) -> Any:
    """What ``step`` gives for the address of the database, with ``text`` while it lasts."""
    with working(text):
        return run_on_database(lambda settings: step(settings.database_url))


@app.command("upgrade")
def db_upgrade() -> None:
    """Porta lo schema alla versione di questo programma."""
    from bot.db import migrate

    work(get_text("command_line.upgrading"), migrate.upgrade)
    print(get_text("command_line.upgraded"))


@app.command("downgrade")
def db_downgrade(
    revision: str = typer.Argument(help="La versione dello schema a cui tornare, per esempio 0023."),
    yes: bool = typer.Option(False, "--yes", help="Senza chiedere conferma."),
) -> None:
    """Riporta lo schema a una versione di prima; i dati delle colonne e tabelle che vi mancano si perdono."""
    from bot.db import migrate

    steps = run_on_database(lambda settings: migrate.list_steps_down(settings.database_url, revision))
    for number, what in steps:
        print(get_text("command_line.step_down", number=number, what=what))
    if not yes and not typer.confirm(get_text("command_line.sure_downgrade")):
        print(get_text("command_line.schema_kept"))
        raise typer.Exit(1)
    work(get_text("command_line.downgrading"), lambda url: migrate.downgrade(url, revision))
    print(get_text("command_line.downgraded", revision=revision))


@app.command("seed")
def db_seed() -> None:
    """Scrive nel database i dati di bot/db/seed; ripeterlo non cambia nulla."""
    from bot.db import seeding

    report = work(get_text("command_line.seeding"), seeding.seed)
    print(get_text("command_line.seeded", inserted=report.inserted, updated=report.updated, deleted=report.deleted,
                   unchanged=report.unchanged))
    for row in report.kept:
        print(get_text("command_line.row_kept", row=row))


@app.command("check")
def db_check() -> None:
    """Dice se il database risponde, ha lo schema giusto e i dati."""
    from bot.server import database_state

    state = database_state.inspect(load_settings().database_url)
    if not state.ready:
        fail(state.advice)
    print(get_text("command_line.database_ready"))
