"""What people ask for: the public page, its CSV, the API and the desk's page say the same and hide the same."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from bot import clock
from bot.db.models import Activity
from bot.db.session import transaction
from tests.support.booking_data import NOW
from tests.support.desk_data import add_operator
from tests.support.servers import ROOT
from tests.support.site_public import client_of, words_on
from tests.unit.connectors.site.test_desk_interests import sign_in

LAST = clock.local(NOW).replace(day=1, hour=12)
"""A moment of the running month."""


@pytest.fixture
def asked(seeded_url: str) -> str:
    """Eleven who asked for welding in the month that is over, three for cookery, and six in the running one."""
    before = LAST.replace(month=LAST.month - 1)
    people = [(before, "welder")] * 11 + [(before, "cook")] * 3 + [(before, "plumber")] * 7 + [(LAST, "welder")] * 6
    with transaction(seeded_url, write=True) as session:
        for number, (moment, trade) in enumerate(people):
            session.execute(insert(Activity).values(
                at=clock.to_utc(moment), visit=f"v{number}", channel="webchat", kind="question", item=trade,
                result="ask_trade"))
    add_operator(seeded_url)
    return seeded_url


def test_page_csv_and_api_say_the_same(asked: str) -> None:
    reader = client_of(asked)
    page = reader.get("/fabbisogni")
    assert page.status_code == 200 and "Saldatore" in page.text and "nascosto" in page.text
    assert "non dice quali competenze cercano le imprese" in page.text
    month = LAST.month - 1
    answer = reader.get(f"/fabbisogni/{LAST.year}.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    numbers = {line["valore"]: (line["numero"], line["nascosto"]) for line in lines
               if line["voce"] == "Mestieri che nessun corso insegna" and line["mese"] == f"{LAST.year}-{month:02d}"}
    assert numbers == {"Saldatore": ("11", "no"), "Cuoco": ("", "si"), "Idraulico": ("", "si"), "Totale": ("21", "no")}
    items = reader.get("/api/v1/demand").json()["items"]
    of_month = {item.get("value"): item.get("number") for item in items
                if item["dimension"] == "trade" and item["month"] == month}
    assert of_month == {"Saldatore": 11, "Cuoco": None, "Idraulico": None, None: 21}


def test_what_the_sources_ask_for_is_said_point_by_point_with_what_is_missing(reader: TestClient) -> None:
    page = reader.get("/fabbisogni").text
    assert 'href="#fonti"' in page
    _, _, said = page.partition('id="fonti"')
    points = re.findall(r"<h3>(.+?)</h3>.*?<p class=.hint.>(.+?)</p>.*?Qui c’è</dt><dd>(.+?)</dd>.*?Qui manca</dt>"
                        r"<dd>(.+?)</dd>", said, re.DOTALL)
    asked = [line for line in (ROOT / "docs" / "decisions" / "local-needs.md").read_text(encoding="utf-8").splitlines()
             if re.match(r"\| 0\d\d", line)]
    assert len(points) == len(asked) == 7, "one for each line of the decision"
    assert {source.partition(",")[0] for _, source, _, _ in points} == {
        "Patto territoriale", "Regione Lombardia", "Patto Lecco 2.0"}
    assert all(len(text) <= 140 for point in points for text in point)


def test_the_running_month_is_on_the_desk_only(asked: str) -> None:
    reader = client_of(asked)
    months = reader.get("/api/v1/demand").json()["months"]
    assert months == list(range(1, LAST.month))
    desk = sign_in(client_of(asked))
    page = desk.get("/operatori/fabbisogni")
    assert page.status_code == 200 and "Saldatore 0" in " ".join(words_on(page).split())
    assert f"{LAST.year}-{LAST.month:02d}" in desk.get(f"/operatori/fabbisogni/csv?anno={LAST.year}").text
    assert client_of(asked).get("/operatori/fabbisogni", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("path", ["/fabbisogni?anno=1990", "/fabbisogni?anno=x", "/fabbisogni/1990.csv",
                                  "/fabbisogni/20x6.csv", "/api/v1/demand?year=2001"])
def test_other_years_are_not_there(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_nobody_has_asked_yet(reader: TestClient) -> None:
    assert "Ancora nessun dato" in reader.get("/fabbisogni").text
