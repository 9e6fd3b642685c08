"""The desk over HTTP: signing in, CSRF, rights on every route, claims, live streams, what never is in the logs."""

from __future__ import annotations

import html
import logging
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Iterator

import httpx
import pyotp
import pytest
from sqlalchemy import update

from bot import clock
from bot.db.models import Base, Conversation, Handoff, Message
from bot.db.session import dispose_all, get_engine, transaction
from bot.services import agenda, conversations, handoffs, operators, waiting_list
from bot.services.conversations import Draft
from bot.services.desk import count_lists
from bot.services.waiting_list import PlaceWish, WaitingLeft
from bot.services.workload import LATE_TURN
from bot.settings import Settings
from connectors.site.desk import live
from connectors.site.desk.accounts import render_qr_code
from connectors.site.desk.queue import NAMES
from tests.support.booking_data import NOW, book
from tests.support.clocks import RunningClock, StillClock
from tests.support.desk_data import ANNA, BEA, DARIO, PASSWORD, add_desk, ask, write
from tests.support.desk_people import anna, bea, browser, carla
from tests.support.desk_server import Browser, field, numbers, site, site_process, until

__all__ = ["anna", "bea", "carla"]

pytestmark = pytest.mark.slow
now = RunningClock(NOW)  # a Monday morning: the desk is open whenever this runs


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'o.db'}"
    Base.metadata.create_all(get_engine(url))
    add_desk(url, now())
    yield Settings(database_url=url, secret="prova")
    dispose_all()


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    with site(settings, now) as address:
        yield address


def waiting(settings: Settings, who: str, office: str | None = None) -> str:
    """A conversation that waits for an operator."""
    write(settings, f"aiuto da {who}", who, now())
    ask(settings, who, now(), office=office)
    return who


# signing in


def test_cookies_are_closed_to_scripts_and_other_sites(url: str, settings: Settings) -> None:
    client = Browser(url)
    client.follow_redirects = False
    form = client.get("/operatori/accesso")
    answer = client.post("/operatori/accesso", data={
        "csrf": field(form.text, "csrf"), "username": "anna.rossi", "password": PASSWORD,
        "poi": "/operatori/conversazioni/x"})
    assert answer.status_code == 303 and answer.headers["location"] == "/operatori/conversazioni/x"
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("orienta_desk="))
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/operatori" in cookie
    assert "Secure" not in cookie, "over plain http"
    token = client.cookies["orienta_desk"].rpartition(".")[0]
    stranger = httpx.get(url + "/operatori", cookies={"orienta_desk": token + ".forged"})
    assert stranger.status_code == 303 and stranger.headers["location"].startswith("/operatori/accesso")


def test_over_https_the_cookie_is_secure(settings: Settings) -> None:
    with site(replace(settings, site_url="https://sportello.example.org"), now) as address:
        client = Browser(address)
        form = client.get("/operatori/accesso")
        assert "Secure" in form.headers["set-cookie"]


@pytest.mark.parametrize("then", ["https://male.example.org", "//male.example.org", "/corsi", "/operatorix", "\\\\x"])
def test_after_signing_in_nobody_is_sent_elsewhere(url: str, then: str) -> None:
    client = Browser(url)
    client.follow_redirects = False
    form = client.get("/operatori/accesso")
    answer = client.post("/operatori/accesso", data={
        "csrf": field(form.text, "csrf"), "username": "anna.rossi", "password": PASSWORD, "poi": then})
    assert answer.headers["location"] == "/operatori"


def test_a_sign_in_form_of_another_site_is_refused(url: str) -> None:
    data = {"username": "anna.rossi", "password": PASSWORD}
    assert httpx.post(url + "/operatori/accesso", data={**data, "csrf": "x"}).status_code == 403
    client = Browser(url)
    token = field(client.get("/operatori/accesso").text, "csrf")
    answer = client.post("/operatori/accesso", data={**data, "csrf": token},
                         headers={"Origin": "https://male.example.org"})
    assert answer.status_code == 403


