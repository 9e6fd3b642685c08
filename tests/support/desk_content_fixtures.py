"""The desk with a filled database, served in this process, and three people signed in: for tests over HTTP."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Iterator

import httpx
import pytest

from bot.db.session import dispose_all
from bot.services import operators
from bot.settings import Settings
from tests.support.clocks import StillClock
from tests.support.desk_content_data import MONDAY, filled
from tests.support.desk_server import site


@pytest.fixture(scope="module")
def settings(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield filled(seeded_file, tmp_path_factory.mktemp("desk_content"))
    dispose_all()


@pytest.fixture(scope="module")
def shared_clock() -> StillClock:
    return StillClock(MONDAY)


@pytest.fixture(scope="module")
def url(settings: Settings, shared_clock: StillClock) -> Iterator[str]:
    with site(settings, shared_clock) as address:
        yield address


@pytest.fixture(autouse=True)
def on_monday(shared_clock: StillClock) -> None:
    shared_clock.value = MONDAY


def text_of(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def acts(settings: Settings, act: str) -> list[str]:
    return [entry.target for entry in operators.list_entries(settings, act=act)]
