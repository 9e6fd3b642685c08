"""One server on a fixed day for the scripted conversations."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from bot.settings import Settings
from tests.conversations.booking.conftest import copy_with_operator, on_the_day
from tests.conversations.scripted import Place
from tests.support.servers import orienta_serve


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, trained_model: Path, seeded_file: Path) -> Iterator[Place]:
    """The running server; every script is a person of its own."""
    folder = tmp_path_factory.mktemp("scripted")
    url = copy_with_operator(seeded_file, folder)
    with orienta_serve(folder, model=trained_model, database_url=url, env=on_the_day()) as server:
        yield Place(server, Settings(database_url=url))
