"""Every test begins and ends with stock Rasa's own functions."""

from __future__ import annotations

from typing import Iterator

import pytest

from bot.rasa import patches


@pytest.fixture(autouse=True)
def _reverted() -> Iterator[None]:
    patches.revert()
    yield
    patches.revert()
