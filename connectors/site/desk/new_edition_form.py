"""The form of a new edition: its steps, the controls of each, and what was typed as the content service reads it.

Every step carries what the others hold as hidden fields, so that nothing is lost by going back, and nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Mapping, Optional, Sequence

from starlette.datastructures import FormData

from bot.rules.rule_kinds import RULE_KINDS
from bot.services.content import TABLES, EditionDraft
from connectors.site.desk import content_forms
from connectors.site.desk.content_forms import Widget

STEPS = ("corso", "edizione", "requisiti", "job-day", "anteprima")
"""The steps in their order, by their names in the form."""
FACT = ("source", "source_date", "verified", "valid_until")


@dataclass(frozen=True)
class FormPart:
    """Fields of a table on a step. ``name``: as in :class:`EditionDraft`, and what its controls' names begin with."""

    name: str
    step: str
    table: str
    fields: tuple[str, ...]


PARTS = (
    FormPart("course", "corso", "course", (
        "title", "sector_id", "hours", "hours_approximate", "content", "internship", "cost_cents", "aliases")),
    FormPart("edition", "edizione", "course_edition", (
        "starts_earliest", "starts_latest", "ends_by", "place", "places", "enrolment_opens", "enrolment_closes")),
    FormPart("body", "edizione", "edition_body", ("organisation_id",)),
    FormPart("fact", "edizione", "course_edition", FACT),
    FormPart("event", "job-day", "event", ("title", "description", "aliases")),
    FormPart("event_day", "job-day", "event_session", (
        "day", "starts", "ends", "place", "places", "sign_up_until", "sign_up_for")),
)
_BY_NAME = {part.name: part for part in PARTS}
WHICH, OWN_RULE, JOB_DAY, STEP, SEEN, GO = "corso", "diverso", "job_day", "passo", "visto", "vai"
"""Fields beside those of the tables: which course, kinds with a rule of their own, whether there is a job day, where
the form stands, which steps were shown, where it goes."""
A_NEW_ONE = "+"
"""What ``WHICH`` says of a course that is not there yet; no id is like that."""


def read(form: FormData) -> EditionDraft:
    """What was typed, as the content service takes it."""
    chosen = str(form.get(WHICH, ""))
    course_id = "" if chosen == A_NEW_ONE else chosen
    own = form.getlist(OWN_RULE)
    with_day = JOB_DAY in form
    return EditionDraft(
        course_id=course_id, course={} if course_id else _raw(form, "course"), edition=_raw(form, "edition"),
        body=_raw(form, "body"), rules={kind: _rule(form, kind) for kind in RULE_KINDS if kind in own},
        event=_raw(form, "event") if with_day else {}, event_day=_raw(form, "event_day") if with_day else {},
        fact=_raw(form, "fact"))


def find_step_of_problem(part: str, field: str) -> str:
    """The step on which a part's problem is mended."""
    if field in FACT or part.startswith("rule_"):
        return "edizione" if field in FACT else "requisiti"
    return _BY_NAME[part].step


def find_first_step(problems: Mapping[str, Mapping[str, str]], last: str) -> Optional[str]:
    """The first step with a problem, up to ``last`` and that included; None when there is none so far."""
    wrong = {find_step_of_problem(part, field) for part, found in problems.items() for field in found}
    return next((step for step in STEPS[:STEPS.index(last) + 1] if step in wrong), None)


def make_part_widgets(
    step: str, form: FormData, defaults: Mapping[str, Mapping[str, Any]],
    problems: Mapping[str, Mapping[str, str]], refs: Mapping[str, Mapping[str, Mapping[str, str]]],
) -> dict[str, list[Widget]]:
    """The controls of a step by part: as typed, or as ``defaults`` say when the step was not shown before.

    ``problems`` by part; ``refs``: what references can name, by table.
    """
    seen = step in form.getlist(SEEN)
    found: dict[str, list[Widget]] = {}
    for part in (part for part in PARTS if part.step == step):
        values = _raw(form, part.name) if seen else defaults.get(part.name, {})
        wrong = {field: text for place in problems for field, text in problems[place].items()
                 if (place == part.name and field not in FACT) or (part.name == "fact" and field in FACT)}
        found[part.name] = _prefixed(part.name, content_forms.make_widgets(
            TABLES[part.table], values, wrong, refs[part.table], new=True), part.fields)
    return found


def make_rule_widgets(
    form: FormData, defaults: Mapping[str, Mapping[str, Any]], problems: Mapping[str, Mapping[str, str]],
) -> dict[str, list[Widget]]:
    """The controls of the params of a rule of each kind, beginning with the course's (``defaults``)."""
    seen = "requisiti" in form.getlist(SEEN)
    found: dict[str, list[Widget]] = {}
    for kind, params in RULE_KINDS.items():
        given = _rule(form, kind) if seen else defaults.get(kind, {})
        wrong = {field: text for field, text in problems.get(f"rule_{kind}", {}).items() if field not in FACT}
        made = content_forms.make_widgets(
            TABLES["eligibility_rule"], {"kind": kind, "params": given}, wrong, {}, new=True)
        found[kind] = _prefixed(f"rule_{kind}", made, [f"params.{param.name}" for param in params])
    return found


def list_carried(form: FormData, step: str) -> list[tuple[str, str]]:
    """What was typed on the other steps, to be sent again with this one."""
    return [(name, value) for name, value in content_forms.hide_again(form, without=("csrf", STEP, GO))
            if find_step_of_name(name, value) != step]


def find_step_of_name(name: str, value: str) -> str:
    """The step on which the field of that name is filled in."""
    if name == SEEN:
        return value
    part = name.partition(".")[0]
    if part in _BY_NAME:
        return _BY_NAME[part].step
    return {WHICH: "corso", JOB_DAY: "job-day"}.get(name, "requisiti")


def _raw(form: FormData, part: str) -> dict[str, Any]:
    known = _BY_NAME[part]
    sent = content_forms.read_sent(TABLES[known.table], _without_prefix(form, part))
    return {name: sent[name] for name in known.fields if name in sent}


def _rule(form: FormData, kind: str) -> Any:
    own = _without_prefix(form, f"rule_{kind}")
    return content_forms.read_sent(
        TABLES["eligibility_rule"], FormData([*own.multi_items(), ("kind", kind)]))["params"]


def _without_prefix(form: FormData, part: str) -> FormData:
    start = f"{part}."
    return FormData([(name.removeprefix(start), value) for name, value in form.multi_items()
                     if name.startswith(start)])


def _prefixed(part: str, made: Sequence[Widget], names: Sequence[str]) -> list[Widget]:
    chosen = {widget.name: widget for widget in made}
    return [replace(chosen[name], name=f"{part}.{name}") for name in names]
