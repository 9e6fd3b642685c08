"""Eligibility: exact boundaries, every verdict of every kind of rule, and who is never excluded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Optional

import pytest

from bot.rules.eligibility import (
    STATUSES,
    Applicant,
    Assessment,
    Rule,
    RuleError,
    assess,
    find_birthday,
    is_at_least_as_good,
    list_needed_facts,
)

TODAY = date(2026, 11, 22)
IN_2024 = date(2024, 6, 1)


def rule(kind: str, params: dict[str, Any], verified: bool = True, **other: Any) -> Rule:
    return Rule(**{"id": f"r-{kind}", "kind": kind, "params": params, "holds_from": date(2024, 1, 1),
            "valid_until": None,
                   "source": "pagina della Provincia", "source_date": date(2025, 10, 15), "verified": verified,
                   **other})


AGE = rule("age", {"min": 18, "max": 64})
STATUS = rule("status", {"admits": ["unemployed", "suspended"], "needs_income": ["employed", "self_employed"]})
INCOME = rule("income", {"employed": {"2023": "8173.91", "2024": "8500"},
                         "self_employed": {"2023": "5500", "2024": "5500"}})
RESIDENCE = rule("residence", {"in": "Lombardia"}, verified=False)
RULES = [AGE, STATUS, INCOME, RESIDENCE]
FITS = Applicant(age=34, status="unemployed", residence="resident")


def verdict_of(kind: str, applicant: Applicant, today: date = TODAY, rules: Optional[list[Rule]] = None) -> tuple[str,
        str]:
    outcome = assess(rules or RULES, applicant, today).outcome_of(kind)
    assert outcome is not None
    return outcome.verdict, outcome.reason


@pytest.mark.parametrize("age, verdict, reason", [
    (10, "not_met", "age_below"), (17, "not_met", "age_below"), (18, "met", "age_within"), (19, "met", "age_within"),
    (63, "met", "age_within"), (64, "met", "age_within"), (65, "not_met", "age_above"), (66, "not_met", "age_above"),
    (None, "to_verify", "age_unknown"),
])
def test_age_boundaries_are_exact(age: Optional[int], verdict: str, reason: str) -> None:
    assert verdict_of("age", replace(FITS, age=age)) == (verdict, reason)


HOW = {"met": "admitted", "to_verify": "checked", "not_met": "excluded"}


@pytest.mark.parametrize("status, verdict", [
    ("unemployed", "met"), ("suspended", "to_verify"), ("student", "not_met"), ("retired", "not_met"),
    ("inactive", "to_verify"), ("other", "not_met"),
])
def test_status_of_who_does_not_work(status: Any, verdict: str) -> None:
    assert verdict_of("status", replace(FITS, status=status)) == (
        verdict, f"status_{status}_{HOW[verdict]}")


def test_no_status_is_left_without_a_verdict() -> None:
    for status in STATUSES:
        assessment = assess(RULES, replace(FITS, status=status, income_eur=Decimal(5000)), TODAY)
        assert assessment.outcome_of("status") is not None, status


@pytest.mark.parametrize("status, income, today, verdict, reason, year", [
    ("employed", "8500", IN_2024, "met", "income_below", 2024),
    ("employed", "8500.01", IN_2024, "not_met", "income_above", 2024),
    ("employed", "8173.91", date(2023, 6, 1), "met", "income_below", 2023),
    ("employed", "8173.92", date(2023, 6, 1), "not_met", "income_above", 2023),
    ("self_employed", "5500", IN_2024, "met", "income_below", 2024),
    ("self_employed", "5500.01", IN_2024, "not_met", "income_above", 2024),
    ("employed", "0", IN_2024, "met", "income_below", 2024),
    ("employed", "8500", TODAY, "to_verify", "income_below_last_known", 2024),
    ("employed", "8500.01", TODAY, "to_verify", "income_above_last_known", 2024),
    ("self_employed", "5500.01", TODAY, "to_verify", "income_above_last_known", 2024),
    ("employed", None, TODAY, "to_verify", "income_unknown", 2024),
    ("employed", "8000", date(2022, 6, 1), "to_verify", "income_no_threshold", None),
])
def test_income_thresholds(status: Any, income: Optional[str], today: date, verdict: str, reason: str,
                           year: Optional[int]) -> None:
    rules = [replace(each, holds_from=date(2020, 1, 1)) for each in RULES]
    applicant = Applicant(34, status, Decimal(income) if income else None, "resident")
    outcome = assess(rules, applicant, today).outcome_of("income")
    assert outcome is not None
    assert (outcome.verdict, outcome.reason, outcome.params.get("year")) == (verdict, reason, year)


@pytest.mark.parametrize("income, today, verdict", [
    ("8000", IN_2024, "met"), ("9000", IN_2024, "not_met"), ("8000", TODAY, "to_verify"), ("9000", TODAY, "to_verify"),
])
def test_the_status_of_who_works_follows_their_income(income: str, today: date, verdict: str) -> None:
    assessment = assess(RULES, Applicant(34, "employed", Decimal(income), "resident"), today)
    assert {assessment.outcome_of("status").verdict,
        assessment.outcome_of("income").verdict} == {verdict}  # type: ignore[union-attr]
    assert assessment.outcome_of("status").reason == "status_working_poor"  # type: ignore[union-attr]
    assert assessment.overall == verdict


def test_who_works_is_to_verify_when_no_rule_has_a_threshold() -> None:
    assert verdict_of("status", replace(FITS, status="employed"), rules=[AGE, STATUS]) == (
        "to_verify", "status_working_poor_no_threshold")


@pytest.mark.parametrize("status", ["unemployed", "suspended", "student", "retired", "inactive", "other", None])
def test_income_says_nothing_of_who_does_not_work(status: Any) -> None:
    assert assess(RULES, replace(FITS, status=status, income_eur=Decimal(99999)), IN_2024).outcome_of("income") is None


@pytest.mark.parametrize("residence, verdict, reason", [
    ("resident", "met", "residence_resident"), ("domiciled", "met", "residence_domiciled"),
    ("elsewhere", "to_verify", "residence_elsewhere"), (None, "to_verify", "residence_unknown"),
])
def test_residence(residence: Any, verdict: str, reason: str) -> None:
    assert verdict_of("residence", replace(FITS, residence=residence)) == (verdict, reason)


EXCLUDED = [
    (AGE, replace(FITS, age=17), TODAY), (AGE, replace(FITS, age=65), TODAY),
    (STATUS, replace(FITS, status="student"), TODAY), (STATUS, replace(FITS, status="retired"), TODAY),
    (INCOME, replace(FITS, status="employed", income_eur=Decimal(20000)), IN_2024),
    (RESIDENCE, replace(FITS, residence="elsewhere"), TODAY),
]


@pytest.mark.parametrize("which, applicant, today", EXCLUDED)
def test_a_rule_that_nobody_verified_excludes_nobody(which: Rule, applicant: Applicant, today: date) -> None:
    assessment = assess([replace(each, verified=False) for each in RULES], applicant, today)
    outcome = assessment.outcome_of(which.kind)
    assert outcome is not None and outcome.softened and outcome.verdict == "to_verify"
    assert assessment.overall == "to_verify"


@pytest.mark.parametrize("which, applicant, today", EXCLUDED)
def test_control_the_same_rule_verified_does_exclude(which: Rule, applicant: Applicant, today: date) -> None:
    assessment = assess([replace(each, verified=True) for each in RULES], applicant, today)
    outcome = assessment.outcome_of(which.kind)
    assert outcome is not None and not outcome.softened and outcome.verdict == "not_met"
    assert assessment.overall == "not_met"


def test_a_status_that_follows_an_unverified_threshold_excludes_nobody() -> None:
    rules = [AGE, STATUS, replace(INCOME, verified=False), RESIDENCE]
    assessment = assess(rules, replace(FITS, status="employed", income_eur=Decimal(20000)), IN_2024)
    assert assessment.overall == "to_verify"


@pytest.mark.parametrize("applicant, overall", [
    (FITS, "met"), (replace(FITS, residence="domiciled"), "met"), (replace(FITS, age=17), "not_met"),
    (replace(FITS, status="suspended"), "to_verify"), (replace(FITS, age=65, status="suspended"), "not_met"),
    (replace(FITS, residence="elsewhere"), "to_verify"), (Applicant(), "to_verify"),
])
def test_the_whole_is_the_worst_of_the_rules(applicant: Applicant, overall: str) -> None:
    assert assess(RULES, applicant, TODAY).overall == overall


def test_without_rules_nobody_is_told_that_they_may_attend() -> None:
    assert assess([], FITS, TODAY) == Assessment((), "to_verify")


@pytest.mark.parametrize("until, verdict", [(date(2026, 11, 21), "to_verify"), (TODAY, "not_met")])
def test_a_rule_past_its_last_day_is_to_verify(until: date, verdict: str) -> None:
    outcome = assess([replace(AGE, valid_until=until)], replace(FITS, age=17), TODAY).outcomes[0]
    assert outcome.verdict == verdict
    assert (outcome.reason == "rule_not_current") == (verdict == "to_verify")


@pytest.mark.parametrize("start, applied", [(date(2026, 11, 22), True), (date(2026, 11, 23), False)])
def test_a_rule_is_applied_from_its_first_day(start: date, applied: bool) -> None:
    future = replace(AGE, holds_from=start)
    assert bool(assess([future], FITS, TODAY).outcomes) is applied
    assert list_needed_facts([future], Applicant(), TODAY) == (["age"] if applied else [])


@pytest.mark.parametrize("applicant, kind, change", [
    (replace(FITS, age=17), "age", "reach_min_age"), (replace(FITS, age=65), "age", None), (FITS, "age", None),
    (replace(FITS, status="student"), "status", "become_unemployed"),
    (replace(FITS, status="inactive"), "status", "become_unemployed"),
    (replace(FITS, status="retired"), "status", None),
    (replace(FITS, status="employed", income_eur=Decimal(9000)), "income", "lower_income"),
    (replace(FITS, status="employed", income_eur=Decimal(8000)), "income", None),
    (replace(FITS, residence="elsewhere"), "residence", "move_to_region"),
    (replace(FITS, age=None), "age", "say_age"),
])
def test_what_would_change_the_result(applicant: Applicant, kind: str, change: Optional[str]) -> None:
    outcome = assess(RULES, applicant, TODAY).outcome_of(kind)
    assert outcome is not None and outcome.change == change


def test_who_is_too_young_hears_when_it_changes() -> None:
    young = replace(FITS, age=17, birth_date=date(2009, 1, 30))
    assert assess(RULES, young, TODAY).outcomes[0].params["on"] == date(2027, 1, 30)
    assert assess(RULES, replace(FITS, age=16), TODAY).outcomes[0].params["years"] == 2


def test_who_is_born_on_29_february_has_their_birthday_on_1_march() -> None:
    assert find_birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert find_birthday(date(2008, 2, 29), 20) == date(2028, 2, 29)


@pytest.mark.parametrize("applicant, needed", [
    (Applicant(), ["age", "status", "residence"]),
    (Applicant(age=17), ["status", "residence"]),
    (Applicant(status="unemployed"), ["age", "residence"]),
    (Applicant(status="employed"), ["age", "income", "residence"]),
    (Applicant(status="self_employed", age=30), ["income", "residence"]),
    (Applicant(status="employed", income_eur=Decimal(0)), ["age", "residence"]),
    (Applicant(status="employed", withheld=frozenset({"income"})), ["age", "residence"]),
    (FITS, []),
])
def test_only_what_the_rules_need_is_asked(applicant: Applicant, needed: list[str]) -> None:
    assert list_needed_facts(RULES, applicant) == needed


@pytest.mark.parametrize("rules, needed", [
    ([AGE], ["age"]), ([RESIDENCE, AGE], ["age", "residence"]), ([INCOME], ["status"]), ([STATUS], ["status"]),
    ([], []),
])
def test_rules_that_a_course_does_not_have_ask_nothing(rules: list[Rule], needed: list[str]) -> None:
    assert list_needed_facts(rules, Applicant()) == needed


def test_the_province_can_settle_what_suspended_means_in_the_data() -> None:
    settled = replace(STATUS, params={**STATUS.params, "operator_checks": []})
    assert verdict_of("status", replace(FITS, status="suspended"), rules=[settled]) == (
        "met", "status_suspended_admitted")


@pytest.mark.parametrize("broken", [
    rule("age", {"min": 18}), rule("age", {"min": "x", "max": 64}), rule("status", {}), rule("residence", {}),
    rule("height", {}), rule("income", {"employed": {"2024": "molto"}}), rule("income", {"employed": {"anno": "1"}}),
])
def test_a_broken_rule_is_named(broken: Rule) -> None:
    with pytest.raises(RuleError, match=broken.id):
        assess([broken], replace(FITS, status="employed", income_eur=Decimal(1)), IN_2024)


def test_verdicts_are_ordered() -> None:
    assert is_at_least_as_good("met", "to_verify") and is_at_least_as_good("to_verify", "to_verify")
    assert not is_at_least_as_good("not_met", "to_verify")
