"""What is another body's task, in whole conversations: the line, the way on, and the form that goes on afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conversations.scripted import Place, play, scripts

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("turns", scripts(Path(__file__).parent))
def test_conversation(place: Place, turns: list[dict[str, Any]]) -> None:
    play(place, turns)