def test_wrong_and_unknown_look_the_same_and_signing_out_ends_it(url: str) -> None:
    client = Browser(url)
    wrong, unknown = client.sign_in("dario.blu", "sbagliata"), client.sign_in("nessuno", "sbagliata")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("dario.blu", "") == unknown.text.replace("nessuno", "")
    assert client.sign_in("dario.blu").status_code == 200
    kept = dict(client.cookies)
    assert "Sei uscito" in client.act("/operatori/uscita").text
    assert httpx.get(url + "/operatori", cookies=kept).status_code == 303, "the old cookie opens nothing"


# work


def test_two_operators_and_one_person(url: str, anna: Browser, carla: Browser, settings: Settings) -> None:
    who = waiting(settings, "web_two")
    assert "aiuto da web_two" in anna.get("/operatori").text
    assert "Hai tu la parola" in anna.conversation(who, "prendi").text
    second = carla.conversation(who, "prendi").text
    assert "già presa" in second and "Risponde Anna Rossi" in second
    page = anna.conversation(who, "rispondi", text="Buongiorno,\n<b>eccomi</b>", key="desk:k1")
    assert "&lt;b&gt;eccomi" in page.text and "<b>eccomi" not in page.text
    anna.conversation(who, "rispondi", text="Buongiorno,\n<b>eccomi</b>", key="desk:k1")
    texts = [each.text for each in conversations.list_after(settings, conversation_id=who, sequence=0)]
    assert texts.count("Buongiorno,\n<b>eccomi</b>") == 1
    assert "Non hai più tu la parola" in carla.conversation(who, "rispondi", text="anch’io").text
    assert "Nota salvata" in anna.conversation(who, "nota", text="privata").text
    assert "Etichette salvate" in anna.conversation(who, "etichette", text="bando").text
    transcript = anna.get(f"/operatori/conversazioni/{who}/trascrizione")
    assert "attachment" in transcript.headers["content-disposition"]
    assert "Anna: Buongiorno" in transcript.text and "privata" not in transcript.text
    assert "Conversazione passata" in anna.conversation(who, "passa", a=f"operatore:{3}").text
    assert "La parola è tornata" in carla.conversation(who, "restituisci").text
    assert conversations.find_state(settings, conversation_id=who)[0] == "assistant"
    acts = {each.act for each in operators.list_entries(settings) if each.target == who}
    assert acts >= {"conversation_opened", "handoff_claimed", "transcript", "handoff_transferred", "handoff_returned"}


def test_an_answer_by_htmx_is_a_fragment_with_the_next_key(url: str, anna: Browser, settings: Settings) -> None:
    who = waiting(settings, "web_htmx")
    anna.conversation(who, "prendi")
    path, headers = f"/operatori/conversazioni/{who}/rispondi", {"HX-Request": "true", "X-CSRF-Token": anna.csrf}
    said = anna.post(path, data={"text": "ciao", "key": "desk:1"}, headers=headers)
    assert said.headers["hx-trigger"] == "detto" and "<html" not in said.text and 'value="desk:' in said.text
    empty = anna.post(path, data={"text": " "}, headers=headers)
    assert "hx-trigger" not in empty.headers and "Non hai scritto nulla" in empty.text


def test_ready_answers_are_filled_and_only_administrators_change_them(
        url: str, anna: Browser, carla: Browser, settings: Settings) -> None:
    assert "Salvato" in carla.act("/operatori/risposte", title="Saluto", text="Sono {operatore} di {ufficio}.").text
    who = waiting(settings, "web_canned")
    page = anna.conversation(who, "prendi").text
    assert 'data-text="Sono Anna di CPI Lecco."' in page
    number = page.partition('<option value="')[2].partition('"')[0]
    assert "Sono Anna di CPI Lecco.</textarea>" in anna.get(f"/operatori/conversazioni/{who}?risposta={number}").text
    assert "Salvato" in anna.act("/operatori/risposte", title="Mia", text="Solo mia").text
    assert "Solo mia" not in carla.get("/operatori/risposte").text.replace('value="1">Solo mia', "")
    assert anna.get("/operatori/registro").status_code == 403
    assert "risposta pronta salvata" in carla.get("/operatori/registro").text


