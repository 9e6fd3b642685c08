"""The `orienta` command. Errors are one sentence that names the setting; imports are late, so that help is quick."""

# ruff: noqa: B008 - this is how typer 0.7 declares options

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, NoReturn, Optional

import typer
from rich.console import Console
from rich.table import Table

from bot import cli_database, cli_operators, cli_telegram
from bot import settings as settings_module
from bot.cli_console import console, fail, load_settings, working
from bot.settings import SettingError, Settings

app = typer.Typer(help="L'assistente del Patto di Lecco: avvio, addestramento, database.", no_args_is_help=True,
                  add_completion=False, pretty_exceptions_enable=False)
model_app = typer.Typer(help="Il modello italiano di spaCy.", no_args_is_help=True)
app.add_typer(cli_database.app, name="db")
app.add_typer(model_app, name="model")
app.add_typer(cli_operators.app, name="operator")
app.add_typer(cli_telegram.app, name="telegram")


@app.command()
def serve(
    port: Optional[int] = typer.Option(None, help="Porta della chat (ORIENTA_PORT)."),
    host: Optional[str] = typer.Option(None, help="Indirizzo della chat (ORIENTA_HOST)."),
    actions_url: Optional[str] = typer.Option(None, help="Server delle azioni separato (ACTION_ENDPOINT_URL)."),
    model: Optional[Path] = typer.Option(None, help="Archivio del modello, o cartella: il più recente."),
    endpoints: Optional[Path] = typer.Option(None, help="File endpoints.yml di Rasa."),
    credentials: Optional[Path] = typer.Option(None, help="File credentials.yml di Rasa: i canali."),
    check_database: bool = typer.Option(True, help="Controlla lo schema prima di partire."),
    with_site: bool = typer.Option(True, "--site/--no-site", help="Avvia e sorveglia anche il sito."),
    prepare: bool = typer.Option(False, "--prepare", help="Prima porta database e modello allo stato dei file."),
) -> None:
    """Avvia l'assistente: la chat e il sito."""
    settings = load_settings()
    if prepare:
        from bot.runtime import preparing

        code, prepared = preparing.run()
        if prepared is None:
            raise typer.Exit(code)
        model = model or prepared
    root = settings_module.PROJECT_ROOT
    with _told():
        if with_site:
            from bot.runtime import both

            both.serve(settings, host=host or settings.server_host, port=port or settings.server_port, options={
                "--actions-url": actions_url, "--model": model, "--endpoints": endpoints,
                "--credentials": credentials}, check_database=check_database, announce=_announce)
        else:
            from bot.runtime import launcher

            _check(settings, check_database)
            launcher.serve(launcher.ServeOptions(
                host=host or settings.server_host, port=port or settings.server_port, model=launcher.find_model(model),
                actions_url=settings.action_endpoint_url if actions_url is None else actions_url,
                endpoints=endpoints or root / "endpoints.yml", credentials=credentials or root / "credentials.yml"),
                settings)
    _leave()


@contextmanager
def _told() -> Iterator[None]:
    """Whatever keeps a server from starting is told in one sentence, to the parent process if there is one."""
    from bot.runtime import supervised
    from bot.runtime.launcher import CannotServe
    from bot.runtime.supervisor import GivenUp

    supervised.process.begin()
    try:
        yield
    except (CannotServe, GivenUp, SettingError) as error:
        if supervised.process.refuse(str(error)):
            raise typer.Exit(1) from error
        fail(str(error))


def _check(settings: Settings, check_database: bool) -> None:
    """What every server needs before it starts."""
    from bot.runtime import database, launcher, supervised

    settings_module.signing_key(settings)
    if check_database and not (state := database.inspect(settings.database_url)).ready:
        raise launcher.CannotServe(state.advice)
    supervised.process.checked()


def _announce(chat: str, site: str) -> None:
    print(f"Pronto: {chat}\nSito:   {site}", flush=True)


@app.command()
def prepare() -> None:
    """Porta database e modello allo stato dei file, e scrive il nome del modello."""
    import subprocess

    from bot.db import migrate, seeding
    from bot.runtime import training

    settings = load_settings()
    cli_database.work("Aggiorno lo schema…", migrate.upgrade)
    cli_database.work("Scrivo i dati…", seeding.seed)
    model = training.model_path(settings)
    if not model.is_file():  # training imports TensorFlow
        done = subprocess.run([sys.executable, "-m", "bot.cli", "train"], stdout=sys.stderr)
        if done.returncode:
            raise typer.Exit(done.returncode)
    print(model)


