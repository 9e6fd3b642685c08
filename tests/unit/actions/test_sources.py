"""«Fonte»: where what was told comes from, how old it is, and whether somebody has verified it."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.actions.sources import ActionTellSource
from bot.settings import Settings
from tests.unit.actions.trackers import run, tracker, user


def source_of(subject: Optional[str], last_question: str) -> str:
    slots = {"subject": subject, "last_question": last_question}
    return run(ActionTellSource(), tracker(user("/ask_source", "ask_source"), slots=slots)).text


def test_of_hours_with_a_date_no_more_precise_than_the_source(seeded: Settings) -> None:
    told = source_of("office:lecco", "ask_office_hours")
    assert "2021" in told and "1º novembre" not in told and "da verificare" in told


@pytest.mark.parametrize("subject", [None, "course:sala"])
def test_of_courses(seeded: Settings, subject: Optional[str]) -> None:
    assert "Provincia di Lecco" in source_of(subject, "ask_course_cost")
