"""From a table's description to the widgets of its form, and from a sent form to what the content service reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from starlette.datastructures import FormData

from bot.rules.rule_kinds import RULE_KINDS, Param
from bot.services import content
from bot.services.content import ContentTable, Field
from bot.texts import get_text, get_texts


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


def make_widgets(
    table: ContentTable, values: Mapping[str, Any], problems: Mapping[str, str], refs: Mapping[str, Mapping[str, str]],
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


def describe_params(kind: str, params: Mapping[str, Any]) -> str:
    """The params of a rule in a few words: the first of them says enough, of the ages both."""
    first = RULE_KINDS[kind][0]
    if first.shape == "whole":
        return get_text("content.shown.ages", least=params["min"], most=params["max"])
    value = params.get(first.name)
    if first.shape == "statuses":
        statuses = get_texts("content.statuses")
        return ", ".join(statuses.get(name, name) for name in value or ())
    return "; ".join(f"{year}: {amount} €" for year, amount in (value or {}).items()) \
        if first.shape == "thresholds" else str(value)


def read_sent(table: ContentTable, form: FormData) -> dict[str, Any]:
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
    return content.write_value(field, value)


def _params(values: Mapping[str, Any], problem: str) -> list[Widget]:
    given = values.get("params")
    params: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    return [_param(param, params.get(param.name), problem if not place else "")
            for place, param in enumerate(RULE_KINDS.get(str(values.get("kind") or ""), ()))]


def _param(param: Param, value: Any, problem: str) -> Widget:
    name, label = f"params.{param.name}", get_text(f"content.forms.{param.name}")
    if param.shape == "statuses":
        chosen = list(param.usual or () if value is None else value)
        return Widget(name, label, "checks", chosen, problem=problem,
                      choices=tuple(get_texts("content.statuses").items()))
    if param.shape == "thresholds":
        return Widget(name, label, "area", _lines(value), get_text("content.forms.thresholds_hint"), True, problem)
    shown = "" if value is None else str(value)
    if param.shape == "whole":
        return Widget(name, label, "number", shown, required=True, problem=problem, most=param.most)
    return Widget(name, label, "text", shown, required=True, problem=problem, longest=param.most)


def _params_sent(kind: str, form: FormData) -> dict[str, Any]:
    return {param.name: _param_sent(param, form) for param in RULE_KINDS.get(kind, ())}


def _param_sent(param: Param, form: FormData) -> Any:
    name = f"params.{param.name}"
    if param.shape == "statuses":
        return [str(value) for value in form.getlist(name)]
    sent = str(form.get(name, ""))
    return _thresholds(sent) if param.shape == "thresholds" else sent


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


def hide_again(form: FormData, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The fields of a sent form, to be sent once more with a confirmation."""
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in without]
