"""Operators' accounts: lock-out, one answer for every refusal, sessions that end, a log that only grows."""

from __future__ import annotations

import inspect
from datetime import timedelta
from statistics import median
from time import process_time

import pytest

from bot.db.models import AuditEntry, Operator, OperatorSession
from bot.db.session import transaction
from bot.services import operators
from bot.services.operators import (
    BadUsername,
    NoSuchOperator,
    Opened,
    SavedAccount,
    TooManyLogins,
    UnknownOffice,
    UsernameTaken,
    WeakPassword,
    WrongCredentials,
    accounts,
    audit,
)
from bot.settings import Settings
from tests.support.booking_data import NOW
from tests.support.desk_data import ANNA, CARLA, PASSWORD, add_desk

MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    return Settings(database_url=sqlite_url)


def sign_in(settings: Settings, password: str = PASSWORD, username: str = "anna.rossi", address: str = "1.2.3.4",
            now=NOW):
    return operators.sign_in(settings, username=username, password=password, address=address, now=now)


def who(settings: Settings, opened: Opened, now=NOW, **more: bool):
    return operators.find_signed_in(settings, token=opened.token, now=now, **more)


def acts(settings: Settings) -> list[tuple[str, str, str]]:
    return [(each.operator_name, each.act, each.target) for each in operators.list_entries(settings)]


def test_accounts_are_made_with_care(settings: Settings) -> None:
    def add(**changed: object):
        return operators.add(settings, **{
            "username": "Elsa", "name": "Elsa Viola", "password": PASSWORD, "office_ids": ["lecco"], "now": NOW,
            **changed})

    assert isinstance(add(password="corta"), WeakPassword)
    assert isinstance(add(username="elsa.viola-elsa", password="elsa.viola-elsa"), WeakPassword)
    assert isinstance(add(username="con spazi"), BadUsername)
    assert add(office_ids=["roma"]) == UnknownOffice("roma", ("lecco", "merate"))
    made = add()
    assert isinstance(made, SavedAccount)
    assert made.operator.username == "elsa" and made.operator.office_ids == ("lecco",)
    assert isinstance(add(username="ELSA"), UsernameTaken)
    with transaction(settings.database_url) as session:
        stored = session.query(Operator).filter_by(username="elsa").one().password_hash
    assert stored.startswith("$argon2id$") and PASSWORD not in stored
    with pytest.raises(ValueError, match="role"):
        add(role="king")


def test_signing_in_opens_a_session_that_only_its_token_opens(settings: Settings) -> None:
    opened = sign_in(settings, username=" ANNA.rossi ")
    assert isinstance(opened, Opened)
    found = who(settings, opened)
    assert found is not None and found.operator.id == ANNA and found.csrf == opened.signed_in.csrf
    with transaction(settings.database_url) as session:
        row = session.query(OperatorSession).one()
    assert opened.token not in (row.token_digest, row.csrf), "the database does not hold what opens a session"
    assert operators.find_signed_in(settings, token=row.token_digest, now=NOW) is None
    operators.sign_out(settings, token=opened.token, now=NOW)
    assert who(settings, opened) is None
    assert [act for _, act, _ in acts(settings)] == ["sign_out", "sign_in"]


def test_every_refusal_is_the_same_answer(settings: Settings) -> None:
    operators.set_active(settings, username="dario.blu", active=False, now=NOW)
    assert sign_in(settings, "sbagliata") == WrongCredentials()
    assert sign_in(settings, username="nessuno") == WrongCredentials()
    assert sign_in(settings, username="dario.blu") == WrongCredentials()
    assert sign_in(settings, "x" * 100_000) == WrongCredentials()
    for _ in range(settings.desk_lock_attempts):
        sign_in(settings, "sbagliata", address="5.6.7.8")
    assert sign_in(settings, address="9.9.9.9") == WrongCredentials(), "locked: the right password says no more"


def test_an_unknown_name_takes_as_long_as_a_known_one(settings: Settings) -> None:
    def seconds(username: str) -> float:
        spans = []
        for number in range(3):
            began = process_time()
            sign_in(settings, "sbagliata", username=username, address=f"{username}{number}")
            spans.append(process_time() - began)
        return median(spans)

    operators.add(settings, username="elsa", name="Elsa Viola", password=PASSWORD, office_ids=["lecco"], now=NOW)
    seconds("nessuno")  # the first one makes the hash that nobody has
    known, unknown = seconds("elsa"), seconds("nessuno")
    assert 0.4 < known / unknown < 2.5, (known, unknown)


