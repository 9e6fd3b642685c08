"""The params of an eligibility rule: what each kind must have so that ``bot.core.eligibility`` can read it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Mapping

from bot.core import eligibility
from bot.core.eligibility import Applicant, Rule, RuleError

STATUS_LABELS = {
    "unemployed": "disoccupato", "suspended": "occupato sospeso", "employed": "dipendente",
    "self_employed": "autonomo", "student": "studente", "retired": "in pensione", "inactive": "inattivo",
    "other": "altra situazione"}
_NEEDED = {"age": {"min", "max"}, "status": {"admits"}, "income": {"employed", "self_employed"}, "residence": {"in"}}
_ALLOWED = {**_NEEDED, "status": {"admits", "needs_income", "operator_checks"}}


class ParamsProblem(ValueError):
    """The params cannot be used; the message is one Italian sentence."""


def checked(kind: str, params: Any) -> dict[str, Any]:
    """``params`` as they are stored.

    Raises:
        ParamsProblem: a value is missing, unknown, or not what the kind of rule needs.
    """
    if kind not in _NEEDED:
        raise ParamsProblem("Scegli prima il tipo di regola.")
    if not isinstance(params, Mapping):
        raise ParamsProblem("I parametri della regola non si leggono.")
    missing, unknown = _NEEDED[kind] - set(params), set(params) - _ALLOWED[kind]
    if missing or unknown:
        name = sorted(missing or unknown)[0]
        raise ParamsProblem(f"«{name}» manca." if missing else f"«{name}» non serve a questo tipo di regola.")
    read = {"age": _age, "status": _status, "income": _income, "residence": _residence}[kind](params)
    _tried(kind, read)
    return read


def _age(params: Mapping[str, Any]) -> dict[str, Any]:
    lowest, highest = _whole(params["min"], "età minima"), _whole(params["max"], "età massima")
    if not 0 <= lowest <= highest <= 120:
        raise ParamsProblem("L'età massima non può essere minore della minima, né superare 120.")
    return {"min": lowest, "max": highest}


def _status(params: Mapping[str, Any]) -> dict[str, Any]:
    read = {name: _statuses(params.get(name, ())) for name in ("admits", "needs_income", "operator_checks")}
    if not read["admits"]:
        raise ParamsProblem("Indica almeno una situazione ammessa.")
    both = set(read["admits"]) & set(read["needs_income"])
    if both:
        name = STATUS_LABELS[sorted(both)[0]]
        raise ParamsProblem(f"«{name}» è ammesso sempre oppure secondo il reddito, non tutt'e due.")
    # left out, an operator looks at the usual statuses; an empty list says at none
    return {name: values for name, values in read.items() if name in params or name != "operator_checks"}


def _statuses(values: Any) -> list[str]:
    if not isinstance(values, (list, tuple)) or any(value not in eligibility.STATUSES for value in values):
        raise ParamsProblem(f"Le situazioni possibili sono: {', '.join(eligibility.STATUSES)}.")
    return list(dict.fromkeys(values))


def _income(params: Mapping[str, Any]) -> dict[str, Any]:
    return {work: _thresholds(params[work]) for work in ("employed", "self_employed")}


def _thresholds(years: Any) -> dict[str, str]:
    if not isinstance(years, Mapping) or not years:
        raise ParamsProblem("Indica almeno un anno con la sua soglia, per dipendenti e per autonomi.")
    read = {}
    for year, amount in years.items():
        try:
            limit = Decimal(str(amount))
            good = str(year).isdigit() and 2000 <= int(year) <= 2100 and limit.is_finite() and limit > 0
        except InvalidOperation:
            good = False
        if not good:
            raise ParamsProblem(f"«{year}: {amount}» non è un anno con una soglia in euro (per esempio 2024: 8500).")
        read[str(year)] = str(amount)
    return read


def _residence(params: Mapping[str, Any]) -> dict[str, Any]:
    region = str(params["in"]).strip()
    if not region or len(region) > 60:
        raise ParamsProblem("Indica la regione in cui bisogna abitare.")
    return {"in": region}


def _whole(value: Any, what: str) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdigit():
        raise ParamsProblem(f"«{text}» non è un'{what}: serve un numero intero.")
    return int(text)


def _tried(kind: str, params: dict[str, Any]) -> None:
    """The proof: the rule is applied to somebody of every status, as the chat will do it."""
    rule = Rule("prova", kind, params, date(2000, 1, 1), None, "", None, True)
    for status in eligibility.STATUSES:
        person = Applicant(age=30, status=status, income_eur=Decimal(5000), residence="resident")
        try:
            eligibility.assess([rule], person, date(2026, 1, 1))
        except RuleError as error:
            raise ParamsProblem("L'assistente non riesce ad applicare questa regola.") from error
