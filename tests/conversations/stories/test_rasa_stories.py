"""`rasa test core` from the root, as a Rasa user runs it, over the stories beside this file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import ROOT


@pytest.mark.slow
def test_rasa_test_core_passes_every_story(tmp_path: Path, trained_model: Path, seeded_file: Path) -> None:
    own = shutil.copy(seeded_file, tmp_path / "orienta.db")
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rasa", "test", "core", "--stories", str(Path(__file__).parent), "--model",
         str(trained_model),
         "--out", str(tmp_path), "--endpoints", os.devnull],
        cwd=ROOT, capture_output=True, text=True, timeout=1200,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false",
             "DATABASE_URL": f"sqlite:///{own}"})
    assert done.returncode == 0, done.stderr[-3000:]
    assert "None of the test stories failed" in (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