def test_repeated_failures_lock_the_account_for_a_while(settings: Settings) -> None:
    for number in range(settings.desk_lock_attempts):
        sign_in(settings, "sbagliata", address=f"10.0.0.{number}")
    assert sign_in(settings, now=NOW + 14 * MINUTE) == WrongCredentials()
    assert ("", "operator_locked", "anna.rossi") in acts(settings)
    assert isinstance(sign_in(settings, now=NOW + 16 * MINUTE), Opened)
    sign_in(settings, "sbagliata", now=NOW + 17 * MINUTE)
    assert isinstance(sign_in(settings, now=NOW + 17 * MINUTE), Opened), "one failure is none after a success"


def test_repeated_failures_lock_the_address_for_all_accounts(settings: Settings) -> None:
    for number in range(settings.desk_lock_attempts * 4):
        assert sign_in(settings, username=f"nessuno{number}") == WrongCredentials()
    locked = sign_in(settings)
    assert isinstance(locked, TooManyLogins) and locked.until == NOW + 15 * MINUTE
    assert isinstance(sign_in(settings, address="8.8.8.8"), Opened)
    assert isinstance(sign_in(settings, now=NOW + 15 * MINUTE), Opened)


def test_sessions_end_by_age_by_idleness_and_with_the_account(settings: Settings) -> None:
    opened = sign_in(settings)
    for minutes in range(50, 12 * 60, 50):
        assert who(settings, opened, NOW + minutes * MINUTE) is not None
    assert who(settings, opened, NOW + 12 * 60 * MINUTE) is None
    idle = sign_in(settings)
    assert who(settings, idle, NOW + 61 * MINUTE) is None
    page = sign_in(settings)
    assert who(settings, page, NOW + 50 * MINUTE, acts=False) is not None
    assert who(settings, page, NOW + 61 * MINUTE) is None, "a page that asks by itself keeps no session alive"
    changed = sign_in(settings)
    operators.set_password(settings, username="anna.rossi", password="un'altra password", now=NOW)
    assert who(settings, changed) is None
    again = sign_in(settings, "un'altra password")
    operators.set_active(settings, username="anna.rossi", active=False, now=NOW)
    assert who(settings, again) is None
    assert isinstance(operators.set_active(settings, username="boh", active=True, now=NOW), NoSuchOperator)


def test_the_last_request_is_known_to_ten_seconds(settings: Settings) -> None:
    opened = sign_in(settings)
    who(settings, opened, NOW + timedelta(seconds=9), acts=False)
    assert operators.find_operator(settings, ANNA).seen_at == NOW
    who(settings, opened, NOW + timedelta(seconds=11), acts=False)
    assert operators.find_operator(settings, ANNA).seen_at == NOW + timedelta(seconds=11)
    operators.sign_out(settings, token=opened.token, now=NOW)
    assert operators.find_operator(settings, ANNA).seen_at is None


def test_what_has_ended_is_swept(settings: Settings) -> None:
    sign_in(settings)
    sign_in(settings, "sbagliata")
    assert operators.purge(settings, NOW + MINUTE) == 0
    assert operators.purge(settings, NOW + 61 * MINUTE) == 2


def test_the_audit_log_only_grows(settings: Settings) -> None:
    for number in range(3):
        operators.record(settings, operator=operators.Nobody("prova"), act=f"atto{number}", target="x", now=NOW)
    newest = operators.list_entries(settings, limit=2)
    assert [each.act for each in newest] == ["atto2", "atto1"]
    assert [each.act for each in operators.list_entries(settings, before_id=newest[-1].id)] == ["atto0"]
    assert [each.act for each in operators.list_entries(settings, act="atto1")] == ["atto1"]
    source = inspect.getsource(audit) + inspect.getsource(accounts)
    assert AuditEntry.__tablename__ not in source and "update(_audit" not in source and "delete(_audit" not in source


@pytest.mark.parametrize("statement", ["update audit_entry set act = 'altro'", "delete from audit_entry"])
def test_the_log_is_append_only_in_the_database_itself(database_url: str, statement: str) -> None:
    add_desk(database_url)
    settings = Settings(database_url=database_url)
    me = operators.find_operator(settings, CARLA)
    assert me is not None
    operators.record(settings, operator=me, act="transcript", target="web_a", now=NOW)
    with pytest.raises(Exception, match="append-only"), transaction(database_url, write=True) as session:
        session.connection().exec_driver_sql(statement)
    assert [each.act for each in operators.list_entries(settings)] == ["transcript"]