def test_the_log_is_told_in_words_of_the_desk(settings: Settings, anna: Browser, carla: Browser) -> None:
    who = waiting(settings, "web_words")
    anna.conversation(who, "prendi")
    anna.conversation(who, "chiudi", esito="solved")
    page = carla.get("/operatori/registro").text
    assert "esito: Risolta" in page and "outcome" not in page


def test_the_log_can_only_be_read(url: str, carla: Browser) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = carla.request(method, "/operatori/registro", data={"csrf": carla.csrf})
        assert answer.status_code == 405


def test_who_may_not_see_it_stays_at_the_desk(url: str, anna: Browser, settings: Settings) -> None:
    who = waiting(settings, "web_gone_away", office="lecco")
    assert anna.conversation(who).status_code == 200
    handoffs.claim(settings, conversation_id=who, operator_id=3, now=now())
    handoffs.transfer(settings, conversation_id=who, operator_id=3, to_office_id="merate", now=now())
    answer = anna.conversation(who)
    assert answer.status_code == 404 and "Tutte le conversazioni" in answer.text and "Anna Rossi" in answer.text


def test_whatever_goes_wrong_an_operator_stays_at_the_desk(url: str, anna: Browser) -> None:
    for path in ("/numeri?dal=x", "?pagina=x", "/non-ce", "/conversazioni/non-ce", "/registro"):
        answer = anna.get("/operatori" + path)
        assert answer.status_code in (403, 404, 422) and "desk-nav" in answer.text, path
    assert "desk-nav" in anna.get("/operatori/prossimo").text, "a page that only takes forms"
    assert "desk-nav" not in Browser(url).get("/operatori/non-ce").text, "nobody else sees that there is a desk"


def test_what_is_refused_stays_in_its_field(settings: Settings, anna: Browser, bea: Browser) -> None:
    who = waiting(settings, "web_kept")
    anna.conversation(who, "prendi")
    long = "x" * 2001
    assert f">{long}</textarea>" in anna.conversation(who, "nota", text=long).text
    tags = ", ".join(f"etichetta {number}" for number in range(30))
    assert f'value="{tags}"' in anna.conversation(who, "etichette", text=tags).text
    other = waiting(settings, "web_kept_2", "merate")
    bea.conversation(other, "prendi")
    answer = bea.conversation(other, "rispondi", text="y" * 5000)
    assert answer.status_code == 422 and "y" * 5000 in answer.text and "troppo lungo" in answer.text
    for act, data, told in (("passa", {"a": ""}, "Scegli a chi"), ("chiudi", {"esito": ""}, "Scegli un esito")):
        assert told in bea.conversation(other, act, **data).text
    assert "Scegli un esito" in anna.act("/operatori/richiamare/chiudi", conversazione=other, esito="").text


def test_a_call_back_that_is_due_in_the_past_keeps_its_note(settings: Settings, anna: Browser) -> None:
    at = clock.to_utc(now())
    with transaction(settings.database_url, write=True) as session:
        session.add(Conversation(id="web_past", channel="webchat", created_at=at, changed_at=at))
        session.flush()
        session.add(Handoff(conversation_id="web_past", state="callback", reason="asked", requested_at=at, queued_at=at,
                            waiting_since=at))
    for when in ("2020-01-01T10:00", "domani"):
        answer = anna.conversation("web_past", "tentativo", text="suona a vuoto", quando=when)
        assert "momento futuro" in answer.text and 'value="suona a vuoto"' in answer.text
    assert "Tentativo annotato" in anna.conversation("web_past", "tentativo", text="suona a vuoto").text


