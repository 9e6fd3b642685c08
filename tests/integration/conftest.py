"""Fixtures of the tests that race for the database."""

from __future__ import annotations

import pytest

from bot.db import session as db_session
from tests.support.clocks import PATIENCE_SECONDS


@pytest.fixture
def patient_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Races test what is right, not how fast the machine is: nobody gives up because others are many."""
    monkeypatch.setattr(db_session, "LOCK_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr(db_session, "POOL_SECONDS", PATIENCE_SECONDS)
