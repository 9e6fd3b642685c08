"""One server on a fixed day for the scripted conversations."""

from __future__ import annotations

from typing import Iterator

import pytest

from bot.settings import Settings
from tests.conversations.booking.conftest import model, on_the_day, prepare
from tests.conversations.scripted import Place
from tests.support.servers import orienta_serve

__all__ = ["model"]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, model: None) -> Iterator[Place]:
    """The running server; every script is a person of its own."""
    folder = tmp_path_factory.mktemp("scripted")
    url = f"sqlite:///{folder / 'orienta.db'}"
    prepare(url)
    with orienta_serve(folder, database_url=url, env=on_the_day()) as server:
        yield Place(server, Settings(database_url=url))
