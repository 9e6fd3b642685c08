"""The public pages: what they say, what every answer carries, and what hostile requests get."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot import clock
from bot.db.models import Course, Event, EventDay, Need, Office
from bot.db.session import transaction
from connectors.site import forms, static_files
from connectors.site.public import pages
from connectors.web import guard
from tests.support import site_public
from tests.support.booking_data import NOW

PAGES = ("/", "/corsi", "/corsi/sala", "/eventi", "/eventi/seminario_welfare", "/eventi/workshop_ricerca_lavoro",
         "/contatti", "/a-chi-rivolgersi", "/privacy", "/accessibilita", "/dati-aperti", "/fabbisogni", "/appuntamenti",
         "/appuntamenti/prenota",
         "/appuntamenti/prenota/orario?servizio=orientamento&ufficio=lecco", "/appuntamenti/codice")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    text = answer.text
    assert '<html lang="it">' in text and len(re.findall("<h1", text)) == 1 and text.count("<main") == 1
    assert re.search(r"<title>.+ – Orienta Lecco</title>", text) and 'href="#contenuto"' in text
    assert not re.search(r"<script(?! type=\"application/ld\+json\")|<style| style=| on[a-z]+=", text)
    assert not re.search(r"(src|href)=\"(https?:)?//(?!sito\.example)", text)  # nothing comes from anywhere else


@pytest.mark.parametrize(("path", "facts"), [
    ("/", ["15 partner", "aggiornata al 15 ottobre 2025", "Ora non risultano eventi in programma"]),
    ("/corsi", ["Servizio sala e gestione cliente", "circa 250 ore", "gratuito", "Ora le iscrizioni non sono aperte"]),
    ("/corsi/sala", ["IAL Lombardia", "tra i 18 e i 64 anni", "martedì 28 gennaio 2025", "/eventi/job_day_sala",
                     "tra febbraio e marzo 2025", "Fonte: Provincia di Lecco"]),
    ("/eventi", ["Progettare il welfare aziendale", "dalle 15:00 alle 17:30", "Date e luoghi non sono pubblicati"]),
    ("/eventi/seminario_welfare", ["oltre 80 persone", "Mariano Corso", "nel pomeriggio", "già svolto"]),
    ("/contatti", ["corso Matteotti 3, Lecco", "tel:+390341295448", "dal lunedì al venerdì: 8:30-12:30 e 14:00-17:15",
                   "leccotoday.it, novembre 2021. Informazione da verificare con l’ufficio"]),
    ("/a-chi-rivolgersi", ["Assegno unico per i figli", "INPS e patronati", "Dove: un CAF", "Prenota un colloquio",
                           "testo della redazione, aggiornata al"]),
    ("/privacy", ["90 giorni dopo", "cookie tecnico"]),
])
def test_pages_say_what_the_database_says(reader: TestClient, path: str, facts: list[str]) -> None:
    text = reader.get(path).text
    for fact in facts:
        assert fact in text, fact


def test_every_need_is_on_the_page_but_those_about_the_assistant(reader: TestClient, seeded_url: str) -> None:
    text = reader.get("/a-chi-rivolgersi").text
    with transaction(seeded_url) as session:
        rows = list(session.execute(select(Need.id, Need.topic)))
    assert len(rows) > 60
    for need_id, topic in rows:
        assert (f'id="{need_id}"' in text) is (topic != "assistant"), need_id
    assert 'href="/a-chi-rivolgersi"' in reader.get("/contatti").text


def test_a_month_is_not_made_a_day(reader: TestClient) -> None:
    """The seed dates «novembre 2021» to its first day, which nobody published."""
    assert "1º novembre" not in reader.get("/contatti").text


def test_a_coming_event_and_an_open_course_are_shown_as_such(seeded_url: str) -> None:
    with transaction(seeded_url, write=True) as session:
        session.add(EventDay(event_id="seminario_welfare", day=date(2026, 4, 1), place="Sala civica"))
        edition = session.get(Course, "sala").editions[0]
        edition.ends_by, edition.enrolment_opens, edition.enrolment_closes = None, NOW.date(), date(2026, 3, 31)
        edition.starts_earliest = edition.starts_latest = date(2026, 4, 13)
    browser = site_public.client_of(seeded_url)
    text = browser.get("/corsi/sala").text
    assert "Iscrizioni aperte: comincia lunedì 13 aprile 2026" in text and "fino a martedì 31 marzo 2026" in text
    assert "non ci si può iscrivere" not in text
    assert "non ci si può iscrivere" in browser.get("/corsi/meccanico").text
    coming = browser.get("/eventi").text.split("Già svolti")[0]
    assert "mercoledì 1º aprile 2026" in coming and "Sala civica" in coming
    assert "In arrivo: Progettare il welfare aziendale" in browser.get("/").text


def test_what_an_editor_writes_is_text(seeded_url: str) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" '{{ 7*7 }}"
    with transaction(seeded_url, write=True) as session:
        session.get(Course, "sala").title = evil
        session.get(Event, "seminario_welfare").description = evil
        session.add(EventDay(event_id="seminario_welfare", day=date(2026, 4, 1), place=evil))
        session.get(Office, "lecco").address = evil
    browser = site_public.client_of(seeded_url)
    for path in ("/", "/corsi", "/corsi/sala", "/eventi", "/eventi/seminario_welfare", "/contatti",
                 "/appuntamenti/prenota"):
        text = browser.get(path).text
        assert "<script>alert" not in text and "<img" not in text and "49" not in re.findall(r"\b49\b", text), path


@pytest.mark.parametrize("path", ["/", "/nessuna", "/corsi/nessuno", "/static/site.css", "/api/v1/courses",
                                  "/api/v1/nessuna", "/health", "/robots.txt"])
def test_every_answer_has_the_headers(reader: TestClient, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        headers = reader.request(method, path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
        assert "cache-control" in headers


def test_what_may_be_kept_and_what_may_not(reader: TestClient) -> None:
    assert reader.get("/corsi").headers["cache-control"] == "no-cache"
    for path in ("/appuntamenti/prenota", "/appuntamenti/codice", "/nessuna", "/health"):
        assert reader.get(path).headers["cache-control"] == "no-store", path
    named = static_files.make_static_address("site.css")
    assert "immutable" in reader.get(named).headers["cache-control"]
    assert "immutable" not in reader.get("/static/site.css").headers["cache-control"]
    kept = reader.get(named)
    assert reader.get(named, headers={"If-None-Match": kept.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/", "/corsi/sala", "/api/v1/courses", "/sitemap.xml", "/static/site.css"])
def test_head_is_a_get_without_its_body(reader: TestClient, path: str) -> None:
    whole, head = reader.get(path), reader.head(path)
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"] != "0"
    plain = reader.head(path, headers={"Accept-Encoding": "identity"})
    assert plain.headers["content-length"] == str(len(whole.content))


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nessuna", 404), ("GET", "/corsi/nessuno", 404), ("GET", f"/corsi/{'a' * 900}", 404),
    ("GET", "/corsi/%27%3B--", 404), ("GET", "/eventi/%00", 400), ("GET", "/corsi/%0d%0aSet-Cookie:x", 400),
    ("GET", "/" + "a" * 2100, 414), ("GET", "/corsi?x=%00", 400), ("GET", "/../../etc/passwd", 404),
    ("GET", "/static/..%2f..%2fapp.py", 404), ("GET", "/static/", 404), ("GET", "/appuntamenti/zzz", 404),
    ("GET", "/appuntamenti/prenota/x/y/z", 404), ("POST", "/corsi", 405), ("PUT", "/", 405),
    ("DELETE", "/appuntamenti/codice", 405), ("GET", "/appuntamenti/esci", 404), ("OPTIONS", "/corsi", 405),
    ("GET", "/appuntamenti/prenota/orario?servizio=x", 422),
    ("GET", "/appuntamenti/prenota/orario?servizio=orientamento&ufficio=x", 422),
    ("GET", "/appuntamenti/prenota/orario?servizio=orientamento&dal=mai", 422),
    ("GET", "/appuntamenti/prenota/orario?servizio=orientamento&dal=9999-99-99", 422),
    ("GET", "/appuntamenti/prenota/orario?servizio=orientamento&dal=0001-01-01", 422),
    ("GET", "/corsi/%ed%a0%80", 404), ("GET", "/corsi/\N{PILE OF POO}", 404),
])
def test_a_wrong_request_gets_an_italian_page(reader: TestClient, method: str, path: str, status: int) -> None:
    answer = reader.request(method, path)
    assert answer.status_code == status
    assert '<html lang="it">' in answer.text and "Traceback" not in answer.text
    if status == 405:
        assert answer.headers["allow"]


def test_too_much_is_refused_before_it_is_read(reader: TestClient) -> None:
    large = {"codice": "x" * (guard.LARGEST_BODY + 1)}
    assert reader.post("/appuntamenti/codice", data=large).status_code == 413

    def pieces():  # type: ignore[no-untyped-def]
        for _ in range(guard.LARGEST_BODY // 4096 + 1):
            yield b"codice=" + b"x" * 4096

    answer = reader.post("/appuntamenti/codice", content=pieces(),
                         headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413 and "accorcia" in answer.text


@pytest.mark.parametrize("body", [
    b"\xff\xfe=%ff", b"csrf=" + b"%ed%a0%80" * 20, b"a=1&" * 500, b"=" * 100, b"codice=%00%01LC"],
    ids=["no text", "half characters", "many fields", "no names", "control characters"])
def test_a_body_that_no_browser_sends_is_refused(reader: TestClient, body: bytes) -> None:
    for kind in (forms.KIND, "multipart/form-data; boundary=x", "multipart/form-data", "text/x", ""):
        answer = reader.post("/appuntamenti/codice", content=body, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500, kind


def test_a_failure_is_a_page_and_its_cause_is_in_the_log_without_what_was_sent(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("a secret of a person")

    monkeypatch.setattr(pages.courses, "get_course", broken)
    answer = reader.get("/corsi/sala?nome=maria")
    assert answer.status_code == 500 and "C’è stato un problema nostro" in answer.text
    assert "secret" not in answer.text and answer.headers["cache-control"] == "no-store"
    assert "GET /corsi/sala failed" in caplog.text and "maria" not in caplog.text


def test_without_a_database_the_site_says_so(tmp_path: Path) -> None:
    browser = site_public.client_of(f"sqlite:///{tmp_path / 'empty.db'}")
    for path in ("/corsi", "/contatti", "/appuntamenti/prenota"):
        answer = browser.get(path)
        assert answer.status_code == 503 and "riprova fra qualche minuto" in answer.text
    assert browser.get("/accessibilita").status_code == 200
    assert browser.get("/api/v1/courses").status_code == 503
    down = site_public.client_of("postgresql://nobody@127.0.0.1:1/nothing").get("/health")
    assert down.status_code == 503 and down.json()["status"] == "unavailable"


def test_health(reader: TestClient) -> None:
    assert reader.get("/health").json() == {"status": "ok", "database": "ok"}


def test_the_sitemap_lists_pages_that_exist(reader: TestClient) -> None:
    tree = ElementTree.fromstring(reader.get("/sitemap.xml").content)
    places = [item.text or "" for item in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(places) == 10 + 3 + 6
    for place in places:
        assert place.startswith("http://sito.example/") and reader.get(place).status_code == 200, place
    robots = reader.get("/robots.txt").text
    assert "Sitemap: http://sito.example/sitemap.xml" in robots


def test_robots_are_kept_from_what_is_one_persons_or_the_desks(reader: TestClient) -> None:
    closed = re.findall(r"^Disallow: (.+)$", reader.get("/robots.txt").text, re.MULTILINE)
    open_to_all = re.findall(r"<loc>http://sito.example([^<]+)</loc>", reader.get("/sitemap.xml").text)
    assert not [path for path in open_to_all if path.startswith(tuple(closed))]
    for path in ("/appuntamenti/LC-1234", "/avvisami/AV-1234", "/iscrizioni/BG-1234", "/attesa/AT-1234", "/operatori",
                 "/operatori/calendario", "/calendari/segreto.ics"):
        assert path.startswith(tuple(closed)), path
    assert reader.get("/operatori").status_code in (200, 302, 303), "the desk is where robots.txt says"


def test_security_txt_says_where_weaknesses_are_told(seeded_url: str) -> None:
    assert site_public.client_of(seeded_url).get("/.well-known/security.txt").status_code == 404
    told = site_public.client_of(seeded_url, security_contact="sicurezza@example.it").get("/.well-known/security.txt")
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in told.text.splitlines())
    assert fields["Contact"] == "mailto:sicurezza@example.it" and set(fields) >= {"Expires", "Canonical"}
    page = site_public.client_of(seeded_url, security_contact="https://example.it/segnala")
    assert "Contact: https://example.it/segnala" in page.get("/.well-known/security.txt").text


def test_the_accessibility_declaration_and_its_contact_are_settings(seeded_url: str) -> None:
    plain = site_public.client_of(seeded_url).get("/accessibilita").text
    assert "Non è ancora stata pubblicata" in plain and "Difensore civico" not in plain
    told = site_public.client_of(
        seeded_url, accessibility_url="https://form.agid.gov.it/view/x", accessibility_contact="urp@example.it")
    page = told.get("/accessibilita").text
    assert 'href="https://form.agid.gov.it/view/x"' in page and 'href="mailto:urp@example.it"' in page
    assert "Non è ancora stata pubblicata" not in page and "Difensore civico" in page


def test_the_icon(reader: TestClient) -> None:
    assert reader.get("/favicon.ico").headers["location"] == "/favicon.svg"
    icon = reader.get("/favicon.svg")
    assert icon.status_code == 200 and icon.headers["content-type"].startswith("image/svg+xml")


@pytest.mark.parametrize(("settings", "host", "expected"), [
    ({}, "sito.example", "http://sito.example/chat"),
    ({}, "[2001:db8::1]:8080", "http://[2001:db8::1]:8080/chat"),
    ({}, "x\"><script>", "http://localhost/chat"),
    ({"site_url": "https://a.example/"}, "b.example:8080", "https://a.example/chat"),
    ({"chat_url": "https://www.example.org/chat"}, "sito.example", "https://www.example.org/chat"),
])
def test_the_chat_is_where_the_settings_or_the_host_say(
    seeded_url: str, settings: dict[str, str], host: str, expected: str,
) -> None:
    browser = site_public.client_of(seeded_url, **settings)
    assert f'href="{expected}"' in browser.get("/", headers={"Host": host}).text


def test_the_public_address_can_be_set(seeded_url: str) -> None:
    browser = site_public.client_of(seeded_url, site_url="https://www.example.org/")
    assert "<loc>https://www.example.org/corsi/sala</loc>" in browser.get("/sitemap.xml").text


@pytest.mark.parametrize("built", [True, False])
def test_the_look_is_bootstrap_italia_where_it_was_built(
    reader: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: bool,
) -> None:
    css = tmp_path / "bootstrap-italia" / "css"
    css.mkdir(parents=True)
    if built:
        (css / "bootstrap-italia.min.css").write_text("a{}")
    monkeypatch.setattr(static_files, "BUILT", tmp_path)
    text = reader.get("/").text
    assert ("bootstrap-italia.min.css" in text) is built and ("plain.css" in text) is not built


def test_today_is_the_day_in_rome(seeded_url: str) -> None:
    with transaction(seeded_url, write=True) as session:
        session.add(EventDay(event_id="seminario_welfare", day=date(2026, 4, 1), place="Qui"))
    late = clock.at(date(2026, 4, 1), NOW.time().replace(hour=23, minute=59))
    assert "In arrivo" in site_public.client_of(seeded_url, now=lambda: late).get("/").text
