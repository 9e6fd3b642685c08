"""Questions that only sound like ours: no reply states a fact of ours. Measured on a set written blind.

The share asked for is a little below the one reached when it was last measured (docs/decisions/nlu.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.first_replies import judge_all, read_messages
from tests.support.assistant import assistant

NEIGHBOURS = Path(__file__).parent / "blind" / "neighbours.yml"
LEAST = 0.9


@pytest.mark.slow
def test_false_facts(
    tmp_path: Path, seeded_file: Path, trained_model: Path, record_property: pytest.RecordProperty
) -> None:
    with assistant(tmp_path, trained_model, seeded_file) as server:
        judged = judge_all(server.url, read_messages(NEIGHBOURS), workers=4)
    false = [f"{item['text']}: {problem}" for item, _, problem in judged if problem]
    record_property("false_facts", f"{len(false)} of {len(judged)}")
    assert len(false) <= (1 - LEAST) * len(judged), "\n".join(false)


def test_there_are_neighbours_enough_and_each_forbids_our_facts() -> None:
    items = read_messages(NEIGHBOURS)
    assert len(items) >= 300 and all(item["forbid"] for item in items)
    assert len({item["text"] for item in items}) == len(items)
