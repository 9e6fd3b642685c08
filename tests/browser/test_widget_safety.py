"""Whatever a person or the database says stays text: an attack corpus from both sides, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import states
from tests.browser.conftest import Open
from tests.browser.fake_chat import FakeChat
from tests.browser.states import button, write

pytestmark = pytest.mark.slow

ATTACKS = [
    "<script>window.taken = 1</script>",
    "<img src=x onerror=\"window.taken = 1\">",
    "<svg onload=window.taken=1><animate onbegin=window.taken=1 attributeName=x dur=1s>",
    "<iframe srcdoc=\"<script>parent.taken = 1</script>\"></iframe>",
    "\"><details open ontoggle=window.taken=1>",
    "<a href=\"javascript:window.taken=1\">qui</a>",
    "[clicca](javascript:window.taken=1)",
    "[clicca](https://www.provincia.lecco.it\"onmouseover=window.taken=1)",
    "javascript:window.taken=1//https://www.regione.lombardia.it/",
    "https://evil.example/?https://www.provincia.lecco.it/",
    "https://www.provincia.lecco.it@evil.example/",
    "https://provincia.lecco.it.evil.example/",
    "https://evilgov.it/ https://evil.lecco.it/",
    "[www.provincia.lecco.it](https://evil.example/)",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cudGFrZW49MTwvc2NyaXB0Pg==",
    "**<b onclick=window.taken=1>grassetto</b>**",
    "- <li><style>*{display:none}</style>",
    "<form action=https://evil.example><input name=codice></form>",
    "<base href=https://evil.example/><link rel=stylesheet href=https://evil.example/x.css>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=window.taken=1&gt;\">",
    "{{constructor.constructor('window.taken=1')()}} ${window.taken=1}",
    "\u202e<script>\u2066", "a\u0000b<script>", "&lt;script&gt;window.taken=1&lt;/script&gt;",
    "</textarea><script>window.taken=1</script>",
]
ALLOWED_ELEMENTS = {
    "a", "article", "br", "button", "dd", "div", "dl", "dt", "fieldset", "form", "h2", "h3", "h4", "header",
    "i", "input", "label", "legend", "li", "ol", "p", "path", "section", "span", "strong", "svg", "textarea", "time",
    "ul"}
LOOK = """() => {
  const root = document.querySelector("orienta-chat").shadowRoot;
  const all = [...root.querySelectorAll("*")];
  return {
    taken: window.taken ?? null,
    elements: [...new Set(all.map((it) => it.localName))],
    handlers: all.flatMap((it) => it.getAttributeNames().filter((name) => name.startsWith("on"))),
    links: [...root.querySelectorAll("a")].map((it) => it.href),
    forms: root.querySelectorAll(".log form, .log input:not([type=radio])").length,
  };
}"""


def assert_harmless(page: Any, links: set[str]) -> None:
    seen = page.evaluate(LOOK)
    assert seen["taken"] is None and seen["handlers"] == [] and seen["forms"] == 0
    assert set(seen["elements"]) <= ALLOWED_ELEMENTS, set(seen["elements"]) - ALLOWED_ELEMENTS
    assert set(seen["links"]) <= links


def test_what_a_person_writes_stays_text(tab: Any, fake: FakeChat) -> None:
    fake.answer = lambda text: []
    for attack in ATTACKS:
        write(tab, attack)
    tab.locator(".message[data-sequence]").nth(len(ATTACKS) - 1).wait_for()
    assert_harmless(tab, set())
    shown = tab.locator(".message .text").all_inner_texts()
    assert [text.strip() for text in shown] == [attack.strip() for attack in ATTACKS]
    tab.reload()
    tab.locator(".message[data-sequence]").nth(len(ATTACKS) - 1).wait_for()
    assert_harmless(tab, set())


def test_what_the_database_says_stays_text(tab: Any, fake: FakeChat) -> None:
    everywhere = [
        message for attack in ATTACKS for message in (
            {"text": attack, "quick_replies": [button(attack)], "name": attack},
            {"text": attack, "author": "operator", "name": attack},
            {"text": attack, "author": "system"},
            {"text": "x", "custom": {"type": "course_cards", "items": [
                {"id": attack, "title": attack, "lines": [attack], "note": attack, "actions": [button(attack)]}]}},
            {"text": "x", "custom": {"type": "appointment_cards", "items": [
                {"code": attack, "service": attack, "office": attack, "address": attack, "starts_at": attack,
                 "lines": [attack], "actions": [button(attack)]}]}},
            {"text": "x", "custom": {
                "type": "consent", "title": attack, "lines": [attack], "actions": [button(attack)]}},
            {"text": "x", "custom": {"type": "slot_picker", "actions": [button(attack)], "days": [
                {"date": attack, "title": attack, "slots": [
                    {"time": attack, "title": attack, "office": attack, "payload": attack}]}]}},
            {"text": "x", "custom": {"type": "rating", "options": [{"stars": 1, "title": attack, "payload": attack}]}},
            {"text": "x", "attachment": {"type": "file", "payload": {
                "name": attack, "mime": "text/html", "src": "data:text/html;base64,PHNjcmlwdD4="}}},
            {"text": "x", "attachment": {"type": "image", "payload": {"src": "https://evil.example/pixel.gif"}}})]
    fake.answer = lambda text: everywhere
    write(tab, "via")
    tab.locator(".message[data-sequence]").nth(len(everywhere)).wait_for()
    # what stands before the first space or sign that no address has is the whole of a link to a host that we know
    files = tab.locator("a[href^='blob:']").all()
    assert files and all(link.get_attribute("download") is not None for link in files), "a page is saved, never shown"
    assert_harmless(tab, {"https://www.provincia.lecco.it/", "https://www.regione.lombardia.it/",
                          *(str(link.get_attribute("href")) for link in files)})
    assert "evil" not in " ".join(tab.evaluate(LOOK)["links"])


def test_only_known_hosts_and_contacts_become_links(tab: Any, fake: FakeChat) -> None:
    fake.answer = lambda text: [{
        "text": "Vedi https://www.provincia.lecco.it/lavoro?x=1). e [la Regione](https://www.regione.lombardia.it/a) o "
                "http://www.provincia.lecco.it/ e https://example.org/. Scrivi a cpi@provincia.lecco.it, chiama 0341 "
                "295532. Il 03/12/2025 ore 15, codice 0123."}]
    write(tab, "collegamenti")
    tab.locator(".message.assistant a").first.wait_for()
    links = tab.locator(".message.assistant a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://www.provincia.lecco.it/lavoro?x=1", "https://www.regione.lombardia.it/a",
        "mailto:cpi@provincia.lecco.it", "tel:0341295532"]
    assert links.nth(1).inner_text().startswith("la Regione")
    for index in (0, 1):
        assert links.nth(index).get_attribute("rel") == "noopener noreferrer"
        assert links.nth(index).get_attribute("target") == "_blank"


def test_bold_and_lists_are_drawn(tab: Any, fake: FakeChat) -> None:
    fake.answer = lambda text: [{"text": "**Primo** e **secondo**\n- uno\n- **due**\n1. a\n2) b\n* 5 * 3 * 2 = 30"}]
    write(tab, "forma")
    text = tab.locator(".message.assistant .text")
    text.wait_for()
    assert text.locator("strong").all_inner_texts() == ["Primo", "secondo", "due"]
    assert text.locator("ul > li").all_inner_texts() == ["uno", "due", "5 * 3 * 2 = 30"]
    assert text.locator("ol > li").all_inner_texts() == ["a", "b"]


def test_a_strict_policy_of_the_embedding_site_is_enough(open_tab: Open, fake: FakeChat) -> None:
    fake.pages["/severo"] = states.EMBEDDING.replace("{server}", fake.url)
    fake.headers = {"Content-Security-Policy": (
        f"default-src 'none'; script-src {fake.url}; connect-src {fake.url} {fake.url.replace('http', 'ws')}; "
        "img-src data:; style-src 'none'; require-trusted-types-for 'script'")}
    page = open_tab(hosts=(fake.url,))
    page.goto(fake.url + "/severo")
    page.locator(".launcher").click()
    write(page, "corsi")
    page.locator(".card").first.wait_for()
    assert page.locator(".panel").evaluate("(it) => getComputedStyle(it).position") == "fixed"
