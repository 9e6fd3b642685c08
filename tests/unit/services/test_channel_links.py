"""Codes from one channel to another: right once, for ten minutes, and not to be guessed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy

from bot import clock
from bot import settings as settings_module
from bot.db.session import get_engine
from bot.rules import codes
from bot.services import channel_links, conversations
from bot.services.channel_links import Code, Expired, Linked, TooManyCodeAttempts, TooManyCodes, UnknownCode
from bot.services.conversations import Draft
from bot.settings import Settings

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=clock.ROME)


@pytest.fixture
def settings(database_url: str) -> Settings:
    made = settings_module.load({"DATABASE_URL": database_url, "ORIENTA_SECRET": "a key that only the tests know"})
    for name in ("web_a", "tg_1"):
        conversations.append_message(made, conversation_id=name, channel="x", draft=Draft("person", "ciao"), now=NOW)
    return made


def made(settings: Settings, conversation: str = "web_a", now: datetime = NOW) -> Code:
    code = channel_links.make_code(settings, conversation_id=conversation, now=now)
    assert isinstance(code, Code)
    return code


def test_a_code_leads_to_its_conversation_once(settings: Settings) -> None:
    code = made(settings)
    assert code.expires_at == NOW + timedelta(minutes=10)
    typed = code.text.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    later = NOW + timedelta(minutes=9)
    assert channel_links.redeem(settings, code=typed, who="tg:1", now=later) == Linked("web_a")
    assert channel_links.redeem(settings, code=code.text, who="tg:1", now=later) == Expired()
    assert channel_links.redeem(settings, code=code.text, who="tg:2", now=later) == Expired()


def test_the_same_code_by_many_at_once_serves_one(settings: Settings) -> None:
    code = made(settings)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(
            lambda number: channel_links.redeem(settings, code=code.text, who=f"tg:{number}", now=NOW), range(8)))
    assert answers.count(Linked("web_a")) == 1 and answers.count(Expired()) == 7


def test_a_code_ends_after_ten_minutes_and_with_the_next_one(settings: Settings) -> None:
    first, second = made(settings), made(settings, now=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    assert channel_links.redeem(settings, code=first.text, who="tg:1", now=later) == Expired()
    assert channel_links.redeem(settings, code=second.text, who="tg:1", now=NOW + timedelta(minutes=11)) == Expired()
    other = made(settings, "tg_1")
    assert channel_links.redeem(settings, code=other.text, who="web_b", now=later) == Linked("tg_1")


def test_codes_cannot_be_made_without_end(settings: Settings) -> None:
    for _ in range(channel_links.MAX_CODES):
        made(settings)
    assert channel_links.make_code(settings, conversation_id="web_a", now=NOW) == TooManyCodes(NOW + timedelta(hours=1))
    made(settings, "tg_1")
    made(settings, now=NOW + timedelta(hours=1))


def test_guessing_closes_the_door_of_who_guesses(settings: Settings) -> None:
    code = made(settings)
    for left in (4, 3, 2, 1, 0):
        assert channel_links.redeem(settings, code=codes.make_link_code(), who="tg:1", now=NOW) == UnknownCode(left)
    closed = TooManyCodeAttempts(NOW + timedelta(hours=1))
    assert channel_links.redeem(settings, code=code.text, who="tg:1", now=NOW) == closed
    assert channel_links.redeem(settings, code=code.text, who="tg:2", now=NOW) == Linked("web_a")


@pytest.mark.parametrize("typed", ["", "ciao", "LC-7K3M-QP9X", "' or 1=1 --", "7K3-MQP-9X4-7K3", "x" * 5000])
def test_what_is_no_code_is_counted_and_nothing_more(settings: Settings, typed: str) -> None:
    assert channel_links.redeem(settings, code=typed, who="tg:1", now=NOW) == UnknownCode(4)


def test_an_erased_conversation_has_no_codes(settings: Settings) -> None:
    code = made(settings)
    with get_engine(settings.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update conversation set revoked_at = changed_at where id = 'web_a'"))
    assert isinstance(channel_links.redeem(settings, code=code.text, who="tg:1", now=NOW), UnknownCode)
    for missing in ("web_a", "nobody"):
        with pytest.raises(LookupError):
            channel_links.make_code(settings, conversation_id=missing, now=NOW)


def test_neither_the_code_nor_who_typed_it_is_in_the_database(settings: Settings) -> None:
    code = made(settings)
    channel_links.redeem(settings, code="000-000-000", who="tg:123456", now=NOW)
    with get_engine(settings.database_url).connect() as connection:
        rows = [str(row) for table in ("link_code", "code_attempt")
                for row in connection.execute(sqlalchemy.text(f"select * from {table}"))]
    assert len(rows) == 2 and not [row for row in rows if code.text in row or "123456" in row]


def test_another_secret_opens_nothing(settings: Settings) -> None:
    import dataclasses

    code = made(settings)
    other = dataclasses.replace(settings, secret="another one altogether")
    assert channel_links.redeem(other, code=code.text, who="tg:1", now=NOW) == UnknownCode(4)
