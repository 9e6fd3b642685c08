"""The rules as they are shipped: the Province's own page may exclude, what only the press says may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.rules.eligibility import Applicant
from bot.services.eligibility import CourseAssessment, assess, list_facts_to_ask, list_other_courses
from bot.settings import Settings
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]

TODAY = date(2026, 11, 22)
COURSES = ("sala", "elettrico", "meccanico")


@pytest.mark.parametrize("course_id", COURSES)
@pytest.mark.parametrize("applicant, overall", [
    (Applicant(17, "unemployed", None, "resident"), "not_met"), (Applicant(18, "unemployed", None, "resident"), "met"),
    (Applicant(64, "unemployed", None, "domiciled"), "met"), (Applicant(65, "unemployed", None, "resident"), "not_met"),
    (Applicant(40, "suspended", None, "resident"), "to_verify"),
    (Applicant(40, "student", None, "resident"), "not_met"),
    (Applicant(40, "employed", Decimal(7000), "resident"), "to_verify"),
    (Applicant(40, "employed", Decimal(30000), "resident"), "to_verify"),
    (Applicant(40, "unemployed", None, "elsewhere"), "to_verify"),
])
def test_the_shipped_rules(seeded: Settings, course_id: str, applicant: Applicant, overall: str) -> None:
    result = assess(seeded, course_id, applicant, TODAY)
    assert isinstance(result, CourseAssessment) and result.assessment.overall == overall
    assert all(outcome.rule.source for outcome in result.assessment.outcomes)


def test_the_shipped_courses_ask_the_same_and_stand_for_each_other(seeded: Settings) -> None:
    fits = Applicant(34, "unemployed", None, "resident")
    for course_id in COURSES:
        assert list_facts_to_ask(seeded, course_id, Applicant(), TODAY) == ["age", "status", "residence"]
        others = {item.course_id for item in list_other_courses(seeded, course_id, fits, TODAY)}
        assert others == {*COURSES} - {course_id}
