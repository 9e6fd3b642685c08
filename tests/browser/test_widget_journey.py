"""From opening the page to a confirmed appointment, with the real assistant: by keyboard alone; through a reload, a
second tab and a server that is killed."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.browser.conftest import Open
from tests.browser.states import until
from tests.browser.test_widget import said
from tests.browser.test_widget_access import announced, reach, violations, wait_for_focus
from tests.support.assistant import assistant, rows
from tests.support.servers import Server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journey")


@pytest.fixture(scope="module")
def server(folder: Path, trained_model: Path, seeded_file: Path, built: None, chromium: Any) -> Iterator[Server]:
    with assistant(folder, trained_model, seeded_file, env={"ORIENTA_LIMITS": "off"}) as running:
        yield running


def open_chat(page: Any, server: Server) -> None:
    page.goto(server.url + "/chat")
    page.get_by_text("Collegato", exact=True).wait_for()


def answered(page: Any, before: int) -> None:
    """Wait until the assistant has said something after its first ``before`` messages, and nothing more is coming."""
    page.locator(".message.assistant").nth(before).wait_for()
    page.locator(".typing:visible").wait_for(state="hidden")


def write(page: Any, text: str) -> None:
    """Type where the focus is, send, wait for the answer."""
    before = page.locator(".message.assistant").count()
    wait_for_focus(page, "it.localName", "textarea")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    answered(page, before)


def choose(page: Any, name: str) -> None:
    """Go back from the field to the button ``name``, press it, wait for the answer."""
    before = page.locator(".message.assistant").count()
    reach(page, name, "Shift+Tab")
    page.keyboard.press("Enter")
    answered(page, before)


def first_button(page: Any, within: str) -> str:
    return str(page.locator(f".message:last-child {within} button").first.inner_text())


def test_by_keyboard_alone_to_a_confirmed_appointment(open_tab: Open, server: Server) -> None:
    page = open_tab(hosts=(server.url, server.url.replace("http", "ws")), reduced_motion="reduce")
    open_chat(page, server)
    reach(page, "Scrivi il tuo messaggio")
    write(page, "vorrei prenotare un appuntamento")
    choose(page, first_button(page, ".replies"))
    choose(page, "Lecco")
    page.locator(".picker").wait_for()
    assert violations(page) == []
    reach(page, page.locator(".leaves input:checked").get_attribute("aria-label"), "Shift+Tab")
    page.keyboard.press("ArrowRight")
    before = page.locator(".message.assistant").count()
    reach(page, page.locator(".slot").nth(1).inner_text())
    page.keyboard.press("Enter")
    answered(page, before)
    choose(page, "Sì, sono d'accordo")
    write(page, "Maria Rossi")
    write(page, "333 1234567")
    assert "Ricapitolo" in said(page)[-1]
    choose(page, first_button(page, ".actions"))
    code = page.locator(".appointment .code").inner_text()
    stored = rows(server, "select code, status from appointment")
    assert [(code.replace("-", ""), "active")] == [(row[0].replace("-", ""), row[1]) for row in stored]
    with page.expect_download() as download:
        reach(page, "Scarica il promemoria (.ics)", "Shift+Tab")
        page.keyboard.press("Enter")
    assert b"BEGIN:VEVENT" in Path(download.value.path()).read_bytes()

    def spoken() -> list[str]:
        return [text for text in announced(page) if text.startswith("Assistente:")]

    until(page, lambda: len(spoken()) == page.locator(".message.assistant").count(), "each answer announced once")
    assert len(spoken()) == len(set(spoken()))
    assert violations(page) == []


def test_through_a_reload_a_second_tab_and_a_killed_server(
    open_tab: Open, server: Server, folder: Path, trained_model: Path
) -> None:
    page = open_tab(complaints=True, viewport={"width": 320, "height": 640})
    open_chat(page, server)
    before = 0
    for name in ("Prenota un appuntamento", None, "Lecco"):
        page.get_by_role("button", name=name).last.click() if name else page.locator(".replies button").first.click()
        answered(page, before)
        before = page.locator(".message.assistant").count()
    page.reload()
    page.locator(".picker").wait_for()
    assert page.locator(".message.assistant").count() == before
    page.locator(".slot").first.click()
    answered(page, before)
    page.get_by_role("button", name="Sì, sono d'accordo").click()
    answered(page, before + 1)
    second = page.context.new_page()
    open_chat(second, server)
    until(page, lambda: said(second) == said(page) and "Come ti chiami" in said(second)[-1], "the same in both tabs")
    server.stop(signal.SIGKILL)
    page.locator(".banner[data-kind=offline]").wait_for()
    page.get_by_label("Scrivi il tuo messaggio").fill("Anna Bianchi")
    page.keyboard.press("Enter")
    page.locator(".message.queued").wait_for()
    with assistant(folder, trained_model, port=server.port, env={"ORIENTA_LIMITS": "off"}) as again:
        page.get_by_text("Lasciami un numero").first.wait_for()
        assert said(page).count("Anna Bianchi") == 1
        before = page.locator(".message.assistant").count()
        second.get_by_text("Lasciami un numero").first.wait_for()
        second.get_by_label("Scrivi il tuo messaggio").fill("anna@example.org")
        second.keyboard.press("Enter")
        answered(page, before)
        assert "Ricapitolo" in said(page)[-1] and "Anna Bianchi" in said(page)[-1]
        page.locator(".message:last-child .actions button").first.click()
        page.locator(".appointment .code").wait_for()
        assert len(rows(again, "select 1 from appointment")) == 2
        until(page, lambda: said(page) == said(second), "the same in both tabs")
        assert [text for text in said(page) if said(page).count(text) > 1] == []
