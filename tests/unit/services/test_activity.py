"""What is counted: no personal data, one row a thing, and never at the cost of an answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy

from bot import clock
from bot.db.models import Base
from bot.db.session import dispose_all, get_engine
from bot.services import activity, conversations
from bot.services.conversations import Draft
from bot.settings import Settings
from tests.support.booking_data import NOW


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    found = Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}", secret="a key")
    Base.metadata.create_all(get_engine(found.database_url))
    yield found
    dispose_all()


def rows(settings: Settings, table: str) -> list[Any]:
    with get_engine(settings.database_url).connect() as connection:
        return list(connection.execute(sqlalchemy.text(f"select * from {table} order by id")))


def test_what_is_counted_leads_back_to_nobody(settings: Settings) -> None:
    for conversation in ("web_1", "web_1", "web_2"):
        activity.record(settings, conversation_id=conversation, channel="webchat", kind="eligibility", item="sala",
                        result="not_met", detail={"not_met": ["age"], "municipality": "Merate"}, now=NOW)
    activity.record(settings, conversation_id="web_3", channel="webchat", kind="question", now=NOW)
    one, again, other, bare = rows(settings, "activity")
    assert one.visit == again.visit != other.visit and "web_" not in one.visit and len(one.visit) == 32
    assert json.loads(one.detail) == {"not_met": ["age"], "municipality": "Merate"} and one.kind == "eligibility"
    assert bare.detail is None, "nothing is no JSON null"
    keyed = Settings(database_url=settings.database_url, secret="another key")
    assert activity.digest_conversation(keyed, "web_1") != one.visit, "no way from an id to its digest without the key"
    assert clock.local(clock.to_utc(NOW)) == NOW and str(one.at).startswith(f"{clock.to_utc(NOW):%Y-%m-%d %H:%M}")


def test_a_message_that_was_not_understood_keeps_no_contact(settings: Settings) -> None:
    conversations.append_message(
        settings, conversation_id="web_1", channel="webchat", draft=Draft("person", "x"), now=NOW)
    readings = [(f"intent_{number}", 0.1) for number in range(9)]
    activity.record_not_understood(settings, conversation_id="web_1", channel="webchat", now=NOW, readings=readings,
                            text="chiama il 333 1234567 o mario@esempio.it " + "bla " * 300)
    activity.record_not_understood(
        settings, conversation_id="elsewhere", channel="cmdline", now=NOW, readings=[], text=" ")
    (kept,) = rows(settings, "not_understood")
    assert kept.text.startswith("chiama il [numero] o [e-mail] bla") and len(kept.text) == activity.TEXT_MAX_CHARS
    assert kept.conversation_id == "web_1" and len(json.loads(kept.readings)) == activity.READINGS_KEPT
    assert [row.kind for row in rows(settings, "activity")] == ["not_understood"] * 2, "counted even without words"


@pytest.mark.parametrize("address", ["sqlite:///{folder}/without_tables.db", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_is_down_hurts_no_answer(
    address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Settings(database_url=address.format(folder=tmp_path), secret="k")
    activity.record(broken, conversation_id="web_1", channel="webchat", kind="question", now=NOW)
    activity.record_not_understood(broken, conversation_id="web_1", channel="x", text="segreto", readings=[], now=NOW)
    assert "does not answer" in caplog.text and "segreto" not in caplog.text and "web_1" not in caplog.text
    dispose_all()
