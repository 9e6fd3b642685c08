"""Seeded databases: one for tests that only read, made once, and copies of it for tests that write."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Iterator

import pytest

from bot.db import seeding
from bot.db.models import Base
from bot.db.session import dispose_all, engine_for
from bot.settings import Settings


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a SQLite database with the whole seed."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seeded') / 'test.db'}"
    Base.metadata.create_all(engine_for(url))
    seeding.seed(url)
    yield Settings(database_url=url)
    dispose_all()


@pytest.fixture(scope="session")
def seed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a SQLite database with the whole seed, closed."""
    path = tmp_path_factory.mktemp("template") / "seeded.db"
    Base.metadata.create_all(engine_for(f"sqlite:///{path}"))
    seeding.seed(f"sqlite:///{path}")
    dispose_all()  # the last connection that closes moves what is in the log into the file
    return path


@pytest.fixture
def seeded_copy(seed_template: Path, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a seeded SQLite database that the test may change."""
    yield Settings(database_url=f"sqlite:///{shutil.copy(seed_template, tmp_path / 'seeded.db')}")
    dispose_all()
