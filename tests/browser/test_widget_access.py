"""The widget for everybody: WCAG 2.2 AA measured in every state, by keyboard alone, on small screens, once for ears."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from tests.browser import states
from tests.browser.conftest import SCREENSHOTS, Open
from tests.browser.fake_chat import FakeChat
from tests.browser.states import until, write

pytestmark = pytest.mark.slow

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
SMALLEST = 24
"""Pixels of the smallest target: WCAG 2.2, criterion 2.5.8."""

SMALL_TARGETS = """(smallest) => {
  const found = [];
  const walk = (root) => {
    for (const it of root.querySelectorAll("*")) {
      if (it.shadowRoot) walk(it.shadowRoot);
      if (!it.matches("button, input, textarea, a[href]") || !it.checkVisibility()) continue;
      if (it.closest(".text, .skiplinks, main > p, dialog p")) continue; // links within a sentence
      const { width, height } = it.getBoundingClientRect();
      if (width < smallest || height < smallest) found.push(`${it.outerHTML.slice(0, 80)} ${width}x${height}`);
    }
  };
  walk(document);
  return found;
}"""
FOCUS = """() => {
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  return it;
}"""
SEEN = """(it) => {
  const box = (it.type === "radio" ? it.nextElementSibling : it).getBoundingClientRect();
  const style = getComputedStyle(it.type === "radio" ? it.nextElementSibling : it);
  const root = it.getRootNode();
  const at = root.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const line = style.outlineStyle;
  const outlined = line === "auto" || (line !== "none" && parseFloat(style.outlineWidth) >= 2);
  return [outlined, at !== null && (it.contains(at) || at.contains(it) || it.parentElement.contains(at))];
}"""


def violations(page: Any) -> list[str]:
    """What axe finds, in the page and inside the widget."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] })", TAGS)
    return [f"{one['id']}: {json.dumps([node['target'] for node in one['nodes']])}" for one in found["violations"]]


@pytest.mark.parametrize("state", states.PAGE)
def test_nothing_is_found_in_any_state_on_any_screen(state: str, open_tab: Open, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,), complaints=True, reduced_motion="reduce")
    states.reach(state, page, fake)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    found = {}
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 640 if width == 320 else 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(30)
        page.screenshot(path=str(SCREENSHOTS / f"{state}-{width}-{scheme}.png"))
        found[width, scheme] = (
            violations(page), page.evaluate(SMALL_TARGETS, SMALLEST),
            page.evaluate("document.documentElement.scrollWidth - innerWidth"))
    assert found == {screen: ([], [], 0) for screen in SCREENS}


def test_axe_looks_into_the_widget(tab: Any) -> None:
    tab.evaluate("""() => {
      const button = document.createElement("button");
      document.querySelector("orienta-chat").shadowRoot.querySelector(".log").append(button);
    }""")
    assert any("button-name" in one for one in violations(tab))


def announced(page: Any) -> list[str]:
    return [text for text in page.locator("[aria-live=polite] p").all_inner_texts() if text]


def test_each_answer_is_announced_once(tab: Any, fake: FakeChat) -> None:
    log = tab.get_by_role("log", name="Conversazione")
    assert log.get_attribute("aria-live") == "off" and tab.locator("[aria-live=polite]").count() == 1
    write(tab, "ciao")
    tab.locator(".replies").wait_for()
    write(tab, "corsi")
    tab.locator(".card").first.wait_for()
    until(tab, lambda: len(announced(tab)) >= 2, "both answers announced")
    spoken = announced(tab)
    assert len(spoken) == 2
    assert spoken[0].startswith("Assistente: Ciao, dimmi pure.") and spoken[0].endswith("2 risposte pronte.")
    assert spoken[1] == "Assistente: Ecco i corsi che ho trovato. 2 schede."
    fake.cut()
    tab.locator(".banner[data-kind=offline]").wait_for()
    fake.push({"text": "Mentre non c'eri."}, tell=False)
    fake.down = False
    tab.get_by_text("Mentre non c'eri.").first.wait_for()
    until(tab, lambda: len(announced(tab)) >= 5, "the connection's end and return, and the answer, announced")
    assert announced(tab)[2:] == [
        "Connessione persa: riprovo da solo. Puoi scrivere: i messaggi partono appena torna.",
        "Assistente: Mentre non c'eri.", "Collegato"]
    tab.reload()
    tab.get_by_text("Mentre non c'eri.").first.wait_for()
    tab.wait_for_timeout(200)
    assert announced(tab) == []  # a history is not read out


def focus(page: Any) -> Any:
    """The element that has the focus, inside the widget too."""
    return page.evaluate_handle(FOCUS).as_element()


def wait_for_focus(page: Any, of: str, value: str) -> None:
    """Until what has the focus is such an element: the widget moves it after it has drawn."""
    until(page, lambda: focus(page).evaluate(f"(it) => {of}") == value, f"the focus on {value}")


