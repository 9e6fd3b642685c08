"""Messages that take up what was said before, everything in one message, and two wishes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conversations.scripted import Place, play, scripts


@pytest.mark.parametrize("turns", scripts(Path(__file__).parent))
def test_scripts(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)
