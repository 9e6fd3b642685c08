"""A browser for the tests of pages, and the web chat that says what a test wants."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from connectors.web.static_files import BUILT
from connectors.webchat.page import WIDGET
from tests.browser import states
from tests.browser.fake_chat import FakeChat
from tests.support import webchat
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.servers import ROOT, Server

BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
"""Debian's two builds of Chromium: the first draws no window of its own, and takes half the processor for a page."""
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SCREENSHOTS = ROOT / "build" / "screenshots"
MOVED_DATE = """{ const Real = Date, now = () => Real.now() + %d;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(now()); }
    static now() { return now(); } }; }"""
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running Chromium; without one the test is skipped, and says so.

    Not for the whole run: as long as Playwright runs, so does its event loop, and no asynchronous test of another
    module can start its own.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    browser = next((path for path in BROWSERS if path.exists()), None)
    if browser is None:
        pytest.skip(f"no browser: {' and '.join(map(str, BROWSERS))} are missing")
    sync_api.expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(browser), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def built() -> None:
    """The widget, built; where Node is missing the test is skipped, and says so."""
    if not (BUILT / WIDGET).is_file():
        pytest.skip("the widget is not built: `make build` needs Node 18 or later")


@pytest.fixture(scope="session")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the toy bot."""
    return webchat.toy_model(tmp_path_factory)


@pytest.fixture(scope="session")
def toy(toy_model: Path, running_fake: FakeChat, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server with the toy bot; pages of the fake one's origin may use it."""
    allowed = {"ORIENTA_ALLOWED_ORIGINS": running_fake.url, "ORIENTA_LIMITS": "off"}
    with webchat.toy_server(tmp_path_factory.mktemp("toy"), toy_model, allowed) as running:
        yield running


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeChat]:
    """One server for all tests of a run."""
    server = FakeChat(states.answer).start()
    yield server
    server.stop()


@pytest.fixture
def fake(running_fake: FakeChat, built: None) -> FakeChat:
    """The web chat that says what :mod:`tests.browser.states` has written, as new."""
    running_fake.reset(states.answer)
    return running_fake


def moved_date(chromium: Any) -> str:
    """A script that gives pages the clock of this process; empty when the browser has it anyway."""
    page = chromium.new_page()
    behind = round(time.time() * 1000 - page.evaluate("Date.now()"))
    page.close()
    return MOVED_DATE % behind if abs(behind) > 60_000 else ""


@pytest.fixture
def open_tab(chromium: Any) -> Iterator[Open]:
    """Makes a page of a fresh browser profile. What the console complains of and what goes to other hosts is noted:
    there must be nothing at the end, unless ``complaints`` are allowed.

    Its arguments are those of Playwright's ``new_context`` and ``hosts``: addresses that may be asked.
    """
    contexts: list[Any] = []
    wrong: list[str] = []
    moved = moved_date(chromium)

    def make(hosts: tuple[str, ...] = (), complaints: bool = False, **more: Any) -> Any:
        context = chromium.new_context(
            **{"locale": "it-IT", "timezone_id": "Europe/Rome", "viewport": {"width": 1280, "height": 800},
               "accept_downloads": True, **more})
        if moved:
            context.add_init_script(moved)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        contexts.append(context)
        allowed = (*hosts, "blob:", "data:")

        def watch(page: Any) -> None:
            page.on("pageerror", lambda error: wrong.append(str(error)))
            if not complaints:
                page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))

        context.on("page", watch)
        if hosts:
            context.on("request", lambda request: request.url.startswith(allowed) or wrong.append(request.url))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def tab(open_tab: Open, fake: FakeChat) -> Any:
    """The chat's own page, of the fake server, connected."""
    page = open_tab(hosts=(fake.url,))
    states.open_page(page, fake)
    return page
