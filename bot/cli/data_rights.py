"""`orienta privacy`: erasing a person's data, writing them out, and saying what is past its time."""

# ruff: noqa: B008 - this is how typer 0.7 declares options

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from bot import clock
from bot.cli.console import fail, run_on_database
from bot.italian.text import format_moment
from bot.texts import get_text

app = typer.Typer(help="I dati delle persone: cancellarli, esportarli, vedere che cosa è scaduto.",
                  no_args_is_help=True)

_CODES = typer.Option([], "--code", help="Codice di un appuntamento; si può ripetere.")
_CONTACTS = typer.Option([], "--contact", help="Telefono o e-mail: tutti gli appuntamenti con quel recapito.")
_CONVERSATIONS = typer.Option([], "--conversation", help="Identificativo di una conversazione.")


@app.command("erase")
def privacy_erase(
    code: list[str] = _CODES, contact: list[str] = _CONTACTS, conversation: list[str] = _CONVERSATIONS,
    with_conversations: bool = typer.Option(
        False, "--with-conversations", help="Anche le conversazioni in cui gli appuntamenti sono stati presi."),
    yes: bool = typer.Option(False, "--yes", help="Senza chiedere conferma."),
) -> None:
    """Cancella per sempre; dice che cosa ha trovato e che cosa no. Resta nel registro degli atti, senza dati."""
    from bot.services import data_requests

    if not (code or contact or conversation):
        fail(get_text("privacy_command.nothing_named"))
    found = run_on_database(lambda settings: data_requests.find_data(
        settings, codes=code, contacts=contact, conversation_ids=conversation))
    for what in found.unknown:
        print(get_text("privacy_command.not_found", what=what))
    for item in found.appointments:
        print(get_text("privacy_command.found", code=item.code, name=item.name, when=format_moment(item.starts_at),
                       office=item.office_name, status=item.status))
    conversations = found.all_conversations() if with_conversations else found.conversation_ids
    if not found.appointments and not conversations and not found.left.number:
        fail(get_text("privacy_command.nothing_found"))
    if not yes and not typer.confirm(get_text(
            "privacy_command.sure", count=len(found.appointments), left=found.left.number,
            conversations=len(conversations))):
        print(get_text("privacy_command.kept"))
        raise typer.Exit(1)
    erased = run_on_database(lambda settings: data_requests.erase_found(
        settings, found, conversation_ids=conversations, actor=data_requests.COMMAND_LINE, now=clock.now()))
    print(get_text("privacy_command.erased", **{name: value for name, value in vars(erased).items()
                                                if isinstance(value, int)}))
    if erased.elsewhere:
        print(get_text("privacy_command.elsewhere", count=erased.elsewhere))


@app.command("export")
def privacy_export(
    code: list[str] = _CODES, contact: list[str] = _CONTACTS,
    conversation: Optional[str] = typer.Option(None, "--conversation", help="Identificativo di una conversazione."),
    page: Optional[Path] = typer.Option(None, "--page", help="Scrive anche una pagina da leggere in questo file."),
) -> None:
    """Scrive i dati in JSON."""
    from bot.services import data_requests, personal_export

    if not (code or contact or conversation):
        fail(get_text("privacy_command.nothing_named"))
    found = run_on_database(lambda settings: data_requests.find_data(
        settings, codes=code, contacts=contact, conversation_ids=[conversation] if conversation else []))
    if found.unknown:
        fail(get_text("privacy_command.not_found", what=", ".join(found.unknown)))
    data = run_on_database(lambda settings: personal_export.collect_data(
        settings, conversation_id=conversation, appointment_ids=found.appointment_ids, left=found.left,
        now=clock.now()))
    if page is not None:
        page.touch(mode=0o600)
        page.write_text(personal_export.write_page(data), encoding="utf-8")
    print(personal_export.write_json(data))


@app.command("allow-deletion")
def privacy_allow_deletion(
    yes: bool = typer.Option(False, "--yes", help="Senza chiedere conferma."),
) -> None:
    """Dopo un salto dell'orologio: dice che l'ora è giusta, e la pulizia dei dati scaduti riprende."""
    from bot.rules.retention import KINDS
    from bot.server import clock_watch
    from bot.services import privacy

    now = clock.now()
    purged = run_on_database(lambda settings: privacy.preview_purge(settings, now))
    print(get_text("privacy_command.clock_says", moment=format_moment(now)))
    for kind in KINDS:
        print(get_text("privacy_command.due", what=get_text(f"privacy_command.kinds.{kind.name}"),
                       due=sum(vars(purged)[name] for name in kind.counted)))
    if not yes and not typer.confirm(get_text("privacy_command.clock_right")):
        print(get_text("privacy_command.kept"))
        raise typer.Exit(1)
    run_on_database(lambda settings: clock_watch.allow_deletion(settings, clock.now()))
    print(get_text("privacy_command.deletion_allowed"))


@app.command("report")
def privacy_report() -> None:
    """Per quanto si conserva ogni dato, e che cosa la pulizia cancellerebbe adesso."""
    from bot.rules.retention import KINDS, SHORT_LIVED
    from bot.services import privacy
    from bot.settings import name_env_variable

    settings, purged = run_on_database(lambda settings: (settings, privacy.preview_purge(settings, clock.now())))
    counts = vars(purged)
    for kind in KINDS:
        kept = get_text(f"privacy_command.units.{kind.unit}", count=getattr(settings, kind.setting))
        print(get_text("privacy_command.kind", what=get_text(f"privacy_command.kinds.{kind.name}"), kept=kept,
                       setting=name_env_variable(kind.setting), due=sum(counts[name] for name in kind.counted)))
    print(get_text("privacy_command.short_lived", due=sum(counts[name] for name in SHORT_LIVED)))
