"""From a table's description to the widgets of its form, and from a sent form to what the content service reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from starlette.datastructures import FormData

from bot.core.eligibility import OPERATOR_CHECKS
from bot.services import content
from bot.services.content import Field, Table

STATUS_PARAMS = (
    ("admits", "Situazioni ammesse"), ("needs_income", "Ammesse se il reddito è sotto la soglia"),
    ("operator_checks", "Da far verificare a un operatore"))
INCOME_PARAMS = (("employed", "Soglie per i dipendenti"), ("self_employed", "Soglie per gli autonomi"))


@dataclass(frozen=True)
class Widget:
    """One control. ``kind``: text, area, number, date, time, check, select, checks, hidden or fixed.

    ``value`` is a text; for ``checks`` the chosen values. ``problem``: why what was sent cannot be used.
    """

    name: str
    label: str
    kind: str
    value: Any
    help: str = ""
    required: bool = False
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 300
    least: int = 0
    most: int = 0

    @property
    def id(self) -> str:
        """The id of the control in the page."""
        return "campo-" + self.name.replace(".", "-")


def widgets(
    table: Table, values: Mapping[str, Any], problems: Mapping[str, str], refs: Mapping[str, Mapping[str, str]],
    new: bool,
) -> list[Widget]:
    """The controls of a row's form. ``values`` as stored or as sent; ``refs``: what references can name."""
    found: list[Widget] = []
    for field in table.fields:
        value, problem = values.get(field.name), problems.get(field.name, "")
        if field.kind == "params":
            found += _params(values, problem)
        elif field.name == "id" and not new or field.name == "kind" and table.name == "eligibility_rule":
            found.append(Widget(field.name, field.label, "fixed", _shown(field, value), problem=problem,
                                choices=field.choices))
        else:
            found.append(_widget(field, value, problem, refs))
    return found


def sent(table: Table, form: FormData) -> dict[str, Any]:
    """What a sent form gives for each field."""
    raw: dict[str, Any] = {}
    for field in table.fields:
        if field.kind == "flag":
            raw[field.name] = field.name in form
        elif field.kind == "params":
            raw[field.name] = _params_sent(str(form.get("kind", "")), form)
        elif field.name in form:
            raw[field.name] = str(form[field.name])
    return raw


def _widget(field: Field, value: Any, problem: str, refs: Mapping[str, Mapping[str, str]]) -> Widget:
    kind = {"id": "text", "line": "text", "text": "area", "whole": "number", "flag": "check", "day": "date",
            "hour": "time", "choice": "select", "ref": "select", "words": "area"}[field.kind]
    options = tuple(refs.get(field.name, {}).items()) if field.kind == "ref" else field.choices
    shown: Any = _shown(field, value)
    if field.kind == "words":
        shown = "\n".join(value) if isinstance(value, list) else str(value or "")
    if field.kind == "flag":
        shown = value is True or value == "sì"
    needed = field.required and field.default is None and field.kind != "id"
    return Widget(
        field.name, field.label, kind, shown, field.help, needed, problem, options, field.longest, field.least,
        field.most)


def _shown(field: Field, value: Any) -> str:
    if field.kind == "choice":
        return "" if value is None else str(value)
    return content.shown(field, value)


def _params(values: Mapping[str, Any], problem: str) -> list[Widget]:
    kind, given = str(values.get("kind") or ""), values.get("params")
    params: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    if kind == "age":
        return [
            Widget("params.min", "Età minima", "number", str(params.get("min", "")), required=True, problem=problem,
                   most=120),
            Widget("params.max", "Età massima", "number", str(params.get("max", "")), required=True, most=120)]
    if kind == "status":
        usual = {"operator_checks": OPERATOR_CHECKS}
        return [
            Widget(f"params.{name}", label, "checks", list(params.get(name, usual.get(name, ()))),
                   problem=problem if not place else "", choices=tuple(content.STATUS_LABELS.items()))
            for place, (name, label) in enumerate(STATUS_PARAMS)]
    if kind == "income":
        return [
            Widget(f"params.{name}", label, "area", _lines(params.get(name)),
                   "Una per riga: anno e euro, come 2024: 8500", True, problem if not place else "")
            for place, (name, label) in enumerate(INCOME_PARAMS)]
    return [Widget("params.in", "Regione in cui abitare", "text", str(params.get("in", "")), required=True,
                   problem=problem, longest=60)]


def _params_sent(kind: str, form: FormData) -> dict[str, Any]:
    def one(name: str) -> str:
        return str(form.get(f"params.{name}", ""))

    if kind == "age":
        return {"min": one("min"), "max": one("max")}
    if kind == "status":
        return {name: [str(value) for value in form.getlist(f"params.{name}")] for name, _ in STATUS_PARAMS}
    if kind == "income":
        return {name: _thresholds(one(name)) for name, _ in INCOME_PARAMS}
    return {"in": one("in")} if kind == "residence" else {}


def _lines(thresholds: Any) -> str:
    if not isinstance(thresholds, Mapping):
        return ""
    return "\n".join(f"{year}: {amount}" for year, amount in thresholds.items())


def _thresholds(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        year, _, amount = line.partition(":")
        if line.strip():
            found[year.strip()] = amount.strip()
    return found


def hidden_again(form: FormData, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The fields of a sent form, to be sent once more with a confirmation."""
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in without]
