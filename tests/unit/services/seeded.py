"""Seeded databases: one for tests that only read, made once, and copies of it for tests that write."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Iterator

import pytest

from bot.db.session import dispose_all
from bot.settings import Settings


@pytest.fixture(scope="module")
def seeded(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a SQLite database with the whole seed."""
    yield Settings(database_url=f"sqlite:///{shutil.copy(seeded_file, tmp_path_factory.mktemp('module'))}")
    dispose_all()


@pytest.fixture
def seeded_copy(seeded_sqlite_url: str) -> Settings:
    """Settings of a seeded SQLite database that the test may change."""
    return Settings(database_url=seeded_sqlite_url)
