"""Importing a file holds up nobody: while it is tried or applied people write. It is all or nothing."""

from __future__ import annotations

from itertools import count as count_up
from pathlib import Path
from typing import Any, Callable

import pytest
import sqlalchemy
from sqlalchemy.engine import make_url

from bot import clock
from bot.db import session as db_session
from bot.services import content, conversations
from bot.services.content import change_log, file_imports
from bot.services.conversations import Appended, Draft
from bot.services.operators import OperatorView
from bot.settings import Settings

EDITOR = OperatorView(7, "anna", "Anna", "administrator", ())


@pytest.fixture
def settings(seeded_database_url: str) -> Settings:
    return Settings(database_url=seeded_database_url)


@pytest.fixture
def text(settings: Settings) -> str:
    """A file that changes several closures."""
    return content.write_content_csv(settings, table_name="closure").replace("festa patronale", "festa del patrono")


def while_written(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any]) -> list[Any]:
    """Do ``act`` each time when every row of the file is written, and not yet undone; what it gave."""
    gave: list[Any] = []
    real = file_imports._written

    def then_act(*arguments: Any) -> Any:
        made = real(*arguments)
        gave.append(act())
        return made

    monkeypatch.setattr(file_imports, "_written", then_act)
    return gave


def say(settings: Settings) -> Any:
    return conversations.append_message(
        settings, conversation_id="web_a", channel="webchat", draft=Draft("person", "ciao"), now=clock.now())


def plan(settings: Settings, text: str) -> content.ImportPlan:
    made = content.plan(settings, text=text, table_name="closure", now=clock.now())
    assert isinstance(made, content.ImportPlan) and len(made.changes) > 1 and not made.errors
    return made


def apply(settings: Settings, text: str, digest: str) -> content.ImportPlan:
    made = content.apply(settings, text=text, table_name="closure", digest=digest, by=EDITOR, now=clock.now())
    assert isinstance(made, content.ImportPlan)
    return made


def count(settings: Settings, query: str) -> Any:
    with db_session.get_engine(settings.database_url).connect() as connection:
        return connection.execute(sqlalchemy.text(query)).scalar()


def renamed(settings: Settings) -> Any:
    return count(settings, "select count(*) from closure where reason like '%festa del patrono%'")


def test_people_write_while_a_file_is_tried(settings: Settings, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = while_written(monkeypatch, lambda: say(settings))
    plan(settings, text)
    assert isinstance(written[0], Appended)
    assert count(settings, "select count(*) from message") == 1 and renamed(settings) == 0
    file = make_url(settings.database_url).database or ""
    if settings.database_url.startswith("sqlite"):
        assert [path.name for path in Path(file).parent.glob(".copy-*")] == []


def test_people_write_while_a_file_is_applied(settings: Settings, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = plan(settings, text)
    written = while_written(monkeypatch, lambda: say(settings))
    assert apply(settings, text, seen.digest).applied and isinstance(written[0], Appended)
    changed = seen.count("update")
    assert renamed(settings) == changed
    assert count(settings, "select count(*) from content_change") == changed
    assert count(settings, "select count(*) from audit_entry where act = 'content_imported'") == changed


def test_a_fact_that_changes_meanwhile_has_it_tried_again(
    settings: Settings, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = plan(settings, text)
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("there the change waits for the file, which it would wait for here")
    row = content.find_row(settings, table_name="course", key='["sala"]')
    assert row is not None

    def change_once() -> None:
        if len(tried) == 0:
            content.save(settings, table_name="course", key=row.key, raw={"hours": "281"}, version=row.version,
                         confirmed=True, by=EDITOR, now=clock.now())

    tried = while_written(monkeypatch, change_once)
    assert apply(settings, text, seen.digest).applied
    assert len(tried) == 2 and renamed(settings) == seen.count("update")


def test_without_end_of_changes_it_is_shown_again(
    settings: Settings, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = plan(settings, text)
    numbers = count_up(step=2)
    monkeypatch.setattr(file_imports, "_facts_number", lambda session: next(numbers))
    assert not apply(settings, text, seen.digest).applied
    assert renamed(settings) == 0 and count(settings, "select count(*) from content_change") == 0


def test_what_fails_at_the_end_leaves_nothing(
    settings: Settings, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = plan(settings, text)

    def fail(*arguments: Any, **more: Any) -> None:
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr(change_log, "note_changes", fail)
    with pytest.raises(RuntimeError):
        apply(settings, text, seen.digest)
    assert renamed(settings) == 0
