"""The `orienta` command. Errors are one sentence that names the setting; imports are late, so that help is quick."""

# ruff: noqa: B008 - this is how typer 0.7 declares options

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, Optional

import typer
from rich.console import Console
from rich.table import Table

from bot import settings as settings_module
from bot.cli import backups, data_rights, database, operators, telegram
from bot.cli.console import console, fail, load_settings, working
from bot.settings import SettingError, Settings
from bot.texts import get_text

app = typer.Typer(help="L'assistente del Patto di Lecco: avvio, addestramento, database.", no_args_is_help=True,
                  add_completion=False, pretty_exceptions_enable=False)
model_app = typer.Typer(help="Il modello italiano di spaCy.", no_args_is_help=True)
app.add_typer(database.app, name="db")
app.add_typer(model_app, name="model")
app.add_typer(operators.app, name="operator")
app.add_typer(data_rights.app, name="privacy")
app.add_typer(telegram.app, name="telegram")
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)


class ServedPart(StrEnum):
    """What can be served by itself."""

    CHAT = "chat"
    SITE = "site"


@app.command()
def serve(
    port: Optional[int] = typer.Option(None, help="Porta (ORIENTA_PORT)."),
    host: Optional[str] = typer.Option(None, help="Indirizzo su cui ascoltare (ORIENTA_HOST)."),
    only: Optional[ServedPart] = typer.Option(None, help="Solo i canali della chat, o solo il sito con lo sportello."),
    actions_url: Optional[str] = typer.Option(None, help="Server delle azioni separato (ACTION_ENDPOINT_URL)."),
    model: Optional[Path] = typer.Option(
        None, help="Archivio del modello, o cartella: risponde questo, anche se lo sportello ne pubblica un altro."),
    endpoints: Optional[Path] = typer.Option(None, help="File endpoints.yml di Rasa."),
    check_database: bool = typer.Option(True, help="Controlla lo schema prima di partire."),
    prepare: bool = typer.Option(False, "--prepare", help="Prima porta database e modello allo stato dei file."),
) -> None:
    """Avvia l'assistente: chat, sito e sportello."""
    from bot.server import blas_threads, launcher

    blas_threads.limit()
    settings = load_settings()
    follow_desk = model is None
    if prepare:
        from bot.server import preparing

        code, prepared = preparing.run(lambda: launcher.import_ahead(with_site=only is not ServedPart.CHAT))
        if prepared is None:
            raise typer.Exit(code)
        model = model or prepared
    try:
        _check(settings, check_database)
        launcher.serve(launcher.ServeOptions(
            host=host or settings.server_host, port=port or settings.server_port,
            model=None if only is ServedPart.SITE else launcher.find_model(settings, model),
            with_site=only is not ServedPart.CHAT,
            actions_url=settings.action_endpoint_url if actions_url is None else actions_url,
            endpoints=endpoints or settings_module.PROJECT_ROOT / "endpoints.yml", follow_desk=follow_desk), settings)
    except (launcher.CannotServe, SettingError) as error:
        fail(str(error))
    _leave()


def _check(settings: Settings, check_database: bool) -> None:
    """What every server needs before it starts."""
    from bot.server import database_state, launcher

    settings_module.load_signing_key(settings)
    if check_database and not (state := database_state.inspect(settings.database_url)).ready:
        raise launcher.CannotServe(state.advice)


@app.command()
def prepare() -> None:
    """Porta database e modello allo stato dei file, e scrive il nome del modello."""
    import subprocess

    from bot.db import migrate, seeding
    from bot.server import training

    settings = load_settings()
    model = training.find_model_path(settings)
    # beside the database, which it looks at only at its end: names that are older by then are read again when serving
    command = [sys.executable, "-m", "bot.cli", "train"]
    trained = None if model.is_file() else subprocess.Popen(command, stdout=sys.stderr)
    try:
        database.work(get_text("command_line.upgrading"), migrate.upgrade)
        database.work(get_text("command_line.seeding"), seeding.seed)
    except BaseException:
        if trained is not None:
            trained.terminate()
        raise
    if trained is not None and trained.wait():
        raise typer.Exit(trained.returncode)
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
    from bot.server import action_server, launcher

    try:
        action_server.serve(load_settings(), host, port)
    except launcher.CannotServe as error:
        fail(str(error))
    _leave()


