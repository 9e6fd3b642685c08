"""A seeded database for tests of the services that only read: made once, never written."""

from __future__ import annotations

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
