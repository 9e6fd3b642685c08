"""Who may attend a course: ordered rules, each met, not met or to be verified by an operator, with its reason.

The result informs, it decides nothing. Two principles hold throughout and are tested:

* a rule that nobody verified excludes nobody: its «not met» becomes «to verify» (``Outcome.softened``);
* what is not known (a fact that was withheld, a threshold for this year, a rule past its date) is to verify, never met.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Callable, Iterable, Literal, Mapping, Optional, Sequence

from bot.rules.rule_kinds import OPERATOR_CHECKS, STATUSES, Status

Residence = Literal["resident", "domiciled", "elsewhere"]
Verdict = Literal["met", "not_met", "to_verify"]
Fact = Literal["age", "status", "income", "residence"]

RESIDENCES: tuple[Residence, ...] = ("resident", "domiciled", "elsewhere")
FACTS: tuple[Fact, ...] = ("age", "status", "income", "residence")
"""The facts in the order in which they are asked."""
WORKING: tuple[Status, ...] = ("employed", "self_employed")
"""The statuses whose income counts: nobody else is asked for it."""

__all__ = [
    "FACTS", "RESIDENCES", "STATUSES", "WORKING", "Applicant", "Assessment", "Fact", "Outcome", "Residence", "Rule",
    "RuleError", "Status", "Verdict", "assess", "find_birthday", "is_at_least_as_good", "list_needed_facts",
]

CAN_BECOME_UNEMPLOYED: tuple[Status, ...] = ("student", "inactive", "other")
"""Those who are told that the state of unemployment, where the rule admits it, would change the result."""

_RANK: dict[Verdict, int] = {"not_met": 0, "to_verify": 1, "met": 2}


class RuleError(ValueError):
    """The params of a rule cannot be read; the message names the rule."""


@dataclass(frozen=True)
class Rule:
    """A rule of a course; its ``kind`` says which params it has (``bot.rules.rule_kinds``)."""

    id: str
    kind: str
    params: Mapping[str, Any]
    holds_from: date
    valid_until: Optional[date]
    source: str
    source_date: Optional[date]
    verified: bool


@dataclass(frozen=True)
class Applicant:
    """What a person has said about themselves; None is not yet said. ``income_eur`` is gross a year.

    ``withheld``: facts that the person does not know or would rather not say; they are not asked again.
    """

    age: Optional[int] = None
    status: Optional[Status] = None
    income_eur: Optional[Decimal] = None
    residence: Optional[Residence] = None
    withheld: frozenset[str] = frozenset()
    birth_date: Optional[date] = None


@dataclass(frozen=True)
class Outcome:
    """What one rule says. ``reason`` and ``change`` are keys of wordings, ``params`` their values.

    ``change``: what would change the result, when something would: reach_min_age, become_unemployed,
    lower_income, move_to_region, say_age, say_status, say_income, say_residence.
    ``softened``: it would be «not met», but nobody verified the rule.
    """

    rule: Rule
    verdict: Verdict
    reason: str
    params: Mapping[str, Any] = field(default_factory=dict)
    change: Optional[str] = None
    softened: bool = False


@dataclass(frozen=True)
class Assessment:
    """The outcomes in the order of the rules. ``overall`` is the worst of them; to_verify when there are none."""

    outcomes: tuple[Outcome, ...]
    overall: Verdict

    def outcome_of(self, kind: str) -> Optional[Outcome]:
        """The first outcome of a kind of rule, if there is one."""
        return next((outcome for outcome in self.outcomes if outcome.rule.kind == kind), None)


def list_needed_facts(rules: Iterable[Rule], applicant: Applicant, today: Optional[date] = None) -> list[Fact]:
    """Which facts are still to be asked, in order: those that the rules need, said or withheld ones left out.

    Income is needed only from whoever works, when a rule has a threshold for that status. A fact that already excludes
    does not stop the questions: the person deserves the whole picture. With ``today``, rules that do not hold yet are
    not asked about.
    """
    applied = [rule for rule in rules if today is None or rule.holds_from <= today]
    known = {
        "age": applicant.age is not None,
        "status": applicant.status is not None,
        "income": applicant.income_eur is not None,
        "residence": applicant.residence is not None,
    }
    kinds = {rule.kind for rule in applied}
    if "income" in kinds:
        kinds.add("status")  # without the status nobody can say which threshold counts
        if applicant.status not in WORKING or not any(
                rule.kind == "income" and applicant.status in rule.params for rule in applied):
            kinds.discard("income")
    return [fact for fact in FACTS if fact in kinds and not known[fact] and fact not in applicant.withheld]


def assess(rules: Iterable[Rule], applicant: Applicant, today: date) -> Assessment:
    """Apply to ``applicant`` the rules that hold on ``today``.

    Rules that start to hold later are left out. The income rule speaks only of those who work; their status then
    follows it (working poor), so that one income is never counted as two failures of different kinds.

    Raises:
        RuleError: a rule has params that cannot be read.
    """
    applied = [rule for rule in rules if rule.holds_from <= today]
    income = _worst(_outcome(rule, applicant, today, None) for rule in applied if rule.kind == "income")
    given = [_outcome(rule, applicant, today, income) for rule in applied]
    outcomes = tuple(outcome for outcome in given if outcome is not None)
    overall: Verdict = min((outcome.verdict for outcome in outcomes), key=_RANK.__getitem__, default="to_verify")
    return Assessment(outcomes, overall)


def is_at_least_as_good(one: Verdict, other: Verdict) -> bool:
    """Whether verdict ``one`` is better than ``other`` or equal: met, then to_verify, then not_met."""
    return _RANK[one] >= _RANK[other]


def _outcome(rule: Rule, applicant: Applicant, today: date, income: Optional[Outcome]) -> Optional[Outcome]:
    try:
        outcome = _raw_outcome(rule, applicant, today, income)
    except (KeyError, AttributeError, TypeError, ValueError, ArithmeticError) as error:
        raise RuleError(f"eligibility rule {rule.id}: {error!r} in params {dict(rule.params)}") from error
    return _prudent(outcome, today) if outcome else None


def _raw_outcome(rule: Rule, applicant: Applicant, today: date, income: Optional[Outcome]) -> Optional[Outcome]:
    if rule.kind not in _OUTCOMES:
        raise ValueError(f"unknown kind {rule.kind}")
    return _OUTCOMES[rule.kind](rule, applicant, today, income)


def _prudent(outcome: Outcome, today: date) -> Outcome:
    """The two principles: a rule past its date is to verify, and so is an exclusion that nobody verified."""
    valid_until = outcome.rule.valid_until
    if valid_until is not None and valid_until < today:
        return Outcome(outcome.rule, "to_verify", "rule_not_current", {"valid_until": valid_until})
    if outcome.verdict == "not_met" and not outcome.rule.verified:
        return replace(outcome, verdict="to_verify", softened=True)
    return outcome


def _age(rule: Rule, applicant: Applicant, _today: date, _income: Optional[Outcome]) -> Outcome:
    lowest, highest = int(rule.params["min"]), int(rule.params["max"])
    params: dict[str, Any] = {"min": lowest, "max": highest, "age": applicant.age}
    if applicant.age is None:
        return Outcome(rule, "to_verify", "age_unknown", params, "say_age")
    if applicant.age < lowest:
        params["years"] = lowest - applicant.age
        if applicant.birth_date is not None:
            params["on"] = find_birthday(applicant.birth_date, lowest)
        return Outcome(rule, "not_met", "age_below", params, "reach_min_age")
    if applicant.age > highest:
        return Outcome(rule, "not_met", "age_above", params)
    return Outcome(rule, "met", "age_within", params)


def _status(rule: Rule, applicant: Applicant, _today: date, income: Optional[Outcome]) -> Outcome:
    admits: Sequence[str] = rule.params["admits"]
    checks: Sequence[str] = rule.params.get("operator_checks", OPERATOR_CHECKS)
    status = applicant.status
    params: dict[str, Any] = {"status": status}
    if status is None:
        return Outcome(rule, "to_verify", "status_unknown", params, "say_status")
    if status in rule.params.get("needs_income", ()):
        if income is None:
            return Outcome(rule, "to_verify", "status_working_poor_no_threshold", params)
        # follows the income outcome, and its prudence with it
        return Outcome(rule, income.verdict, "status_working_poor", {**income.params, **params}, income.change)
    change = "become_unemployed" if status in CAN_BECOME_UNEMPLOYED and "unemployed" in admits else None
    if status in checks:
        return Outcome(rule, "to_verify", f"status_{status}_checked", params, change)
    if status in admits:
        return Outcome(rule, "met", f"status_{status}_admitted", params)
    return Outcome(rule, "not_met", f"status_{status}_excluded", params, change)


def _income(rule: Rule, applicant: Applicant, today: date, _income: Optional[Outcome]) -> Optional[Outcome]:
    """None for whoever does not work: the rule says nothing about them."""
    if applicant.status not in WORKING or applicant.status not in rule.params:
        return None
    thresholds = {int(year): Decimal(str(limit)) for year, limit in rule.params[applicant.status].items()}
    known = [year for year in thresholds if year <= today.year]
    params: dict[str, Any] = {"status": applicant.status, "income": applicant.income_eur, "today_year": today.year}
    if not known:
        return Outcome(rule, "to_verify", "income_no_threshold", params)
    year = max(known)
    params.update(year=year, threshold=thresholds[year])
    if applicant.income_eur is None:
        return Outcome(rule, "to_verify", "income_unknown", params, "say_income")
    below = applicant.income_eur <= thresholds[year]
    reason = "income_below" if below else "income_above"
    if year != today.year:  # the sources have no threshold for this year: an operator must verify
        return Outcome(rule, "to_verify", f"{reason}_last_known", params, None if below else "lower_income")
    return Outcome(rule, "met" if below else "not_met", reason, params, None if below else "lower_income")


def _residence(rule: Rule, applicant: Applicant, _today: date, _income: Optional[Outcome]) -> Outcome:
    params: dict[str, Any] = {"region": str(rule.params["in"]), "residence": applicant.residence}
    if applicant.residence is None:
        return Outcome(rule, "to_verify", "residence_unknown", params, "say_residence")
    if applicant.residence in ("resident", "domiciled"):
        return Outcome(rule, "met", f"residence_{applicant.residence}", params)
    return Outcome(rule, "not_met", "residence_elsewhere", params, "move_to_region")


_OUTCOMES: dict[str, Callable[[Rule, Applicant, date, Optional[Outcome]], Optional[Outcome]]] = {
    "age": _age, "status": _status, "income": _income, "residence": _residence}
"""What a rule of each kind says, given what the income rule says."""


def _worst(outcomes: Iterable[Optional[Outcome]]) -> Optional[Outcome]:
    given = [outcome for outcome in outcomes if outcome is not None]
    return min(given, key=lambda outcome: _RANK[outcome.verdict], default=None)


def find_birthday(born: date, years: int) -> date:
    """The day when a person born on ``born`` has that many years; whoever is born on 29 February, on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
