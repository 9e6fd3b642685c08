"""The plain chat page in a real browser: write, click, download, reload, start anew; nothing from other hosts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Iterator

import pytest
from playwright.sync_api import expect

from tests.support import webchat
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import Server

PAGE = "/chat/semplice"

pytestmark = pytest.mark.slow


@pytest.fixture
def server(toy: Server) -> Server:
    return toy


@pytest.fixture
def context(chromium: Any, server: Server) -> Iterator[Any]:
    """A fresh browser profile that notes complaints and requests to other hosts; there must be none at the end."""
    made = chromium.new_context(locale="it-IT", viewport={"width": 320, "height": 640}, accept_downloads=True)
    made.set_default_timeout(PATIENCE_SECONDS * 1000)
    wrong: list[str] = []

    def watch(page: Any) -> None:
        page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())

    def look(request: Any) -> None:
        if not request.url.startswith((server.url, "blob:", "data:")):
            wrong.append(request.url)

    made.on("page", watch)
    made.on("request", look)
    yield made
    made.close()
    assert wrong == []


def open_chat(context: Any, server: Server) -> Any:
    page = context.new_page()
    page.goto(server.url + PAGE)
    page.get_by_text("Collegato", exact=True).wait_for()
    return page


def write(page: Any, text: str) -> None:
    page.get_by_label("Scrivi il tuo messaggio").fill(text)
    page.keyboard.press("Enter")


def assert_shown(page: Any, wanted: list[str]) -> None:
    """What stands there in the end is this and no more."""
    expect(page.locator("#log .message .text")).to_have_text(wanted, use_inner_text=True)


def texts(page: Any) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("#log .message .text").all_inner_texts()]


def test_write_click_and_read_the_answers(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    write(page, "ciao")
    page.get_by_role("button", name="Prima", exact=True).click()
    page.get_by_text("Hai scelto prima.").wait_for()
    assert_shown(page, ["ciao", "Ciao, dimmi pure. Scegli qui sotto.", "Prima", "Hai scelto prima."])
    for name in ("Prima", "Seconda", "Promemoria"):
        expect(page.locator("#log").get_by_role("button", name=name)).to_be_disabled()
    expect(page.locator(".message .who")).to_have_text(["Tu", "Assistente", "Tu", "Assistente"])
    assert page.get_by_role("log").get_attribute("aria-live") == "polite"


def test_a_double_click_is_one_choice(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    write(page, "ciao")
    page.get_by_role("button", name="Seconda").dblclick()
    page.get_by_text("Hai scelto seconda.").wait_for()
    write(page, "scelgo la prima")  # a second click would be answered before
    page.get_by_text("Hai scelto prima.").wait_for()
    assert texts(page)[2:] == ["Seconda", "Hai scelto seconda.", "scelgo la prima", "Hai scelto prima."]


def test_the_starters_send_plain_text(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    page.get_by_role("button", name="Quali corsi ci sono?").click()
    page.locator(".message.assistant").first.wait_for()
    assert texts(page)[0] == "Quali corsi ci sono?"


def test_what_a_person_or_the_bot_writes_is_never_markup(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    attack = "<img src=x onerror=\"document.title='preso'\"> scelgo la prima"
    write(page, attack)
    page.get_by_text("Hai scelto prima.").wait_for()
    write(page, "mandami il promemoria")
    page.get_by_text("<b>pronto</b>").wait_for()
    assert texts(page)[0] == attack and page.title() != "preso"
    assert page.locator(".message img, .message b, .message script").count() == 0
    assert page.locator(".message li").all_inner_texts() == ["aprilo", "salvalo"]
    link = page.get_by_role("link", name="https://www.provincia.lecco.it/")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_only_safe_addresses_become_links(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    shown = page.evaluate("""async (text) => {
      const { renderText } = await import("/chat/static/render.js");
      const box = document.createElement("div");
      box.append(renderText(text));
      return [box.textContent, [...box.querySelectorAll("a")].map((a) => a.getAttribute("href"))];
    }""", "javascript:alert(1) http://a.it data:text/html,x (https://b.it/c?d=1). Scrivi a cpi@b.it, "
          "chiama 0341 295532. Il 03/12/2025 ore 15, codice 0123.")
    assert shown[1] == ["https://b.it/c?d=1", "mailto:cpi@b.it", "tel:0341295532"]
    assert shown[0].startswith("javascript:alert(1) http://a.it") and shown[0].endswith("codice 0123.")


def test_the_file_is_saved_as_it_was_sent(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    write(page, "mandami il promemoria")
    with page.expect_download() as download:
        page.get_by_role("link", name="Scarica il promemoria (.ics)").click()
    assert download.value.suggested_filename == "appuntamento.ics"
    assert Path(download.value.path()).read_bytes() == b"BEGIN:VCALENDAR"


def test_a_reload_keeps_history_buttons_and_conversation(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    write(page, "scelgo la seconda")
    page.get_by_text("Hai scelto seconda.").wait_for()
    write(page, "ciao")
    page.get_by_role("button", name="Prima", exact=True).wait_for()
    before = texts(page)
    page.reload()
    assert_shown(page, before)
    write(page, "ricordami che cosa avevo detto")
    page.locator(".message").nth(5).wait_for()
    assert texts(page)[-1] == "Hai scelto seconda."
    before = texts(page)
    page.reload()
    assert_shown(page, before)
    expect(page.locator(".message .replies button:enabled")).to_have_count(0)  # their question was passed


def test_the_buttons_of_the_last_question_work_after_a_reload(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    write(page, "ciao")
    page.get_by_role("button", name="Prima", exact=True).wait_for()
    page.reload()
    page.get_by_role("button", name="Prima", exact=True).click()
    page.get_by_text("Hai scelto prima.").wait_for()


def test_a_new_conversation_forgets_the_old_one(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    write(page, "scelgo la seconda")
    page.get_by_text("Hai scelto seconda.").wait_for()
    before = page.evaluate("localStorage.getItem('orienta.session')")
    page.get_by_role("button", name="Nuova conversazione").click()
    page.wait_for_function("(before) => (localStorage.getItem('orienta.session') ?? before) !== before", arg=before)
    page.get_by_text("Collegato", exact=True).wait_for()
    assert_shown(page, [])
    write(page, "ricordami che cosa avevo detto")
    page.get_by_text("Hai scelto None.").wait_for()


def test_two_tabs_show_one_conversation_once(context: Any, server: Server) -> None:
    first = open_chat(context, server)
    second = open_chat(context, server)
    write(first, "scelgo la prima")
    second.get_by_text("Hai scelto prima.").wait_for()
    write(second, "scelgo la seconda")  # what came twice would stand before its answer
    said = ["scelgo la prima", "Hai scelto prima.", "scelgo la seconda", "Hai scelto seconda."]
    for page in (first, second):
        assert_shown(page, said)
    first.reload()
    assert_shown(first, said)


def test_the_history_is_limited_and_bad_storage_does_no_harm(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    many = [{"entry": {"from": "person", "text": str(number)}, "tab": "x", "at": 0} for number in range(100)]
    page.evaluate("(list) => localStorage.setItem('orienta.messages', list)", json.dumps(many))
    write(page, "scelgo la prima")
    page.get_by_text("Hai scelto prima.").wait_for()
    page.wait_for_function("JSON.parse(localStorage.getItem('orienta.messages')).length === 100")
    for broken in ("{", "7", "[null, 3, {}]"):
        page.evaluate("(text) => localStorage.setItem('orienta.messages', text)", broken)
        page.reload()
        page.get_by_text("Collegato", exact=True).wait_for()


def test_an_expired_session_is_told_and_the_chat_goes_on(context: Any, server: Server) -> None:
    page = open_chat(context, server)
    write(page, "ciao")
    page.get_by_role("button", name="Prima", exact=True).wait_for()
    page.evaluate("localStorage.setItem('orienta.session', 'web_expired')")
    page.reload()
    page.get_by_text("La conversazione di prima è scaduta").wait_for()
    expect(page.get_by_role("button", name="Prima", exact=True)).to_be_disabled()
    write(page, "scelgo la prima")
    page.get_by_text("Hai scelto prima.").wait_for()


def test_a_lost_connection_is_told_and_messages_wait_for_its_return(
    chromium: Any, toy_model: Path, tmp_path: Path
) -> None:
    with webchat.toy_server(tmp_path, toy_model) as running:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.goto(running.url + PAGE)
        page.get_by_text("Collegato", exact=True).wait_for()
        write(page, "scelgo la prima")
        page.get_by_text("Hai scelto prima.").wait_for()
    page.get_by_text("Connessione persa").wait_for()
    write(page, "ricordami che cosa avevo detto")
    with webchat.toy_server(tmp_path, toy_model, port=running.port):
        page.locator(".message").nth(3).wait_for()
        assert texts(page)[-2:] == ["ricordami che cosa avevo detto", "Hai scelto prima."]
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_the_screen_and_can_be_read(chromium: Any, server: Server, width: int, scheme: str) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 640}, color_scheme=scheme)
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    page.goto(server.url + PAGE)
    write(page, "scelgo la " + "parolalunghissima" * 12)
    write(page, "mandami il promemoria")
    page.get_by_role("link", name="Scarica il promemoria (.ics)").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for selector in ("header p", "#restart", ".welcome .small", ".replies button", ".person .text", ".assistant .text",
                     ".assistant .text a", ".file", ".who", "#status", "form button", "label"):
        colours = page.locator(selector).first.evaluate(COLOURS)
        assert contrast(*colours) >= 4.5, (selector, colours)
    page.close()


COLOURS = """(element) => {
  const text = getComputedStyle(element).color;
  let back = element;
  while (/^rgba\\(.*, 0\\)$/.test(getComputedStyle(back).backgroundColor)) back = back.parentElement;
  return [text, getComputedStyle(back).backgroundColor];
}"""


def contrast(first: str, second: str) -> float:
    """The contrast of two CSS colours, as WCAG 2.1 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(119, 119, 119)", "rgb(255, 255, 255)") == pytest.approx(4.48, abs=0.01)
