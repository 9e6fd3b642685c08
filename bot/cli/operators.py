"""`orienta operator`: accounts of the desk. A password is asked for or read from standard input, never an argument."""

# ruff: noqa: B008 - this is how typer 0.7 declares options

from __future__ import annotations

import sys
from typing import Any, Callable

import typer

from bot import clock
from bot.cli.console import fail, run_on_database
from bot.settings import Settings
from bot.texts import get_text

app = typer.Typer(help="Gli operatori dello sportello: account, ruoli, password.", no_args_is_help=True)

USERNAME = typer.Argument(..., help="Nome utente, per esempio anna.rossi.")
FROM_STDIN = typer.Option(False, "--password-stdin", help="Leggi la password dalla prima riga di stdin.")


@app.command("add")
def add(
    username: str = USERNAME,
    name: str = typer.Option(..., prompt="Nome e cognome", help="Nome e cognome: le persone leggono il nome."),
    administrator: bool = typer.Option(False, "--administrator", help="Vede tutto e cambia contenuti e registro."),
    office: list[str] = typer.Option([], help="Sede di cui vede le richieste; si può ripetere."),
    password_stdin: bool = FROM_STDIN,
) -> None:
    """Crea un account; il primo trova già alcune risposte pronte."""
    from bot.services import desk, operators

    password = _password(password_stdin)
    role = operators.ADMINISTRATOR if administrator else operators.OPERATOR
    saved = _saved(lambda settings: operators.add(
        settings, username=username, name=name, password=password, role=role, office_ids=office, now=clock.now()))
    run_on_database(desk.add_starter_answers)
    print(f"Creato: {_line(saved)}")


@app.command("list")
def list_all() -> None:
    """Elenca gli account."""
    from bot.services import operators

    found = run_on_database(operators.list_operators)
    for each in found:
        print(_line(each))
    if not found:
        print(get_text("command_line.no_accounts"))


@app.command("disable")
def disable(username: str = USERNAME) -> None:
    """Disattiva un account: esce subito da ogni browser, le sue conversazioni tornano in coda."""
    _set_active(username, active=False)
    print(f"Disattivato: {username}")


@app.command("enable")
def enable(username: str = USERNAME) -> None:
    """Riattiva un account disattivato o bloccato per troppe password sbagliate."""
    _set_active(username, active=True)
    print(f"Riattivato: {username}")


@app.command("password")
def password(username: str = USERNAME, password_stdin: bool = FROM_STDIN) -> None:
    """Cambia la password di un account, che esce da ogni browser."""
    from bot.services import operators

    new = _password(password_stdin)
    _saved(lambda settings: operators.set_password(settings, username=username, password=new, now=clock.now()))
    print(get_text("command_line.password_changed", username=username))


def _set_active(username: str, active: bool) -> None:
    from bot.services import operators

    _saved(lambda settings: operators.set_active(settings, username=username, active=active, now=clock.now()))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=get_text("command_line.once_more")))


def _saved(work: Callable[[Settings], Any]) -> Any:
    """The account that ``work`` saved; every refusal is one sentence and exit code 1."""
    from bot.services import operators

    result = run_on_database(work)
    if isinstance(result, operators.SavedAccount):
        return result.operator
    if isinstance(result, operators.UnknownOffice):
        known = ", ".join(result.known) or get_text("command_line.none")
        fail(get_text("command_line.no_such_office", office=result.office_id, known=known))
    fail({
        operators.UsernameTaken: get_text("command_line.username_taken"),
        operators.NoSuchOperator: get_text("command_line.no_such_operator"),
        operators.BadUsername: get_text("command_line.bad_username"),
        operators.WeakPassword: get_text("command_line.weak_password", chars=operators.PASSWORD_CHARS),
    }[type(result)])


def _line(account: Any) -> str:
    own = ", ".join(account.office_ids) or get_text("command_line.no_office")
    offices = get_text("command_line.all_offices") if account.is_administrator else own
    role = get_text(f"desk.roles.{account.role}")
    off = "" if account.active else ", disattivato"
    return f"{account.username}: {account.name}, {role}, {offices}{off}"
