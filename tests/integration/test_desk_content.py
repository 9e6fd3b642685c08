"""Content, messages not understood and numbers over HTTP: who may do what, and what becomes of it."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from bot.actions.answers.answer import reply_to
from bot.services import content, courses, own_answers, unknown
from bot.settings import Settings
from tests.contract.test_answers import turn
from tests.support.desk_content_data import MONDAY, appointment
from tests.support.desk_content_fixtures import acts, on_monday, settings, shared_clock, text_of, url
from tests.support.desk_people import anna, bea, carla
from tests.support.desk_server import Browser, field

__all__ = ["anna", "bea", "carla", "on_monday", "settings", "shared_clock", "url"]
pytestmark = pytest.mark.slow


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
    row = content.find_row(settings, table_name="eligibility_rule", key=key)
    assert row is not None and row.values["params"] == {"min": 18, "max": 66}


def test_statuses_that_an_operator_looks_at_are_those_that_are_ticked(settings: Settings, carla: Browser) -> None:
    key = '["meccanico_status"]'
    before = content.find_row(settings, table_name="eligibility_rule", key=key)
    assert before is not None
    ticked = {"params.admits": "unemployed", "params.needs_income": "employed", "kind": "status", "verified": "1"}
    done = carla.act("/operatori/contenuti/eligibility_rule/salva", chiave=key, versione=before.version, **ticked)
    assert "Salvato" in done.text
    row = content.find_row(settings, table_name="eligibility_rule", key=key)
    assert row is not None and row.values["params"] == {
        "admits": ["unemployed"], "needs_income": ["employed"], "operator_checks": []}


def test_two_administrators_do_not_overwrite_each_other(settings: Settings, carla: Browser) -> None:
    key = '["merate"]'
    stale = content.find_row(settings, table_name="office", key=key)
    assert stale is not None and "Salvato" in edit(carla, "office", key, floor="terzo piano").text
    answer = edit(carla, "office", key, floor="secondo piano", versione=stale.version)
    assert answer.status_code == 409 and "Qualcun altro ha cambiato" in text_of(answer)
    assert "terzo piano" in answer.text and 'value="secondo piano"' in answer.text
    current = content.find_row(settings, table_name="office", key=key)
    assert current is not None and current.values["floor"] == "terzo piano"


def test_what_others_need_is_not_deleted(settings: Settings, carla: Browser) -> None:
    row = content.find_row(settings, table_name="sector", key='["metalmeccanico"]')
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
    assert content.find_row(settings, table_name="sector", key='["logistica"]') is None
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", good.text, re.S)
    assert text is not None
    done = carla.act("/operatori/contenuti/importa", tabella="sector", impronta=field(good.text, "impronta"),
                     testo=unescape(text[1]))
    assert "File importato" in done.text
    assert content.find_row(settings, table_name="sector", key='["logistica"]') is not None


def test_everything_that_is_exported_comes_back_as_it_is(carla: Browser) -> None:
    text = carla.get("/operatori/contenuti/esporta.json").content
    answer = upload(carla, text)
    assert answer.status_code == 200 and "dice quello che c’è già" in answer.text
    table = carla.get("/operatori/contenuti/opening_interval/esporta.csv").content
    assert "dice quello che c’è già" in upload(carla, table, "opening_interval").text


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"{", b"x" * 375_000])
def test_a_file_that_is_none_is_refused_in_a_sentence(carla: Browser, data: bytes) -> None:
    answer = upload(carla, data, "course")
    assert answer.status_code == 422 and "Il file" in text_of(answer)


def test_a_fact_is_verified_with_one_click(settings: Settings, carla: Browser) -> None:
    row = content.find_row(settings, table_name="service", key='["orientamento"]')
    assert row is not None and row.label in carla.get("/operatori/contenuti/verifiche?motivo=unverified").text
    done = carla.act("/operatori/contenuti/verifiche", tabella="service", chiave=row.key, versione=row.version)
    assert "verificato oggi" in done.text
    now = content.find_row(settings, table_name="service", key=row.key)
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


def test_a_group_of_messages_becomes_a_question_of_the_desk_s_own(
        settings: Settings, anna: Browser, carla: Browser) -> None:
    page = carla.get("/operatori/non-capiti")
    group = re.search(r'name="gruppo" value="([\d,]+)"', page.text)
    assert group is not None and "messaggi simili" in page.text
    assert "Quali corsi ci sono" in page.text or "optgroup" in page.text
    assert ">ask_course_list<" not in page.text, "intents are told in words"
    form = carla.act("/operatori/non-capiti/risposta", gruppo=group[1])
    assert str(form.url).startswith(str(carla.base_url).rstrip("/") + "/operatori/contenuti/own_answer/nuova")
    assert 'value="messaggio' in form.text
    assert anna.act("/operatori/non-capiti/risposta", gruppo=group[1]).status_code == 403
    saved = carla.act(
        "/operatori/contenuti/own_answer/salva", question="messaggio non capito?", ways="altro messaggio\nterzo",
        text="Si capisce così.", source="Provincia", verified="1")
    assert "Salvato" in saved.text
    found = own_answers.find_own_answer(settings, "messaggio non capito")
    assert found is not None and found.text == "Si capisce così." and found.ways == ("altro messaggio", "terzo")


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


def test_every_table_of_numbers_is_a_csv_with_the_headings_of_the_page(anna: Browser) -> None:
    page = anna.get("/operatori/numeri?dal=2026-11-09&al=2026-11-29").text
    names = re.findall(r'href="/operatori/numeri/(\w+)\.csv', page)
    assert {"channels", "checks", "outcomes", "tags", "breakdown"} <= set(names)
    for name in names:
        table = page.partition(f'id="n-{name}"')[2].partition("</table>")[0]
        headings = [unescape(heading) for heading in re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', table)]
        first = anna.get(f"/operatori/numeri/{name}.csv?dal=2026-11-09&al=2026-11-29").text.splitlines()[0]
        assert first.removeprefix("\ufeff").split(";") == headings, name
        assert not any("_" in heading for heading in headings)


def test_the_history_shows_old_and_new_and_puts_it_back(settings: Settings, carla: Browser, anna: Browser) -> None:
    before = content.find_row(settings, table_name="course", key='["elettrico"]')
    assert before is not None
    assert edit(carla, "course", '["elettrico"]', hours="275").status_code == 200
    page = carla.get('/operatori/contenuti/storia?tabella=course&chiave=["elettrico"]')
    assert "<ins>275</ins>" in page.text and f"<del>{before.values['hours']}</del>" in page.text
    act = re.search(r'action="(/operatori/contenuti/storia/\d+/annulla)"', page.text)
    assert act is not None and anna.act(act.group(1)).status_code == 403, "administrators only"
    assert "Rimesso com’era" in carla.act(act.group(1)).text
    after = content.find_row(settings, table_name="course", key='["elettrico"]')
    assert after is not None and after.values == before.values
    again = carla.act(act.group(1))
    assert again.status_code == 409 and "è cambiata ancora" in again.text
