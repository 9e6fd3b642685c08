"""The states of the chat that are measured and photographed: what the server says, and how a page gets there."""

from __future__ import annotations

import base64
import time
from datetime import date, timedelta
from typing import Any, Callable

from tests.browser.fake_chat import FakeChat
from tests.support.clocks import PATIENCE_SECONDS

EMBEDDING = """<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Comune di Esempio</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Comune di Esempio</h1><p>Una pagina qualunque, con <a href="#servizi">un collegamento</a>.</p></main>
<script src="{server}/chat/static/app/widget/orienta-chat.js" defer></script>
<orienta-chat></orienta-chat></body></html>"""

DAYS = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"]
MONTHS = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
          "novembre", "dicembre"]
CALENDAR = "data:text/calendar;base64," + base64.b64encode(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").decode()


def button(title: str, payload: str = "") -> dict[str, str]:
    """A quick reply or an action; its payload signed like the real ones."""
    return {"title": title, "payload": f"{payload or '/' + title.split()[0].lower()}#s=abcd0123456789"}


def _picker() -> dict[str, Any]:
    days = []
    for number in range(5):
        day = date(2026, 11, 23) + timedelta(days=number)
        slots = [{"time": time, "title": time, "office": "Lecco", **_slot(number, time)}
                 for time in ("09:00", "09:30", "11:00", "14:30", "15:00")[number % 2:]]
        title = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
        days.append({"date": day.isoformat(), "title": title, "slots": slots})
    return {"type": "slot_picker", "days": days, "actions": [button("Giorni successivi", "/later")]}


def _slot(number: int, time: str) -> dict[str, str]:
    return {"payload": button("", f'/choose{{"option": "slot:{number}-{time}"}}')["payload"]}


COURSES = {"type": "course_cards", "items": [
    {"id": "a", "title": "Elettricista civile e industriale", "lines": ["Settore costruzioni", "Gratuito, 200 ore",
     "A cura di ENAIP Lombardia"], "note": "Prossima edizione a gennaio 2027",
     "actions": [button("Dettagli", '/course{"id": "a"}'), button("Posso partecipare?", '/who{"id": "a"}')]},
    {"id": "b", "title": "Addetto alla logistica e al magazzino", "lines": ["Settore trasporti", "Gratuito, 120 ore"],
     "actions": [button("Dettagli", '/course{"id": "b"}')]},
]}
APPOINTMENT = {"type": "appointment_cards", "items": [
    {"code": "K7PM-42QX", "service": "Primo colloquio di orientamento", "office": "Centro per l'impiego di Lecco",
     "address": "Corso Matteotti 3, Lecco", "starts_at": "2026-11-24T09:30:00+01:00",
     "ends_at": "2026-11-24T10:00:00+01:00", "lines": ["Porta un documento d'identità"],
     "actions": [button("Sposta", "/move"), button("Annulla", "/cancel")]}]}
RATING = {"type": "rating", "options": [
    {"stars": n, "title": "1 stella" if n == 1 else f"{n} stelle", **{"payload": button("", f"/rate{n}")["payload"]}}
    for n in range(1, 6)]}
CONSENT = {"type": "consent", "title": "I tuoi dati", "lines": [
    "Salvo nome e un telefono o un'e-mail.", "Servono solo a gestire l'appuntamento.",
    "Poi li cancello; anche prima, se scrivi «cancella i miei dati»."],
    "actions": [button("Sì, sono d'accordo", "/yes"), button("No", "/no")]}
HANDOFF = {"type": "handoff", "state": "waiting", "place": 2, "wait_minutes": 10, "actions": [
    button("Torna all'assistente", "/leave")]}

ANSWERS: dict[str, list[dict[str, Any]]] = {
    "ciao": [{"text": "Ciao, dimmi pure.\n\nPosso **cercare un corso** o prenotare:\n- a Lecco\n- a Merate\n\n"
                      "Il sito è https://www.provincia.lecco.it/ e il telefono 0341 295532.",
              "quick_replies": [button("Che corsi ci sono?", "/courses"), button("Prenota un incontro", "/book")]}],
    "corsi": [{"text": "Ecco i corsi che ho trovato.", "custom": COURSES,
               "quick_replies": [button("Dettagli", '/course{"id": "a"}'), button("Altri corsi", "/more")]}],
    "orari": [{"text": "Quando ti va bene? Scegli un orario libero o scrivimi il giorno e l'ora.", "custom": _picker(),
               "quick_replies": [button("lunedì 23 alle 9:00", '/choose{"option": "slot:0-09:00"}'),
                                 button("Giorni successivi", "/later")]}],
    "appuntamento": [{"text": "Il tuo appuntamento è **confermato**.", "custom": APPOINTMENT, "attachment": {
        "type": "file", "payload": {"name": "appuntamento.ics", "mime": "text/calendar", "src": CALENDAR}}}],
    "stelle": [{"text": "Quanto ti sono stato utile?", "custom": RATING}],
    "consenso": [{"text": "Per prenotare ti chiedo nome e un contatto. Sei d'accordo?", "custom": CONSENT,
                  "quick_replies": [button("Sì, sono d'accordo", "/yes"), button("No", "/no"),
                                    button("Dimmi di più", "/privacy")]}],
    "persona": [{"text": "Ti metto in contatto con un operatore.", "custom": HANDOFF}],
}


def answer(text: str) -> list[dict[str, Any]]:
    """What the fake server says to ``text``."""
    return ANSWERS.get(text, [{"text": f"Hai scritto: {text}"}])


def open_page(page: Any, server: FakeChat) -> None:
    """The whole-page chat, connected."""
    page.goto(server.url + "/chat")
    page.get_by_text("Collegato", exact=True).wait_for()


def until(page: Any, met: Callable[[], object], what: str) -> None:
    """Wait for what Playwright has no expectation for, while the page goes on working.

    Raises:
        AssertionError: it did not come.
    """
    limit = time.monotonic() + PATIENCE_SECONDS
    while not met():
        assert time.monotonic() < limit, f"it never came: {what}"
        page.wait_for_timeout(50)


def write(page: Any, text: str) -> None:
    """Type ``text`` and send it with Enter."""
    page.get_by_label("Scrivi il tuo messaggio").fill(text)
    page.keyboard.press("Enter")


def _asked(text: str, selector: str) -> Callable[[Any, FakeChat], None]:
    def reach_it(page: Any, server: FakeChat) -> None:
        open_page(page, server)
        write(page, text)
        page.locator(selector).first.wait_for()
    return reach_it


def _error(page: Any, server: FakeChat) -> None:
    open_page(page, server)
    server.refuse = {"reason": "rate", "text": "Scrivi troppo in fretta: aspetta qualche secondo e riprova."}
    write(page, "ciao")
    page.locator(".delivery.failed").wait_for()


def _too_long(page: Any, server: FakeChat) -> None:
    open_page(page, server)
    write(page, "a" * 1001)
    page.locator(".hint.wrong").wait_for()


def _offline(page: Any, server: FakeChat) -> None:
    open_page(page, server)
    write(page, "ciao")
    page.locator(".replies").wait_for()
    server.cut()
    page.locator(".banner").wait_for()
    write(page, "mi senti?")
    page.locator(".message.queued").wait_for()


def _waiting(page: Any, server: FakeChat) -> None:
    open_page(page, server)
    server.state = {"state": "waiting", "place": 2, "wait_minutes": 10}
    write(page, "persona")
    server.set_state(**server.state)
    page.locator(".handoff").wait_for()


def _operator(page: Any, server: FakeChat) -> None:
    open_page(page, server)
    write(page, "persona")
    page.get_by_text("Ti metto in contatto").first.wait_for()
    server.set_state(state="owned", name="Giulia")
    server.push({"text": "Buongiorno, sono Giulia: come posso aiutarti?", "name": "Giulia"}, author="operator")
    server.typing(True, author="operator", name="Giulia")
    page.locator(".typing:visible").wait_for()


def _dialog(tool: str) -> Callable[[Any, FakeChat], None]:
    def reach_it(page: Any, server: FakeChat) -> None:
        open_page(page, server)
        more = page.get_by_role("button", name="Altre azioni")
        if tool == "Nuova conversazione" and more.is_visible():
            more.click()
        page.get_by_role("button", name=tool, exact=True).click()
        page.locator("dialog").wait_for()
    return reach_it


def _embedded(page: Any, server: FakeChat) -> None:
    server.pages["/ente"] = EMBEDDING.replace("{server}", server.url)
    server.headers = {}
    page.goto(server.url + "/ente")
    page.locator(".launcher").wait_for()


def _window(page: Any, server: FakeChat) -> None:
    _embedded(page, server)
    page.locator(".launcher").click()
    page.get_by_text("Collegato", exact=True).wait_for()
    write(page, "corsi")
    page.locator(".card").first.wait_for()


PAGE: dict[str, Callable[[Any, FakeChat], None]] = {
    "pagina": open_page,
    "risposte": _asked("ciao", ".replies"),
    "corsi": _asked("corsi", ".card"),
    "appuntamento": _asked("appuntamento", ".card"),
    "orari": _asked("orari", ".picker"),
    "stelle": _asked("stelle", ".rating"),
    "consenso": _asked("consenso", ".consent"),
    "attesa": _waiting,
    "operatore": _operator,
    "errore": _error,
    "troppo-lungo": _too_long,
    "senza-rete": _offline,
    "privacy": _dialog("Privacy"),
    "ricomincia": _dialog("Nuova conversazione"),
    "chiuso": _embedded,
    "finestra": _window,
}


def reach(name: str, page: Any, server: FakeChat) -> None:
    """Bring ``page`` into the state ``name``."""
    PAGE[name](page, server)
