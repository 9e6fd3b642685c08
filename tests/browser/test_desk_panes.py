"""The desk's conversations on every screen: three panes or one, the field to write in always there, lists apart."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any, Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from bot.db.models import Base, Handoff, Message
from bot.db.session import dispose_all, get_engine, transaction
from bot.services import desk
from bot.settings import Settings
from tests.browser.conftest import SCREENSHOTS, Open
from tests.browser.test_desk_content import signed_in
from tests.browser.test_widget_access import violations
from tests.support.booking_data import NOW
from tests.support.clocks import PATIENCE_SECONDS, RunningClock
from tests.support.desk_data import ANNA, BEA, add_desk, always_open, ask, callbacks, claim, write
from tests.support.desk_server import site

pytestmark = pytest.mark.slow

now = RunningClock(NOW)
SCREENS = {"desktop": (1366, 650), "phone": (390, 844), "zoom-200": (683, 325), "phone-turned": (844, 390)}
"""A small laptop, a phone, the same laptop at 200 %: half as many pixels of the page each way."""
ON_SCREEN = """(name) => { const it = document.querySelector(name), box = it.getBoundingClientRect();
  return it.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth
    && it.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    url = f"sqlite:///{tmp_path_factory.mktemp('desk_panes') / 'o.db'}"
    Base.metadata.create_all(get_engine(url))
    add_desk(url, now())
    always_open(url)
    made = Settings(database_url=url, secret="prova")
    callbacks(made, 280, now() - timedelta(days=2))
    for who, subject in (("web_long", "Corso di saldatura"), ("web_other", "Bando")):
        ask(made, who, now(), subject=subject)
        for number in range(30):
            write(made, f"messaggio {number} di una persona che scrive molto e a lungo", who, now())
        claim(made, ANNA, who, now())
    ask(made, "web_bea", now(), subject="Di un’altra")
    claim(made, BEA, "web_bea", now())
    yield made
    dispose_all()


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    with site(settings, now) as address:
        yield address


def opened(open_tab: Open, url: str, size: tuple[int, int], path: str = "", **more: Any) -> Any:
    page = signed_in(open_tab, url, "anna.rossi", **more, viewport={"width": size[0], "height": size[1]})
    if path:
        page.goto(f"{url}/operatori{path}")
    return page


@pytest.mark.parametrize("screen", SCREENS)
def test_the_field_to_write_in_is_always_on_the_screen(open_tab: Open, url: str, built: None, screen: str) -> None:
    page = opened(open_tab, url, SCREENS[screen], "/conversazioni/web_long")
    for name in ("#testo", "#manda"):
        assert page.evaluate(ON_SCREEN, name), name
    assert page.locator("#messaggi > li").last.is_visible()
    assert page.evaluate("document.querySelector('#scorri').clientHeight") >= 48, "there is room for messages"
    page.locator("#scorri").evaluate("it => it.scrollTo(0, 0)")
    page.mouse.wheel(0, -5000)
    assert page.evaluate(ON_SCREEN, "#testo"), "also when the first messages are read"
    page.locator("#testo").fill("una riga\n" * 12)
    assert page.evaluate(ON_SCREEN, "#testo") and page.evaluate(ON_SCREEN, "#manda")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing to scroll sideways"
    page.locator("#testo").fill("")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"desk-panes-{screen}.png")
    assert violations(page) == []


