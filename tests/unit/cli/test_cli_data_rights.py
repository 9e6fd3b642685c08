"""`orienta privacy`: what is found and what not is said, nothing goes without a yes, and the act is audited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.db.models import Appointment, AuditEntry
from bot.services import privacy
from tests.support.booking_data import NOW, WEDNESDAY_10, add_offices, book, count, settings_of

RUNNER = CliRunner()


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    add_offices(sqlite_url)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    return sqlite_url


def run(*arguments: str, typed: str = "") -> Any:
    return RUNNER.invoke(app, ["privacy", *arguments], input=typed)


def test_a_code_and_a_contact_erase_after_a_yes_only(url: str) -> None:
    view = book(settings_of(url), "anna")
    book(settings_of(url), "bruno", starts_at=WEDNESDAY_10)
    asked = ("erase", "--code", view.code.lower(), "--contact", "BRUNO@example.org", "--code", "LC-0000-0000")
    refused = run(*asked, typed="n\n")
    assert refused.exit_code == 1 and "Non ho cancellato nulla" in refused.output
    assert "Non trovato: LC-0000-0000" in refused.output and count(url, Appointment) == 2
    done = run(*asked, "--yes")
    assert done.exit_code == 0 and "2 appuntamenti, 2 consensi" in done.output
    assert count(url, Appointment) == 0 and count(url, AuditEntry, AuditEntry.act == "data_erased") == 1


@pytest.mark.parametrize("arguments", [(), ("--code", "LC-0000-0000"), ("--contact", "<b>"), ("--conversation", "x")])
def test_what_is_not_there_is_said_and_nothing_is_erased(url: str, arguments: tuple[str, ...]) -> None:
    book(settings_of(url), "anna")
    assert run("erase", *arguments, "--yes").exit_code == 1
    assert count(url, Appointment) == 1


def test_an_export_is_json_and_a_page_for_its_owner_only(url: str, tmp_path: Path) -> None:
    view = book(settings_of(url), "anna")
    page = tmp_path / "dati.html"
    done = run("export", "--code", view.code, "--page", str(page))
    assert json.loads(done.output)["appointments"][0]["contact"] == "anna@example.org"
    assert "anna@example.org" in page.read_text(encoding="utf-8") and page.stat().st_mode & 0o077 == 0


def test_the_report_tells_each_kind_with_its_setting_and_deletes_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    book(settings_of(url), "anna")
    told = run("report")
    assert told.exit_code == 0, told.output
    for name in ("ORIENTA_PERSON_RETENTION_DAYS", "ORIENTA_CONVERSATION_RETENTION_HOURS",
                 "ORIENTA_NOT_UNDERSTOOD_RETENTION_DAYS", "ORIENTA_ACTIVITY_RETENTION_DAYS"):
        assert name in told.output
    assert count(url, Appointment) == 1
    assert privacy.preview_purge(settings_of(url), NOW).appointments == 0
