"""The public site in a real browser: axe on every page at both widths, without JavaScript, by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from playwright.sync_api import expect

from bot.db.session import dispose_all
from bot.settings import Settings
from tests.browser.conftest import SCREENSHOTS
from tests.support import desk_server, site_public
from tests.support.booking_data import NOW, book, settings_of

pytestmark = pytest.mark.slow

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
READ = ("/", "/corsi", "/corsi/sala", "/eventi", "/eventi/seminario_work_life", "/contatti", "/privacy",
        "/accessibilita", "/dati-aperti", "/fabbisogni", "/nessuna", "/appuntamenti",
        "/appuntamenti/prenota", "/appuntamenti/codice")
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def site(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of the site and of its database."""
    url = site_public.copy_of(seeded_file, tmp_path_factory.mktemp("site"))
    settings = Settings(database_url=url, secret=site_public.SECRET, site_bookings_per_hour=0)
    with desk_server.site(settings, lambda: NOW) as address:
        yield address, url
    dispose_all()


def _axe(page: Any) -> list[tuple[str, str]]:
    """What axe finds, and where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [(item["id"], node["html"][:200]) for item in found for node in item["nodes"]]


def _look(page: Any, name: str) -> None:
    """Nothing for axe, nothing wider than the window; a picture for who wants to see it."""
    assert _axe(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"]
    page.screenshot(path=str(SCREENSHOTS / f"site-{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_passes_axe_and_fits(open_tab: Open, site: tuple[str, str], width: int) -> None:
    page = open_tab(hosts=(site[0],), complaints=True, viewport={"width": width, "height": 800})
    for path in READ:
        page.goto(site[0] + path)
        _look(page, path.strip("/").replace("/", "-") or "home")


def test_axe_would_find_something(open_tab: Open, site: tuple[str, str]) -> None:
    """The negative control."""
    page = open_tab(hosts=(site[0],))
    page.goto(site[0] + "/appuntamenti/codice")
    page.evaluate("document.querySelector('label').remove()")
    assert {rule for rule, _ in _axe(page)} >= {"label"}


def test_the_policy_lets_structured_data_be_and_stops_scripts(open_tab: Open, site: tuple[str, str]) -> None:
    """No complaint of Chromium about the JSON-LD (open_tab looks); a script of somebody else's does not run."""
    page = open_tab(hosts=(site[0],))
    page.goto(site[0] + "/corsi/sala")
    assert page.evaluate("JSON.parse(document.querySelector('script').textContent)['@type']") == "Course"
    other = open_tab(hosts=(site[0],), complaints=True)
    other.goto(site[0] + "/corsi/sala")
    other.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert other.evaluate("window.ran") is None


@pytest.mark.parametrize("width", [320, 1280])
def test_the_whole_way_without_javascript(open_tab: Open, site: tuple[str, str], width: int) -> None:
    """Axe cannot run without JavaScript: it looks at the same pages again, in a browser with it, by their cookies."""
    address = site[0]
    page = open_tab(hosts=(address,), complaints=True, java_script_enabled=False,
                    viewport={"width": width, "height": 800})
    seeing = open_tab(hosts=(address,), complaints=True, viewport={"width": width, "height": 800})

    def look(name: str) -> None:
        seeing.context.add_cookies(page.context.cookies())
        seeing.goto(page.url)
        _look(seeing, name)

    page.goto(f"{address}/appuntamenti/prenota")
    page.get_by_role("button", name="Continua").click()
    assert page.get_by_role("alert").get_by_role("link").inner_text() == "Scegli per che cosa ti serve l’appuntamento."
    look("prenota-errore")
    page.get_by_label("Colloquio di orientamento").check()
    page.get_by_label("Centro per l’impiego di Merate").check()
    page.get_by_role("button", name="Continua").click()
    look("orari")
    page.get_by_role("button", name=re.compile("mercoledì 4 marzo 2026, .*Merate, ore 9:00")).click()
    page.get_by_label("Nome e cognome").fill("Maria 3")
    page.get_by_role("button", name="Continua").click()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(3)
    assert page.get_by_label("Nome e cognome").input_value() == "Maria 3"
    look("dati")
    page.get_by_label("Nome e cognome").fill("Maria Rossi")
    page.get_by_label("Telefono o e-mail").fill(f"maria{width}@example.org")
    page.get_by_label(re.compile("Sono d’accordo")).check()
    page.get_by_role("button", name="Continua").click()
    look("conferma")
    page.get_by_role("button", name="Conferma").click()
    page.get_by_role("status").get_by_text("Prenotato.").wait_for()
    look("prenotato")
    with page.expect_download() as download:
        page.get_by_role("link", name="Aggiungi al calendario (.ics)").click()
    assert download.value.suggested_filename == "appuntamento-2026-03-04.ics"
    page.go_back()  # to the confirmation that was sent: it shows the appointment and books nothing
    expect(page).to_have_title(re.compile("Il tuo appuntamento"))
    page.get_by_role("link", name="Sposta", exact=True).click()
    look("sposta")
    page.get_by_role("button", name=re.compile("giovedì 5 marzo 2026, .*ore 9:00")).click()
    look("sposta-conferma")
    page.get_by_role("button", name="Conferma").click()
    page.get_by_role("status").get_by_text("Spostato.").wait_for()
    page.get_by_role("link", name="Annulla", exact=True).click()
    look("annulla")
    page.get_by_role("button", name="Sì, annulla").click()
    page.get_by_role("status").get_by_text("Annullato.").wait_for()
    look("annullato")
    page.get_by_role("button", name="Esci").click()
    page.get_by_role("status").get_by_text("non è rimasto nulla").wait_for()


