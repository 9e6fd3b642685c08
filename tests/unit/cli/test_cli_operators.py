"""`orienta operator`: every refusal is one sentence, and a password is never an argument."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from tests.support.booking_data import add_offices

PASSWORD = "una password lunga\n"


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    add_offices(sqlite_url)

    def go(*arguments: str, typed: str = PASSWORD) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["operator", *arguments], input=typed)
        return result.exit_code, result.output

    return go


def test_an_account_is_made_listed_disabled_and_enabled(run) -> None:
    assert "Nessun account" in run("list")[1]
    code, said = run("add", "Anna.Rossi", "--name", "Anna Rossi", "--office", "lecco", "--password-stdin")
    assert code == 0 and "anna.rossi: Anna Rossi, operatore, lecco" in said and PASSWORD.strip() not in said
    assert run("disable", "anna.rossi")[0] == 0
    assert "disattivato" in run("list")[1]
    assert run("enable", "anna.rossi")[0] == 0
    assert run("password", "anna.rossi", "--password-stdin", typed="un'altra password\n")[0] == 0


@pytest.mark.parametrize(("arguments", "typed"), [
    (("add", "x y", "--name", "X", "--password-stdin"), PASSWORD),
    (("add", "bea", "--name", "Bea", "--office", "roma", "--password-stdin"), PASSWORD),
    (("add", "bea", "--name", "Bea", "--password-stdin"), "corta\n"),
    (("disable", "nessuno"), ""), (("password", "nessuno", "--password-stdin"), PASSWORD)])
def test_refusals_end_with_one(run, arguments: tuple[str, ...], typed: str) -> None:
    assert run(*arguments, typed=typed)[0] == 1


def test_a_password_is_no_argument(run) -> None:
    assert run("add", "bea", "--name", "Bea", "--password", "una password lunga")[0] == 2