def test_three_panes_on_a_wide_screen_and_one_on_a_phone(open_tab: Open, url: str, built: None) -> None:
    panes = ("#elenchi", "#conversazione", "#scheda-della-persona")

    def assert_seen(page: Any, *wanted: str) -> None:
        for name in panes:
            expect(page.locator(name)).to_be_visible(visible=name in wanted)

    wide = opened(open_tab, url, (1366, 650), "/conversazioni/web_long")
    assert_seen(wide, *panes)
    boxes = [wide.locator(name).bounding_box() for name in panes]
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"] and len({box["y"] for box in boxes}) == 1
    phone = opened(open_tab, url, (390, 844), "/conversazioni/web_long")
    assert_seen(phone, "#conversazione")
    phone.get_by_role("link", name="Scheda", exact=True).click()
    assert_seen(phone, "#scheda-della-persona")
    phone.get_by_role("link", name="Torna ai messaggi").click()
    assert_seen(phone, "#conversazione")
    phone.get_by_role("link", name="Elenco", exact=True).click()
    phone.get_by_role("heading", name="Conversazioni").wait_for()
    expect(phone).to_have_url(re.compile("elenco=mie"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.screenshot(path=SCREENSHOTS / "desk-list-390.png")


def test_somebody_who_waits_is_not_hidden_by_call_backs(
        open_tab: Open, url: str, built: None, settings: Settings) -> None:
    page = opened(open_tab, url, (1366, 650), "?elenco=richiamare", complaints=True)
    page.get_by_text("Pagina 1 di 12").wait_for()
    page.get_by_role("link", name="Successive").click()
    page.get_by_text("Pagina 2 di 12").wait_for()
    write(settings, "c’è qualcuno?", "web_waits", now())
    ask(settings, "web_waits", now(), subject="Chi aspetta")
    page.locator("#in-coda", has_text="1 in coda").wait_for()
    page.get_by_role("link", name="In coda 1").click()
    page.get_by_role("button", name="Prendi: Chi aspetta").click()
    page.get_by_text("Hai tu la parola").wait_for()
    expect(page.locator(".desk-row.here")).to_have_text(re.compile(r"^\s*Chi aspetta"))


def wait_until_read(settings: Settings, page: Any, conversation_id: str) -> None:
    """Until the desk has noted that the newest message of the conversation was on the operator's screen."""
    newest = select(func.max(Message.sequence)).where(Message.conversation_id == conversation_id).scalar_subquery()
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        with transaction(settings.database_url) as session:
            if session.execute(select(Handoff.id).where(
                    Handoff.conversation_id == conversation_id, Handoff.read_sequence >= newest)).first():
                return
        page.wait_for_timeout(50)
    raise AssertionError("what is on the screen is never read")


def test_what_is_new_in_any_of_mine_is_said_until_it_is_read(
        open_tab: Open, url: str, built: None, settings: Settings) -> None:
    page = opened(open_tab, url, (1366, 650), "/conversazioni/web_other", complaints=True)
    write(settings, "una novità", "web_long", now())
    page.locator("#nuove", has_text="1 nuova").wait_for()
    expect(page).to_have_title(re.compile(r"^\(1 nuova"))
    unread = page.locator(".desk-row.unread")
    unread.get_by_text("Nuovo", exact=True).wait_for()
    expect(page.locator("#elenchi .desk-row").first).to_have_text(re.compile(r"^\s*Corso di saldatura"))  # unread first
    write(settings, "letta subito", "web_other", now())  # the one that is on the screen
    page.locator(".desk-message.person", has_text="letta subito").wait_for()
    wait_until_read(settings, page, "web_other")
    page.locator("#nuove", has_text="1 nuova").wait_for()
    expect(unread).to_have_count(1)  # until its reading is noted, the list may show it as new
    unread.get_by_role("link", name="Corso di saldatura").click()
    page.locator(".desk-message.person", has_text="una novità").wait_for()
    page.locator("#nuove").wait_for(state="hidden")
    expect(page).not_to_have_title(re.compile(r"^\(1 nuova"))


def test_lists_and_cards_by_keyboard(open_tab: Open, url: str, built: None) -> None:
    page = opened(open_tab, url, (1366, 650), "?elenco=mie")
    page.get_by_role("link", name="Colleghi 1").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Di un’altra").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Risponde Bea Verdi", exact=True).wait_for()
    expect(page.get_by_role("link", name="Colleghi 1")).to_have_attribute("aria-current", "page")
    page.screenshot(path=SCREENSHOTS / "desk-colleague-1366.png")
    assert violations(page) == []


def test_a_slash_inserts_a_ready_answer(open_tab: Open, url: str, built: None, settings: Settings) -> None:
    desk.add_starter_answers(settings)
    page = opened(open_tab, url, (1366, 650), "/conversazioni/web_other", complaints=True)  # closed while it asks
    field = page.get_by_label("La tua risposta")
    field.press_sequentially("/salu")
    page.locator("#pronte").get_by_role("option", name="Saluto", exact=True).wait_for()
    field.press("ArrowDown")
    expect(page.locator("#pronte [aria-selected=true]")).to_have_text("Saluto finale")
    field.press("ArrowUp")
    assert violations(page) == []
    page.screenshot(path=SCREENSHOTS / "desk-slash-1366.png")
    field.press("Enter")
    expect(field).to_have_value("Buongiorno, gentile utente. Sono Anna, del CPI Lecco: come posso esserle utile?")
    expect(page.locator("#pronte")).to_be_hidden()
    field.fill("")


def test_a_slash_in_the_middle_of_an_answer(open_tab: Open, url: str, built: None, settings: Settings) -> None:
    desk.add_starter_answers(settings)
    page = opened(open_tab, url, (1366, 650), "/conversazioni/web_other", complaints=True)
    field = page.get_by_label("La tua risposta")
    field.press_sequentially("Certo. /saluto f")
    page.locator("#pronte").get_by_role("option", name="Saluto finale", exact=True).wait_for()
    field.press("Enter")
    expect(field).to_have_value(re.compile(r"^Certo\. [^/]"))
    field.fill("il 3/4 e su https://www.example.org/a")
    expect(page.locator("#pronte")).to_be_hidden()
    field.fill("")


@pytest.mark.parametrize("screen", SCREENS)
def test_who_waits_is_taken_where_one_will_write(
        open_tab: Open, url: str, built: None, settings: Settings, screen: str) -> None:
    who = f"web_take_{screen}"
    write(settings, "buongiorno", who, now())
    ask(settings, who, now(), subject="Da prendere")
    page = opened(open_tab, url, SCREENS[screen], f"/conversazioni/{who}", complaints=True)
    page.screenshot(path=SCREENSHOTS / f"desk-take-{screen}.png")
    button = page.get_by_role("button", name="Prendi la conversazione")
    assert page.evaluate(ON_SCREEN, "#scrivi button.primary")
    button.click()
    page.locator("#testo").wait_for()
    assert page.evaluate(ON_SCREEN, "#testo")


@pytest.mark.parametrize(("screen", "most"), [("desktop", 100), ("phone", 120)])
def test_the_frame_leaves_the_screen_to_the_work(
        open_tab: Open, url: str, built: None, screen: str, most: int) -> None:
    page = signed_in(open_tab, url, "carla.neri", viewport=dict(zip(("width", "height"), SCREENS[screen], strict=True)))
    for path in ("", "/calendario", "/contenuti"):
        page.goto(f"{url}/operatori{path}")
        assert page.locator(".desk-header").bounding_box()["height"] <= most, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("summary").filter(has_text="Disponibile").click()
    page.get_by_role("button", name="In pausa").click()
    page.locator("summary").filter(has_text="In pausa").click()
    page.get_by_role("button", name="Disponibile").click()
    page.locator("summary").filter(has_text="Disponibile").wait_for()
    page.get_by_role("link", name="Registro", exact=True).click()
    page.get_by_role("heading", name="Registro").wait_for()
    assert violations(page) == []


def test_a_part_that_refreshes_itself_keeps_what_was_begun(
        open_tab: Open, url: str, built: None, settings: Settings) -> None:
    page = opened(open_tab, url, (1366, 650), "?elenco=richiamare", complaints=True)
    page.locator(".desk-tick").nth(3).check()
    page.locator("#esito-insieme").select_option(index=2)
    with page.expect_response("**/operatori/elenchi*"):
        page.evaluate("htmx.trigger('#elenchi', 'sse:coda')")
    expect(page.locator("#elenchi.htmx-request")).to_have_count(0)
    expect(page.locator(".desk-tick").nth(3)).to_be_checked()
    assert page.locator("#esito-insieme").evaluate("it => it.selectedIndex") == 2
    page.goto(f"{url}/operatori/conversazioni/web_call7")
    page.locator("#tentativo-nota").fill("suona a vuoto")
    page.locator("#nota").fill("forse è al lavoro")
    with page.expect_response("**/scheda*"):
        page.evaluate("htmx.trigger('#scheda', 'sse:stato')")
    expect(page.locator("#scheda.htmx-request")).to_have_count(0)
    expect(page.locator("#tentativo-nota")).to_have_value("suona a vuoto")
    page.get_by_role("button", name="Salva le etichette").click()
    page.get_by_text("Etichette salvate").wait_for()
    expect(page.locator("#nota")).to_have_value("forse è al lavoro")
    page.get_by_role("button", name="Salva la nota").click()
    page.get_by_text("Nota salvata").wait_for()
    expect(page.locator("#nota")).to_have_value("")


def test_call_backs_and_status_on_a_phone(open_tab: Open, url: str, built: None) -> None:
    page = opened(open_tab, url, (390, 844), "?elenco=richiamare")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("summary").filter(has_text="Disponibile").click()
    page.screenshot(path=SCREENSHOTS / "desk-callbacks-390.png")
    assert violations(page) == []
    page.get_by_role("button", name="In pausa").click()
    page.locator("summary").filter(has_text="In pausa").click()
    page.get_by_role("button", name="Disponibile").click()
    page.locator("summary").filter(has_text="Disponibile").wait_for()
    wide = opened(open_tab, url, (1366, 650), "?elenco=richiamare")
    wide.screenshot(path=SCREENSHOTS / "desk-callbacks-1366.png")