def test_a_refused_account_or_ready_answer_is_still_there_to_be_mended(carla: Browser) -> None:
    answer = carla.act("/operatori/account/elenco", username="Nome Sbagliato", name="Ugo Bianchi",
                       password="una password molto lunga", ruolo="administrator", sede="lecco")
    assert answer.status_code == 422 and 'value="Ugo Bianchi"' in answer.text
    assert 'value="Nome Sbagliato"' in answer.text
    assert re.search(r'value="lecco" checked> [^<]*</label>[^§]*id="password"', answer.text)
    assert re.search(r'value="administrator" selected[^§]*id="password"', answer.text)
    assert "una password molto lunga" not in answer.text
    answer = carla.act("/operatori/account/elenco/3", name="Carla Neri Bis", ruolo="operator")
    assert "ultimo amministratore" in answer.text and 'value="Carla Neri Bis"' in answer.text
    kept = {"title": "Costo del corso", "text": "Ciao {nomi}, è gratuito."}
    for personal in ("0", "1"):
        answer = carla.act("/operatori/risposte", **kept, personale=personal)
        assert answer.status_code == 422 and "Fra parentesi graffe" in answer.text
        assert kept["text"] in answer.text and f'value="{kept["title"]}"' in answer.text
        assert ('<option value="1" selected>' in answer.text) == (personal == "1")


def test_the_next_one_and_a_pause(url: str, anna: Browser, settings: Settings) -> None:
    who = waiting(settings, "web_next", office="lecco")
    taken = anna.act("/operatori/prossimo")
    assert taken.status_code == 200 and "/operatori/conversazioni/" in str(taken.url)
    while not str(taken.url).endswith(who):
        taken = anna.act("/operatori/prossimo")
        assert "Nessuno aspetta." not in taken.text
    assert "Hai tu la parola" in taken.text
    assert "In pausa" in anna.act("/operatori/stato", stato="paused", poi="/operatori/numeri").text
    assert operators.find_operator(settings, ANNA).status == "paused"
    assert anna.act("/operatori/stato", stato="altro").status_code == 422
    anna.act("/operatori/stato", stato="available")


def test_web_addresses_can_be_pressed_and_nothing_else(url: str, anna: Browser, settings: Settings) -> None:
    who = waiting(settings, "web_links")
    write(settings, 'guarda https://www.provincia.lecco.it/corsi?a=1&b=2. <b>x</b> javascript:alert(1)', who, now())
    page = anna.conversation(who).text
    assert '<a href="https://www.provincia.lecco.it/corsi?a=1&amp;b=2" target="_blank" rel="noopener' in page
    assert "<b>x</b>" not in page and 'href="javascript' not in page


def test_call_backs_are_tried_and_closed_together(url: str, anna: Browser, settings: Settings) -> None:
    for who in ("web_back1", "web_back2"):
        waiting(settings, who, office="lecco")
        with transaction(settings.database_url, write=True) as session:
            session.connection().exec_driver_sql(
                "update handoff set state = 'callback' where conversation_id = ?", (who,))
            session.connection().exec_driver_sql(
                "update conversation set state = 'assistant' where id = ?", (who,))
    assert "non sono validi" in anna.conversation("web_back1", "tentativo", quando="2001-01-01T10:00").text
    assert "non sono validi" in anna.conversation("web_back1", "tentativo", quando="domani").text
    assert "Tentativo annotato" in anna.conversation("web_back1", "tentativo", text="occupato").text
    assert "1 tentativo" in anna.get("/operatori?elenco=richiamare").text
    closed = anna.post("/operatori/richiamare/chiudi", data={
        "csrf": anna.csrf, "conversazione": ["web_back1", "web_back2"], "esito": "called"})
    assert "Richieste chiuse." in closed.text and "web_back1" not in closed.text
    assert "Non hai scelto" in anna.act("/operatori/richiamare/chiudi", esito="called").text


