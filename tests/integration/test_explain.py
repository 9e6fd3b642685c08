"""`orienta explain` on the trained model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.servers import ROOT


def run_explain(model: Path, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "explain", *arguments, "--model", str(model)], cwd=ROOT, text=True,
        capture_output=True, env={**os.environ, "DATABASE_URL": database, "COLUMNS": "200"})


def test_the_command(trained_model: Path, seeded_sqlite_url: str) -> None:
    done = run_explain(trained_model, seeded_sqlite_url, "annullalo", "--at-hand")
    assert done.stdout.split()[1:3] == ["start", "cancel_form"]


def test_an_unknown_conversation_is_one_sentence(trained_model: Path, seeded_sqlite_url: str) -> None:
    done = run_explain(trained_model, seeded_sqlite_url, "ciao", "--conversation", "x")
    assert done.returncode == 1 and "«x»" in done.stderr and "Traceback" not in done.stderr
