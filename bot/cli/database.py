"""`orienta db`: the database's schema, its contents, and whether it can be used."""

from __future__ import annotations

from typing import Any, Callable

import typer

from bot.cli.console import fail, load_settings, on_database, working
from bot.texts import get_text

app = typer.Typer(help="Il database: schema, contenuto, controllo.", no_args_is_help=True)


def work(text: str, step: Callable[[str], Any]) -> Any:
    """What ``step`` gives for the address of the database, with ``text`` while it lasts."""
    with working(text):
        return on_database(lambda settings: step(settings.database_url))


@app.command("upgrade")
def db_upgrade() -> None:
    """Porta lo schema alla versione di questo programma."""
    from bot.db import migrate

    work(get_text("command_line.upgrading"), migrate.upgrade)
    print(get_text("command_line.upgraded"))


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