def test_firms_are_called_back_from_their_own_list(url: str, anna: Browser, settings: Settings) -> None:
    waiting(settings, "web_firm1", office="lecco")
    with transaction(settings.database_url, write=True) as session:
        session.connection().exec_driver_sql(
            "update handoff set state = 'callback', reason = 'firm' where conversation_id = 'web_firm1'")
        session.connection().exec_driver_sql("update conversation set state = 'assistant' where id = 'web_firm1'")
    firms = anna.get("/operatori?elenco=aziende").text
    assert "Aziende da richiamare" in firms and "web_firm1" in firms
    assert "web_firm1" not in anna.get("/operatori?elenco=richiamare").text
    closed = anna.post("/operatori/richiamare/chiudi", data={
        "csrf": anna.csrf, "conversazione": ["web_firm1"], "esito": "called", "elenco": "aziende"})
    assert "Richieste chiuse." in closed.text and "web_firm1" not in closed.text
    assert "Nessuna azienda da richiamare" in closed.text


def test_an_account_is_made_signs_in_and_sees_its_browsers(url: str, carla: Browser, settings: Settings) -> None:
    made = carla.act("/operatori/account/elenco", username="elsa", name="Elsa Viola", password="una password nuova",
                     ruolo="operator", sede="lecco")
    assert "Account salvato." in made.text and "Elsa Viola" in made.text
    taken = carla.act("/operatori/account/elenco", username="elsa", name="Elsa", password="una password nuova",
                      ruolo="operator")
    assert "già un account" in taken.text
    elsa = Browser(url)
    assert elsa.sign_in("elsa", "una password nuova").status_code == 200
    page = elsa.get("/operatori/account").text
    assert "questo browser" in page and "Secondo fattore" in page
    wrong = elsa.act("/operatori/account/password", vecchia="no", nuova="password diversa 1",
                     ancora="password diversa 1")
    assert "non è giusta" in wrong.text
    changed = elsa.act("/operatori/account/password", vecchia="una password nuova", nuova="password diversa 1",
                       ancora="password diversa 1")
    assert "Password cambiata" in changed.text
    secret = field(changed.text, "segreto")
    failed = elsa.act("/operatori/account/fattore", segreto=secret, codice="000000")
    assert failed.status_code == 422 and field(failed.text, "segreto") == secret, "the phone has it already"
    address = html.unescape(re.findall(r'href="(otpauth:[^"]+)"', failed.text)[0])
    assert secret in address and render_qr_code(address) in failed.text, "a picture that the phone reads"
    on = elsa.act("/operatori/account/fattore", segreto=secret, codice=pyotp.TOTP(secret).at(now()))
    code = re.search(r"<code>([0-9a-f-]{13})</code>", on.text)
    assert code is not None and "Li vedi solo adesso" in on.text
    again = Browser(url)
    assert again.sign_in("elsa", "password diversa 1").status_code == 401
    assert elsa.get("/operatori/account/elenco").status_code == 403


def test_an_administrator_without_the_factor_that_is_asked_for_goes_to_set_it_up(settings: Settings) -> None:
    with site(replace(settings, desk_second_factor="administrators"), now) as address:
        chief = browser(address, "carla.neri")
        for path in ("/operatori/contenuti", "/operatori/registro", "/operatori/account/elenco"):
            answer = chief.get(path)
            assert "serve il secondo fattore" in answer.text and str(answer.url).endswith("avviso=secondo-fattore")
        assert browser(address, "anna.rossi").get("/operatori/account").status_code == 200


def test_a_search_is_in_no_address_and_finds_what_was_said(url: str, anna: Browser, settings: Settings) -> None:
    who = waiting(settings, "web_search", office="lecco")
    write(settings, "cerco il corso per fresatori", who, now())
    found = anna.act("/operatori/cerca", parole="fresatori")
    assert f"/operatori/conversazioni/{who}" in found.text and str(found.url).endswith("/operatori/cerca")
    assert "tre caratteri" in anna.act("/operatori/cerca", parole="x").text
    assert anna.get("/operatori/cerca").status_code == 200
    booked = book(settings, "search")
    page = anna.get(f"/operatori/persone/{booked.id}")
    assert page.status_code == 200 and "Persona search" in page.text


# live


