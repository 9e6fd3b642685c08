"""The calendar over HTTP: whose office it is, booking for others, moving, marking, hours and closures, the sheet."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest
import sqlalchemy

from bot import clock
from bot.db.session import transaction
from bot.services import agenda, booking, content, conversations, notices, operators, telegram
from bot.services.conversations import Draft
from bot.services.notices import NewNotice
from bot.settings import Settings
from tests.support.clocks import StillClock
from tests.support.desk_content_data import MONDAY, appointment
from tests.support.desk_content_fixtures import acts, on_monday, settings, shared_clock, text_of, url
from tests.support.desk_data import ask
from tests.support.desk_people import anna, bea, browser, carla
from tests.support.desk_server import Browser, field

__all__ = ["anna", "bea", "carla", "on_monday", "settings", "shared_clock", "url"]
pytestmark = pytest.mark.slow


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
    said = conversations.list_last(settings, conversation_id="web_maria", limit=1)[0]
    assert said.content["custom"]["type"] == "appointment_cards" and said.audience == "all"
    mine = booking.list_own(settings, conversation_id="web_maria", now=MONDAY)
    assert [view.starts_at.strftime("%Y-%m-%dT%H:%M") for view in mine] == [starts[0]]
    assert anna.act("/operatori/calendario/prenota", **sent, consenso="1").status_code == 200
    assert len(booking.list_own(settings, conversation_id="web_maria", now=MONDAY)) == 1
    later = anna.get(address)
    assert 'value="Maria Bianchi"' in later.text and "Ha già: Colloquio di orientamento" in text_of(later)
    other = anna.act("/operatori/calendario/prenota", **{**sent, "chiave": "un-altro-modulo", "conversation": ""},
                     consenso="1")
    assert other.status_code == 200, "a contact is no identity: who shares it may book too"


def test_moving_cancelling_and_marking_from_the_pages(
    settings: Settings, anna: Browser, url: str, shared_clock: StillClock,
) -> None:
    view = appointment(settings, "bice", place=4)
    here = f"/operatori/calendario/appuntamenti/{view.id}"
    page = anna.get(f"{here}/sposta?giorno=2026-11-27")
    start = re.findall(r'name="quando"[^>]*value="([^"]+)"', page.text)[3]
    moved = anna.act(f"{here}/sposta", ufficio="lecco", giorno="2026-11-27", quando=start)
    assert "Spostato" in moved.text and "venerdì 27 novembre" in moved.text
    past = anna.act(f"{here}/sposta", ufficio="lecco", giorno="2026-11-23", quando="2026-11-23T08:30")
    assert past.status_code == 422
    assert "È presto per dirlo" in anna.act(f"{here}/presenza", presenza="attended").text
    shared_clock.value = MONDAY + timedelta(days=4, hours=9)
    later = browser(url, "dario.blu")
    assert "Segnato: non si è presentata" in later.act(f"{here}/presenza", presenza="missed").text
    assert "Segnato: è arrivata" in later.act(f"{here}/presenza", presenza="attended", torna="giorno").text
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
    assert "Persona dora, dora@example.org" in doubt.text, "who is left outside is shown with service and contact"
    fields = {name: value for name, value in re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', doubt.text) if name != "csrf"}
    assert fields["confermo"] == "1"
    assert "Salvato" in bea.act("/operatori/calendario/orari/chiusura", **fields).text
    assert "assemblea del personale" in bea.get(f"/operatori/calendario?giorno={day}").text
    closed = booking.check_span(settings, service_id="orientamento", office_id="merate", now=MONDAY,
                           start=clock.at(view.starts_at.date(), view.starts_at.time()), end=view.ends_at)
    assert isinstance(closed, booking.Closed) and closed.detail == "assemblea del personale"
    everywhere = bea.act("/operatori/calendario/orari/chiusura", ufficio="merate", starts_on="2026-12-31",
                         reason="solo Merate", ovunque="1")
    assert everywhere.status_code == 200
    rows = content.read_page(settings, table_name="closure", search="solo Merate").rows
    assert [row.values["office_id"] for row in rows] == ["merate"], "only administrators close all offices"


def test_an_interval_that_overlaps_is_refused_and_a_good_one_can_be_booked(settings: Settings, anna: Browser) -> None:
    sent = {"ufficio": "lecco", "weekday": "5", "opens": "09:00", "closes": "12:00"}
    assert "Salvato" in anna.act("/operatori/calendario/orari/orario", **sent).text
    again = anna.act("/operatori/calendario/orari/orario", **{**sent, "opens": "11:00", "closes": "13:00"})
    assert again.status_code == 422 and "Si sovrappone" in text_of(again)
    saturday = clock.at(MONDAY.date() + timedelta(days=5), MONDAY.time())
    assert booking.search_availability(
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


def test_who_said_to_come_is_marked_in_the_calendar(settings: Settings, anna: Browser) -> None:
    view = appointment(settings, "conferma", days=3)
    day = view.starts_at.date().isoformat()
    pages = [f"/operatori/calendario?ufficio=lecco&giorno={day}",
             f"/operatori/calendario?ufficio=lecco&giorno={day}&vista=settimana",
             f"/operatori/calendario/appuntamenti/{view.id}"]
    assert all("ha confermato" not in anna.get(page).text for page in pages)
    booking.confirm_attendance(settings, appointment_id=view.id, conversation_id="web_conferma", now=MONDAY)
    for page in pages:
        assert "ha confermato" in anna.get(page).text, page


def test_the_desk_sees_what_was_told_and_who_has_blocked_the_bot(settings: Settings, anna: Browser) -> None:
    view = appointment(settings, "iris", place=9)
    conversation_id = booking_owner(settings, view.id)
    conversations.append_message(
        settings, conversation_id=conversation_id, channel="telegram", draft=Draft("person", "ciao"), now=MONDAY)
    telegram.switch_chat(settings, chat_id=77, conversation_id=conversation_id, now=MONDAY)
    for kind, until in (("lost_code", view.starts_at), ("news", view.starts_at)):
        notices.add_notice(settings, NewNotice(
            kind, f"test:{kind}", MONDAY, until, appointment_id=view.id, about={"text": "x", "subject": "x"}), MONDAY)
    address = f"/operatori/calendario/appuntamenti/{view.id}"
    page = text_of(anna.get(address))
    assert "Codice mandato di nuovo: partirà" in page and "ha bloccato" not in page
    notices.place_in_chats(settings, MONDAY)
    telegram.mark_blocked(settings, chat_id=77, blocked=True, now=MONDAY)
    page = text_of(anna.get(address))
    assert "Codice mandato di nuovo, chat: in chat, non ancora aperto" in page and "ha bloccato l’assistente" in page
    assert "ha bloccato l’assistente" in text_of(anna.get(f"/operatori/conversazioni/{conversation_id}"))


def booking_owner(settings: Settings, appointment_id: int) -> str:
    """The conversation that an appointment was made in."""
    with transaction(settings.database_url) as session:
        return str(session.execute(sqlalchemy.text(
            "select conversation_id from appointment where id = :id"), {"id": appointment_id}).scalar_one())


def test_what_a_closure_leaves_outside_stands_on_the_first_page_until_it_is_kept(
    settings: Settings, bea: Browser, anna: Browser,
) -> None:
    view = appointment(settings, "ugo", days=9, office="merate")
    day = view.starts_at.date().isoformat()
    saved = bea.act("/operatori/calendario/orari/chiusura", ufficio="merate", starts_on=day, ends_on="",
                    reason="trasloco", confermo="1")
    assert "Salvato" in saved.text, text_of(saved)
    page = text_of(bea.get("/operatori"))
    assert "Appuntamenti fuori orario" in page and "Persona ugo" in page and "ugo@example.org" in page
    assert "trasloco" in page and "Persona ugo" not in text_of(anna.get("/operatori")), "Merate's, not Lecco's"
    assert anna.act(f"/operatori/calendario/appuntamenti/{view.id}/tieni").status_code == 404
    kept = bea.act(f"/operatori/calendario/appuntamenti/{view.id}/tieni")
    assert "L’appuntamento resta dov’è" in text_of(kept)
    assert "Persona ugo" not in text_of(bea.get("/operatori"))


def test_somebody_at_the_desk_is_booked_now_and_noted_as_arrived(settings: Settings, anna: Browser) -> None:
    today = MONDAY.date().isoformat()
    page = anna.get(f"/operatori/calendario/prenota?ufficio=lecco&giorno={today}")
    assert "È qui adesso" in page.text
    sent = {"ufficio": "lecco", "motivo": "orientamento", "giorno": today, "chiave": field(page.text, "chiave"),
            "nome": "Gino Neri", "contatto": "gino@example.org", "consenso": "1", "adesso": "1"}
    done = anna.act("/operatori/calendario/prenota", **sent)
    assert done.status_code == 200 and "Arrivata" in text_of(done) and "Gino Neri" in done.text


def test_the_form_keeps_what_was_typed_when_the_day_changes(settings: Settings, anna: Browser) -> None:
    page = anna.get("/operatori/calendario/prenota?ufficio=lecco&giorno=2026-11-29")
    assert 'name="vai"' in page.text, "a Sunday: the nearest days are buttons of the same form"
    sent = {"ufficio": "lecco", "motivo": "did_patto", "giorno": "2026-11-29", "conversation": "", "nome": "Rosa Viola",
            "chiave": field(page.text, "chiave"), "contatto": "333 7654321", "consenso": "1", "operatore": "1"}
    for changed in ({"vai": "2026-11-27"}, {"giorno": "2026-11-27", "mostra": "1"}):
        other = anna.act("/operatori/calendario/prenota", **{**sent, **changed})
        assert other.status_code == 200 and "role=\"alert\"" not in other.text
        assert "Venerdì 27 novembre" in text_of(other) and "27" in field(other.text, "giorno")
        for kept in ('value="Rosa Viola"', 'value="333 7654321"', 'name="consenso" value="1"'):
            assert kept in other.text
        assert re.search(r'value="1" selected>Anna Rossi', other.text)
        assert field(other.text, "chiave") == sent["chiave"]
        assert "checked" in other.text.split('id="consenso"')[1][:150]
    assert not any("Rosa" in entry.name for entry in _friday(settings)), "nothing is booked by looking"


def _friday(settings: Settings) -> tuple[agenda.Entry, ...]:
    days = agenda.list_days(settings, operator=_operator(settings, "carla.neri"), office_id="lecco",
                            first=MONDAY.date() + timedelta(days=4), number=1, now=MONDAY)
    assert days is not None
    return days[0].entries


def test_two_clicks_from_who_is_free_to_the_appointment(settings: Settings, anna: Browser) -> None:
    day = anna.get("/operatori/calendario?ufficio=lecco&giorno=2026-11-27").text
    link = re.search(r'href="(/operatori/calendario/prenota\?[^"]*ora=10[^"]*operatore=4[^"]*)"', day)
    assert link is not None, "Dario is free at ten"
    page = anna.get(link.group(1).replace("&amp;", "&"))
    start = re.search(r'value="([^"]+)" checked><label for="quando', page.text)
    assert start is not None and re.search(r'value="4" selected>Dario Blu', page.text), "day, hour and operator are set"
    done = anna.act(
        "/operatori/calendario/prenota", ufficio="lecco", motivo="orientamento", giorno="2026-11-27", conversation="",
        chiave=field(page.text, "chiave"), quando=start.group(1), nome="Sara Blu", contatto="333 1112223",
        consenso="1", operatore="4")
    assert "Prenotato" in done.text and "Dario Blu" in text_of(done)
    after = anna.get("/operatori/calendario?ufficio=lecco&giorno=2026-11-27").text
    assert link.group(1) not in after and "occupato" in after
    only = anna.get("/operatori/calendario?ufficio=lecco&giorno=2026-11-23&vista=agenda&operatore=4").text
    assert "Sara Blu" in only
    assert "Sara Blu" not in anna.get(
        "/operatori/calendario?ufficio=lecco&giorno=2026-11-23&vista=agenda&operatore=1").text
    (entry,) = [each for each in _friday(settings) if each.name == "Sara Blu"]
    here = f"/operatori/calendario/appuntamenti/{entry.id}"
    assert "con chi è l’appuntamento" in anna.act(f"{here}/operatore", operatore="1").text
    refused = anna.act(f"{here}/operatore", operatore="2")
    assert "non è libero" in text_of(refused), "Bea works in Merate"
    assert anna.act(f"{here}/operatore", operatore="x").status_code == 422
    busy = anna.act(
        "/operatori/calendario/prenota", ufficio="lecco", motivo="orientamento", giorno="2026-11-27", conversation="",
        chiave="un-altra-chiave", quando=start.group(1), nome="Zoe Blu", contatto="333 1112224", consenso="1",
        operatore="1")
    assert busy.status_code == 422, "Anna has Sara then"


def test_the_appointment_that_is_there_already_is_one_press_away(settings: Settings, anna: Browser) -> None:
    ada = appointment(settings, "emma", place=1)
    conversations.append_message(settings, conversation_id="web_emma", channel="webchat", now=MONDAY,
                                 draft=Draft("person", "Un operatore?"))
    ask(settings, "web_emma", MONDAY, office="lecco")
    page = anna.get("/operatori/calendario/prenota?ufficio=lecco&giorno=2026-11-27&conversation=web_emma")
    start = re.findall(r'name="quando"[^>]*value="([^"]+)"', page.text)[-1]
    answer = anna.act(
        "/operatori/calendario/prenota", ufficio="lecco", motivo="orientamento", giorno="2026-11-27",
        conversation="web_emma", chiave=field(page.text, "chiave"), quando=start, nome="Emma", contatto="333 1112225",
        consenso="1")
    assert answer.status_code == 422
    assert f'href="/operatori/calendario/appuntamenti/{ada.id}">C’è già: apri</a>' in answer.text


def test_a_feed_is_made_read_without_a_session_and_taken_back(
        settings: Settings, anna: Browser, bea: Browser, url: str) -> None:
    appointment(settings, "fede", place=3)
    made = anna.act("/operatori/calendario/indirizzi", ufficio="lecco")
    secret = re.search(r'value="(http[^"]+\.ics)"', made.text)
    assert secret is not None
    answer = httpx.get(secret.group(1))
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "private, no-store"
    assert "BEGIN:VEVENT" in answer.text and "fede" not in answer.text
    page = anna.get("/operatori/calendario/indirizzi")
    assert secret.group(1) not in page.text and "Non contiene" in page.text
    act = re.search(r'action="(/operatori/calendario/indirizzi/\d+/togli)"', page.text)
    assert act is not None
    assert bea.act(act.group(1)).status_code == 404 and httpx.get(secret.group(1)).status_code == 200
    assert "non apre più niente" in anna.act(act.group(1)).text
    assert httpx.get(secret.group(1)).status_code == 404
    assert httpx.get(f"{url}/calendari/x.ics").status_code == 404
    assert bea.act("/operatori/calendario/indirizzi", ufficio="lecco").status_code == 404
