"""A new edition at the desk: step by step, shown as it will be told before it is, published at once or not at all."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

import httpx
import pytest

from bot import clock
from bot.actions.course_preview import QUESTIONS, tell_course
from bot.services import content, courses, events
from bot.settings import Settings
from tests.support.desk_content_data import MONDAY
from tests.support.desk_content_fixtures import acts, on_monday, settings, shared_clock, text_of, url
from tests.support.desk_people import anna, bea, carla
from tests.support.desk_server import Browser

__all__ = ["anna", "bea", "carla", "on_monday", "settings", "shared_clock", "url"]
pytestmark = pytest.mark.slow

ADDRESS = "/operatori/contenuti/nuova-edizione"
EDITION = {
    "edition.starts_earliest": "2027-01-11", "edition.place": "Lecco, via Amendola 57", "edition.places": "15",
    "edition.enrolment_opens": "2026-11-01", "edition.enrolment_closes": "2026-12-18",
    "body.organisation_id": "ial_lombardia"}
JOB_DAY = {"job_day": "1", "event_day.day": "2026-12-10", "event_day.starts": "14:30", "event_day.ends": "16:30",
           "event_day.place": "Lecco, Palazzo delle Paure", "event_day.places": "40"}


def fields_of(page: httpx.Response) -> list[tuple[str, str]]:
    """What a browser would send of the form as it is shown."""
    form = page.text.partition(f'action="{ADDRESS}"')[2].partition("</form>")[0]
    sent = []
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and ("checkbox" not in tag and "radio" not in tag or " checked" in tag):
            sent.append((name[1], unescape(value[1]) if value else ""))
    sent += [(name, unescape(text)) for name, text in re.findall(
        r'<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S)]
    for name, inside in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        sent.append((name, unescape(chosen[1]) if chosen else ""))
    return sent


def go(who: Browser, page: httpx.Response, where: str = "avanti", **typed: Any) -> httpx.Response:
    """Fill in the step and press a button; a list is several ticks of one name."""
    kept = [(name, value) for name, value in fields_of(page) if name not in typed]
    given = [(name, each) for name, value in typed.items() for each in (value if isinstance(value, list) else [value])]
    data: dict[str, Any] = {}
    for name, value in [*kept, *given, ("vai", where)]:
        data.setdefault(name, []).append(value)
    return who.post(ADDRESS, data=data)


def step_of(page: httpx.Response) -> str:
    found = re.search(r'name="passo" value="([^"]+)"', page.text)
    return found[1] if found else ""


def preview_of(carla: Browser, course: str = "sala", edition: dict[str, str] | None = None, own: Any = (),
               job_day: dict[str, str] | None = None, **rules: Any) -> httpx.Response:
    """Walk to the preview."""
    page = go(carla, carla.get(ADDRESS), corso=course)
    page = go(carla, page, **(EDITION if edition is None else edition))
    page = go(carla, page, diverso=list(own), **rules)
    return go(carla, page, **(JOB_DAY if job_day is None else job_day))


def test_only_an_administrator_makes_one(anna: Browser, carla: Browser) -> None:
    assert anna.get(ADDRESS).status_code == 403
    assert anna.post(ADDRESS, data={"csrf": anna.csrf, "passo": "anteprima", "vai": "pubblica"}).status_code == 403
    assert ADDRESS in carla.get("/operatori/contenuti").text


def test_an_edition_is_shown_as_it_will_be_told_and_only_then_published(carla: Browser, settings: Settings) -> None:
    before = courses.get_course(settings, "sala", MONDAY.date())
    page = preview_of(carla, own=["age"], **{"rule_age.params.min": "18", "rule_age.params.max": "35"})
    assert step_of(page) == "anteprima"
    shown = text_of(page)
    for heard in ("11 gennaio 2027", "via Amendola 57", "15 posti", "18 dicembre 2026", "tra 18 e 35 anni", "gratuito",
                  "Iscrizioni aperte", "10 dicembre 2026", "Palazzo delle Paure", "«Quali corsi hanno le iscrizioni",
                  '"2027-01-11"', "age_max: 35", "tra i 18 e i 35 anni", "cost_cents: 0"):
        assert heard in shown, heard
    assert "None" not in shown and "è stata" not in shown and "2025" not in shown.partition("Nell’API")[0]
    assert courses.get_course(settings, "sala", MONDAY.date()) == before, "nothing is published yet"
    assert not acts(settings, "content_created")
    told = re.findall(r'class="desk-said">(.*?)</dd>', page.text, re.S)
    assert len(told) == len(QUESTIONS)

    done = go(carla, page, "pubblica")
    assert "Pubblicata" in done.text
    after = courses.get_course(settings, "sala", MONDAY.date())
    assert after is not None and after.open_now and (after.age_max, after.places) == (35, 15)
    assert after.presentation is not None and after.presentation.first_day == datetime(2026, 12, 10).date()
    assert [unescape(text) for text in told] == [answer.answer for answer in tell_course(
        settings, after.title, MONDAY)], "what was shown is what is said"
    kinds = {target.split()[0] for target in acts(settings, "content_created")}
    assert kinds == {"course_edition", "edition_body", "eligibility_rule", "event", "event_session"}
    assert {change.table for change in content.list_changes(settings)} == kinds
    other = courses.get_course(settings, "meccanico", MONDAY.date())
    assert other is not None and not other.open_now and other.age_max == 64


def test_going_back_keeps_what_was_typed(carla: Browser) -> None:
    page = preview_of(carla, "meccanico", {**EDITION, "edition.starts_earliest": "2027-02-22"}, job_day={})
    for step in ("job-day", "requisiti", "edizione"):
        page = go(carla, page, "indietro")
        assert step_of(page) == step
    sent = dict(fields_of(page))
    assert sent["edition.starts_earliest"] == "2027-02-22" and sent["edition.place"] == "Lecco, via Amendola 57"
    assert sent["body.organisation_id"] == "ial_lombardia" and sent["corso"] == "meccanico"
    page = go(carla, page, **{"edition.starts_earliest": "2027-02-23"})
    for _ in range(2):
        page = go(carla, page)
    assert step_of(page) == "anteprima" and "23 febbraio 2027" in text_of(page)
    assert "Non c’è un Job Day" in text_of(page)
    assert "prossima edizione non è ancora pubblicato. Quello di prima: 6 febbraio 2025" in text_of(page)


@pytest.mark.parametrize(("typed", "step", "said"), [
    ({"edition.starts_earliest": "presto"}, "edizione", "presto"),
    ({"edition.starts_latest": "2026-12-01"}, "edizione", "Questa data viene prima d"),
    ({"edition.places": "molti"}, "edizione", "molti"), ({"fact.source": ""}, "edizione", "Fonte")])
def test_what_is_wrong_is_said_on_its_step(carla: Browser, typed: dict[str, str], step: str, said: str) -> None:
    page = go(carla, go(carla, carla.get(ADDRESS), corso="elettrico"), **{**EDITION, **typed})
    assert page.status_code == 422 and step_of(page) == step and 'aria-invalid="true"' in page.text
    assert said in text_of(page) and dict(fields_of(page))["edition.place"] == "Lecco, via Amendola 57"


def test_without_a_course_nothing_goes_on(carla: Browser) -> None:
    page = go(carla, carla.get(ADDRESS))
    assert page.status_code == 422 and step_of(page) == "corso" and "Scegli per quale corso" in page.text


def test_a_new_course_with_its_first_edition(carla: Browser, settings: Settings) -> None:
    page = go(carla, carla.get(ADDRESS), corso="+", **{"course.title": "Saldatura", "course.hours": "60"})
    assert page.status_code == 422 and step_of(page) == "corso"
    page = go(carla, page, **{
        "course.sector_id": "metalmeccanico", "course.content": "Saldatura a filo e a elettrodo.",
        "course.aliases": "corso da saldatore\nsaldatore"})
    page = go(carla, page, **{**EDITION, "edition.enrolment_opens": "2026-12-01"})
    page = go(carla, page, diverso=["status"], **{"rule_status.params.admits": ["unemployed"]})
    assert dict(fields_of(page))["event.title"] == "Job Day: presentazione del corso Saldatura"
    page = go(carla, page, **{**JOB_DAY, "event.aliases": "job day saldatura"})
    shown = text_of(page)
    assert step_of(page) == "anteprima" and "non sono ancora aperte" in shown and "disoccupati" in shown
    assert "Per chi disoccupati" in shown and "Età" not in shown
    assert "Pubblicata" in go(carla, page, "pubblica").text
    course = next(item for item in courses.list_courses(settings, MONDAY.date()) if item.title == "Saldatura")
    assert course.status == "planned" and course.lead is not None and course.admission["admits"] == ["unemployed"]
    assert course.presentation is not None and len(events.list_events(settings, "job_day")) >= 4
    page = go(carla, carla.get(ADDRESS), corso="+", **{
        "course.title": "Saldatura", "course.hours": "60", "course.sector_id": "metalmeccanico",
        "course.content": "Ancora."})
    assert page.status_code == 422 and "Saldatura" in text_of(page), "a second course of the same name is refused"


def test_an_edition_in_the_past_or_behind_another_is_pointed_out(carla: Browser, settings: Settings) -> None:
    late = {**EDITION, "edition.starts_earliest": "2025-01-11", "edition.enrolment_opens": "2024-11-01",
            "edition.enrolment_closes": "2024-12-18", "edition.place": "", "edition.places": ""}
    shown = text_of(preview_of(carla, "elettrico", late, job_day={}))
    for gap in ("giorno già passato", "già passato: nessuno", "Manca la sede", "Mancano i posti"):
        assert gap in shown, gap


@pytest.mark.parametrize("bad", [
    {"passo": "altro"}, {"passo": "edizione", "vai": "su"}, {}, {"passo": "anteprima", "vai": "pubblica"}])
def test_what_no_form_sends_is_refused(carla: Browser, settings: Settings, bad: dict[str, str]) -> None:
    before = len(content.list_changes(settings))
    assert carla.post(ADDRESS, data={"csrf": carla.csrf, **bad}).status_code == 422
    assert len(content.list_changes(settings)) == before
    assert clock.local(MONDAY) == MONDAY
