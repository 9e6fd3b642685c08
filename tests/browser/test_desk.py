"""The desk in a real browser: a person on the web chat in one window, two operators in others; kills; axe."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator

import pytest
from playwright.sync_api import expect

from bot import clock
from bot.db.models import Base, Conversation
from bot.db.session import dispose_all, get_engine, transaction
from bot.services import conversations, desk, operators
from bot.settings import Settings
from tests.browser.conftest import SCREENSHOTS, Open
from tests.browser.states import write
from tests.browser.test_widget_access import violations
from tests.support import webchat
from tests.support.clocks import PATIENCE_SECONDS, RunningClock
from tests.support.desk_data import CARLA, PASSWORD, add_desk, always_open, ask
from tests.support.desk_server import site_process
from tests.support.servers import free_port

pytestmark = pytest.mark.slow

OPEN = datetime(2026, 11, 23, 10, 0, tzinfo=clock.ROME)
"""A Monday morning without a holiday around: the desk is open, and stays so as long as the tests take."""

TRACE = {"eligibility": {"course": "Saldatore", "overall": "to_verify", "rules": [
    {"rule": "age", "verdict": "met", "text": "Hai 34 anni: il corso è dai 30."},
    {"rule": "residence", "verdict": "to_verify", "text": "Non hai detto se vivi in Lombardia."}]}}


class World:
    """The two servers over one database and one clock, which can be killed and started again on their ports."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.folder, self.model = folder, model
        self.url = f"sqlite:///{folder / 'orienta.db'}"
        self.settings = Settings(database_url=self.url)
        self.ports = free_port(), free_port()
        self._stacks = {"chat": ExitStack(), "desk": ExitStack()}
        Base.metadata.create_all(get_engine(self.url))
        self.now = RunningClock(OPEN)
        add_desk(self.url, self.now())
        always_open(self.url)

    def start(self, *names: str) -> None:
        """Start one or both."""
        if "chat" in names:
            env = {"ORIENTA_HANDOFF_MINUTES": "1e9", "ORIENTA_OWNER_OFFLINE_SECONDS": "600", **self.now.env}
            self.chat = self._stacks["chat"].enter_context(webchat.toy_server(
                self.folder, self.model, env, port=self.ports[0], database_url=self.url))
        if "desk" in names:
            self.desk, self.process, _ = self._stacks["desk"].enter_context(
                site_process(self.folder, self.url, self.ports[1], env=self.now.env))

    def kill(self, *names: str) -> None:
        """kill -9."""
        if "chat" in names:
            self.chat.stop(signal.SIGKILL)
        if "desk" in names:
            self.process.kill()
            self.process.wait()

    def close(self) -> None:
        """End both."""
        for stack in self._stacks.values():
            stack.close()

    def newest(self) -> str:
        """The id of the newest conversation."""
        with transaction(self.url) as session:
            return str(session.query(Conversation).order_by(Conversation.created_at.desc()).first().id)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, toy_model: Path) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("desk_world"), toy_model)
    made.start("chat", "desk")
    yield made
    made.close()
    dispose_all()


def person(open_tab: Open, world: World) -> Any:
    """The chat page, connected, with a conversation begun."""
    page = open_tab(complaints=True)
    page.goto(world.chat.url + "/chat")
    page.get_by_text("Collegato", exact=True).wait_for()
    write(page, "buongiorno")
    page.locator(".message.assistant .text").first.wait_for()
    return page


def operator(open_tab: Open, world: World, username: str, width: int = 1280) -> Any:
    """A browser that is signed in."""
    page = open_tab(complaints=True, viewport={"width": width, "height": 900})
    page.goto(world.desk + "/operatori")
    page.get_by_label("Nome utente").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accedi").click()
    page.get_by_role("heading", name="Conversazioni", exact=True).wait_for()
    return page


SAID = ".message .text, .desk-message-text"


def heard(page: Any) -> list[str]:
    """What a chat or a desk page shows, in order."""
    return [" ".join(text.split()) for text in page.locator(SAID).all_inner_texts()]


def assert_heard(page: Any, log: list[str]) -> None:
    """What a page shows in the end."""
    expect(page.locator(SAID)).to_have_text(log, use_inner_text=True)


