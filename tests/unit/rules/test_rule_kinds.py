"""Whatever knows the kinds of rules knows the same ones: what is said of them, asked, stored and shown."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import CheckConstraint

from bot.db.models import EligibilityRule
from bot.db.models.base import get_table
from bot.rules.eligibility import FACTS, Applicant, Rule, RuleError, assess
from bot.rules.rule_kinds import RULE_KINDS
from bot.services.content import TABLES
from bot.texts import get_text, get_texts

USABLE: dict[str, Any] = {"whole": 30, "statuses": ["unemployed"], "thresholds": {"2024": "8500"}, "line": "Lombardia"}


def test_a_kind_is_a_fact_that_is_asked_in_that_order() -> None:
    assert tuple(RULE_KINDS) == FACTS


def says_something(kind: str, params: dict[str, Any]) -> bool:
    rule = Rule("r", kind, params, date(2020, 1, 1), None, "s", None, True)
    person = Applicant(age=30, status="employed", income_eur=Decimal(5000), residence="resident")
    try:
        return bool(assess([rule], person, date(2026, 1, 1)).outcomes)
    except RuleError:
        return False


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_a_rule_with_these_params_says_something_of_a_person(kind: str) -> None:
    params = {param.name: USABLE[param.shape] for param in RULE_KINDS[kind]}
    assert says_something(kind, params)
    del params[RULE_KINDS[kind][0].name]
    assert not says_something(kind, params), "the control: the param is read"


def test_the_database_accepts_these_kinds_only() -> None:
    (check,) = [str(item.sqltext) for item in get_table(EligibilityRule).constraints
                if isinstance(item, CheckConstraint) and "kind" in str(item.sqltext)]
    assert set(re.findall(r"'(\w+)'", check)) == set(RULE_KINDS)


def test_each_kind_and_each_param_has_its_words() -> None:
    assert set(get_texts("content.tables.eligibility_rule.fields.kind.choices")) == set(RULE_KINDS)
    assert TABLES["eligibility_rule"].field("kind").options == tuple(RULE_KINDS)
    for params in RULE_KINDS.values():
        assert all(get_text(f"content.forms.{param.name}") for param in params)