def reach(page: Any, name: str, key: str = "Tab", limit: int = 40) -> None:
    """Press ``key`` until what has the focus is called ``name``; each stop on the way is outlined and not covered."""
    for _ in range(limit):
        page.keyboard.press(key)
        there = focus(page)
        label = there.evaluate(
            "(it) => it.getAttribute('aria-label') ?? it.labels?.[0]?.innerText ?? it.innerText ?? ''")
        outlined, uncovered = there.evaluate(SEEN)
        assert outlined and uncovered, f"{label!r}: outlined {outlined}, uncovered {uncovered}"
        if label.strip().startswith(name):
            return
    raise AssertionError(f"{name!r} was not reached with {limit} times {key}")


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_is_reached_by_keyboard_and_seen(width: int, open_tab: Open, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,), viewport={"width": width, "height": 640}, reduced_motion="reduce")
    states.reach("chiuso", page, fake)
    reach(page, "Apri la chat")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Orienta Lecco").wait_for()
    wait_for_focus(page, "it.localName", "textarea")
    page.keyboard.type("orari")
    page.keyboard.press("Enter")
    page.locator(".picker").wait_for()
    wait_for_focus(page, "it.localName", "textarea")
    reach(page, "lunedì 23 novembre", "Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", name="Scegli l’ora: mercoledì 25 novembre").wait_for()
    reach(page, "09:30")
    page.keyboard.press("Space")
    page.locator(".message.person").nth(1).wait_for()
    page.locator(".picker").wait_for(state="detached")
    wait_for_focus(page, "it.localName", "textarea")  # its button is gone
    reach(page, "Altre azioni", "Shift+Tab")
    page.keyboard.press("Enter")
    reach(page, "Nuova conversazione")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Vuoi ricominciare da capo?").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    wait_for_focus(page, "it.getAttribute('aria-label')", "Altre azioni")
    page.keyboard.press("Escape")
    page.locator(".launcher").wait_for()
    wait_for_focus(page, "it.className", "launcher")


def test_a_touch_screen_keeps_its_keyboard_down(open_tab: Open, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,), viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    states.open_page(page, fake)
    page.get_by_role("button", name="Quali corsi ci sono?").tap()
    page.locator(".message.assistant").wait_for()
    write(page, "ciao")
    page.get_by_role("button", name="Prenota un incontro").tap()
    page.locator(".replies").wait_for(state="detached")
    wait_for_focus(page, "it.getAttribute('role')", "log")


def test_headings_and_names_make_an_outline(tab: Any) -> None:
    write(tab, "corsi")
    tab.locator(".card").first.wait_for()
    levels = tab.evaluate("""() => {
      const root = document.querySelector("orienta-chat").shadowRoot;
      return [...document.querySelectorAll("h1"), ...root.querySelectorAll("h2, h3, h4")].map((it) => it.localName);
    }""")
    assert levels == ["h1", "h2", "h3", "h3", "h4", "h4"]
    assert tab.get_by_role("article", name="Elettricista civile e industriale").is_visible()
    assert tab.get_by_role("button", name="Dettagli Addetto alla logistica").is_visible()


@pytest.mark.parametrize("size", [(320, 256), (640, 400)])
def test_four_times_and_twice_as_large_lose_nothing(size: tuple[int, int], open_tab: Open, fake: FakeChat) -> None:
    """1280 by 1024 at 400 % is a screen of 320 by 256; at 200 % one of 640 by 400."""
    page = open_tab(hosts=(fake.url,), viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    states.open_page(page, fake)
    write(page, "orari")
    page.locator(".picker").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("11:00", "Giorni successivi"):
        button = page.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        assert button.is_visible()
    page.get_by_role("button", name="11:00").click()
    page.locator(".message.person").nth(1).wait_for()
    page.get_by_label("Scrivi il tuo messaggio").scroll_into_view_if_needed()
    assert violations(page) == []


def test_text_alone_may_be_twice_as_large(open_tab: Open, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,), viewport={"width": 1280, "height": 800})
    states.open_page(page, fake)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    write(page, "corsi")
    page.locator(".card").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("log").evaluate("(it) => it.scrollWidth <= it.clientWidth && it.clientHeight > 120")


def test_people_s_settings_are_followed(open_tab: Open, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,), reduced_motion="reduce", forced_colors="active", contrast="more")
    states.open_page(page, fake)
    write(page, "orari")
    page.locator(".picker").wait_for()
    fake.typing(True)
    page.locator(".typing:visible").wait_for()
    assert page.locator(".dots i").first.evaluate("(it) => getComputedStyle(it).animationName") == "none"
    assert page.locator(".message").first.evaluate("(it) => getComputedStyle(it).animationName") == "none"
    checked, other = (
        page.locator(".leaf").nth(number).evaluate("(it) => getComputedStyle(it).backgroundColor") for number in (0, 1))
    assert checked != other  # the chosen day is told apart with the system's colours too
    assert page.locator(".text").first.evaluate("(it) => getComputedStyle(it).borderTopStyle") == "solid"
    assert violations(page) == []
