"""Calendar, content, messages and numbers of the desk in a real browser: axe, small screens, by keyboard, on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator

import pytest
from playwright.sync_api import expect

from bot import clock
from bot.db.session import dispose_all
from bot.server import desk_workshop
from bot.server.desk_workshop import DeskWorkshop
from bot.services import booking, content, unknown
from bot.services import trainings as services
from bot.services.trainings import Rehearsed
from bot.settings import Settings
from connectors.site.static_files import is_built
from tests.browser.conftest import SCREENSHOTS, Open
from tests.browser.test_widget_access import violations
from tests.support import trainings
from tests.support.clocks import StillClock
from tests.support.desk_content_data import MONDAY, appointment, filled
from tests.support.desk_data import PASSWORD
from tests.support.desk_server import site

pytestmark = pytest.mark.slow

PAGES = {
    "calendario-giorno": "/operatori/calendario?giorno=2026-11-25",
    "calendario-settimana": "/operatori/calendario?giorno=2026-11-25&vista=settimana",
    "calendario-agenda": "/operatori/calendario?giorno=2026-11-23&vista=agenda",
    "calendario-indirizzi": "/operatori/calendario/indirizzi",
    "calendario-foglio": "/operatori/calendario/foglio?giorno=2026-11-25",
    "calendario-prenota": "/operatori/calendario/prenota?giorno=2026-11-26&ufficio=lecco&conversation=web_maria",
    "calendario-pieno": "/operatori/calendario/prenota?giorno=2026-11-28",
    "calendario-appuntamento": "/operatori/calendario/appuntamenti/1",
    "calendario-sposta": "/operatori/calendario/appuntamenti/1/sposta",
    "calendario-orari": "/operatori/calendario/orari",
    "contenuti": "/operatori/contenuti",
    "contenuti-elenco": "/operatori/contenuti/eligibility_rule",
    "contenuti-nuova-edizione": "/operatori/contenuti/nuova-edizione?corso=sala",
    "contenuti-corso": '/operatori/contenuti/course/voce?chiave=["sala"]',
    "contenuti-regola": '/operatori/contenuti/eligibility_rule/voce?chiave=["sala_status"]',
    "contenuti-tipo": "/operatori/contenuti/eligibility_rule/nuova",
    "contenuti-verifiche": "/operatori/contenuti/verifiche",
    "contenuti-storia": "/operatori/contenuti/storia",
    "contenuti-importa": "/operatori/contenuti/importa?tabella=course",
    "non-capiti": "/operatori/non-capiti",
    "allenamento": "/operatori/non-capiti/allenamento",
    "fabbisogni": "/operatori/fabbisogni?anno=2026",
    "numeri": "/operatori/numeri?dal=2026-11-09&al=2026-11-29",
}
SIZES = [(390, 844), (1366, 650), (683, 325)]
SMALL_TARGETS = """() => [...document.querySelectorAll("main :is(button, input, select, textarea, a[href])")]
  .filter((it) => it.checkVisibility() && it.type !== "hidden" && !it.closest("p, dd") && it.type !== "radio")
  .filter((it) => { const box = it.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
  .filter((it) => getComputedStyle(it).display !== "inline")
  .map((it) => it.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def settings(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("desk_browser")
    made = replace(filled(seeded_file, folder), desk_models_dir=str(folder / "models"))
    trainings.teach(made)
    trainings.end_training(made, trainings.WORSE)
    for place, who in enumerate(("ada", "bice", "cleo")):
        appointment(made, who, place=place * 2)
    yield made
    dispose_all()


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    with site(settings, StillClock(MONDAY)) as address:
        yield address


def signed_in(open_tab: Open, url: str, username: str = "carla.neri", **more: Any) -> Any:
    """A page of a browser that has signed in."""
    page = open_tab(hosts=(url,), **more)
    page.goto(f"{url}/operatori/accesso")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/operatori")
    return page


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_passes_axe_and_fits_its_screen(open_tab: Open, url: str, width: int) -> None:
    page = signed_in(open_tab, url, viewport={"width": width, "height": 800})
    wrong = []
    for name, address in PAGES.items():
        page.goto(url + address)
        if name == "numeri" and is_built("vendor/chart.umd.js"):
            page.wait_for_selector("canvas")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"desk-{name}-{width}.png", full_page=True)
        wrong += [f"{name}: {found}" for found in violations(page)]
        wrong += [f"{name}: small target {found}" for found in page.evaluate(SMALL_TARGETS)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{name}: wider than the screen")
    assert wrong == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", SIZES[:2], ids=["phone", "laptop"])
def test_a_new_edition_is_made_step_by_step(open_tab: Open, url: str, size: tuple[int, int], scripts: bool) -> None:
    page = signed_in(open_tab, url, viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts)
    page.goto(url + PAGES["contenuti-nuova-edizione"])
    typed = {"#campo-edition-starts_earliest": "2027-01-11", "#campo-edition-place": "Lecco, via Amendola 57",
             "#campo-edition-places": "15", "#campo-edition-enrolment_closes": "2026-12-18"}
    wrong = []
    for step in ("corso", "edizione", "requisiti", "job-day", "anteprima"):
        if step == "edizione":
            for field, value in typed.items():
                page.fill(field, value)
        elif step == "requisiti":
            page.check("#diverso-age")
            page.locator("summary >> text=Come è").first.click()
            page.fill("#campo-rule_age-params-max", "35")
        if scripts:
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"desk-edition-{step}-{size[0]}.png", full_page=True)
            wrong += [f"{step}: {found}" for found in violations(page)]
            wrong += [f"{step}: small target {found}" for found in page.evaluate(SMALL_TARGETS)]
            wrong += [step] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
        if step != "anteprima":
            page.locator("[name=passo]").wait_for(state="attached")
            page.click("button.primary >> text=Avanti")
    assert not wrong
    assert page.locator(".desk-said").count() == 6 and "tra 18 e 35 anni" in page.inner_text("main")
    for _ in range(3):
        page.click("button >> text=Indietro")
    assert all(page.input_value(field) == value for field, value in typed.items())


def test_pages_of_errors_pass_axe_and_say_what_is_wrong_beside_the_field(open_tab: Open, url: str) -> None:
    page = signed_in(open_tab, url, complaints=True)  # the browser notes every 409 and 422
    page.goto(url + '/operatori/contenuti/course/voce?chiave=["sala"]')
    page.fill("#campo-title", "")
    page.fill("#campo-hours", "0")
    page.click("text=Salva")
    page.wait_for_selector("[role=alert]")
    assert violations(page) == []
    page.click("[role=alert] a >> text=Ore")
    page.wait_for_function("document.activeElement.id === 'campo-hours'")
    page.goto(url + "/operatori/calendario/prenota?giorno=2026-11-26")
    page.click("main form[method=post] >> button.primary")
    page.wait_for_selector("[role=alert]")
    assert violations(page) == []
    page.goto(url + "/operatori/calendario/orari?ufficio=lecco")
    page.fill("#starts_on", "2026-11-25")
    page.fill("#reason", "assemblea")
    page.click("section:has(#reason) >> text=Aggiungi >> nth=-1")
    page.wait_for_selector("text=appuntamenti restano fuori orario")
    assert violations(page) == []
    page.click("text=Lascia stare")
    page.wait_for_url("**/orari?ufficio=lecco")


def test_an_appointment_is_booked_by_keyboard_alone(open_tab: Open, url: str, settings: Settings) -> None:
    page = signed_in(open_tab, url, "anna.rossi")
    page.goto(url + "/operatori/calendario/prenota?giorno=2026-11-26&ufficio=lecco&conversation=web_maria")
    _tab_to(page, "quando")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    _tab_to(page, "nome")
    page.keyboard.type("Maria Bianchi")
    page.keyboard.press("Tab")
    page.keyboard.type("333 1234567")
    _tab_to(page, "consenso")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Prenotato")
    mine = booking.list_own(settings, conversation_id="web_maria", now=MONDAY)
    assert [view.starts_at.strftime("%H:%M") for view in mine] == ["09:00"]


def test_messages_are_chosen_together_and_given_an_intent(open_tab: Open, url: str, settings: Settings) -> None:
    page = signed_in(open_tab, url)
    page.goto(url + "/operatori/non-capiti")
    page.click("text=Scegli tutti")
    expect(page.locator("input[name=id]:checked")).to_have_count(8)
    page.click("text=Togli la scelta")
    expect(page.locator("input[name=id]:checked")).to_have_count(0)
    page.check("#m1")
    page.check("#m2")
    page.select_option("#intento", "ask_course_list")
    page.click("button >> text=Assegna")
    page.wait_for_selector("text=Fatto.")
    assert unknown.count_by_state(settings)["assigned"] == 2


TRIED = Rehearsed("ask_course_list", 0.87, (("ask_course_open", 0.06),), (
    ("I corsi del Patto sono tre:\n- Servizio sala\n- Montatore meccanico", ("Chi può partecipare?", "Iscrizioni")),))


def test_a_message_is_tried_and_a_model_trained_compared_and_published_by_keyboard(
        open_tab: Open, url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def tell(_self: Any, _text: str) -> Rehearsed:
        return TRIED

    monkeypatch.setattr(DeskWorkshop, "try_message", tell)
    monkeypatch.setattr(desk_workshop, "start_process", lambda *_given: None)
    wrong = []
    for width, height in SIZES[:2]:
        page = signed_in(open_tab, url, viewport={"width": width, "height": height})
        page.goto(url + PAGES["allenamento"])
        page.focus("#messaggio")
        page.keyboard.type("fate qualcosa di sera?")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=sicuro al 87 %")
        page.screenshot(path=SCREENSHOTS / f"desk-allenamento-prova-{width}.png", full_page=True)
        wrong += violations(page)
        page.focus("button >> text=Pubblica")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert] >> text=peggiore")
        page.screenshot(path=SCREENSHOTS / f"desk-allenamento-peggiore-{width}.png", full_page=True)
        page.locator("section:has(#confronto)").screenshot(path=SCREENSHOTS / f"desk-confronto-{width}.png")
        wrong += violations(page)
        page.focus("button >> text=Sì, pubblica lo stesso")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Modello pubblicato")
        page.focus("button >> text=Torna al modello di prima")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=risponde di nuovo il modello di prima")
    page.focus("button >> text=Allena di nuovo")
    page.keyboard.press("Enter")
    page.wait_for_selector("progress")
    wrong += violations(page)
    page.screenshot(path=SCREENSHOTS / "desk-allenamento-corso.png", full_page=True)
    running = services.find_latest(settings, now=clock.now())
    services.report_step(settings, running.id, step="measure_new", now=clock.now())
    if is_built("vendor/htmx.min.js"):
        page.wait_for_selector("text=misura il modello nuovo")
        services.fail(settings, running.id, now=clock.now())
        page.wait_for_selector("text=si è interrotto")
    assert wrong == []


def test_charts_stand_above_the_tables_and_without_scripts_the_tables_stay(open_tab: Open, url: str) -> None:
    if not is_built("vendor/chart.umd.js"):
        pytest.skip("the front end is not built: `make build` needs Node 18 or later")
    page = signed_in(open_tab, url)
    page.goto(url + PAGES["numeri"])
    page.locator("canvas").nth(1).wait_for()
    page.wait_for_function("[...document.querySelectorAll('[data-chart]')].every((it) => it.ariaHidden === 'true')")
    last = page.locator("canvas").last.bounding_box()
    assert last["y"] + last["height"] < page.locator("main table").first.bounding_box()["y"]
    plain = signed_in(open_tab, url, java_script_enabled=False)
    plain.goto(url + PAGES["numeri"])
    assert plain.locator("section table").count() >= 8 and plain.locator("[data-chart]:visible").count() == 0


def test_the_sheet_of_a_day_prints_without_the_frame(open_tab: Open, url: str) -> None:
    page = signed_in(open_tab, url)
    page.goto(url + PAGES["calendario-foglio"])
    page.emulate_media(media="print")
    assert page.is_visible("text=Persona ada") and not page.is_visible(".desk-nav")
    assert not page.is_visible("text=Torna al calendario")


def test_a_file_goes_out_and_comes_back_through_the_browser(
    open_tab: Open, url: str, settings: Settings, tmp_path: Any,
) -> None:
    page = signed_in(open_tab, url)
    page.goto(url + "/operatori/contenuti/sector")
    with page.expect_download() as download:
        page.click("text=Esporta CSV")
    path = tmp_path / "settori.csv"
    download.value.save_as(path)
    text = path.read_bytes().decode("utf-8-sig")
    path.write_text(text.replace("Metalmeccanico", "Metalmeccanica", 1), encoding="utf-8-sig")
    page.goto(url + "/operatori/contenuti/importa?tabella=sector")
    page.set_input_files("#file", path)
    page.click("text=Prova")
    page.wait_for_selector("ins >> text=Metalmeccanica")
    assert violations(page) == []
    page.click("text=Importa adesso")
    page.wait_for_selector("text=File importato")
    row = content.find_row(settings, table_name="sector", key='["metalmeccanico"]')
    assert row is not None and row.values["name"] == "Metalmeccanica"


def _tab_to(page: Any, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no way to «{name}» by keyboard")


@pytest.mark.parametrize("size", SIZES, ids=["phone", "laptop", "zoom-200"])
def test_who_is_free_is_seen_at_a_glance_and_booked_by_keyboard(
        open_tab: Open, url: str, settings: Settings, size: tuple[int, int]) -> None:
    day = f"2026-12-0{2 + SIZES.index(size)}"
    page = signed_in(open_tab, url, "anna.rossi", viewport={"width": size[0], "height": size[1]})
    page.goto(f"{url}/operatori/calendario?giorno={day}")
    free = page.locator(".desk-staff td.free a[href*='ora=10%3A00'][href*='operatore=1']")
    free.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#nome")
    assert page.locator("#quando1, .desk-start input").evaluate_all(
        "list => list.filter((it) => it.checked).map((it) => it.value)") == [f"{day}T10:00"]
    page.fill("#nome", "Ugo Bianchi")
    page.fill("#contatto", f"333 123456{SIZES.index(size)}")
    page.fill("#giorno", "2026-12-09")
    page.focus("button >> text=Mostra gli orari")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Mercoledì 9 dicembre")
    assert page.input_value("#nome") == "Ugo Bianchi" and page.input_value("#operatore") == "1"
    page.locator(".desk-start input").nth(SIZES.index(size)).check(force=True)  # Anna has one person at a time
    page.check("#consenso")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"desk-booking-{size[0]}.png", full_page=True)
    assert violations(page) == []
    page.focus("#nome")
    page.keyboard.press("Enter")  # in a field it books, it does not show another day
    page.wait_for_selector("text=Prenotato")
    page.goto(f"{url}/operatori/calendario?giorno=2026-12-09")
    assert page.locator(".desk-staff td.busy").count() == 1 + SIZES.index(size)
    page.screenshot(path=SCREENSHOTS / f"desk-day-{size[0]}.png", full_page=True)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
