"""Days of a week at the desk in real browsers, by keyboard alone: two operators, an administrator, three people.

Each day is of the tests' own clock, on one of three screens: open days, a Saturday, a Sunday and a holiday.
``ORIENTA_TEST_LONG=1`` has all of them on all screens, else three are enough.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator

import pytest
from playwright.sync_api import expect

from bot import clock
from bot.db.models import Base, Conversation, NotUnderstood
from bot.db.session import dispose_all, get_engine, transaction
from bot.services import operators
from bot.settings import Settings
from tests.browser.conftest import SCREENSHOTS, Open
from tests.browser.states import write
from tests.browser.test_widget_access import violations
from tests.support import webchat
from tests.support.clocks import RunningClock
from tests.support.desk_data import PASSWORD, add_desk, ask
from tests.support.servers import Server

pytestmark = pytest.mark.slow

DAYS = {
    "monday": datetime(2026, 11, 23, 10, 0, tzinfo=clock.ROME),
    "tuesday": datetime(2026, 11, 24, 15, 0, tzinfo=clock.ROME),
    "wednesday": datetime(2026, 11, 25, 9, 0, tzinfo=clock.ROME),
    "thursday": datetime(2026, 11, 26, 11, 0, tzinfo=clock.ROME),
    "friday": datetime(2026, 11, 27, 10, 0, tzinfo=clock.ROME),
    "saturday": datetime(2026, 11, 28, 10, 0, tzinfo=clock.ROME),
    "sunday": datetime(2026, 11, 29, 10, 0, tzinfo=clock.ROME),
    "holiday": datetime(2026, 12, 8, 10, 0, tzinfo=clock.ROME)}
"""A week without a holiday, and the Immaculate Conception, a Tuesday."""
CLOSED = {"saturday", "sunday", "holiday"}
SCREENS = {"phone": (390, 844), "laptop": (1366, 650), "zoom-200": (683, 325)}
LONG = os.environ.get("ORIENTA_TEST_LONG", "") == "1"
CASES = [(day, screen) for day in DAYS for screen in SCREENS] if LONG else [
    ("monday", "phone"), ("friday", "laptop"), ("holiday", "zoom-200")]
FOCUSED = "(it) => it === document.activeElement"


@dataclass
class Day:
    """The whole service on one day, and the browsers that a screen of that size opens."""

    settings: Settings
    server: Server
    now: RunningClock
    open_tab: Open
    name: str
    screen: str
    wrong: list[str]

    def person(self, words: str) -> tuple[Any, str]:
        """The chat page of somebody who has written ``words``, and the id of the conversation."""
        page = self.open_tab(complaints=True)
        page.goto(self.server.url + "/chat")
        page.get_by_text("Collegato", exact=True).wait_for()
        write(page, words)
        page.locator(".message.assistant .text").first.wait_for()
        with transaction(self.settings.database_url) as session:
            found = session.connection().exec_driver_sql(
                "select conversation_id from message where text = ?", (words,)).scalar_one()
        return page, str(found)

    def operator(self, username: str) -> Any:
        """A browser that has signed in by keyboard."""
        width, height = SCREENS[self.screen]
        page = self.open_tab(complaints=True, viewport={"width": width, "height": height})
        page.goto(self.server.url + "/operatori")
        go_to(page, page.get_by_label("Nome utente"))
        page.keyboard.type(username)
        go_to(page, page.get_by_label("Password"))
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Conversazioni", exact=True).wait_for()
        return page

    def look(self, page: Any, what: str) -> None:
        """What axe minds here, what is wider than the screen; and a picture."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"week-{self.name}-{self.screen}-{what}.png", full_page=True)
        self.wrong += [f"{what}: {found}" for found in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{what}: wider than the screen")


@pytest.fixture(params=CASES, ids="-".join)
def day(request: Any, open_tab: Open, toy_model: Path, tmp_path: Path, built: None) -> Iterator[Day]:
    name, screen = request.param
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'orienta.db'}", secret=webchat.SECRET)
    Base.metadata.create_all(get_engine(settings.database_url))
    now = RunningClock(DAYS[name])
    add_desk(settings.database_url, now())
    env = {"ORIENTA_HANDOFF_MINUTES": "1e9", "ORIENTA_OWNER_OFFLINE_SECONDS": "600", **now.env}
    with webchat.toy_server(tmp_path, toy_model, env, database_url=settings.database_url, only="") as server:
        yield Day(settings, server, now, open_tab, name, screen, [])
    dispose_all()