@app.command()
def train(
    if_changed: bool = typer.Option(False, "--if-changed", help="Solo se dati o configurazione sono cambiati."),
) -> None:
    """Addestra il modello e ne scrive il nome."""
    from bot.server import training

    settings = load_settings()
    try:
        with working(get_text("command_line.training")) as tell:
            result = training.train(settings, if_changed=if_changed, progress=tell)
    except (training.TrainingFailed, SettingError) as error:
        fail(str(error))
    print(get_text("command_line.model_new" if result.new else "command_line.model_up_to_date", model=result.model))


@app.command("desk-training", hidden=True)
def train_for_desk(training_id: int = typer.Argument(help="Il numero dell'allenamento.")) -> None:
    """Il processo di un allenamento chiesto dallo sportello."""
    from bot.server import desk_training

    desk_training.run(load_settings(), training_id)


@app.command("rasa", context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def run_rasa(context: typer.Context) -> None:
    """I comandi di Rasa: `orienta rasa shell`, `orienta rasa data validate`, `orienta rasa --help`."""
    from bot.rasa import commands
    from bot.rasa.stub_modules import LibraryAbsent
    from bot.rasa.tensorflow_stubs import ModelNeedsTensorFlow
    from bot.server import logs

    logs.hide_deprecations()
    try:
        commands.run(context.args)
    except (LibraryAbsent, ModelNeedsTensorFlow) as error:
        fail(str(error))


@app.command()
def explain(
    text: str = typer.Argument(help="Il messaggio di una persona."),
    task: Optional[str] = typer.Option(None, help="Il compito aperto, per esempio booking_form."),
    question: Optional[str] = typer.Option(None, help="Lo slot che è stato chiesto, per esempio booking_time."),
    button: list[str] = typer.Option([], help="Un pulsante mostrato, TITOLO=PAYLOAD; si può ripetere."),
    at_hand: bool = typer.Option(False, help="Si è appena parlato di un appuntamento."),
    checked: bool = typer.Option(False, help="Si sono appena verificati i requisiti."),
    conversation: Optional[str] = typer.Option(None, help="Invece di tutto questo: il punto di una conversazione."),
    model: Optional[Path] = typer.Option(None, help="Archivio del modello, o cartella: quello dei dati di adesso."),
) -> None:
    """Dice che cosa può essere un messaggio dove è scritto, e perché l'assistente sceglie così."""
    from dataclasses import replace

    from bot.dialogue.context import Context
    from bot.dialogue.turn import Button
    from bot.server import assistant, explanation, launcher

    try:
        with working(get_text("command_line.loading_model")):
            settings = load_settings()
            reader = explanation.ModelReader(
                launcher.find_model(settings, model), settings_module.PROJECT_ROOT / "endpoints.yml", settings)
    except (launcher.CannotServe, assistant.CannotLoad, SettingError) as error:
        fail(str(error))
    buttons = tuple(Button(*item.partition("=")[::2]) for item in button)
    context: Optional[Context] = Context(
        task, question, buttons, at_hand, checked, needs=reader.read_needs())
    if conversation is not None:
        context = reader.read_context(conversation)
    if context is None:
        fail(get_text("command_line.no_conversation", conversation=conversation))
    (understood,) = reader.parse([text])
    understood = replace(understood, acts=reader.rank_acts(text, context))
    table = Table(show_header=False, box=None)
    for found in explanation.explain(text, understood, context):
        evidence = ", ".join(f"{name} {value:.2f} × {weight:g}" for name, (value, weight) in found.evidence.items())
        table.add_row(f"{found.score:.2f}", found.act, found.reader, evidence)
    Console(soft_wrap=True).print(table)


@model_app.command("install")
def model_install(
    url: Optional[str] = typer.Option(None, help="Indirizzo del file, anche file:///…"),
    sha256: Optional[str] = typer.Option(None, help="Impronta attesa, se il file è un altro."),
) -> None:
    """Scarica it_core_news_sm dall'indirizzo ufficiale, ne controlla l'impronta e lo installa."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from bot.server import spacy_model

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task(get_text("command_line.downloading"), total=None)

            def progress(had: int, size: int) -> None:
                bar.update(task, completed=had, total=size or None)

            name = spacy_model.install(url or spacy_model.URL, sha256 or spacy_model.SHA256, progress)
    except spacy_model.ModelNotInstalled as error:
        fail(str(error))
    print(get_text("command_line.installed", name=name))


@app.command()
def doctor() -> None:
    """Dice che cosa è configurato, che cosa manca e che cosa non funzionerebbe."""
    from bot.server import doctor as doctor_module

    with working(get_text("command_line.checking")):
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
    except Exception as error:  # not foreseen: still one sentence, and the rest for whoever asks for it
        if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
            raise
        told = get_text("command_line.unforeseen", kind=type(error).__name__, error=error)
        console.print(told, style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
