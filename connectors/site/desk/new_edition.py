"""A new edition, or a new course with its first one: step by step, previewed as chat, site and API will say it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Mapping, Optional, Sequence

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from bot.rules.rule_kinds import RULE_KINDS
from bot.services import content, courses, eligibility, events
from bot.services.content import TABLES, EditionDraft, InvalidEdition, WrittenEdition
from bot.services.course_wording import describe_audience
from bot.services.courses import CourseView
from bot.services.eligibility import ALL_COURSES
from bot.services.events import EventView
from bot.texts import get_text, get_texts
from connectors.site.api import views
from connectors.site.desk import content_forms
from connectors.site.desk import new_edition_form as steps
from connectors.site.desk.access import AnAdministrator, Checked
from connectors.site.desk.frame import render_desk_page
from connectors.site.desk.new_edition_form import STEPS
from connectors.site.rendering import TellCourse, get_now, get_settings

router = APIRouter(prefix="/operatori/contenuti/nuova-edizione")

FORWARD, BACK, PUBLISH = "avanti", "indietro", "pubblica"
Problems = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Preview:
    """How it would stand. ``told``: what the chat says; ``published``: what the API says; ``gaps``: what is missing."""

    course: CourseView
    event: Optional[EventView]
    told: Sequence[Any]
    published: Mapping[str, Any]
    gaps: Sequence[str]


@router.get("")
async def begin(request: Request, signed_in: AnAdministrator, corso: str = "") -> Response:
    """The first step; ``corso``: the course that is chosen already."""
    return await _show(request, signed_in, STEPS[0], FormData([(steps.WHICH, corso)] if corso else []))


@router.post("")
async def go(request: Request, signed_in: Checked, _administrator: AnAdministrator) -> Response:
    """Go a step forward or back, or publish; with what was typed on every step."""
    form = await request.form()
    step, where = str(form.get(steps.STEP, "")), str(form.get(steps.GO, FORWARD))
    if step not in STEPS or where not in (FORWARD, BACK, PUBLISH):
        raise HTTPException(422)
    place = STEPS.index(step)
    if where == BACK:
        return await _show(request, signed_in, STEPS[max(0, place - 1)], form)
    if not form.get(steps.WHICH):
        nothing = {"course": {"": get_text("content.new_edition.choose_course")}}
        return await _show(request, signed_in, STEPS[0], form, nothing)
    if where == PUBLISH:
        done = await asyncio.to_thread(
            content.publish_edition, get_settings(request), steps.read(form), by=signed_in.operator,
            now=get_now(request))
        if isinstance(done, WrittenEdition):
            return RedirectResponse("/operatori/contenuti/course_edition?esito=pubblicata", 303)
        return await _show(request, signed_in, steps.find_first_step(done.problems, STEPS[-1]) or STEPS[0], form,
                           done.problems)
    problems = await asyncio.to_thread(_find_problems, request, form, signed_in.operator)
    wrong = steps.find_first_step(problems, step)
    if wrong is not None:
        return await _show(request, signed_in, wrong, form, problems)
    return await _show(request, signed_in, STEPS[min(place + 1, len(STEPS) - 1)], form)


def _find_problems(request: Request, form: FormData, by: Any) -> Problems:
    wanted = steps.read(form)
    if steps.STEPS[1] not in form.getlist(steps.SEEN):  # the source is asked later
        wanted = replace(wanted, fact=_defaults("", get_now(request).date())["fact"])
    with content.try_edition(get_settings(request), wanted, by=by, now=get_now(request)) as tried:
        return tried.problems if isinstance(tried, InvalidEdition) else {}


async def _show(
    request: Request, signed_in: Any, step: str, form: FormData, problems: Optional[Problems] = None,
) -> Response:
    problems = problems or {}
    here: dict[str, Any] = {}
    if step == STEPS[-1]:
        preview = await asyncio.to_thread(_preview, request, steps.read(form), signed_in.operator)
        if isinstance(preview, InvalidEdition):
            return await _show(request, signed_in, steps.find_first_step(preview.problems, step) or STEPS[0], form,
                               preview.problems)
        here["preview"] = preview
    else:
        here.update(await asyncio.to_thread(_controls, request, step, form, problems))
    return render_desk_page(
        request, signed_in, "desk/content/new_edition.html", status_code=422 if problems else 200, step=step,
        names=get_texts("content.new_edition.steps"), chosen=str(form.get(steps.WHICH, "")),
        own=form.getlist(steps.OWN_RULE), with_job_day=steps.JOB_DAY in form, a_new_one=steps.A_NEW_ONE,
        problems=_said_once(problems), carried=steps.list_carried(form, step), **here)


def _said_once(problems: Problems) -> dict[str, str]:
    """Every problem by its field, for the summary on top of the page."""
    return {field: text for found in problems.values() for field, text in found.items()}


def _controls(request: Request, step: str, form: FormData, problems: Problems) -> dict[str, Any]:
    settings, today = get_settings(request), get_now(request).date()
    known = courses.list_courses(settings, today)
    chosen = next((course for course in known if course.id == form.get(steps.WHICH)), None)
    rules = eligibility.list_rules(settings, chosen.id if chosen is not None else ALL_COURSES, today)
    params = {rule.kind: dict(rule.params) for rule in rules}
    title = chosen.title if chosen is not None else str(form.get("course.title", ""))
    refs = {part.table: content.list_choices_of(settings, table_name=part.table)
            for part in steps.PARTS if part.step == step}
    widgets = steps.make_part_widgets(step, form, _defaults(title, today), problems, refs)
    own = steps.make_rule_widgets(form, params, problems)
    every = [widget for part in (*widgets.values(), *own.values()) for widget in part]
    kinds = dict(TABLES["eligibility_rule"].field("kind").choices)
    return {
        "courses": known, "parts_of": widgets, "all_widgets": every,
        "rules": [(kind, kinds[kind], own[kind], _describe_rule(kind, params[kind])
                   if chosen is not None and kind in params else "") for kind in RULE_KINDS]}


def _describe_rule(kind: str, params: Mapping[str, Any]) -> str:
    """What a rule asks, as the chat says it where it does."""
    return describe_audience(params) if kind == "status" else content_forms.describe_params(kind, params)


def _defaults(title: str, today: date) -> dict[str, dict[str, Any]]:
    """What each part begins with."""
    return {
        "course": {"hours_approximate": True, "cost_cents": 0},
        "fact": {"source": get_text("content.new_edition.source"), "source_date": today.isoformat(), "verified": True},
        "event": {"title": get_text("content.new_edition.job_day_title", title=title),
                  "description": get_text("content.new_edition.job_day_description", title=title)}}


def _preview(request: Request, wanted: EditionDraft, by: Any) -> Preview | InvalidEdition:
    settings, now = get_settings(request), get_now(request)
    tell: Optional[TellCourse] = request.app.state.tell_course
    with content.try_edition(settings, wanted, by=by, now=now) as tried:
        if isinstance(tried, InvalidEdition):
            return tried
        course = courses.get_course(settings, tried.course_id, now.date())
        assert course is not None
        event_id = tried.rows["event"].values["id"] if "event" in tried.rows else ""
        told = tell(settings, course.title, now) if tell is not None else ()
        published = views.make_published_course(request, course).model_dump(mode="json")
        return Preview(
            course, events.get_event(settings, event_id), told, published, _gaps(course, tried, now.date()))


def _gaps(course: CourseView, tried: WrittenEdition, today: date) -> list[str]:
    """What is missing or odd, in sentences: nothing of it stands against publishing."""
    edition = tried.rows["edition"].values
    start, closes = edition["starts_latest"], edition["enrolment_closes"]
    found = {
        "other_shown": course.edition_id != tried.edition_id, "start": start is None,
        "started": start is not None and start < today, "place": not edition["place"],
        "places": edition["places"] is None, "deadline": closes is None,
        "deadline_over": closes is not None and closes < today, "job_day": "event" not in tried.rows}
    return [get_text(f"content.new_edition.gaps.{name}") for name, missing in found.items() if missing]
