"""schema.org data: well formed, complete for who reads it, and nothing in it that the database does not say."""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import Any, Iterator

import pytest
from starlette.testclient import TestClient

from bot.db.models import Course, Event, EventDay
from bot.db.session import transaction
from tests.support import site_public

KNOWN = {
    "Course": {"@id", "url", "name", "description", "about", "provider", "isAccessibleForFree", "typicalAgeRange",
               "offers", "timeRequired", "hasCourseInstance"},
    "CourseInstance": {"name", "startDate", "location", "organizer", "contributor", "maximumAttendeeCapacity"},
    "Event": {"@id", "url", "name", "description", "startDate", "endDate", "location", "organizer", "audience"},
    "Offer": {"category", "price", "priceCurrency", "validFrom", "validThrough"},
    "Organization": {"name"}, "Place": {"name", "address"}, "Audience": {"audienceType"},
    "ItemList": {"itemListElement"}, "ListItem": {"position", "item"},
}
"""The types we write, and those of their properties at schema.org that we use."""
REQUIRED = {
    "Course": {"name", "description", "provider", "offers", "url"}, "Event": {"name", "startDate", "location"},
    "Offer": {"category"}, "Organization": {"name"}, "Place": {"name", "address"}, "ListItem": {"position", "item"},
}
"""What Google's documentation of courses and events requires."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:00\+0[12]:00)?")


def _data(text: str) -> list[dict[str, Any]]:
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return [json.loads(script) for script in scripts]


def _things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from _things(item)
    elif isinstance(value, list):
        for item in value:
            yield from _things(item)


def _check(data: dict[str, Any]) -> None:
    assert data["@context"] == "https://schema.org"
    for thing in _things(data):
        kind = thing["@type"]
        names = set(thing) - {"@type", "@context", "@graph"}
        assert names <= KNOWN[kind], (kind, names - KNOWN[kind])
        assert REQUIRED.get(kind, set()) <= names, (kind, REQUIRED[kind] - names)
        for name in ("startDate", "endDate", "validFrom", "validThrough"):
            assert name not in thing or DAY.fullmatch(thing[name]), thing
        assert all(value not in ("", None, []) for value in thing.values()), thing


@pytest.mark.parametrize("path", ["/corsi", "/corsi/sala", "/corsi/elettrico", "/corsi/meccanico",
                                  "/eventi/seminario_welfare", "/eventi/seminario_work_life", "/eventi/job_day_sala"])
def test_the_shipped_facts_make_valid_data(reader: TestClient, path: str) -> None:
    (data,) = _data(reader.get(path).text)
    _check(data)


def test_what_is_not_published_is_not_made_up(reader: TestClient) -> None:
    (course,) = _data(reader.get("/corsi/sala").text)
    instance = course["hasCourseInstance"]
    assert not {"startDate", "endDate", "courseMode", "location", "courseSchedule"} & set(instance)
    assert "timeRequired" not in course  # «circa 250 ore» is no exact length
    assert _data(reader.get("/eventi/workshop_ricerca_lavoro").text) == []  # no day is published
    (welfare,) = _data(reader.get("/eventi/seminario_welfare").text)
    assert welfare["startDate"] == "2025-10-10" and "endDate" not in welfare  # «nel pomeriggio» is no hour
    (balance,) = _data(reader.get("/eventi/seminario_work_life").text)
    assert (balance["startDate"], balance["endDate"]) == ("2025-10-27T15:00:00+01:00", "2025-10-27T17:30:00+01:00")


def test_what_is_published_is_said(seeded_url: str) -> None:
    with transaction(seeded_url, write=True) as session:
        course = session.get(Course, "sala")
        course.hours_approximate = False
        edition = course.editions[0]
        edition.starts_earliest = edition.starts_latest = date(2026, 4, 13)
        edition.ends_by, edition.places, edition.place = None, 20, "Lecco, via Roma"
        edition.enrolment_opens, edition.enrolment_closes = date(2026, 3, 1), date(2026, 3, 31)
    (data,) = _data(site_public.client_of(seeded_url).get("/corsi/sala").text)
    _check(data)
    instance = data["hasCourseInstance"]
    assert instance["startDate"] == "2026-04-13" and instance["maximumAttendeeCapacity"] == 20
    assert instance["location"]["name"] == "Lecco, via Roma" and data["timeRequired"] == "PT250H"
    assert (data["offers"]["validFrom"], data["offers"]["validThrough"]) == ("2026-03-01", "2026-03-31")


def test_several_days_of_an_event_are_several_events(seeded_url: str) -> None:
    with transaction(seeded_url, write=True) as session:
        session.add(EventDay(event_id="seminario_work_life", day=date(2026, 7, 1), starts=time(9), place="Merate"))
    (data,) = _data(site_public.client_of(seeded_url).get("/eventi/seminario_work_life").text)
    _check(data)
    assert [item["startDate"] for item in data["@graph"]] == ["2025-10-27T15:00:00+01:00", "2026-07-01T09:00:00+02:00"]


def test_no_text_can_end_the_element(seeded_url: str) -> None:
    evil = "</script><!--<script> & \u2028"
    with transaction(seeded_url, write=True) as session:
        session.get(Course, "sala").title = evil
        session.get(Event, "seminario_work_life").description = evil
    browser = site_public.client_of(seeded_url)
    (course,) = _data(browser.get("/corsi/sala").text)
    (event,) = _data(browser.get("/eventi/seminario_work_life").text)
    assert course["name"] == evil and event["description"] == evil
