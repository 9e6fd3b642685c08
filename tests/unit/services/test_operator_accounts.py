"""One's own password, second factor and browsers; accounts that administrators make and change."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from bot import clock
from bot.services import operators
from bot.services.operators import Opened, WrongCredentials, sessions
from bot.settings import Settings
from tests.support.booking_data import NOW
from tests.support.desk_data import ANNA, CARLA, PASSWORD, add_desk

NEW = "un'altra password lunga"
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    return Settings(database_url=sqlite_url)


def enter(settings: Settings, password: str = PASSWORD, code: str = "", now=NOW, address: str = "1.2.3.4"):
    return operators.sign_in(
        settings, username="anna.rossi", password=password, code=code, address=address, now=now)


def anna(settings: Settings) -> operators.OperatorView:
    found = operators.find_operator(settings, ANNA)
    assert found is not None
    return found


def with_factor(settings: Settings) -> tuple[pyotp.TOTP, list[str]]:
    secret = operators.make_secret()
    totp = pyotp.TOTP(secret)
    codes = operators.turn_on(
        settings, operator=anna(settings), secret=secret, code=totp.at(clock.local(NOW)), now=NOW)
    assert codes is not None
    return totp, codes


def test_ones_own_password_is_changed_with_the_old_one_and_other_browsers_go(settings: Settings) -> None:
    here, there = enter(settings), enter(settings)
    assert isinstance(here, Opened) and isinstance(there, Opened)

    def change(old: str, new: str):
        return operators.change_own_password(
            settings, operator_id=ANNA, old=old, new=new, token=here.token, now=NOW)

    assert change("sbagliata", NEW) == WrongCredentials()
    assert isinstance(change(PASSWORD, "corta"), operators.WeakPassword)
    assert isinstance(enter(settings), Opened), "nothing has changed"
    assert change(PASSWORD, NEW) is None
    assert operators.find_signed_in(settings, token=here.token, now=NOW) is not None
    assert operators.find_signed_in(settings, token=there.token, now=NOW) is None
    assert enter(settings) == WrongCredentials() and isinstance(enter(settings, NEW), Opened)


def test_guessing_the_old_password_locks_as_signing_in_does(settings: Settings) -> None:
    for _ in range(settings.desk_lock_attempts):
        assert not operators.verify_password(settings, operator_id=ANNA, password="sbagliata", now=NOW)
    assert not operators.verify_password(settings, operator_id=ANNA, password=PASSWORD, now=NOW)


def test_with_a_second_factor_the_password_is_not_enough_and_a_code_opens_once(settings: Settings) -> None:
    totp, _ = with_factor(settings)
    later = NOW + 2 * HALF_MINUTE
    assert anna(settings).second_factor
    assert enter(settings, now=later) == WrongCredentials()
    assert enter(settings, code="000000", now=later) == WrongCredentials()
    code = totp.at(clock.local(later))
    assert enter(settings, "sbagliata", code=code, now=later) == WrongCredentials()
    assert isinstance(enter(settings, code=code, now=later), Opened)
    assert enter(settings, code=code, now=later) == WrongCredentials(), "who looked over the shoulder"
    earlier = totp.at(clock.local(NOW))
    assert enter(settings, code=earlier, now=NOW) == WrongCredentials(), "the one that turned it on is used too"


def test_a_clock_that_is_a_little_wrong_is_no_obstacle(settings: Settings) -> None:
    totp, _ = with_factor(settings)
    later = NOW + 10 * HALF_MINUTE
    assert isinstance(enter(settings, code=totp.at(clock.local(later - HALF_MINUTE)), now=later), Opened)
    assert enter(settings, code=totp.at(clock.local(later + 3 * HALF_MINUTE)), now=later) == WrongCredentials()


def test_a_recovery_code_opens_once(settings: Settings) -> None:
    _, codes = with_factor(settings)
    assert len(set(codes)) == 8
    assert isinstance(enter(settings, code=codes[0].upper()), Opened)
    assert enter(settings, code=codes[0]) == WrongCredentials()
    assert isinstance(enter(settings, code=codes[1]), Opened)


def test_a_wrong_code_turns_nothing_on(settings: Settings) -> None:
    assert operators.turn_on(
        settings, operator=anna(settings), secret=operators.make_secret(), code="123", now=NOW) is None
    assert not anna(settings).second_factor and isinstance(enter(settings), Opened)
    with_factor(settings)
    operators.turn_off(settings, operator_id=ANNA, by=anna(settings), now=NOW)
    assert isinstance(enter(settings), Opened)


@pytest.mark.parametrize(("asked", "number", "missing"), [
    ("off", CARLA, False), ("administrators", CARLA, True), ("administrators", ANNA, False)])
def test_who_must_have_a_second_factor(settings: Settings, asked: str, number: int, missing: bool) -> None:
    account = operators.find_operator(settings, number)
    assert account is not None
    assert operators.is_missing(replace(settings, desk_second_factor=asked), account) is missing


def test_browsers_are_listed_and_ended(settings: Settings) -> None:
    here, there, third = (enter(settings, now=NOW + number * HALF_MINUTE) for number in range(3))
    assert isinstance(here, Opened) and isinstance(there, Opened) and isinstance(third, Opened)
    listed = operators.list_sessions(settings, operator_id=ANNA, token=here.token, now=NOW)
    assert [each.own for each in listed] == [False, False, True]
    assert operators.end_sessions(
        settings, operator_id=CARLA, token="x", key=listed[1].key, now=NOW) == 0, "another's"
    assert operators.end_sessions(settings, operator_id=ANNA, token=here.token, key=listed[1].key, now=NOW) == 1
    assert operators.find_signed_in(settings, token=there.token, now=NOW) is None
    assert operators.end_sessions(settings, operator_id=ANNA, token=here.token, now=NOW) == 1
    assert operators.find_signed_in(settings, token=third.token, now=NOW) is None
    assert operators.find_signed_in(settings, token=here.token, now=NOW) is not None


def test_only_a_few_passwords_are_hashed_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, lock = [], [], threading.Lock()
    go_on = threading.Event()

    def matches(_digest: str, _password: str) -> bool:
        with lock:
            inside.append(1)
            most.append(len(inside))
        go_on.wait(20)
        with lock:
            inside.pop()
        return False

    monkeypatch.setattr(sessions, "_matches", matches)
    threads = [threading.Thread(target=enter, args=(settings, "x"), kwargs={"address": f"10.0.0.{number}"})
               for number in range(6)]
    for each in threads:
        each.start()
    while len(most) < sessions.HASHING_AT_ONCE:
        go_on.wait(0.01)
    go_on.set()
    for each in threads:
        each.join()
    assert len(most) == 6 and max(most) <= sessions.HASHING_AT_ONCE


def test_an_administrator_makes_and_changes_accounts_and_is_named_in_the_log(settings: Settings) -> None:
    carla = operators.find_operator(settings, CARLA)
    assert carla is not None
    changed = operators.change_account(
        settings, operator_id=ANNA, name="Anna Bianchi", role="administrator", office_ids=["merate"], by=carla, now=NOW)
    assert isinstance(changed, operators.SavedAccount)
    assert (anna(settings).name, anna(settings).office_ids, anna(settings).is_administrator) == (
        "Anna Bianchi", ("merate",), True)
    entry = operators.list_entries(settings)[0]
    assert (entry.operator_name, entry.act, entry.target) == ("Carla Neri", "operator_changed", "anna.rossi")
    assert entry.detail["offices_before"] == ["lecco"]
    refused = operators.change_account(
        settings, operator_id=ANNA, name="Anna", role="operator", office_ids=["roma"], by=carla, now=NOW)
    assert isinstance(refused, operators.UnknownOffice) and anna(settings).is_administrator


def test_the_last_administrator_stays_one(settings: Settings) -> None:
    carla = operators.find_operator(settings, CARLA)
    assert carla is not None
    last = operators.LastAdministrator()
    assert operators.change_account(
        settings, operator_id=CARLA, name="Carla", role="operator", office_ids=[], by=carla, now=NOW) == last
    assert operators.set_active(settings, username="carla.neri", active=False, by=carla, now=NOW) == last
    assert operators.find_operator(settings, CARLA) == carla