def _leave() -> NoReturn:
    """End now: an action that hangs in its thread must not keep a stopped server alive."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


@app.command()
def actions(
    port: int = typer.Option(5055, help="Porta del server delle azioni."),
    host: str = typer.Option("127.0.0.1", help="Indirizzo su cui ascoltare."),
) -> None:
    """Avvia il server delle azioni separato, per ACTION_ENDPOINT_URL o per `rasa run`."""
    settings = load_settings()
    from bot.runtime import logs
    from bot.runtime.launcher import CannotServe, check_port

    os.environ["SANIC_HOST"] = host
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    sys.path.insert(0, os.getcwd())
    try:
        check_port(host, port)
        from rasa_sdk.endpoint import create_app

        server = create_app(settings.actions_package, cors_origins="")
    except CannotServe as error:
        fail(str(error))
    logs.configure(settings.log_level)
    console.print(f"Azioni su http://{host}:{port}/webhook")
    server.run(host, port, access_log=False, motd=False)


@app.command()
def site(
    port: Optional[int] = typer.Option(None, help="Porta (ORIENTA_SITE_PORT)."),
    host: Optional[str] = typer.Option(None, help="Indirizzo su cui ascoltare (ORIENTA_SITE_HOST)."),
    check_database: bool = typer.Option(True, help="Controlla lo schema prima di partire."),
) -> None:
    """Avvia il sito: pagine pubbliche, dati aperti e banco degli operatori."""
    from bot.runtime.launcher import check_port

    settings = load_settings()
    host, port = host or settings.site_host, port or settings.site_port
    with _told():
        check_port(host, port, "--port o ORIENTA_SITE_PORT")
        _check(settings, check_database)
        from connectors.site import serving

        serving.serve(settings, host, port)
    _leave()


@app.command()
def train(
    if_changed: bool = typer.Option(False, "--if-changed", help="Solo se dati o configurazione sono cambiati."),
) -> None:
    """Addestra il modello e ne scrive il nome."""
    from bot.runtime import training

    settings = load_settings()
    try:
        with working("Addestro il modello…") as tell:
            result = training.train(settings, if_changed=if_changed, progress=tell)
    except (training.TrainingFailed, SettingError) as error:
        fail(str(error))
    print(f"{result.model} ({'nuovo' if result.new else 'già aggiornato'})")


@model_app.command("install")
def model_install(
    url: Optional[str] = typer.Option(None, help="Indirizzo del file, anche file:///…"),
    sha256: Optional[str] = typer.Option(None, help="Impronta attesa, se il file è un altro."),
) -> None:
    """Scarica it_core_news_sm dall'indirizzo ufficiale, ne controlla l'impronta e lo installa."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from bot.runtime import spacy_model

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("Scarico it_core_news_sm", total=None)

            def progress(had: int, size: int) -> None:
                bar.update(task, completed=had, total=size or None)

            name = spacy_model.install(url or spacy_model.URL, sha256 or spacy_model.SHA256, progress)
    except spacy_model.ModelNotInstalled as error:
        fail(str(error))
    print(f"{name} installato: ora esegui `orienta train`.")


@app.command()
def doctor() -> None:
    """Dice che cosa è configurato, che cosa manca e che cosa non funzionerebbe."""
    from bot.runtime import doctor as doctor_module

    with working("Controllo…"):
        findings = doctor_module.examine(load_settings())
    table = Table(show_header=False, box=None)
    level = doctor_module.Level
    styles = {level.GOOD: "green", level.NOTE: "yellow", level.BLOCKING: "red"}
    for finding in findings:
        table.add_row(f"[{styles[finding.level]}]{finding.level.value}[/]", finding.subject, finding.text)
    Console(soft_wrap=True).print(table)
    if any(finding.level is doctor_module.Level.BLOCKING for finding in findings):
        raise typer.Exit(1)


def main() -> None:
    """The entry point `orienta`."""
    if os.environ.get("COLUMNS", "1") == "0":  # some terminals say 0, and rich then writes nothing
        del os.environ["COLUMNS"]
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # not foreseen: still one sentence, and the rest for who asks for it
        if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
            raise
        console.print(f"{type(error).__name__}: {error} (LOG_LEVEL=DEBUG per i dettagli)", style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
