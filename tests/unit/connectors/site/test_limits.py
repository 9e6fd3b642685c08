"""Limits an hour and address; what counts as one address; texts as forms read them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from connectors.site import limits
from connectors.site.forms import LONGEST_VALUE, cleaned
from connectors.site.limits import HOUR, Limits, network


def test_so_many_an_hour_and_again_an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    kept = Limits()
    assert [kept.allow("book", "192.0.2.1", 2) for _ in range(3)] == [True, True, False]
    assert kept.reached("book", "192.0.2.1", 2) and not kept.reached("book", "192.0.2.2", 2)
    assert kept.allow("code", "192.0.2.1", 2)
    moment[0] += HOUR
    assert not kept.reached("book", "192.0.2.1", 2) and kept.allow("book", "192.0.2.1", 2)


def test_zero_is_no_limit() -> None:
    kept = Limits()
    assert all(kept.allow("book", "192.0.2.1", 0) for _ in range(100)) and not kept.reached("book", "192.0.2.1", 0)


def test_many_at_once_are_counted_each() -> None:
    kept = Limits()
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: kept.allow("book", "192.0.2.1", 10), range(200)))
    assert sum(allowed) == 10


def test_the_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 10)
    kept = Limits()
    for number in range(50):
        kept.allow("book", f"192.0.2.{number}", 1)
    assert len(kept._seen) <= 10 and not kept.allow("book", "192.0.2.49", 1)


@pytest.mark.parametrize(("one", "other", "same"), [
    ("2001:db8::1", "2001:db8:0:0:ffff::2", True), ("2001:db8::1", "2001:db8:0:1::1", False),
    ("::ffff:192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False), ("testclient", "testclient", True)])
def test_what_is_one_address(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) is same


@pytest.mark.parametrize(("sent", "read"), [
    ("  Maria\r\n Rossi\t", "Maria Rossi"), ("a\x00b\x1bc", "a b c"), ("\ud800x", "x"), ("è ’ 😀", "è ’ 😀"),
    ("x" * 5000, "x" * LONGEST_VALUE)])
def test_a_text_is_one_printable_line(sent: str, read: str) -> None:
    assert cleaned(sent) == read
