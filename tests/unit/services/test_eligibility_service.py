"""The eligibility service: rules out of the database, in order; other courses that fit and never one that excludes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterator

import pytest
from sqlalchemy import delete

from bot.db.models import Base, Course, CourseEdition, EligibilityRule, Sector
from bot.db.session import DatabaseUnavailable, dispose_all, get_engine, transaction
from bot.rules.eligibility import Applicant, RuleError
from bot.services.courses import get_course
from bot.services.eligibility import (
    CourseAssessment,
    UnknownCourse,
    assess,
    has_shared_rules,
    list_facts_to_ask,
    list_other_courses,
    list_rules,
)
from bot.settings import Settings

TODAY = date(2026, 11, 22)
FITS = Applicant(age=34, status="unemployed", residence="resident")
PAGE = {"source": "pagina della Provincia", "source_date": date(2025, 10, 15), "verified": True}


def rule(course_id: str, kind: str, position: int, params: dict[str, Any], **other: Any) -> EligibilityRule:
    return EligibilityRule(**{"id": f"{course_id}-{kind}", "course_id": course_id, "kind": kind, "position": position,
            "params": params,
                              "holds_from": date(2024, 1, 1), **PAGE, **other})


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'test.db'}")
    Base.metadata.create_all(get_engine(settings.database_url))
    with transaction(settings.database_url, write=True) as session:
        session.add(Sector(id="all", name="Tutti", position=1, **PAGE))
        session.flush()
        for position, course_id in enumerate(("sala", "elettrico", "meccanico", "senior", "aperto"), start=1):
            session.add(Course(id=course_id, title=f"Corso {course_id}", sector_id="all", position=position, hours=250,
                    content="…", **PAGE))
        session.flush()
        for course_id in ("sala", "elettrico", "meccanico"):
            session.add_all([
                # written in the wrong order on purpose: position decides
                rule(course_id, "residence", 4, {"in": "Lombardia"}, verified=False),
                rule(course_id, "income", 3,
                    {"employed": {"2023": "8173.91", "2024": "8500"}, "self_employed": {"2024": "5500"}},
                    verified=False),
                rule(course_id, "status", 2,
                    {"admits": ["unemployed", "suspended"], "needs_income": ["employed", "self_employed"]}),
                rule(course_id, "age", 1, {"min": 18, "max": 64}),
            ])
        session.add(rule("senior", "age", 1, {"min": 50, "max": 99}))
    yield settings
    dispose_all()


def test_rules_come_in_their_order_with_their_source(settings: Settings) -> None:
    rules = list_rules(settings, "sala", TODAY)
    assert [each.kind for each in rules] == ["age", "status", "income", "residence"]
    assert (rules[0].source, rules[0].source_date, rules[0].verified) == ("pagina della Provincia", date(2025, 10, 15),
        True)
    assert rules[3].verified is False and rules[0].params == {"min": 18, "max": 64}


def test_a_course_that_does_not_exist_is_said(settings: Settings) -> None:
    assert list_rules(settings, "cucina", TODAY) == []
    assert assess(settings, "cucina", FITS, TODAY) == UnknownCourse("cucina")
    assert list_facts_to_ask(settings, "cucina", FITS, TODAY) == UnknownCourse("cucina")


@pytest.mark.parametrize("applicant, overall", [
    (FITS, "met"), (Applicant(17, "unemployed", None, "resident"), "not_met"),
    (Applicant(65, "unemployed", None, "resident"), "not_met"),
    (Applicant(64, "unemployed", None, "elsewhere"), "to_verify"),
    (Applicant(30, "employed", Decimal("99999"), "resident"), "to_verify"),
    (Applicant(30, "student", None, "resident"), "not_met"),
])
def test_a_course_is_assessed_by_its_rules(settings: Settings, applicant: Applicant, overall: str) -> None:
    result = assess(settings, "sala", applicant, TODAY)
    assert isinstance(result, CourseAssessment)
    assert (result.course_id, result.course_title, result.assessment.overall) == ("sala", "Corso sala", overall)


def test_only_the_facts_of_the_course_are_asked(settings: Settings) -> None:
    assert list_facts_to_ask(settings, "sala", Applicant(status="employed"), TODAY) == ["age", "income", "residence"]
    assert list_facts_to_ask(settings, "senior", Applicant(), TODAY) == ["age"]


def test_other_courses_are_no_worse_and_never_exclude(settings: Settings) -> None:
    assert [item.course_id for item in list_other_courses(settings, "sala", FITS, TODAY)] == ["elettrico", "meccanico"]
    old = Applicant(70, "unemployed", None, "resident")
    assert [item.course_id for item in list_other_courses(settings, "sala", old, TODAY)] == ["senior", "aperto"]
    suspended = Applicant(55, "suspended", None, "resident")
    assert [item.course_id for item in list_other_courses(settings, "sala", suspended, TODAY)] == [
        "senior", "elettrico", "meccanico", "aperto"]


def test_a_course_without_rules_is_to_verify(settings: Settings) -> None:
    result = assess(settings, "aperto", FITS, TODAY)
    assert isinstance(result, CourseAssessment) and result.assessment.overall == "to_verify"


@pytest.mark.parametrize("kind", ["age", "status", "income", "residence"])
def test_courses_share_their_rules_until_one_of_any_kind_differs(settings: Settings, kind: str) -> None:
    assert not has_shared_rules(settings, TODAY)  # two courses have other rules
    with transaction(settings.database_url, write=True) as session:
        session.execute(delete(EligibilityRule).where(EligibilityRule.course_id == "senior"))
        session.execute(delete(Course).where(Course.id.in_(["senior", "aperto"])))
    assert has_shared_rules(settings, TODAY)
    with transaction(settings.database_url, write=True) as session:
        other = session.get_one(EligibilityRule, f"elettrico-{kind}")
        other.params = {**other.params, next(iter(other.params)): None}
    assert not has_shared_rules(settings, TODAY)


def edition(course_id: str, name: str, starts: date) -> CourseEdition:
    return CourseEdition(id=f"{course_id}_{name}", course_id=course_id, starts_earliest=starts, starts_latest=starts,
                         **PAGE)


def of_edition(settings: Settings, **other: Any) -> None:
    """«sala» gets an edition to come, one that is over, and a rule on the ages of each."""
    with transaction(settings.database_url, write=True) as session:
        session.add(edition("sala", "next", date(2027, 2, 1)))
        session.add(edition("sala", "past", date(2024, 2, 1)))
        session.flush()
        for name, most in (("next", 29), ("past", 40)):
            session.add(rule("sala", "age", 1, {"min": 18, "max": most}, id=f"sala_{name}_age",
                             edition_id=f"sala_{name}", **other))


def test_an_edition_s_rule_stands_in_place_of_the_course_s_of_that_kind(settings: Settings) -> None:
    of_edition(settings)
    assert [each.kind for each in list_rules(settings, "sala", TODAY)] == ["age", "status", "income", "residence"]
    assert list_rules(settings, "sala", TODAY)[0].params == {"min": 18, "max": 29}
    assert assess(settings, "sala", FITS, TODAY).assessment.overall == "not_met"  # type: ignore[union-attr]
    assert assess(settings, "elettrico", FITS, TODAY).assessment.overall == "met"  # type: ignore[union-attr]
    assert "sala" not in [item.course_id for item in list_other_courses(settings, "elettrico", FITS, TODAY)]
    shown = get_course(settings, "sala", TODAY)
    assert shown is not None and (shown.edition_id, shown.age_min, shown.age_max) == ("sala_next", 18, 29)


def test_the_course_s_rule_holds_until_the_edition_s_does(settings: Settings) -> None:
    of_edition(settings, holds_from=date(2026, 12, 1))
    assert assess(settings, "sala", FITS, TODAY).assessment.overall == "met"  # type: ignore[union-attr]
    assert assess(settings, "sala", FITS, date(2026, 12, 1)).assessment.overall == "not_met"  # type: ignore[union-attr]


def test_a_broken_rule_in_the_database_is_named(settings: Settings) -> None:
    with transaction(settings.database_url, write=True) as session:
        session.add(rule("aperto", "age", 1, {"min": "diciotto"}))
    with pytest.raises(RuleError, match="aperto-age"):
        assess(settings, "aperto", FITS, TODAY)


def test_a_database_without_tables_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        assess(Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}"), "sala", FITS, TODAY)