def test_a_stream_goes_on_after_the_last_number_that_was_seen(url: str, anna: Browser, settings: Settings) -> None:
    who = waiting(settings, "web_live")
    page = numbers(anna.conversation(who).text)
    with anna.events(who, page[-1]) as events:
        write(settings, "uno", who, now())
        first = until(events, "message")
        assert int(first.id) == page[-1] + 1 and "uno" in first.data
    write(settings, "due", who, now())
    write(settings, "tre", who, now())
    with anna.events(who, page[-1], last_event_id=first.id) as events:
        missed = [until(events, "message") for _ in range(2)]
    assert [int(each.id) for each in missed] == [page[-1] + 2, page[-1] + 3]
    assert numbers(anna.conversation(who).text) == list(range(1, page[-1] + 4))


def test_typing_and_looking_are_seen_on_both_sides(url: str, anna: Browser, carla: Browser,
                                                   settings: Settings) -> None:
    who = waiting(settings, "web_presence")
    anna.conversation(who, "prendi")
    with anna.events(who, 0) as events:
        conversations.mark_presence(settings, conversation_id=who, actor="person", kind="typing", on=True, now=now())
        assert "La persona sta scrivendo" in until(events, "presenza").data
        with carla.events(who, 0) as others:
            assert "Anna Rossi guarda" in until(others, "presenza").data
            assert "Carla Neri guarda" in until(events, "presenza").data
            assert anna.conversation(who, "scrive").status_code == 204
            assert "Anna Rossi sta scrivendo" in until(others, "presenza").data
    there = conversations.list_present(settings, conversation_id=who, now=now())
    assert ("operator:1", "typing") in [(each.actor, each.kind) for each in there], "the person's channel shows it"
    carla.conversation(who, "scrive")
    there = conversations.list_present(settings, conversation_id=who, now=now())
    assert ("operator:3", "typing") not in [(each.actor, each.kind) for each in there], "only the owner's"


def test_the_queue_says_that_somebody_came(url: str, anna: Browser, bea: Browser, settings: Settings) -> None:
    with anna.events() as mine, bea.events() as others:
        until(mine, "coda")
        until(others, "coda")
        who = waiting(settings, "web_queue", office="lecco")
        stand = str(count_lists(settings, operator_id=1, now=now()).waiting)
        assert any(event.data == stand for event in mine if event.name == "coda")
        assert until(mine, "avviso").data == "attesa"
        waiting(settings, "web_queue_bea", office="merate")
        assert until(others, "avviso").data == "attesa"
        anna.conversation(who, "prendi")
        write(settings, "ci sei?", who, now())
        assert until(mine, "avviso").data == "messaggio"


def test_a_stream_keeps_its_operator_there_and_ends_with_the_session(
        url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "CHECK_SECONDS", 0.2)
    dario = browser(url, "dario.blu")
    with transaction(settings.database_url, write=True) as session:
        session.connection().exec_driver_sql("update operator set seen_at = null where id = 4")
    with dario.events() as events:
        until(events, "coda")
        assert operators.find_operator(settings, DARIO).seen_at is not None
        token = dario.cookies["orienta_desk"].rpartition(".")[0]
        operators.sign_out(settings, token=token, now=now())
        assert until(events, "fine").name == "fine"


# rights, on every route there is


def routes() -> list[tuple[str, str]]:
    """Method and path of every route of the desk, whoever wrote it."""
    from connectors.site.app import create_app

    found = []
    site = create_app(Settings(database_url="sqlite://"))
    included = [getattr(route, "original_router", None) for route in site.routes]
    for route in [route for router in included if router is not None for route in router.routes]:
        path = getattr(route, "path", "")
        if path == "/operatori" or path.startswith("/operatori/"):
            found += [(method, path) for method in sorted(getattr(route, "methods", None) or ["GET"])
                      if method != "HEAD"]
    assert found, "the routes are kept somewhere else now"
    return found


OPEN = {("GET", "/operatori/accesso"), ("POST", "/operatori/accesso")}
"""What works without a session."""


def filled(path: str, values: dict[str, str]) -> str:
    """The path with an object for each parameter; a parameter that no test knows is a failure."""
    for name in re.findall(r"{(\w+)", path):
        assert name in values, f"{path}: say in OBJECTS which object of another office {name} is"
        path = re.sub(rf"{{{name}(:\w+)?}}", values[name], path)
    return path