def answered(world: World, who: str, text: str, seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether the assistant writes something after the person's ``text``."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        log = conversations.list_after(world.settings, conversation_id=who, sequence=0)
        asked = next((each.sequence for each in log if each.text == text), None)
        if asked is not None and any(each.author == "assistant" and each.sequence > asked for each in log):
            return True
        time.sleep(0.1)
    return False


def say(page: Any, text: str) -> None:
    page.get_by_label("La tua risposta").fill(text)
    page.get_by_label("La tua risposta").press("Control+Enter")


def test_a_person_and_two_operators(open_tab: Open, world: World, built: None) -> None:
    chat, anna, dario = person(open_tab, world), operator(open_tab, world, "anna.rossi"), operator(
        open_tab, world, "dario.blu")
    who = world.newest()
    ask(world.settings, who, world.now(), subject="Corso di saldatura", reason="rule", card=TRACE)
    for page in (anna, dario):  # live, without a reload
        page.get_by_role("button", name="Prendi: Corso di saldatura").wait_for()
        expect(page.locator("#in-coda")).to_have_text("1 in coda")
    # both press: Dario's page is held back, so that his click is the second
    dario.route("**/prendi", lambda route: (anna.get_by_role("button", name="Prendi: Corso").click(),
                                            anna.get_by_text("Hai tu la parola").wait_for(), route.continue_()))
    dario.get_by_role("button", name="Prendi: Corso di saldatura").click()
    dario.get_by_text("l’ha già presa un’altra persona").wait_for()
    dario.get_by_text("Risponde Anna Rossi", exact=True).wait_for()
    expect(dario.get_by_label("La tua risposta")).to_have_count(0)
    chat.get_by_text("Ora parli con Anna del CPI Lecco.").first.wait_for()
    anna.get_by_text("Non hai detto se vivi in Lombardia.").wait_for()  # the trace, rule by rule
    anna.get_by_text("Dario Blu guarda questa conversazione").wait_for()
    chat.get_by_label("Scrivi il tuo messaggio").press_sequentially("ci s")
    anna.get_by_text("La persona sta scrivendo").wait_for()
    write(chat, "ci siete?")
    anna.locator(".desk-message.person", has_text="ci siete?").wait_for()
    dario.locator(".desk-message.person", has_text="ci siete?").wait_for()
    say(anna, "Sì, eccomi.")
    chat.get_by_text("Sì, eccomi.").first.wait_for()
    anna.locator(".desk-message.operator", has_text="eccomi").wait_for()
    expect(anna.get_by_label("La tua risposta")).to_have_value("")
    assert heard(chat).count("Hai scritto: ci siete?") == 0, "the assistant is silent"
    anna.get_by_label("Chiudi con esito").select_option(label="Risolta")
    anna.get_by_role("button", name="Chiudi", exact=True).click()
    anna.get_by_text("Richiesta chiusa.").wait_for()
    chat.get_by_text("ha chiuso la conversazione").first.wait_for()
    write(chat, "ancora tu?")
    assert answered(world, who, "ancora tu?"), "the assistant has the floor again"


@pytest.mark.parametrize("killed", [("chat",), ("desk",), ("chat", "desk")], ids="-".join)
def test_nothing_is_lost_or_doubled_by_a_kill(
        open_tab: Open, world: World, built: None, killed: tuple[str, ...]) -> None:
    chat, carla = person(open_tab, world), operator(open_tab, world, "carla.neri")
    who = world.newest()
    ask(world.settings, who, world.now(), subject=f"Prova {killed}")
    carla.get_by_role("button", name=f"Prendi: Prova {killed}").click()
    chat.get_by_text("Ora parli con Carla").first.wait_for()
    write(chat, "prima")
    carla.locator(".desk-message.person", has_text="prima").wait_for()
    world.kill(*killed)
    if "desk" in killed:
        carla.get_by_text("Collegamento interrotto").wait_for()
        say(carla, "risposta nel buio")
        carla.get_by_text("Il messaggio non è partito").wait_for()
        expect(carla.get_by_label("La tua risposta")).to_have_value("risposta nel buio")
    else:
        say(carla, "risposta nel buio")
    if "chat" not in killed:
        write(chat, "mentre era giù")
    world.start(*killed)
    if "desk" in killed:
        carla.get_by_role("button", name="Invia").click()
    chat.get_by_text("risposta nel buio").first.wait_for()
    write(chat, "dopo")
    carla.locator(".desk-message.person", has_text="dopo").wait_for()
    log = [" ".join(each.text.split())
           for each in conversations.list_after(world.settings, conversation_id=who, sequence=0)
           if each.author in ("person", "assistant", "operator")]
    assert len(log) == len(set(log)) and log[-1] == "dopo"
    assert_heard(carla, log)
    numbers = [int(item.get_attribute("data-sequence")) for item in carla.locator("#messaggi > li").all()]
    assert numbers == list(range(1, len(numbers) + 1))
    carla.reload()
    chat.reload()
    chat.locator(".message.person", has_text="dopo").wait_for()
    assert_heard(carla, log)
    assert [text for text in heard(chat) if text in log] == log
    carla.get_by_role("button", name="Ridai la parola all’assistente").click()
    carla.get_by_text("La parola è tornata").wait_for()


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_have_nothing_that_axe_minds(open_tab: Open, world: World, built: None, width: int) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    now = world.now()
    who = f"web_axe{width}"
    conversations.append_message(world.settings, conversation_id=who, channel="webchat", now=now,
                         draft=conversations.Draft("person", "Vorrei un corso di saldatura"))
    ask(world.settings, who, now, subject="Saldatura", reason="rule", card=TRACE)
    me = operators.find_operator(world.settings, CARLA)
    assert me is not None
    desk.save_canned(world.settings, canned_id=None, title=f"Saluto {width}", text="Sono {operatore}.", operator=me,
                     now=now)
    page = open_tab(complaints=True, viewport={"width": width, "height": 900})
    page.goto(world.desk + "/operatori")
    found = {"accesso": violations(page)}
    page = operator(open_tab, world, "carla.neri", width)
    page.get_by_role("button", name="Prendi: Saldatura").wait_for()
    found["coda"] = violations(page)
    page.screenshot(path=SCREENSHOTS / f"desk-queue-{width}.png", full_page=True)
    page.get_by_role("button", name="Prendi: Saldatura").click()
    page.get_by_label("La tua risposta").wait_for()
    found["conversazione"] = violations(page)
    page.screenshot(path=SCREENSHOTS / f"desk-conversation-{width}.png", full_page=True)
    for name in ("risposte", "registro"):
        page.goto(f"{world.desk}/operatori/{name}")
        found[name] = violations(page)
    assert {name: each for name, each in found.items() if each} == {}
    page.goto(f"{world.desk}/operatori/conversazioni/{who}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing to scroll sideways"
    card = page.get_by_role("link", name="Scheda", exact=True)
    if card.is_visible():
        card.click()
        assert violations(page) == []
        page.screenshot(path=SCREENSHOTS / f"desk-card-{width}.png", full_page=True)
    page.get_by_role("button", name="Ridai la parola all’assistente").click()
    page.get_by_text("La parola è tornata").wait_for()


def test_it_works_without_scripts(open_tab: Open, world: World) -> None:
    who = "web_plain"
    conversations.append_message(world.settings, conversation_id=who, channel="webchat", now=world.now(),
                         draft=conversations.Draft("person", "senza script"))
    ask(world.settings, who, world.now(), subject="Senza script")
    page = open_tab(complaints=True, java_script_enabled=False)
    page.goto(world.desk + "/operatori")
    page.get_by_label("Nome utente").fill("anna.rossi")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accedi").click()
    page.get_by_role("button", name="Prendi: Senza script").click()
    page.get_by_label("La tua risposta").fill("Risposta semplice")
    page.get_by_role("button", name="Invia").click()
    assert_heard(page, ["senza script", "Risposta semplice"])


def test_notices_sound_until_they_are_switched_off(open_tab: Open, world: World, built: None) -> None:
    page = operator(open_tab, world, "anna.rossi")
    page.get_by_role("link", name="In coda").click()
    page.evaluate(
        "() => { window.sounds = 0; window.AudioContext = function () { window.sounds += 1; throw 0; }; }")
    before = page.evaluate("window.sounds")
    ask(world.settings, "web_notice1", world.now(), subject="Uno")
    page.get_by_role("button", name="Prendi: Uno").wait_for()
    page.wait_for_function("(before) => window.sounds > before", arg=before)  # on by default
    page.get_by_role("button", name="Avvisi accesi").click()
    expect(page.get_by_role("button", name="Avvisi spenti")).to_have_attribute("aria-pressed", "false")
    before = page.evaluate("window.sounds")
    ask(world.settings, "web_notice2", world.now(), subject="Due")
    page.get_by_role("button", name="Prendi: Due").wait_for()
    assert page.evaluate("window.sounds") == before
