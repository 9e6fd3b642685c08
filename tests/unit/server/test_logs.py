"""Log lines for programs: one JSON object each, with the id of the message or request, without personal data."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Iterator

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from bot import request_ids
from bot.server import logs
from connectors.web.addresses import TrustedProxies
from connectors.web.request_id import RequestIds

logger = logging.getLogger("orienta.tests")


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str], request: Any) -> Iterator[Any]:
    """Configures logging; gives what was written so far."""
    root, level = list(logging.getLogger().handlers), logging.getLogger().level

    def configure(format_name: str) -> Any:
        logs.configure("INFO", format_name)
        return lambda: capfd.readouterr().err

    yield configure
    logging.getLogger().handlers[:] = root
    logging.getLogger().setLevel(level)


def test_json_lines_are_whole_and_name_the_request(written: Any) -> None:
    read = written("json")
    with request_ids.label(request_ids.name_message(4711)):
        logger.warning("due\nrighe di web_ABCDEFGHIJ.xyz «così»")
        who = "Gina, 339 1234567"
        try:
            raise ValueError(who)
        except ValueError:
            logger.exception("non riuscito")
    logger.info("di nessuno")
    first, second, third = [json.loads(line) for line in read().splitlines()]
    assert set(first) == {"at", "level", "logger", "message", "request"} and first["request"] == "m4711"
    assert first["message"] == "due\nrighe di web_… «così»" and first["level"] == "WARNING"
    assert second["trace"].endswith("ValueError") and "Gina" not in json.dumps(second)
    assert "request" not in third and third["at"].endswith("+00:00")


def test_text_lines_name_it_too(written: Any) -> None:
    read = written("text")
    with request_ids.label("m4711"):
        logger.info("pronto")
    logger.info("di nessuno")
    first, second = read().splitlines()
    assert "[m4711] pronto" in first and first.count("[") == 1 and "[" not in second


async def test_the_id_goes_along_into_threads_and_tasks() -> None:
    with request_ids.label("m1"):
        inside = await asyncio.gather(
            asyncio.to_thread(request_ids.find_current), asyncio.create_task(_find()))
    assert inside == ["m1", "m1"] and request_ids.find_current() == ""


async def _find() -> str:
    return request_ids.find_current()


async def _page(scope: Any, receive: Any, send: Any) -> None:
    await PlainTextResponse(request_ids.find_current())(scope, receive, send)


@pytest.mark.parametrize(("peer", "told", "believed"), [
    ("192.0.2.1", "0123456789abcdef", True), ("198.51.100.7", "0123456789abcdef", False),
    ("192.0.2.1", "a b\nc", False), ("192.0.2.1", "x" * 65, False), ("192.0.2.1", "", False)])
def test_only_our_own_proxies_name_a_request(peer: str, told: str, believed: bool) -> None:
    client = TestClient(RequestIds(_page, TrustedProxies("192.0.2.0/24")), client=(peer, 1))
    answer = client.get("/", headers={"X-Request-ID": told})
    assert answer.headers["x-request-id"] == answer.text and (answer.text == told) is believed
    assert len(answer.text) == 16