OBJECTS = {
    "conversation_id": "web_foreign", "appointment_id": "1",
    "operator_id": "2", "act": "disattiva", "training_id": "1", "feed_id": "1", "change_id": "1",
    "canned_id": "1", "name": "courses", "kind": "chiusura", "form": "json",
    "publication_id": "999", "event_id": "none", "day": "2026-01-01", "sign_up_id": "1", "wish_id": "1"}
"""An object of Merate for each parameter of a route."""

NO_OFFICE = {
    ("GET", "/operatori/numeri/{name}.csv"), ("POST", "/operatori/avvisi/{publication_id}/ferma"),
    ("GET", "/operatori/iscrizioni/{event_id}/{day}"), ("POST", "/operatori/iscrizioni/{event_id}/{day}/{sign_up_id}")}
"""What every operator may see although its address names something."""


@pytest.mark.parametrize(("method", "path"), [each for each in routes() if each not in OPEN])
def test_nothing_opens_without_a_session(url: str, method: str, path: str) -> None:
    answer = httpx.request(method, url + filled(path, OBJECTS))
    assert answer.status_code in (303, 401, 403), answer.status_code
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/operatori/accesso")


@pytest.mark.parametrize("path", [path for method, path in routes() if method == "POST" and (method, path) not in OPEN])
def test_every_form_needs_its_token(url: str, carla: Browser, path: str) -> None:
    for data in ({}, {"csrf": "x" * 43}, {"csrf": ""}):
        answer = carla.post(filled(path, OBJECTS), data=data)
        assert answer.status_code == 403, answer.status_code
    foreign = carla.post(filled(path, OBJECTS), data={"csrf": carla.csrf}, headers={"Origin": "https://x.example.org"})
    assert foreign.status_code == 403


@pytest.fixture(scope="module")
def foreign(settings: Settings) -> str:
    """A conversation that belongs to Merate, with its operator."""
    who = waiting(settings, "web_foreign", office="merate")
    assert isinstance(handoffs.claim(settings, conversation_id=who, operator_id=BEA, now=now()), handoffs.Owned)
    booked = book(settings, "foreign", office_id="merate")
    OBJECTS["appointment_id"] = str(booked.id)
    left = waiting_list.leave_wish(
        settings, PlaceWish("orientamento", "merate", appointment_id=booked.id), conversation_id="web_foreign_waits",
        channel="webchat", notice_version="2026-1", now=now())
    assert isinstance(left, WaitingLeft)
    OBJECTS["wish_id"] = str(left.wish.id)
    their = operators.find_operator(settings, BEA)
    assert their is not None
    agenda.make_feed(settings, operator=their, office_id="merate", now=now())
    (feed,) = agenda.list_feeds(settings, operator=their)
    OBJECTS["feed_id"] = str(feed.id)
    return who


@pytest.mark.parametrize(("method", "path"), [each for each in routes() if "{" in each[1] and each not in NO_OFFICE])
def test_another_offices_things_are_out_of_reach(
        url: str, anna: Browser, settings: Settings, foreign: str, method: str, path: str) -> None:
    before = conversations.find_state(settings, conversation_id=foreign)
    data = {"csrf": anna.csrf, "text": "x", "a": f"operatore:{ANNA}", "ufficio": "merate", "esito": "solved",
            "presenza": "attended"}
    answer = anna.request(method, filled(path, OBJECTS), data=data if method == "POST" else None)
    assert answer.status_code in (403, 404), answer.status_code
    assert "aiuto da web_foreign" not in answer.text
    assert conversations.find_state(settings, conversation_id=foreign) == before


@pytest.mark.parametrize("address", [
    "/operatori/eventi?conversazione=web_foreign", "/operatori/calendario?ufficio=merate",
    "/operatori/calendario/foglio?ufficio=merate", "/operatori/calendario/orari?ufficio=merate",
    "/operatori/calendario/prenota?ufficio=merate&conversation=web_foreign"])
