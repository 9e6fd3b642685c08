"""A site on a database with the shipped facts, for tests that only read it."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest
from starlette.testclient import TestClient

from bot.db.session import dispose_all
from tests.support import booking_data, site_public


@pytest.fixture(scope="module")
def reader(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A browser that leaves the database as it is."""
    url = site_public.copy_of(seeded_file, tmp_path_factory.mktemp("site"))
    yield site_public.client_of(url)
    dispose_all()


@pytest.fixture
def seeded_url(seeded_file: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own, with the shipped facts."""
    yield site_public.copy_of(seeded_file, tmp_path)
    dispose_all()


@pytest.fixture
def url(database_url: str) -> str:
    """Two small offices, one place a start, on each engine."""
    booking_data.add_offices(database_url)
    return database_url


@pytest.fixture
def small(sqlite_url: str) -> str:
    """The same on SQLite only, for what no engine can change."""
    booking_data.add_offices(sqlite_url)
    return sqlite_url
