"""The kinds of eligibility rules and their params, once: seed, desk forms, checks, labels and numbers derive from here.

What a rule of a kind says of a person is in ``bot.rules.eligibility``, under the same name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Optional

Status = Literal["unemployed", "suspended", "employed", "self_employed", "student", "retired", "inactive", "other"]
STATUSES: tuple[Status, ...] = (
    "unemployed", "suspended", "employed", "self_employed", "student", "retired", "inactive", "other")
OPERATOR_CHECKS: tuple[Status, ...] = ("suspended", "inactive")
"""Statuses that an operator looks at, unless the rule says otherwise in ``operator_checks``. What «suspended» means (on
CIGS, at risk of redundancy) comes from the press only (primalecco.it, 2024-11); who does not work can become unemployed
with the DID."""

Shape = Literal["whole", "statuses", "thresholds", "line"]
"""A whole number, a list of statuses, euros by year (``{"2024": "8500"}``), or one line of text."""


@dataclass(frozen=True)
class Param:
    """A param of a rule. ``usual``: what holds when it is left out; None when it may not be."""

    name: str
    shape: Shape
    most: int = 0
    usual: Optional[tuple[str, ...]] = None


RULE_KINDS: dict[str, tuple[Param, ...]] = {
    "age": (Param("min", "whole", most=120), Param("max", "whole", most=120)),  # both included
    "status": (
        Param("admits", "statuses"), Param("needs_income", "statuses", usual=()),
        Param("operator_checks", "statuses", usual=OPERATOR_CHECKS)),
    # for each working status the highest gross income of a year
    "income": (Param("employed", "thresholds"), Param("self_employed", "thresholds")),
    "residence": (Param("in", "line", most=60),),  # the region where one must be resident or domiciled
}
"""In the order in which the facts behind them are asked."""