def test_nor_by_a_name_in_the_query(url: str, anna: Browser, foreign: str, address: str) -> None:
    answer = anna.get(address)
    assert answer.status_code in (403, 404) and "aiuto da web_foreign" not in answer.text


def test_nor_in_any_list(url: str, anna: Browser, bea: Browser, foreign: str) -> None:
    for path in ("/operatori", "/operatori/elenchi"):
        assert "web_foreign" in bea.get(f"{path}?elenco=mie").text
        for name in NAMES:
            assert "web_foreign" not in anna.get(f"{path}?elenco={name}").text


@pytest.mark.parametrize("path", [
    "/operatori/registro?prima=99999999999999999999", "/operatori/conversazioni/web_two?risposta=-1",
    "/operatori/eventi?dopo=1e9", "/operatori/conversazioni/%00", "/operatori/conversazioni/" + "x" * 1500])
def test_odd_addresses_are_refused_and_break_nothing(url: str, carla: Browser, path: str) -> None:
    assert carla.get(path).status_code in (400, 404, 422)


def test_messages_without_an_answer_are_an_alarm_on_the_first_page(url: str, settings: Settings, anna: Browser) -> None:
    def alarm() -> str:
        shown = [anna.get(path).text for path in ("/operatori", "/operatori/elenchi")]
        found = [re.search(r'id="senza-risposta">(.*?)</p>', text) for text in shown]
        assert bool(found[0]) == bool(found[1])
        return found[0].group(1) if found[0] else ""

    def leave(who: str, since: timedelta) -> None:
        conversations.append_message(settings, conversation_id=who, channel="webchat", now=now() - since,
                                     draft=Draft("person", "ci siete?", pending=True))

    def answer_all() -> None:
        with transaction(settings.database_url, write=True) as session:
            session.execute(update(Message).values(pending=False))

    answer_all()
    leave("web_fresh", timedelta(seconds=1))
    assert alarm() == ""
    leave("web_late", LATE_TURN + timedelta(seconds=3))
    assert alarm().startswith("Un messaggio aspetta")
    leave("web_later", timedelta(minutes=7))
    assert "2 messaggi aspettano" in alarm() and "il primo da 7 minuti" in alarm()
    answer_all()
    assert alarm() == ""


# logs


def test_no_cookie_no_words_and_no_names_in_the_logs(settings: Settings, tmp_path: Path) -> None:
    with site_process(tmp_path, settings.database_url, env=now.env) as (address, _process, log_file):
        logging.getLogger("httpx").setLevel(logging.WARNING)
        client = browser(address, "anna.rossi")
        client.sign_in("anna.rossi", "password-segreta-sbagliata")
        client.sign_in("anna.rossi")
        who = waiting(settings, "web_conversation_of_the_log")
        client.conversation(who, "prendi")
        client.conversation(who, "rispondi", text="parole-da-non-scrivere")
        client.conversation(who, "nota", text="nota-da-non-scrivere")
        client.get(f"/operatori/conversazioni/{who}/nulla")
        client.post(f"/operatori/conversazioni/{who}/rispondi", content=b"\xff\xfe=%00", headers={
            "Content-Type": "application/x-www-form-urlencoded"})
        with client.events(who, 0) as events:
            until(events, "message")
        log = log_file.read_text()
        secrets = ["parole-da-non-scrivere", "nota-da-non-scrivere", "aiuto da", "password-segreta", PASSWORD,
                   client.csrf, client.cookies["orienta_desk"], "anna.rossi", "Anna", who]
        assert [secret for secret in secrets if secret in log] == []
        assert "Pronto" in log


def test_a_session_that_idles_asks_to_sign_in_again(settings: Settings) -> None:
    still = StillClock(now())
    with site(settings, still) as address:
        client = browser(address, "anna.rossi")
        still.value += timedelta(minutes=61)
        assert "Accesso allo sportello" in client.get("/operatori").text
        refreshed = client.get("/operatori/elenchi", headers={"HX-Request": "true"})
        assert refreshed.status_code == 401 and refreshed.headers["hx-redirect"] == "/operatori/accesso"
