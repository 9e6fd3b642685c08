"""Questions of a booking that the person passes over: they are no wall, and what was told instead is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conversations.scripted import Place, play, scripts

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("turns", scripts(Path(__file__).parent))
def test_a_question_is_passed_over(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)
