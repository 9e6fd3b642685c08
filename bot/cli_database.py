"""`orienta db`: the database's schema, its contents, and whether it can be used."""

from __future__ import annotations

from typing import Any, Callable

import typer

from bot.cli_console import fail, load_settings, on_database, working

app = typer.Typer(help="Il database: schema, contenuto, controllo.", no_args_is_help=True)


def work(text: str, step: Callable[[str], Any]) -> Any:
    """What ``step`` gives for the address of the database, with ``text`` while it lasts."""
    with working(text):
        return on_database(lambda settings: step(settings.database_url))


@app.command("upgrade")
def db_upgrade() -> None:
    """Porta lo schema alla versione di questo programma."""
    from bot.db import migrate

    work("Aggiorno lo schema…", migrate.upgrade)
    print("Schema aggiornato.")


@app.command("seed")
def db_seed() -> None:
    """Scrive nel database i dati di bot/db/seed; ripeterlo non cambia nulla."""
    from bot.db import seeding

    report = work("Scrivo i dati…", seeding.seed)
    print(f"Dati: {report.inserted} righe nuove, {report.updated} cambiate, {report.deleted} tolte, "
          f"{report.unchanged} uguali.")
    for row in report.kept:
        print(f"Lasciata com'è, perché qualcuno l'ha cambiata: {row}")


@app.command("check")
def db_check() -> None:
    """Dice se il database risponde, ha lo schema giusto e i dati."""
    from bot.runtime import database

    state = database.inspect(load_settings().database_url)
    if not state.ready:
        fail(state.advice)
    print("Il database è pronto.")
