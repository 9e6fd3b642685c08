"""The application of a process: which parts it has, where they are, how it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Optional

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient

from bot.server import blas_threads
from bot.server.app import Application
from bot.services import health
from bot.settings import PROJECT_ROOT, SettingError, Settings
from connectors.channels import CHANNELS, find_channels

EVENTS: list[str] = []


class Agent:
    """Stands for Rasa's."""

    def __init__(self, ready: bool = True) -> None:
        self.processor = SimpleNamespace(model_filename="model.tar.gz")
        self.tracker_store = SimpleNamespace(flush_unsaved=self.flush)
        self._ready = ready

    def is_ready(self) -> bool:
        return self._ready

    async def flush(self) -> int:
        EVENTS.append("flush")
        return 0


class Paper:
    """A channel with one page."""

    name = "paper"
    page: Optional[str] = "/paper"

    def __init__(self, settings: Settings, door: Any, agent: Any) -> None:
        EVENTS.clear()

    def routes(self) -> list[BaseRoute]:
        return [Route("/paper", lambda request: PlainTextResponse(f"{request.client.host} {request.url.scheme}"))]

    async def start(self) -> None:
        EVENTS.append("start")

    async def close(self) -> None:
        EVENTS.append("close")

    async def stop(self) -> None:
        EVENTS.append("stop")


def _client(url: str, **more: Any) -> TestClient:
    settings = Settings(database_url=url, secret="x", **more.pop("settings", {}))
    return TestClient(Application(settings, **more), base_url="http://localhost", follow_redirects=False,
                      client=("192.0.2.1", 1))


def test_chat_and_site_are_one_application(sqlite_url: str) -> None:
    with _client(sqlite_url, agent=Agent(), channels=[Paper]) as client:
        assert client.get("/paper").status_code == 200 and "<html" in client.get("/accessibilita").text
        assert client.get("/health").json() == {
            "status": "ok", "database": "ok", "model": "model.tar.gz", "turns": "ok",
            "channels": {"email": "off", "sms": "off"}}
        assert "<html" in client.get("/nessuna").text, "what is not there is told by the site"
    assert EVENTS == ["start", "close", "stop", "flush"]


def test_the_chat_alone_leads_to_its_page(sqlite_url: str) -> None:
    client = _client(sqlite_url, agent=Agent(), channels=[Paper], with_site=False)
    assert client.get("/").headers["location"] == "/paper" and client.get("/accessibilita").status_code == 404


def test_the_site_alone_has_no_model(sqlite_url: str) -> None:
    client = _client(sqlite_url)
    assert client.get("/health").json() == {"status": "ok", "database": "ok"}
    assert client.get("/paper").status_code == 404


def test_health_is_503_without_a_model_or_a_database(sqlite_url: str) -> None:
    no_model = _client(sqlite_url, agent=Agent(ready=False), channels=[Paper]).get("/health")
    assert no_model.status_code == 503 and no_model.json()["model"] is None
    down = _client("postgresql+psycopg2://nobody@127.0.0.1:1/nothing", agent=Agent(), channels=[Paper]).get("/health")
    assert down.status_code == 503 and down.json()["database"] == "unavailable"


def test_health_says_that_the_disk_is_nearly_full(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "disk" not in _client(sqlite_url).get("/health").json()
    monkeypatch.setattr(health, "FEWEST_BYTES", 10**18)
    answer = _client(sqlite_url).get("/health")
    assert answer.status_code == 200 and answer.json()["disk"] == "nearly full"


def test_health_says_that_redis_is_away(sqlite_url: str) -> None:
    away = {"redis_url": "redis://127.0.0.1:1"}
    chat = _client(sqlite_url, agent=Agent(), channels=[Paper], settings=away).get("/health")
    assert chat.status_code == 503 and (chat.json()["redis"], chat.json()["database"]) == ("unavailable", "ok")
    site = _client(sqlite_url, settings=away).get("/health")
    assert site.status_code == 200 and site.json()["redis"] == "unavailable", "pages need no lock"


@pytest.mark.parametrize(("proxies", "seen"), [("", "192.0.2.1 http"), ("192.0.2.0/24", "198.51.100.7 https")])
def test_who_asks_is_what_our_proxy_says(sqlite_url: str, proxies: str, seen: str) -> None:
    client = _client(sqlite_url, agent=Agent(), channels=[Paper], settings={"trusted_proxies": proxies})
    headers = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    assert client.get("/paper", headers=headers).text == seen


def test_channels_are_found_by_name_or_place() -> None:
    known = find_channels(",".join(CHANNELS))
    assert [channel.name for channel in known] == list(CHANNELS)  # type: ignore[attr-defined]
    assert find_channels(f"{__name__}:Paper") == [Paper] and find_channels("") == []
    for wrong in ("fax", "bot.nothing:Fax", f"{__name__}:Fax"):
        with pytest.raises(SettingError, match="ORIENTA_CHANNELS"):
            find_channels(wrong)


def test_one_blas_thread_unless_somebody_has_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in blas_threads.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    blas_threads.limit()
    assert [os.environ[name] for name in blas_threads.VARIABLES] == ["1", "3", "1"]


def test_numpy_is_not_there_before_the_threads_are_limited(tmp_path: Path) -> None:
    code = ("import sys; from bot.cli import main; from bot.server import blas_threads\n"
            "def limit(): print('numpy' in sys.modules); raise SystemExit\n"
            "blas_threads.limit = limit; sys.argv = ['orienta', 'serve']; main.main()")
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_a_process_with_the_site_alone_loads_no_rasa() -> None:
    code = ("import sys; from bot.server.app import Application; from bot.settings import Settings\n"
            "Application(Settings(secret='x'))\n"
            "print('fastapi' in sys.modules, sorted({'rasa', 'rasa_sdk', 'numpy', 'socketio'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.stdout == "True []\n", done.stdout + done.stderr
