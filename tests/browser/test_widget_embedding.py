"""The chat on other sites, without JavaScript, and with a widget that is not ours."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from base64 import b64encode
from typing import Any

import pytest

from tests.browser import states
from tests.browser.conftest import Open
from tests.browser.fake_chat import FakeChat
from tests.browser.states import write
from tests.support.servers import Server

pytestmark = pytest.mark.slow

FOREIGN = "rasa-webchat@1.0.1"
FOREIGN_SHA512 = "Ld1zVJvTAaTrs6A5p8t70agNNrKYRyXlvqXZRgBoDvKKUXbA0jhJKECi5bdPGlaR6jsmqWtVylHS+YqIqo0x8w=="
FOREIGN_PAGE = """<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Ospite</title>
<link rel="icon" href="data:,"></head><body><h1>Ospite</h1><div id="webchat"></div><script>{code}</script>
<script>WebChat.default({ selector: "#webchat", socketUrl: "{server}", title: "Ospite", inputTextFieldHint: "Scrivi",
  params: { storage: "session" } });</script></body></html>"""


@pytest.mark.parametrize("tag", ["defer", 'type="module"'])
def test_one_script_tag_embeds_the_chat_of_another_origin(
    tag: str, open_tab: Open, toy: Server, fake: FakeChat
) -> None:
    fake.pages["/ente"] = states.EMBEDDING.replace("{server}", toy.url).replace(" defer>", f" {tag}>")
    fake.headers = {}
    page = open_tab(hosts=(fake.url, toy.url, toy.url.replace("http", "ws")))
    page.goto(fake.url + "/ente")
    page.get_by_role("button", name="Apri la chat: Orienta Lecco").click()
    page.get_by_text("Collegato", exact=True).wait_for()
    write(page, "ciao")
    page.get_by_role("button", name="Prima", exact=True).click()
    page.get_by_text("Hai scelto prima.", exact=True).wait_for()
    page.reload()
    page.get_by_role("button", name="Apri la chat: Orienta Lecco").click()
    page.get_by_text("Hai scelto prima.", exact=True).first.wait_for()
    assert page.evaluate("Object.keys(localStorage)") == [f"orienta.session {toy.url}"]
    assert page.context.cookies() == []


def test_an_origin_that_is_not_allowed_gets_no_chat(open_tab: Open, toy: Server, fake: FakeChat) -> None:
    fake.pages["/ente"] = states.EMBEDDING.replace("{server}", fake.url).replace(
        "<orienta-chat>", f'<orienta-chat server="{toy.url}">')
    fake.headers = {}
    page = open_tab(complaints=True)
    page.goto(fake.url.replace("127.0.0.1", "localhost") + "/ente")
    page.locator(".launcher").click()
    page.get_by_text("Connessione persa", exact=True).wait_for()


def test_without_javascript_the_page_leads_to_the_site(open_tab: Open, toy: Server, built: None) -> None:
    page = open_tab(hosts=(toy.url,), java_script_enabled=False)
    for path in ("/chat", "/chat/semplice"):
        page.goto(toy.url + path)
        link = page.get_by_role("link", name="vai al sito")
        assert link.is_visible() and link.get_attribute("href") == f"{toy.url}/"


def test_the_page_asks_no_other_host_and_answers_compressed(open_tab: Open, toy: Server, built: None) -> None:
    page = open_tab(hosts=(toy.url, toy.url.replace("http", "ws")))
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(toy.url + "/chat")
    page.get_by_text("Collegato", exact=True).wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    files = {answer.url.rpartition("/")[2]: answer.headers for answer in answers if "/chat" in answer.url}
    for name in ("chat", "orienta-chat.js", "bootstrap-italia.min.css"):
        assert files[name]["content-encoding"] == "gzip", name
        assert "unsafe" not in files[name]["content-security-policy"]
    assert any(name.startswith("titillium-web") for name in files)
    assert page.evaluate("document.fonts.check('1rem \"Titillium Web\"')")


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The code of RasaHQ's and Botfront's old widget, as npm has it."""
    if shutil.which("npm") is None:
        pytest.skip("npm is missing")
    folder = tmp_path_factory.mktemp("npm")
    done = subprocess.run(["npm", "pack", FOREIGN, "--silent"], cwd=folder, capture_output=True, text=True, timeout=120)
    packed = list(folder.glob("*.tgz"))
    if done.returncode != 0 or not packed:
        pytest.skip(f"npm could not get {FOREIGN}")
    assert b64encode(hashlib.sha512(packed[0].read_bytes()).digest()).decode() == FOREIGN_SHA512
    with tarfile.open(packed[0]) as archive:
        return archive.extractfile("package/lib/index.js").read().decode()  # type: ignore[union-attr]


def test_a_foreign_widget_gets_answers_and_buttons(
    open_tab: Open, toy: Server, fake: FakeChat, foreign: str
) -> None:
    fake.pages["/ospite"] = FOREIGN_PAGE.replace("{server}", toy.url).replace(
        "{code}", foreign.replace("</script", "<\\/script"))
    fake.headers = {}
    page = open_tab(complaints=True)
    page.goto(fake.url + "/ospite")
    page.locator(".rw-launcher").click()
    page.locator(".rw-new-message").fill("ciao")
    page.keyboard.press("Enter")
    page.locator(".rw-response").get_by_text("Scegli qui sotto.").wait_for()
    page.locator(".rw-reply", has_text="Seconda").click()
    page.locator(".rw-response").get_by_text("Hai scelto seconda.").wait_for()
