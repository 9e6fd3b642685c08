"""Writes that come together are written together; each gets its own result, and a failure is everybody's."""

from __future__ import annotations

import asyncio
import time
from typing import Sequence

import pytest

from connectors.telegram.write_batch import Gathered


async def test_what_comes_meanwhile_goes_together_and_in_order() -> None:
    batches: list[list[int]] = []

    def write(items: Sequence[int]) -> list[int]:
        batches.append(list(items))
        time.sleep(0.02)
        return [item * 10 for item in items]

    gathered: Gathered[int, int] = Gathered(write)
    assert await asyncio.gather(*(gathered.do(number) for number in range(30))) == [item * 10 for item in range(30)]
    assert [item for batch in batches for item in batch] == list(range(30)) and len(batches) <= 2
    assert await gathered.do(7) == 70


async def test_a_failure_reaches_all_that_waited_and_nobody_else() -> None:
    def write(items: Sequence[int]) -> list[int]:
        if 13 in items:
            raise OSError("no")
        return list(items)

    gathered: Gathered[int, int] = Gathered(write)
    found = await asyncio.gather(gathered.do(13), gathered.do(2), return_exceptions=True)
    assert all(isinstance(item, OSError) for item in found)
    with pytest.raises(OSError):
        await gathered.do(13)
    assert await gathered.do(2) == 2
