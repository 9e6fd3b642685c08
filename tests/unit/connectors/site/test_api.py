"""The read-only API: what it answers, what clients may keep, and what schemathesis finds against its description."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Iterator

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.config import SchemathesisConfig
from starlette.testclient import TestClient

from bot import clock
from bot.db.session import dispose_all
from tests.support import site_public
from tests.support.booking_data import NOW

API = "/api/v1"

REFUSALS = ["400", "404", "405", "414", "422"]
"""What may refuse bad data; 414: it made the address too long before anybody looked at it."""


@pytest.fixture(scope="module")
def described(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The API's description, with the site behind it."""
    browser = site_public.client_of(site_public.copy_of(seeded_file, tmp_path_factory.mktemp("api")))
    config = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}})
    yield schemathesis.openapi.from_asgi(f"{API}/openapi.json", browser.app, config=config)
    dispose_all()


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@hypothesis.settings(max_examples=25, derandomize=True, deadline=None, database=None,
                     suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Any) -> None:
    case.call_and_validate()


def test_the_description_can_be_read_by_people_and_programs(reader: TestClient) -> None:
    described = reader.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.") and described["info"]["version"] == "1.0.0"
    assert described["servers"] == [{"url": API}]
    assert {"Course", "Event", "Fact"} <= set(described["components"]["schemas"]), "names of theirs, not of our classes"
    assert "Published" not in json.dumps(described)
    assert set(described["paths"]) == {
        "/courses", "/courses/{course_id}", "/events", "/events/{event_id}", "/offices", "/availability",
        "/demand"}
    for path, methods in described["paths"].items():
        assert set(methods) == {"get"}, path
        assert methods["get"]["summary"] and {"200", "422", "503"} <= set(methods["get"]["responses"])
        for parameter in methods["get"].get("parameters", []):
            assert parameter["description"], (path, parameter["name"])


def test_courses(reader: TestClient) -> None:
    listed = reader.get(f"{API}/courses").json()
    assert (listed["total"], len(listed["items"])) == (3, 3)
    (course,) = [item for item in listed["items"] if item["id"] == "sala"]
    assert reader.get(f"{API}/courses/sala").json() == course
    assert course["status"] == "concluded" and course["edition"]["participants"] == 12
    assert course["fact"] == {"source": "Provincia di Lecco, pagina del Patto territoriale",
                              "source_date": "2025-10-15", "verified": True}
    assert "place" not in course["edition"]  # what is not published is left out
    assert course["url"] == "http://sito.example/corsi/sala"


def test_events_by_kind_and_by_part(reader: TestClient) -> None:
    assert reader.get(f"{API}/events?kind=seminar").json()["total"] == 2
    part = reader.get(f"{API}/events?limit=2&offset=4").json()
    assert (part["total"], part["limit"], part["offset"], len(part["items"])) == (6, 2, 4, 2)
    assert reader.get(f"{API}/events?upcoming=true").json()["items"] == []
    assert reader.get(f"{API}/events?offset=100000").json()["items"] == []


def test_offices(reader: TestClient) -> None:
    lecco, merate = reader.get(f"{API}/offices").json()["items"]
    assert lecco["phones"] == ["0341 295448", "0341 295485", "0341 295586"]
    assert lecco["opening"][0] == {"weekday": 0, "opens": "08:30", "closes": "12:30"}
    assert merate["opening_fact"]["source"] == "leccotoday.it, settembre 2023"


def test_free_times(reader: TestClient) -> None:
    found = reader.get(f"{API}/availability?service=orientamento&office=merate&from=2026-03-04&to=2026-03-04").json()
    assert {item["starts_at"][:10] for item in found["items"]} == {"2026-03-04"}
    assert found["items"][0] == {
        "office_id": "merate", "office": "Centro per l’impiego di Merate", "starts_at": "2026-03-04T09:00:00+01:00",
        "ends_at": "2026-03-04T09:30:00+01:00", "places_left": 1}
    soon = reader.get(f"{API}/availability?service=orientamento&limit=1").json()["items"]
    assert clock.local(NOW) < clock.local(NOW.fromisoformat(soon[0]["starts_at"]))


@pytest.mark.parametrize("query", [
    "from=0001-01-01", "to=9999-12-31", "from=9999-12-31", "from=9999-12-31&to=0001-01-01", "to=2026-03-01",
    "from=2026-03-29&to=2026-03-29"])
def test_days_at_the_end_of_the_calendar_are_no_failure(reader: TestClient, query: str) -> None:
    answer = reader.get(f"{API}/availability?service=orientamento&{query}")
    assert answer.status_code == 200
    if query in ("from=9999-12-31", "to=2026-03-01"):
        last = NOW.date().toordinal() + 60
        assert all(date.fromisoformat(item["starts_at"][:10]).toordinal() == last for item in answer.json()["items"])


@pytest.mark.parametrize(("path", "status", "field"), [
    ("/courses/nessuno", 404, None), ("/courses/A%20B", 422, "course_id"), ("/nessuna", 404, None),
    ("/availability", 422, "service"), ("/availability?service=nessuno", 404, None),
    ("/availability?service=orientamento&office=nessuno", 404, None), ("/courses?limit=0", 422, "limit"),
    ("/courses?limit=101", 422, "limit"), ("/courses?offset=-1", 422, "offset"), ("/events?kind=festa", 422, "kind"),
    ("/availability?service=orientamento&from=domani", 422, "from"), ("/courses?limit=1e3", 422, "limit"),
    ("/courses?limit=7&limit=5", 422, "limit"),
])
def test_a_problem_is_one_sentence(reader: TestClient, path: str, status: int, field: str | None) -> None:
    answer = reader.get(API + path)
    assert answer.status_code == status and answer.headers["content-type"] == "application/json"
    assert answer.json().get("field") == field and answer.json()["message"].endswith(".")


def test_what_has_not_changed_is_not_sent_again(reader: TestClient) -> None:
    first = reader.get(f"{API}/courses")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=60"
    again = reader.get(f"{API}/courses", headers={"If-None-Match": f'"other", W/{tag}'})
    assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    assert reader.get(f"{API}/courses?limit=1", headers={"If-None-Match": tag}).status_code == 200


def test_any_site_may_read_and_none_may_write(reader: TestClient) -> None:
    origin = {"Origin": "https://altro.example"}
    assert reader.get(f"{API}/courses", headers=origin).headers["access-control-allow-origin"] == "*"
    asked = reader.options(f"{API}/courses", headers={
        **origin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "If-None-Match"})
    assert asked.status_code == 200 and asked.headers["access-control-allow-methods"] == "GET"
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = reader.request(method, f"{API}/courses")
        assert answer.status_code == 405 and answer.headers["allow"] == "GET"
    assert "access-control-allow-origin" not in reader.get("/appuntamenti", headers=origin).headers
