"""Fixtures of every test."""

import os
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from bot.rasa import absent_libraries
from tests.support.assistant import trained_model
from tests.support.database import (
    _empty_file,
    _seeded_on,
    database_url,
    postgres_server,
    postgres_url,
    seeded_database_url,
    seeded_file,
    seeded_postgres,
    seeded_sqlite_url,
    sqlite_url,
)

__all__ = ["_empty_file", "_seeded_on", "database_url", "postgres_server", "postgres_url", "seeded_database_url",
           "seeded_file", "seeded_postgres", "seeded_sqlite_url", "sqlite_url", "trained_model"]

absent_libraries.prepare()  # tests import Rasa wherever they like

# without byte code each of the servers that tests start would compile some 2,000 files: half of its start
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# how long an example takes says how busy the machine is, and nothing of what is searched for
hypothesis_settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("any machine")


def pytest_sessionfinish(session: Any) -> None:
    """Where every test must run (`make test-dates`), one that was skipped fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ORIENTA_TEST_SKIPS") == "fail" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
