"""A seeded database that the actions of a test find in the environment, on a fixed day."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Iterator

import pytest

from bot import clock
from bot.db.session import dispose_all
from bot.settings import Settings
from tests.support.desk_data import add_operator

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=clock.ROME)


@pytest.fixture(scope="session")
def _seed(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(seeded_file, tmp_path_factory.mktemp("seed") / "seed.db"))
    add_operator(f"sqlite:///{path}")
    dispose_all()
    return path


@pytest.fixture
def seeded(_seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of a copy of the seeded database, which is also the one of the environment; 23 November 2026, 9:40."""
    path = tmp_path / "test.db"
    shutil.copy(_seed, path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("ORIENTA_SECRET", "a key of the tests")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    yield Settings(database_url=f"sqlite:///{path}")
    dispose_all()
