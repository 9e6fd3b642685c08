"""What systemd is told, over a real socket."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from typing import Iterator

import pytest

from bot.server import sd_notify
from tests.support.clocks import PATIENCE_SECONDS


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    name = str(tmp_path / "notify") if request.param == "path" else f"@orienta-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name.replace("@", "\0", 1))
        listening.settimeout(PATIENCE_SECONDS)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        yield listening


def test_it_hears_what_is_told(systemd: socket.socket) -> None:
    assert sd_notify.notify("READY=1")
    assert systemd.recv(100) == b"READY=1"


async def test_it_hears_signs_of_life_twice_in_its_time(
    systemd: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "200000")
    assert sd_notify.read_watchdog_seconds() == 0.2
    living = asyncio.create_task(sd_notify.keep_alive())
    for _ in range(3):
        assert await asyncio.to_thread(systemd.recv, 100) == b"WATCHDOG=1"
    living.cancel()


async def test_nothing_is_told_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not sd_notify.notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/notify")
    assert not sd_notify.notify("READY=1")
    for usec, pid in (("", ""), ("many", str(os.getpid())), ("1000", "1")):
        monkeypatch.setenv("WATCHDOG_USEC", usec)
        monkeypatch.setenv("WATCHDOG_PID", pid or str(os.getpid()))
        assert sd_notify.read_watchdog_seconds() == 0.0
        await asyncio.wait_for(sd_notify.keep_alive(), PATIENCE_SECONDS)