def go_to(page: Any, target: Any) -> None:
    """Press Tab until ``target`` has the focus."""
    target.wait_for(state="visible")
    for _ in range(200):
        if target.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {target} by keyboard")


def press(page: Any, target: Any, key: str = "Enter") -> None:
    """Go to ``target`` and press a key."""
    go_to(page, target)
    page.keyboard.press(key)


def choose(page: Any, target: Any, label: str) -> None:
    """Go to a list and type what is chosen."""
    go_to(page, target)
    page.keyboard.type(label)
    chosen = target.evaluate("it => it.selectedOptions[0].label")
    assert chosen.startswith(label), f"{chosen} instead of {label}"


def open_card(page: Any) -> None:
    """On a small screen the card is a page of its own."""
    page.locator("#scheda").wait_for(state="attached")
    link = page.get_by_role("link", name="Scheda", exact=True)
    if link.is_visible():
        press(page, link)


def say(page: Any, text: str) -> None:
    go_to(page, page.locator("#testo"))
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")


def close_request(page: Any, outcome: str) -> None:
    open_card(page)
    choose(page, page.locator("#esito"), outcome)
    press(page, page.get_by_role("button", name="Chiudi", exact=True))
    page.get_by_text("Richiesta chiusa.").wait_for()


def test_a_day_at_the_desk(day: Day) -> None:
    ada, ada_id = day.person("buongiorno, sono Ada")
    bice, bice_id = day.person("ciao, sono Bice")
    _cleo, cleo_id = day.person("salve a tutti da Cleo")
    anna, dario, carla = (day.operator(name) for name in ("anna.rossi", "dario.blu", "carla.neri"))
    for who, subject in ((ada_id, "Corso di saldatura"), (bice_id, "Bando"), (cleo_id, "Orari")):
        ask(day.settings, who, day.now(), subject=subject)
    if day.name in CLOSED:
        call_back(day, anna, dario, ada)
    else:
        answer(day, anna, dario, carla, ada, bice)
    book(day, anna)
    administer(day, carla)
    assert day.wrong == []
    acts = {entry.act for entry in operators.list_entries(day.settings, limit=500)}
    assert acts >= {"sign_in", "not_understood_assigned", "handoff_closed"}


def answer(day: Day, anna: Any, dario: Any, carla: Any, ada: Any, bice: Any) -> None:
    """An open day: taken in turn, answered, filed, handed to a colleague, given back, closed."""
    expect(anna.locator("#in-coda")).to_have_text("3 in coda")
    day.look(anna, "coda")
    press(anna, anna.locator("#prossimo"))
    say(anna, "Buongiorno Ada, dimmi.")
    ada.get_by_text("Buongiorno Ada, dimmi.").first.wait_for()
    write(ada, "quando comincia?")
    anna.locator(".desk-message.person", has_text="quando comincia?").wait_for()
    day.look(anna, "conversazione")
    open_card(anna)
    go_to(anna, anna.locator("#etichette"))
    anna.keyboard.type("saldatura")
    anna.keyboard.press("Enter")
    anna.get_by_text("Etichette salvate").wait_for()
    close_request(anna, "Risolta")
    ada.get_by_text("ha chiuso la conversazione").first.wait_for()
    press(dario, dario.locator("#prossimo"))
    say(dario, "Ti passo ad Anna.")
    bice.get_by_text("Ti passo ad Anna.").first.wait_for()
    open_card(dario)
    choose(dario, dario.locator("#a"), "Anna")
    press(dario, dario.get_by_role("button", name="Passa", exact=True))
    dario.get_by_text("Conversazione passata").wait_for()
    press(anna, anna.get_by_role("link", name="Conversazioni").first)
    press(anna, anna.locator("#elenco-mie"))
    press(anna, anna.get_by_role("link", name="Bando"))
    say(anna, "Eccomi, sono Anna.")
    bice.get_by_text("Eccomi, sono Anna.").first.wait_for()
    open_card(anna)
    day.look(anna, "scheda")
    press(anna, anna.get_by_role("button", name="Ridai la parola all’assistente"))
    anna.get_by_text("La parola è tornata").wait_for()
    press(carla, carla.get_by_role("button", name="Prendi: Orari"))
    say(carla, "Apriamo alle 8:30.")
    close_request(carla, "Informazioni")


