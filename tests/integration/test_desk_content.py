"""Calendar, content, messages not understood and numbers over HTTP: who may do what, and what becomes of it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Iterator

import httpx
import pytest

from bot.actions.answer import reply_to
from bot.core import clock
from bot.db.session import dispose_all
from bot.services import agenda, booking, content, conversations, courses, operators, unknown
from bot.settings import Settings
from tests.contract.test_answers import turn
from tests.desk_content_data import MONDAY, Clock, appointment, filled
from tests.desk_server import Browser, field, site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield filled(f"sqlite:///{tmp_path_factory.mktemp('desk_content') / 'o.db'}")
    dispose_all()


@pytest.fixture(scope="module")
def shared_clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def url(settings: Settings, shared_clock: Clock) -> Iterator[str]:
    with site(settings, shared_clock) as address:
        yield address


@pytest.fixture(autouse=True)
def on_monday(shared_clock: Clock) -> None:
    shared_clock.value = MONDAY


def browser(url: str, username: str) -> Browser:
    made = Browser(url)
    assert made.sign_in(username).status_code == 200
    return made


@pytest.fixture(scope="module")
def anna(url: str) -> Browser:
    """An operator of Lecco."""
    return browser(url, "anna.rossi")


@pytest.fixture(scope="module")
def bea(url: str) -> Browser:
    """An operator of Merate."""
    return browser(url, "bea.verdi")


@pytest.fixture(scope="module")
def carla(url: str) -> Browser:
    """An administrator."""
    return browser(url, "carla.neri")


def text_of(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def acts(settings: Settings, act: str) -> list[str]:
    return [entry.target for entry in operators.entries(settings, act=act)]


# who may


CONTENT = ("", "/course", "/course/nuova", '/course/voce?chiave=["sala"]', "/verifiche", "/importa", "/esporta.json",
           "/course/esporta.csv", "/course/esporta.json")


@pytest.mark.parametrize("path", CONTENT)
def test_content_is_for_administrators(anna: Browser, carla: Browser, url: str, path: str) -> None:
    address = "/operatori/contenuti" + path
    assert anna.get(address).status_code == 403
    assert httpx.get(url + address).status_code == 303
    assert carla.get(address).status_code == 200


@pytest.mark.parametrize("path", ["course/salva", "course/elimina", "importa", "verifiche"])
def test_content_is_changed_by_administrators_with_a_token(anna: Browser, carla: Browser, path: str) -> None:
    assert anna.act(f"/operatori/contenuti/{path}", chiave='["sala"]').status_code == 403
    assert carla.post(f"/operatori/contenuti/{path}", data={"chiave": '["sala"]'}).status_code == 403


def test_another_office_s_calendar_and_appointments_are_not_there(
    settings: Settings, anna: Browser, bea: Browser, carla: Browser,
) -> None:
    view = appointment(settings, "ada", place=2)
    day = view.starts_at.date().isoformat()
    here = f"/operatori/calendario/appuntamenti/{view.id}"
    assert "Persona ada" in anna.get(f"/operatori/calendario?ufficio=lecco&giorno={day}").text
    for address in (f"/operatori/calendario?ufficio=lecco&giorno={day}", "/operatori/calendario/foglio?ufficio=lecco",
                    "/operatori/calendario/orari?ufficio=lecco", "/operatori/calendario/prenota?ufficio=lecco",
                    here, f"{here}/sposta"):
        answer = bea.get(address)
        assert answer.status_code == 404 and "Persona ada" not in answer.text, address
        assert carla.get(address).status_code == 200
    for act, data in (("annulla", {"sicuro": "1"}), ("presenza", {"presenza": "attended"}),
                      ("sposta", {"ufficio": "merate", "quando": "2026-11-26T10:00"})):
        assert bea.act(f"{here}/{act}", **data).status_code == 404
        assert anna.post(f"{here}/{act}", data=data).status_code == 403, "without a token"
    closures = {"ufficio": "lecco", "starts_on": "2026-12-30", "reason": "ferie"}
    assert bea.act("/operatori/calendario/orari/chiusura", **closures).status_code == 404
    theirs = {"ufficio": "merate", "chiave": '["patrono_lecco"]', "atto": "elimina"}
    assert bea.act("/operatori/calendario/orari/chiusura", **theirs).status_code == 404
    assert bea.get("/operatori/calendario").status_code == 200
    assert agenda.get(settings, operator=_operator(settings, "carla.neri"), appointment_id=view.id,
                      now=MONDAY).status == "active"  # type: ignore[union-attr]


def _operator(settings: Settings, username: str) -> operators.OperatorView:
    return next(each for each in operators.list_operators(settings) if each.username == username)


# calendar


def test_an_operator_books_for_the_person_of_a_conversation_who_sees_it_in_the_chat(
    settings: Settings, anna: Browser, bea: Browser,
) -> None:
    address = "/operatori/calendario/prenota?ufficio=lecco&giorno=2026-11-26&conversation=web_maria"
    assert bea.get(address.replace("lecco", "merate")).status_code == 404, "the conversation is Lecco's"
    page = anna.get(address)
    starts = re.findall(r'name="quando"[^>]*value="([^"]+)"', page.text)
    sent = {"ufficio": "lecco", "motivo": "orientamento", "giorno": "2026-11-26", "conversation": "web_maria",
            "chiave": field(page.text, "chiave"), "quando": starts[0], "nome": "Maria Bianchi",
            "contatto": "333 1234567"}
    refused = anna.act("/operatori/calendario/prenota", **sent)
    assert refused.status_code == 422 and "consenso della persona" in text_of(refused)
    assert 'value="Maria Bianchi"' in refused.text
    done = anna.act("/operatori/calendario/prenota", **sent, consenso="1")
    assert done.status_code == 200 and "Prenotato" in done.text and "333 123 4567" in text_of(done)
    said = conversations.last(settings, conversation_id="web_maria", limit=1)[0]
    assert said.content["custom"]["type"] == "appointment_cards" and said.audience == "all"
    mine = booking.mine(settings, conversation_id="web_maria", now=MONDAY)
    assert [view.starts_at.strftime("%Y-%m-%dT%H:%M") for view in mine] == [starts[0]]
    assert anna.act("/operatori/calendario/prenota", **sent, consenso="1").status_code == 200
    assert len(booking.mine(settings, conversation_id="web_maria", now=MONDAY)) == 1
    later = anna.get(address)
    assert 'value="Maria Bianchi"' in later.text and "Ha già: Colloquio di orientamento" in text_of(later)
    other = anna.act("/operatori/calendario/prenota", **{**sent, "chiave": "un-altro-modulo", "conversation": ""},
                     consenso="1")
    assert other.status_code == 422 and "già un appuntamento" in text_of(other)


def test_moving_cancelling_and_marking_from_the_pages(
    settings: Settings, anna: Browser, url: str, shared_clock: Clock,
) -> None:
    view = appointment(settings, "bice", place=4)
    here = f"/operatori/calendario/appuntamenti/{view.id}"
    page = anna.get(f"{here}/sposta?giorno=2026-11-27")
    start = re.findall(r'name="quando"[^>]*value="([^"]+)"', page.text)[3]
    moved = anna.act(f"{here}/sposta", ufficio="lecco", giorno="2026-11-27", quando=start)
    assert "Spostato" in moved.text and "venerdì 27 novembre" in moved.text
    soon = anna.act(f"{here}/sposta", ufficio="lecco", giorno="2026-11-23", quando="2026-11-23T14:00")
    assert soon.status_code == 422 and "troppo presto" in text_of(soon)
    assert "È presto per dirlo" in anna.act(f"{here}/presenza", presenza="attended").text
    shared_clock.value = MONDAY + timedelta(days=4, hours=9)
    later = browser(url, "dario.blu")
    assert "Segnato: non si è presentata" in later.act(f"{here}/presenza", presenza="missed").text
    assert "Segnato: si è presentata" in later.act(f"{here}/presenza", presenza="attended", torna="giorno").text
    shared_clock.value = MONDAY
    other = appointment(settings, "cleo", place=6)
    asked = anna.act(f"/operatori/calendario/appuntamenti/{other.id}/annulla")
    assert "Annullare l’appuntamento" in asked.text
    done = anna.act(f"/operatori/calendario/appuntamenti/{other.id}/annulla", sicuro="1")
    assert "Annullato" in done.text
    assert f"appointment {other.id}" in acts(settings, "appointment_cancelled")


def test_a_closure_over_an_appointment_is_saved_only_when_agreed_to(settings: Settings, bea: Browser) -> None:
    view = appointment(settings, "dora", days=8, office="merate")
    day = view.starts_at.date().isoformat()
    sent = {"ufficio": "merate", "starts_on": day, "ends_on": "", "reason": "assemblea del personale"}
    doubt = bea.act("/operatori/calendario/orari/chiusura", **sent)
    assert doubt.status_code == 409 and "1 appuntamento resta fuori orario" in text_of(doubt)
    assert "dora" not in doubt.text
    fields = {name: value for name, value in re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', doubt.text) if name != "csrf"}
    assert fields["confermo"] == "1"
    assert "Salvato" in bea.act("/operatori/calendario/orari/chiusura", **fields).text
    assert "assemblea del personale" in bea.get(f"/operatori/calendario?giorno={day}").text
    closed = booking.check(settings, service_id="orientamento", office_id="merate", now=MONDAY,
                           start=clock.at(view.starts_at.date(), view.starts_at.time()), end=view.ends_at)
    assert isinstance(closed, booking.Closed) and closed.detail == "assemblea del personale"
    everywhere = bea.act("/operatori/calendario/orari/chiusura", ufficio="merate", starts_on="2026-12-31",
                         reason="solo Merate", ovunque="1")
    assert everywhere.status_code == 200
    rows = content.page(settings, table_name="closure", search="solo Merate").rows
    assert [row.values["office_id"] for row in rows] == ["merate"], "only administrators close all offices"


def test_an_interval_that_overlaps_is_refused_and_a_good_one_can_be_booked(settings: Settings, anna: Browser) -> None:
    sent = {"ufficio": "lecco", "weekday": "5", "opens": "09:00", "closes": "12:00"}
    assert "Salvato" in anna.act("/operatori/calendario/orari/orario", **sent).text
    again = anna.act("/operatori/calendario/orari/orario", **{**sent, "opens": "11:00", "closes": "13:00"})
    assert again.status_code == 422 and "Si sovrappone" in text_of(again)
    saturday = clock.at(MONDAY.date() + timedelta(days=5), MONDAY.time())
    assert booking.availability(
        settings, service_id="orientamento", office_id="lecco", now=MONDAY, start=saturday,
        end=saturday + timedelta(hours=8))


def test_the_sheet_of_a_day_has_who_comes(settings: Settings, anna: Browser) -> None:
    view = appointment(settings, "elsa", days=9)
    page = anna.get(f"/operatori/calendario/foglio?giorno={view.starts_at.date().isoformat()}")
    assert "Persona elsa" in page.text and view.code in page.text and "Persona ada" not in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("query", ["giorno=ieri", "giorno=0001-01-01", "giorno=2026-13-01", "ufficio=roma"])
def test_an_address_that_cannot_be_is_said_so(anna: Browser, query: str) -> None:
    assert anna.get(f"/operatori/calendario?{query}").status_code in (404, 422)


# content


def edit(carla: Browser, table: str, key: str, **changed: str) -> httpx.Response:
    """Send the form of a row as it is shown, with some fields changed."""
    page = carla.get(f"/operatori/contenuti/{table}/voce", params={"chiave": key})
    form = page.text.partition('/salva"')[2].partition("</form>")[0]
    tags = [tag for tag in re.findall(r"<input [^>]*>", form) if "checkbox" not in tag or " checked" in tag]
    sent = {name: unescape(value) for name, value in re.findall(
        r'name="([^"]+)"[^>]*?value="([^"]*)"', "".join(tags)) if name != "csrf"}
    sent.update({name: unescape(value) for name, value in re.findall(
        r'<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S)})
    sent.update(re.findall(r'<select [^>]*name="([^"]+)".*?value="([^"]*)" selected', form, re.S))
    return carla.act(f"/operatori/contenuti/{table}/salva", **{**sent, **changed})


def test_what_is_written_at_the_desk_is_in_the_chat_s_next_answer(settings: Settings, carla: Browser) -> None:
    before = reply_to(turn(settings, "ask_pact_amount"))
    done = edit(carla, "answer", '["ask_pact_amount"]', text="Il finanziamento è di 400.000 euro.")
    assert "Salvato" in done.text
    after = reply_to(turn(settings, "ask_pact_amount"))
    assert "400.000" in str(after) and "400.000" not in str(before)
    assert acts(settings, "content_changed")[0] == 'answer ["ask_pact_amount"]'
    log = carla.get("/operatori/registro").text
    assert ">contenuto cambiato<" in log and not re.search(">(content|appointment)_[a-z]+<", log)


def test_a_new_edition_of_a_course_is_open_at_once(settings: Settings, carla: Browser) -> None:
    page = carla.get("/operatori/contenuti/course_edition/nuova?course_id=meccanico")
    assert re.search(r'value="meccanico" selected', page.text)
    done = carla.act("/operatori/contenuti/course_edition/salva", course_id="meccanico", enrolment_opens="2026-11-01",
                     enrolment_closes="2026-12-15", places="15", source="Provincia di Lecco", verified="1")
    assert "Salvato" in done.text
    course = courses.get_course(settings, "meccanico", MONDAY.date())
    assert course is not None and course.open_now and course.places == 15


def test_what_is_wrong_stands_at_its_field_and_what_was_written_stays(carla: Browser) -> None:
    answer = edit(carla, "course", '["sala"]', hours="tante", title="<script>alert(1)</script>")
    assert answer.status_code == 422 and "non è un numero intero" in text_of(answer)
    assert 'aria-invalid="true"' in answer.text and 'href="#campo-hours"' in answer.text
    assert "<script>alert(1)" not in answer.text and "&lt;script&gt;alert(1)" in answer.text


def test_a_rule_is_changed_with_widgets_of_its_kind(settings: Settings, carla: Browser) -> None:
    key = '["elettrico_age"]'
    bad = edit(carla, "eligibility_rule", key, **{"params.min": "70", "params.max": "18"})
    assert bad.status_code == 422 and "minore della minima" in text_of(bad)
    assert "Salvato" in edit(carla, "eligibility_rule", key, **{"params.min": "18", "params.max": "66"}).text
    row = content.get(settings, table_name="eligibility_rule", key=key)
    assert row is not None and row.values["params"] == {"min": 18, "max": 66}


def test_statuses_that_an_operator_looks_at_are_those_that_are_ticked(settings: Settings, carla: Browser) -> None:
    key = '["meccanico_status"]'
    before = content.get(settings, table_name="eligibility_rule", key=key)
    assert before is not None
    ticked = {"params.admits": "unemployed", "params.needs_income": "employed", "kind": "status", "verified": "1"}
    done = carla.act("/operatori/contenuti/eligibility_rule/salva", chiave=key, versione=before.version, **ticked)
    assert "Salvato" in done.text
    row = content.get(settings, table_name="eligibility_rule", key=key)
    assert row is not None and row.values["params"] == {
        "admits": ["unemployed"], "needs_income": ["employed"], "operator_checks": []}


def test_two_administrators_do_not_overwrite_each_other(settings: Settings, carla: Browser) -> None:
    key = '["merate"]'
    stale = content.get(settings, table_name="office", key=key)
    assert stale is not None and "Salvato" in edit(carla, "office", key, floor="terzo piano").text
    answer = edit(carla, "office", key, floor="secondo piano", versione=stale.version)
    assert answer.status_code == 409 and "Qualcun altro ha cambiato" in text_of(answer)
    assert "terzo piano" in answer.text and 'value="secondo piano"' in answer.text
    current = content.get(settings, table_name="office", key=key)
    assert current is not None and current.values["floor"] == "terzo piano"


def test_what_others_need_is_not_deleted(settings: Settings, carla: Browser) -> None:
    row = content.get(settings, table_name="sector", key='["metalmeccanico"]')
    assert row is not None
    sent = {"chiave": row.key, "versione": row.version}
    assert "Eliminare" in carla.act("/operatori/contenuti/sector/elimina", **sent).text
    refused = carla.act("/operatori/contenuti/sector/elimina", **sent, sicuro="1")
    assert refused.status_code == 409 and "Corsi: 1" in text_of(refused)


def upload(carla: Browser, data: bytes, table: str = "") -> httpx.Response:
    return carla.post("/operatori/contenuti/importa", data={"csrf": carla.csrf, "tabella": table},
                      files={"file": ("dati", data, "text/csv")})


def test_a_file_is_tried_before_it_is_imported(settings: Settings, carla: Browser) -> None:
    wrong = upload(carla, b"id;name;source\nlogistica;Logistica;\n;Senza id;fonte\n", "sector")
    assert wrong.status_code == 422 and "2 errori" in text_of(wrong) and "Importa adesso" not in wrong.text
    good = upload(carla, "id;name;source\nlogistica;Logistica;Provincia\n".encode("utf-8-sig"), "sector")
    assert good.status_code == 200 and "1 nuove" in text_of(good)
    assert content.get(settings, table_name="sector", key='["logistica"]') is None
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", good.text, re.S)
    assert text is not None
    done = carla.act("/operatori/contenuti/importa", tabella="sector", impronta=field(good.text, "impronta"),
                     testo=unescape(text[1]))
    assert "File importato" in done.text
    assert content.get(settings, table_name="sector", key='["logistica"]') is not None


def test_everything_that_is_exported_comes_back_as_it_is(carla: Browser) -> None:
    text = carla.get("/operatori/contenuti/esporta.json").content
    answer = upload(carla, text)
    assert answer.status_code == 200 and "dice quello che c’è già" in answer.text
    table = carla.get("/operatori/contenuti/opening_interval/esporta.csv").content
    assert "dice quello che c’è già" in upload(carla, table, "opening_interval").text


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"{", b"x" * 210_000])
def test_a_file_that_is_none_is_refused_in_a_sentence(carla: Browser, data: bytes) -> None:
    answer = upload(carla, data, "course")
    assert answer.status_code == 422 and "Il file" in text_of(answer)


def test_a_fact_is_verified_with_one_click(settings: Settings, carla: Browser) -> None:
    row = content.get(settings, table_name="service", key='["orientamento"]')
    assert row is not None and row.label in carla.get("/operatori/contenuti/verifiche?motivo=unverified").text
    done = carla.act("/operatori/contenuti/verifiche", tabella="service", chiave=row.key, versione=row.version)
    assert "verificato oggi" in done.text
    now = content.get(settings, table_name="service", key=row.key)
    assert now is not None and now.values["verified"] and now.values["source_date"] == MONDAY.date()
    again = carla.act("/operatori/contenuti/verifiche", tabella="service", chiave=row.key, versione=row.version)
    assert "qualcun altro ha cambiato" in again.text


# messages not understood, numbers


def test_messages_are_reviewed_several_at_once_and_exported(settings: Settings, anna: Browser) -> None:
    page = anna.get("/operatori/non-capiti")
    assert "<b>non</b>" not in page.text and "messaggio 0" in page.text
    ids = re.findall(r'name="id" value="(\d+)"', page.text)
    assert anna.post("/operatori/non-capiti", data={"id": ids, "atto": "dropped"}).status_code == 403
    assert "Scegli almeno un messaggio" in anna.act("/operatori/non-capiti", atto="dropped").text
    assert "Scegli un intento" in anna.act("/operatori/non-capiti", atto="assigned", id=ids[0]).text
    done = anna.post("/operatori/non-capiti", data={
        "csrf": anna.csrf, "id": ids[:3], "atto": "assigned", "intento": "ask_course_list"})
    assert "Fatto." in done.text
    assert unknown.count_by_state(settings)["assigned"] == 3
    exported = anna.get("/operatori/non-capiti/esporta.yml").text
    assert exported.startswith('version: "3.1"') and "- intent: ask_course_list" in exported
    assert exported.count("messaggio") == 3


def test_numbers_are_shown_and_given_as_csv_with_small_groups_hidden(settings: Settings, anna: Browser) -> None:
    appointment(settings, "fede", days=3, place=9)
    page = anna.get("/operatori/numeri?dal=2026-11-09&al=2026-11-29")
    assert page.status_code == 200 and "data-chart" in page.text
    table = anna.get("/operatori/numeri/rules.csv?dal=2026-11-09&al=2026-11-29").text
    assert table.startswith("\ufeffCorso;età;") and "Servizio sala e gestione cliente;26;0;0;0;26" in table
    assert "meno di 5" in anna.get("/operatori/numeri/appointments.csv?dal=2026-11-23&al=2026-11-29").text
    for address in ("/operatori/numeri?per=eta", "/operatori/numeri?dal=ieri", "/operatori/numeri?dal=9999-12-31"):
        assert anna.get(address).status_code == 422
    assert anna.get("/operatori/numeri/segreti.csv").status_code == 404
