"""What every part that speaks HTTP shares: hosts, the guard, static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Router
from starlette.testclient import TestClient

from connectors.web.guard import Guard
from connectors.web.static_files import FOR_EVER, StaticFolder
from connectors.web.trusted_hosts import TrustedHosts


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(body or scope["method"], headers={"Referrer-Policy": "own"})(scope, receive, send)


@pytest.mark.parametrize(("setting", "host", "path", "status"), [
    ("", "anything.example", "/", 200),
    ("a.example, *.b.example", "a.example", "/", 200), ("a.example, *.b.example", "A.example:8080", "/", 200),
    ("a.example, *.b.example", "x.b.example", "/", 200), ("a.example, *.b.example", "b.example", "/", 400),
    ("a.example", "a.example.evil.example", "/", 400), ("a.example", "xa.example", "/", 400),
    ("[::1]", "[::1]:8080", "/", 200), ("a.example", "10.0.0.1:8080", "/health", 200),
    ("a.example", "10.0.0.1:8080", "/health/", 400)])
def test_only_trusted_hosts_are_answered(setting: str, host: str, path: str, status: int) -> None:
    client = TestClient(TrustedHosts(_echo, setting))
    assert client.get(path, headers={"Host": host}).status_code == status


def test_the_guard_keeps_an_answers_own_headers_and_adds_the_others() -> None:
    client = TestClient(Guard(_echo, lambda scope: {"X-Path": scope["path"], "Referrer-Policy": "no-referrer"}))
    answer = client.get("/a")
    assert (answer.headers["x-path"], answer.headers["referrer-policy"]) == ("/a", "own")
    assert client.head("/a").content == b"" and client.head("/a").headers["content-length"] == "3"


def test_the_guard_counts_bodies_that_do_not_say_how_long_they_are() -> None:
    client = TestClient(Guard(_echo, lambda _: {}, largest_body=10))
    assert client.post("/", content=b"x" * 10).text == "x" * 10
    assert client.post("/", content=b"x" * 11).status_code == 413
    assert client.post("/", content=iter([b"x" * 6, b"x" * 6])).status_code == 413


def test_the_guard_hides_what_a_failure_says() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("a secret")

    answer = TestClient(Guard(broken, lambda _: {})).get("/")
    assert answer.status_code == 500 and "secret" not in answer.text


def test_a_folder_serves_its_files_and_no_page(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}" * 100)
    (tmp_path / "a.html").write_text("<p>")
    client = TestClient(Guard(Router([Mount("/static", StaticFolder(tmp_path))]), lambda _: {}))
    found = client.get("/static/a.css")
    assert found.text == "a{}" * 100 and found.headers["content-encoding"] == "gzip"
    assert client.get("/static/a.css", headers={"If-None-Match": found.headers["etag"]}).status_code == 304
    assert client.get("/static/a.css?v=1").headers["cache-control"] == FOR_EVER != found.headers["cache-control"]
    assert [client.get(f"/static/{name}").status_code for name in ("a.html", "b.css", "../a.css", "")] == [404] * 4
    assert client.post("/static/a.css").status_code == 405