def call_back(day: Day, anna: Any, dario: Any, ada: Any) -> None:
    """A closed day: nobody is promised, the assistant goes on, and all three are to be called back."""
    anna.get_by_text("Sportello chiuso").wait_for()
    write(ada, "mandami il promemoria")
    ada.locator(".message.assistant", has_text="promemoria").first.wait_for()
    with transaction(day.settings.database_url) as session:
        assert {row.state for row in session.query(Conversation)} == {"assistant"}, "nobody waits in a queue"
    press(anna, anna.locator("#elenco-richiamare"))
    day.look(anna, "da-richiamare")
    for subject in ("Corso di saldatura", "Bando"):
        press(anna, anna.get_by_role("checkbox", name=f"Scegli: {subject}"), "Space")
    choose(anna, anna.locator("#esito-insieme"), "Persona richiamata")
    press(anna, anna.get_by_role("button", name="Chiudi le scelte"))
    anna.get_by_text("Richieste chiuse.").wait_for()
    press(dario, dario.locator("#elenco-richiamare"))
    press(dario, dario.get_by_role("link", name="Orari"))
    open_card(dario)
    go_to(dario, dario.locator("#tentativo-nota"))
    dario.keyboard.type("non risponde")
    press(dario, dario.get_by_role("button", name="Annota il tentativo"))
    dario.get_by_text("Tentativo annotato").wait_for()
    day.look(dario, "tentativo")


def book(day: Day, anna: Any) -> None:
    """The calendar of today: closed, or somebody at the phone is booked in two presses."""
    press(anna, anna.get_by_role("link", name="Calendario", exact=True))
    anna.get_by_text("posti liberi da prenotare").wait_for()
    day.look(anna, "calendario")
    free = anna.locator(".desk-staff td.free a")
    if day.name in CLOSED:
        assert free.count() == 0
        anna.get_by_text("0 posti liberi").wait_for()
        return
    press(anna, free.last)
    go_to(anna, anna.locator("#nome"))
    anna.keyboard.type("Ugo Bianchi")
    go_to(anna, anna.locator("#contatto"))
    anna.keyboard.type("333 1234567")
    press(anna, anna.locator("#consenso"), "Space")
    day.look(anna, "prenota")
    press(anna, anna.locator(".desk-actions button.primary"))
    anna.get_by_text("Prenotato").first.wait_for()


def administer(day: Day, carla: Any) -> None:
    """A message is assigned, and the pages of an administrator are looked at."""
    with transaction(day.settings.database_url, write=True) as session:
        session.add(NotUnderstood(text="fate qualcosa di tardi dopo cena", at=clock.to_utc(day.now()), state="open",
                                  readings=[{"intent": "ask_course_list", "confidence": 0.3}]))
    press(carla, carla.get_by_role("link", name="Non capiti", exact=True))
    press(carla, carla.locator("input[name=id]").first, "Space")
    choose(carla, carla.locator("#intento"), "Quali corsi")
    press(carla, carla.get_by_role("button", name="Assegna", exact=True))
    carla.get_by_text("Fatto.").wait_for()
    press(carla, carla.get_by_role("link", name="Prova e allena"))
    carla.get_by_text("1 messaggio assegnato da imparare").wait_for()
    day.look(carla, "allenamento")
    for name in ("Numeri", "Registro"):
        press(carla, carla.get_by_role("link", name=name, exact=True))
        carla.get_by_role("heading", name=name).first.wait_for()
        day.look(carla, name.lower())
