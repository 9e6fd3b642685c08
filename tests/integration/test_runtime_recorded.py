"""Recorded conversations have the same events, bit by bit, on stock Rasa and with all patches."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.rasa import patches
from tests.support.servers import ROOT

pytestmark = pytest.mark.slow


def _replay(model: Path, database: Path, folder: Path, how: str) -> dict[str, Any]:
    own = folder / f"{how}.db"
    shutil.copy(database, own)
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.recorded.replay", str(model), how], cwd=ROOT, capture_output=True,
        text=True, timeout=1200, env={**os.environ, "DATABASE_URL": f"sqlite:///{own}", "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_patched_and_stock_give_the_same_events(trained_model: Path, seeded_file: Path, tmp_path: Path) -> None:
    stock = _replay(trained_model, seeded_file, tmp_path, "stock")
    patched = _replay(trained_model, seeded_file, tmp_path, "patched")
    assert stock["patches"] == ["context_reading", "conversation_guard"], "the control: two different things"
    assert patched["patches"] == sorted(patches.PATCHES)
    for one, other in zip(stock["conversations"], patched["conversations"], strict=True):
        assert one == other
    actions = {event.get("name") for conversation in stock["conversations"] for event in conversation}
    assert {"action_answer", "eligibility_form", "booking_form", "feedback_form"} <= actions, "too little is recorded"
