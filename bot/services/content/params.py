"""The params of an eligibility rule: what each kind must have so that ``bot.rules.eligibility`` can read it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Callable, Mapping

from bot.rules import eligibility
from bot.rules.eligibility import Applicant, Rule, RuleError
from bot.rules.rule_kinds import RULE_KINDS, Param
from bot.texts import get_text


class ParamsProblem(ValueError):
    """The params cannot be used; the message is one Italian sentence."""


def check_params(kind: str, params: Any) -> dict[str, Any]:
    """``params`` as they are stored.

    Raises:
        ParamsProblem: a value is missing, unknown, or not what the kind of rule needs.
    """
    if kind not in RULE_KINDS:
        raise ParamsProblem(get_text("content.params.kind_first"))
    if not isinstance(params, Mapping):
        raise ParamsProblem(get_text("content.params.unreadable"))
    known = {param.name: param for param in RULE_KINDS[kind]}
    missing = sorted(name for name, param in known.items() if param.usual is None and name not in params)
    unknown = sorted(set(params) - set(known))
    if missing:
        raise ParamsProblem(get_text("content.params.missing", name=missing[0]))
    if unknown:
        raise ParamsProblem(get_text("content.params.unknown", name=unknown[0]))
    # left out, an operator looks at the usual statuses; an empty list says at none
    read = {name: _read(param, params.get(name, ())) for name, param in known.items()
            if name in params or not param.usual}
    if kind in _TOGETHER:
        _TOGETHER[kind](read)
    _tried(kind, read)
    return read


def _read(param: Param, value: Any) -> Any:
    if param.shape == "whole":
        return _whole(value, get_text(f"content.params.whole.{param.name}"))
    if param.shape == "statuses":
        return _statuses(value)
    return _thresholds(value) if param.shape == "thresholds" else _line(value, param)


def _check_ages(read: Mapping[str, Any]) -> None:
    if not 0 <= read["min"] <= read["max"] <= 120:
        raise ParamsProblem(get_text("content.params.ages_order"))


def _check_statuses(read: Mapping[str, Any]) -> None:
    if not read["admits"]:
        raise ParamsProblem(get_text("content.params.status_needed"))
    both = set(read["admits"]) & set(read["needs_income"])
    if both:
        name = get_text(f"content.statuses.{sorted(both)[0]}")
        raise ParamsProblem(get_text("content.params.status_twice", name=name))


_TOGETHER: dict[str, Callable[[Mapping[str, Any]], None]] = {"age": _check_ages, "status": _check_statuses}
"""What must hold between the params of a kind."""


def _statuses(values: Any) -> list[str]:
    if not isinstance(values, (list, tuple)) or any(value not in eligibility.STATUSES for value in values):
        raise ParamsProblem(get_text("content.params.statuses", statuses=", ".join(eligibility.STATUSES)))
    return list(dict.fromkeys(values))


def _thresholds(years: Any) -> dict[str, str]:
    if not isinstance(years, Mapping) or not years:
        raise ParamsProblem(get_text("content.params.year_needed"))
    read = {}
    for year, amount in years.items():
        try:
            limit = Decimal(str(amount))
            good = str(year).isdigit() and 2000 <= int(year) <= 2100 and limit.is_finite() and limit > 0
        except InvalidOperation:
            good = False
        if not good:
            raise ParamsProblem(get_text("content.params.bad_year", year=year, amount=amount))
        read[str(year)] = str(amount)
    return read


def _line(value: Any, param: Param) -> str:
    text = str(value).strip()
    if not text or len(text) > param.most:
        raise ParamsProblem(get_text(f"content.params.line.{param.name}"))
    return text


def _whole(value: Any, what: str) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdigit():
        raise ParamsProblem(get_text("content.params.not_whole", text=text, what=what))
    return int(text)


def _tried(kind: str, params: dict[str, Any]) -> None:
    """The proof: the rule is applied to somebody of every status, as the chat will do it."""
    rule = Rule("prova", kind, params, date(2000, 1, 1), None, "", None, True)
    for status in eligibility.STATUSES:
        person = Applicant(age=30, status=status, income_eur=Decimal(5000), residence="resident")
        try:
            eligibility.assess([rule], person, date(2026, 1, 1))
        except RuleError as error:
            raise ParamsProblem(get_text("content.params.unusable")) from error
