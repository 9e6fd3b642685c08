"""A dry run of a file holds up nobody: while it lasts, people write and are answered; nothing of it stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy.engine import make_url

from bot import clock
from bot.db import session as db_session
from bot.services import content, conversations
from bot.services.content import file_imports
from bot.services.conversations import Appended, Draft
from bot.settings import Settings


def test_people_write_while_a_file_is_tried(seeded_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(database_url=seeded_database_url)
    text = content.as_csv(settings, table_name="closure").replace("festa patronale", "festa del patrono")
    written: list[Any] = []
    real = file_imports._written

    def write_meanwhile(*arguments: Any) -> Any:
        made = real(*arguments)  # every row of the file is written, and not yet undone
        written.append(conversations.append_message(
            settings, conversation_id="web_a", channel="webchat", draft=Draft("person", "ciao"), now=clock.now()))
        return made

    monkeypatch.setattr(file_imports, "_written", write_meanwhile)
    plan = content.plan(settings, text=text, table_name="closure", now=clock.now())
    assert isinstance(plan, content.ImportPlan) and len(plan.changes) > 1 and not plan.errors
    assert isinstance(written[0], Appended)
    with db_session.engine_for(seeded_database_url).connect() as connection:
        assert connection.execute(sqlalchemy.text("select count(*) from message")).scalar() == 1
        reasons = connection.execute(sqlalchemy.text("select reason from closure")).scalars().all()
        assert not [reason for reason in reasons if "festa del patrono" in reason]
    file = make_url(seeded_database_url).database or ""
    if seeded_database_url.startswith("sqlite"):
        assert [path.name for path in Path(file).parent.glob(".copy-*")] == []