def _tab_to(page: Any, name: str, most: int = 80) -> None:
    """Press Tab until what has the focus is called ``name``."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const e = document.activeElement; return (e.labels && e.labels[0] || e).innerText || '' })()")
        if focused.strip().startswith(name):
            return
    raise AssertionError(f"the keyboard does not reach «{name}»")


def test_the_whole_way_by_keyboard_alone(open_tab: Open, site: tuple[str, str]) -> None:
    page = open_tab(hosts=(site[0],), complaints=True)
    page.goto(f"{site[0]}/appuntamenti/prenota")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Vai al contenuto"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'contenuto'")
    _tab_to(page, "Continua")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orario**")
    page.get_by_role("alert").wait_for()
    page.wait_for_function("document.activeElement.className === 'summary'")  # the errors have the focus
    _tab_to(page, "Scegli per che cosa")
    page.keyboard.press("Enter")
    _tab_to(page, "Colloquio")
    page.keyboard.press("Space")
    _tab_to(page, "Continua")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Scegli l’orario").wait_for()
    _tab_to(page, "giovedì 5 marzo 2026, Centro per l’impiego di Lecco, ore", 120)
    page.keyboard.press("Enter")
    page.wait_for_url("**/dati")
    _tab_to(page, "Sono d’accordo")
    page.keyboard.press("Space")
    _tab_to(page, "Nome e cognome")
    page.keyboard.type("Anna Bianchi")
    _tab_to(page, "Telefono")
    page.keyboard.type("333 7654321")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conferma")
    _tab_to(page, "Conferma")
    page.keyboard.press("Enter")
    page.get_by_text("Prenotato.").wait_for()
    assert re.fullmatch(r"LC-\w{4}-\w{4}", page.locator(".code").inner_text())


def test_a_slot_that_goes_meanwhile_is_told_with_others(open_tab: Open, site: tuple[str, str]) -> None:
    page = open_tab(hosts=(site[0],), complaints=True)
    page.goto(f"{site[0]}/appuntamenti/prenota/orario?servizio=orientamento&ufficio=merate")
    wanted = page.get_by_role("button", name=re.compile("venerdì 6 marzo 2026, .*ore 11:00"))
    book(settings_of(site[1]), "quicker", office_id="merate", starts_at=NOW.replace(day=6, hour=11))
    wanted.click()
    assert "appena stato preso" in page.get_by_role("alert").inner_text()
    expect(page.get_by_role("region", name="Gli orari liberi più vicini").get_by_role("button")).to_have_count(3)
    _look(page, "orario-preso")


def test_the_plain_look_passes_too(open_tab: Open, site: tuple[str, str]) -> None:
    """Where the front end was not built: the style sheet of Bootstrap Italia is taken away and the plain one put in."""
    page = open_tab(hosts=(site[0],), viewport={"width": 320, "height": 800})
    for path in ("/", "/corsi/sala", "/contatti", "/appuntamenti/prenota"):
        page.goto(site[0] + path)
        page.evaluate("""async () => {
            document.querySelectorAll('link[href*="bootstrap-italia"]').forEach((link) => link.remove());
            const link = Object.assign(document.createElement('link'), {rel: 'stylesheet', href: '/static/plain.css'});
            const loaded = new Promise((done) => { link.onload = done; });
            document.head.prepend(link);
            await loaded;
        }""")
        _look(page, f"semplice-{path.strip('/').replace('/', '-') or 'home'}")
