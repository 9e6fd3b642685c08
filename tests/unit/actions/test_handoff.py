"""Asking for a person, complaining, being misread, distress; what is told while the desk is open or closed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Optional

import pytest
import sqlalchemy

from bot import clock
from bot.actions.answers.answer import ActionAnswer
from bot.actions.booking.booking_form import ValidateBookingForm
from bot.actions.eligibility.eligibility_form import ValidateEligibilityForm
from bot.actions.fallback import ActionFallback
from bot.actions.handoff.callback_form import ActionSaveCallback, AskCallbackConsent, ValidateCallbackForm
from bot.actions.handoff.handoff import ActionExpressDistress, ActionHandOver, ActionRequestHuman
from bot.actions.handoff.handoff_events import (
    ActionHandoffReturned,
    ActionHandoffUnanswered,
    ActionLeaveHandoff,
)
from bot.actions.smalltalk import ActionAffirm, ActionStop
from bot.db.session import get_engine
from bot.services import booking, conversations, handoffs
from bot.services.conversations import Draft
from bot.settings import Settings
from tests.unit.actions.conftest import NOW
from tests.unit.actions.trackers import pressed, run, tracker, user

SUNDAY = datetime(2026, 11, 22, 11, 0, tzinfo=clock.ROME)
CHECKED = {"eligibility_course": "sala", "eligibility_age": {"years": 34, "born": None},
           "eligibility_status": "suspended", "eligibility_residence": "resident", "subject": "course:sala"}


def request_of(settings: Settings) -> Any:
    """The only request for an operator."""
    with get_engine(settings.database_url).connect() as connection:
        (row,) = connection.execute(sqlalchemy.text("select * from handoff")).all()
    return row


def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: SUNDAY)


# -- while the desk is open --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("action", "intent", "option", "slots", "reason", "first"), [
    (ActionRequestHuman(), "request_human", None, {}, "asked", "Ho passato"),
    (ActionRequestHuman(), "request_human", "reason:rule", {}, "rule", "Ho passato"),
    (ActionRequestHuman(), "request_human", "reason:nonsense", {}, "asked", "Ho passato"),
    (ActionRequestHuman(), "complain", None, {}, "complaint", "Mi dispiace"),
    (ActionFallback(), "nlu_fallback", None, {"misread": 1}, "misread", "Scusa"),
    (ActionHandOver(), "nlu_fallback", None, {}, "misread", "Scusa"),
])
def test_the_conversation_is_passed_on_and_the_person_hears_how_it_stands(
    seeded: Settings, action: Any, intent: str, option: Optional[str], slots: dict[str, Any], reason: str, first: str,
) -> None:
    names = {"option": option} if option else {}
    done = run(action, tracker(user("parole", intent, **names), slots=slots))
    assert len(done.messages) == 1 and done.text.startswith(first)
    for words in ("lo sportello è aperto", "numero 1 della coda", "10 minuti", "appuntamento", "richiamare"):
        assert words in done.text
    assert done.titles == ["Esci dalla coda"] and done.messages[0]["custom"]["state"] == "waiting"
    assert request_of(seeded).reason == reason and request_of(seeded).state == "waiting"
    assert handoffs.find_stage(seeded, conversation_id="web_1", now=NOW).position == 1


def test_the_card_of_the_operator_has_the_check_rule_by_rule_and_nothing_else(seeded: Settings) -> None:
    told = tracker(user("in cassa integrazione"), user("chiedo a qualcuno", "request_human", option="reason:rule"),
                   slots=CHECKED)
    run(ActionRequestHuman(), told)
    row = request_of(seeded)
    assert row.subject == "Corso «Servizio sala e gestione cliente»"
    assert row.wants == "in cassa integrazione\nchiedo a qualcuno" and row.office_id is None
    check = json.loads(row.card)["eligibility"]
    assert check["overall"] == "to_verify" and check["for"] is None
    assert [(rule["rule"], rule["verdict"]) for rule in check["rules"]] == [
        ("age", "met"), ("status", "to_verify"), ("residence", "met")]
    assert check["rules"][0]["text"].startswith("✓ Età: 34 anni")
    assert set(json.loads(row.card)) == {"eligibility"}


def test_without_a_check_there_is_no_card(seeded: Settings) -> None:
    run(ActionRequestHuman(), tracker(user("un operatore a Merate", "request_human", office="merate"),
                                      loop="booking_form"))
    row = request_of(seeded)
    assert row.card in (None, "null") and row.office_id == "merate"
    assert row.subject == "Prenotazione di un appuntamento"


def test_the_third_misread_answer_to_a_form_asks_for_an_operator_and_nothing_else(seeded: Settings) -> None:
    slots = {"eligibility_course": "sala", "requested_slot": "eligibility_age", "misread": 2}
    done = run(ValidateEligibilityForm(), tracker(
        user("bla bla", "nlu_fallback"), slots=slots, loop="eligibility_form"))
    assert done.messages == () and done.names("followup") == ["action_hand_over"]
    assert "action_execution_rejected" in [event["event"] for event in done.events]
    assert "requested_slot" not in done.slots, "the question stays for later"


# -- while it is closed ------------------------------------------------------------------------------------------------


def test_outside_desk_hours_a_real_free_appointment_and_a_call_back_are_offered(
    seeded: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(monkeypatch)
    done = run(ActionRequestHuman(), tracker(user("un operatore", "request_human")))
    assert "riapre lunedì 23 novembre alle 8:30" in done.text and "annotata" in done.text
    first = booking.find_first_free(seeded, service_id="orientamento", office_id=None, now=SUNDAY)
    assert first is not None and done.titles[0] == "Prenota lun 23 nov, 11:00"
    assert done.titles[1:] == ["Fatti richiamare", "Contatti dei centri"]
    assert request_of(seeded).state == "callback" and done.messages[0]["custom"]["state"] == "callback"
    assert done.messages[0]["custom"]["title"] == "Richiesta annotata", "nobody can call without a contact"
    again = run(ActionRequestHuman(), tracker(user("un operatore!", "request_human")))
    assert "già annotata" in again.text and request_of(seeded).state == "callback"


@pytest.mark.parametrize("how", ["button", "yes"])
def test_the_offered_appointment_begins_the_booking_with_its_time(
    seeded: Settings, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    closed(monkeypatch)
    offered = run(ActionRequestHuman(), tracker(user("un operatore", "request_human")))
    if how == "button":
        values = json.loads(offered.messages[0]["buttons"][0]["payload"].removeprefix("/book_appointment"))
        begun = run(ValidateBookingForm(), tracker(user("/x", "book_appointment", **values), loop="booking_form"))
    else:
        yes = run(ActionAffirm(), tracker(user("sì", "affirm"), slots={"offer": offered.slots["offer"]}))
        assert yes.names("followup") == ["booking_form"]
        told = tracker(user("sì", "affirm"), slots=yes.slots, loop="booking_form")
        told.events.append({"event": "action", "name": "action_affirm"})
        begun = run(ValidateBookingForm(), told)
        assert begun.slots["offered_time"] is None
    assert begun.slots["booking_service"] == "orientamento" and begun.slots["booking_office"] == "lecco"
    assert begun.slots["booking_time"]["start"] == "2026-11-23T11:00:00+01:00"
    assert begun.slots["requested_slot"] == "booking_consent", "nothing is kept before the consent"


def test_who_has_an_appointment_is_reminded_of_it(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    closed(monkeypatch)
    first = booking.find_first_free(seeded, service_id="orientamento", office_id="lecco", now=SUNDAY)
    assert first is not None
    booking.hold_place(seeded, conversation_id="web_1", service_id="orientamento", office_id="lecco",
                 starts_at=first.starts_at, now=SUNDAY)
    booking.book_appointment(seeded, conversation_id="web_1", service_id="orientamento", office_id="lecco",
                    starts_at=first.starts_at, name="Maria Rossi", contact="+393331234567", contact_kind="phone",
                    notice_version="2026-1", idempotency_key="k", now=SUNDAY)
    done = run(ActionRequestHuman(), tracker(user("un operatore", "request_human")))
    assert "Hai già un appuntamento" in done.text and done.titles == ["Fatti richiamare", "Contatti dei centri"]


# -- the call-back -----------------------------------------------------------------------------------------------------


def test_a_contact_is_kept_only_after_the_consent(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    closed(monkeypatch)
    run(ActionRequestHuman(), tracker(user("un operatore", "request_human")))
    form = ValidateCallbackForm()
    opened = run(form, tracker(user("/leave_contact", "leave_contact"), loop="callback_form"))
    assert opened.slots["requested_slot"] == "callback_consent"
    assert run(AskCallbackConsent(), tracker(user("x"))).messages[0]["custom"]["type"] == "consent"
    asking = {"requested_slot": "callback_consent"}
    early = run(form, tracker(user("333 1234567"), slots=asking, loop="callback_form"))
    assert early.slots["requested_slot"] == "callback_consent" and early.slots["callback_contact"]
    assert run(form, tracker(user("no", "deny"), slots=asking, loop="callback_form")).slots["requested_slot"] is None
    agreed = run(form, tracker(pressed("callback_consent:yes"), slots=asking, loop="callback_form"))
    assert agreed.slots["requested_slot"] == "callback_contact"
    wrong = run(form, tracker(user("333 12"), slots={"callback_consent": True, "requested_slot": "callback_contact"},
                              loop="callback_form"))
    assert "mancano cifre" in wrong.text and wrong.slots["requested_slot"] == "callback_contact"
    given = run(form, tracker(user("3331234567"), slots={"callback_consent": True,
                                                        "requested_slot": "callback_contact"}, loop="callback_form"))
    assert given.slots["requested_slot"] is None and request_of(seeded).callback_contact is None
    held = {"callback_consent": True, "callback_contact": given.slots["callback_contact"]}
    kept = run(ActionSaveCallback(), tracker(user("3331234567"), slots=held))
    assert kept.messages[0]["custom"]["title"] == "Ti richiama un operatore al 333 123 4567"
    assert "333 123 4567" in kept.text and request_of(seeded).callback_contact == "+393331234567"
    assert kept.slots["callback_contact"] is None, "the dialogue forgets it"
    right = run(ActionAnswer(), tracker(user("il numero giusto è 333 7654321", "ask_contact_change")))
    assert "333 765 4321" in right.text
    assert request_of(seeded).callback_contact == "+393337654321"


def test_a_refusal_keeps_nothing_and_gives_the_contacts(seeded: Settings) -> None:
    done = run(ActionSaveCallback(), tracker(user("no"), slots={"callback_consent": False}))
    assert "0341 295448" in done.text and "non salvo nulla" in done.text


def test_a_contact_without_a_request_makes_one(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    closed(monkeypatch)
    held = {"callback_consent": True,
            "callback_contact": {"value": "a@esempio.it", "shown": "a@esempio.it", "kind": "email"}}
    assert "a@esempio.it" in run(ActionSaveCallback(), tracker(user("x"), slots=held)).text
    assert request_of(seeded).callback_kind == "email"


# -- coming back -------------------------------------------------------------------------------------------------------


def returned(hours_ago: float, loop: Optional[str]) -> Any:
    before = {**user("bla"), "timestamp": (NOW - timedelta(hours=hours_ago)).timestamp()}
    event = {**user("/handoff_returned", "handoff_returned"), "timestamp": NOW.timestamp()}
    return tracker(before, event, loop=loop, slots={"booking_name": "Maria", "requested_slot": "booking_contact"})


def test_a_form_goes_on_at_its_question(seeded: Settings) -> None:
    done = run(ActionHandoffReturned(), returned(3.9, "booking_form"))
    assert done.text == "Riprendiamo da dove eravamo." and "booking_name" not in done.slots
    assert "active_loop" not in [event["event"] for event in done.events]


def test_a_form_that_is_too_old_is_left(seeded: Settings) -> None:
    done = run(ActionHandoffReturned(), returned(4.1, "booking_form"))
    assert "non ho salvato nulla" in done.text and done.slots["booking_name"] is None
    assert done.names("active_loop") == [None] and done.slots["requested_slot"] is None


def test_without_a_form_something_to_go_on_with_is_offered(seeded: Settings) -> None:
    assert "Prenota un appuntamento" in run(ActionHandoffReturned(), returned(9, None)).titles


def test_nobody_took_it(seeded: Settings) -> None:
    done = run(ActionHandoffUnanswered(), tracker(user("/handoff_unanswered", "handoff_unanswered")))
    assert "Prenota mar 24 nov, 10:00" in done.titles and "Fatti richiamare" in done.titles
    booked = run(ActionHandoffUnanswered(), tracker(user("x", "handoff_unanswered"), loop="booking_form"))
    assert booked.titles == ["Fatti richiamare", "Contatti dei centri"], "a time is being chosen already"


def test_leaving(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    leave = tracker(user("/leave_handoff", "leave_handoff"))
    assert "Non stai aspettando" in run(ActionLeaveHandoff(), leave).text
    closed(monkeypatch)
    conversations.append_message(
        seeded, conversation_id="web_1", channel="webchat", draft=Draft("person", "ciao"), now=SUNDAY)
    run(ActionRequestHuman(), tracker(user("un operatore", "request_human")))
    assert "ho tolto la tua richiesta" in run(ActionLeaveHandoff(), leave).text
    assert request_of(seeded).state == "ended"


@pytest.mark.parametrize(("words", "heard", "state"), [
    ("annulla la richiamata", "ho tolto la tua richiesta", "ended"), ("lascia stare", "Resta annotata", "callback")])
def test_stopping_says_what_becomes_of_the_call_back(
    seeded: Settings, monkeypatch: pytest.MonkeyPatch, words: str, heard: str, state: str
) -> None:
    closed(monkeypatch)
    run(ActionRequestHuman(), tracker(user("un operatore", "request_human")))
    assert heard in run(ActionStop(), tracker(user(words, "stop"))).text
    assert request_of(seeded).state == state


# -- the rest ----------------------------------------------------------------------------------------------------------


def test_an_erased_conversation_gets_the_contacts(seeded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handoffs, "request_operator", lambda *_, **__: handoffs.Gone())
    done = run(ActionRequestHuman(), tracker(user("voglio una persona", "request_human")))
    for words in ("Lecco: tel. 0341 295448", "Merate: tel. 0341 295702",
                  "8:30-12:30", "9:00-14:00", "da verificare"):
        assert words in done.text
    assert "Prenota un appuntamento" in done.titles and done.slots["offer"] == "book_appointment"


def test_distress_gets_kind_words_and_people_to_reach_and_ends_the_questions(seeded: Settings) -> None:
    done = run(ActionExpressDistress(), tracker(
        user("voglio morire", "express_distress"), slots={"requested_slot": "eligibility_age"},
        loop="eligibility_form"))
    for words in ("Mi dispiace", "assistente automatico", "112", "116 123", "ti fidi",
    "Ho avvisato anche gli operatori"):
        assert words in done.text
    assert request_of(seeded).reason == "distress" and request_of(seeded).state == "callback"
    assert len(done.messages) == 1 and done.titles == ["Parla con un operatore", "Prenota un appuntamento"]
    assert done.names("active_loop") == [None] and done.slots["requested_slot"] is None


@pytest.mark.parametrize(("text", "number"), [
    ("mio marito mi picchia", "1522"), ("picchiano un bambino", "114"), ("mio padre non respira", "112"),
    ("non abbiamo da mangiare", "servizi sociali del tuo Comune"), ("non ce la faccio più", "116 123")])
def test_each_kind_of_distress_is_told_whom_to_turn_to(seeded: Settings, text: str, number: str) -> None:
    assert number in run(ActionExpressDistress(), tracker(user(text, "express_distress"))).text


def test_after_distress_whom_to_turn_to_is_told_again_and_thanks_are_heard(seeded: Settings) -> None:
    def told(text: str, kind: str) -> str:
        return run(ActionExpressDistress(), tracker(
            user(text, "express_distress"), slots={"subject": f"distress:{kind}"})).text

    assert "servizi sociali" in told("a chi mi rivolgo?", "hunger")
    assert "Fai bene a chiamare" in told("grazie, provo a chiamare", "suicide")
    assert "1522" in told("grazie, mio marito mi picchia", "hunger")


@pytest.mark.parametrize("text", ["voglio morire", "mio marito mi picchia", "non abbiamo da mangiare", "non respira"])
def test_who_says_lei_is_helped_with_lei(seeded: Settings, text: str) -> None:
    told = run(ActionExpressDistress(), tracker(user(text, "express_distress"), slots={"register": "lei"})).text
    assert ("hiami" in told or "aspetti" in told) and "chiama" not in told.casefold()


def test_without_a_desk_nobody_is_said_to_be_told(seeded: Settings) -> None:
    with get_engine(seeded.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update operator set active = 0"))
    done = run(ActionExpressDistress(), tracker(user("voglio morire", "express_distress")))
    assert "112" in done.text and "avvisato" not in done.text


@pytest.mark.parametrize("now", [NOW, SUNDAY])
def test_without_any_account_at_the_desk_contacts_and_an_appointment_are_offered(
    seeded: Settings, monkeypatch: pytest.MonkeyPatch, now: datetime,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)
    with get_engine(seeded.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update operator set active = 0"))
    done = run(ActionRequestHuman(), tracker(user("fate schifo", "complain")))
    assert len(done.messages) == 1 and done.text.startswith("Mi dispiace") and "0341 295448" in done.text
    assert done.titles == ["Prenota un appuntamento"] and "annotata" not in done.text and "coda" not in done.text
    with get_engine(seeded.database_url).connect() as connection:
        assert connection.execute(sqlalchemy.text("select count(*) from handoff")).scalar() == 0


def test_without_any_account_nobody_is_asked_for_a_contact_that_nobody_would_use(seeded: Settings) -> None:
    with get_engine(seeded.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update operator set active = 0"))
    opened = run(ValidateCallbackForm(), tracker(user("/leave_contact", "leave_contact"), loop="callback_form"))
    assert opened.slots["requested_slot"] is None
    told = run(ActionSaveCallback(), tracker(user("/leave_contact", "leave_contact")))
    assert "nessuno può richiamarti" in told.text and "0341 295448" in told.text and "8:30" in told.text


def test_while_everybody_is_away_a_call_back_is_still_asked_for(
    seeded: Settings, monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed(monkeypatch)
    opened = run(ValidateCallbackForm(), tracker(user("/leave_contact", "leave_contact"), loop="callback_form"))
    assert opened.slots["requested_slot"] == "callback_consent"


def test_a_firm_gives_its_name_before_its_contact_and_a_person_does_not(seeded: Settings) -> None:
    known = {"requested_slot": "callback_consent"}
    firm = run(ValidateCallbackForm(), tracker(
        user("sì", "affirm"), slots={**known, "subject": "need:firm_pact"}, loop="callback_form"))
    assert firm.slots["requested_slot"] == "callback_firm"
    person = run(ValidateCallbackForm(), tracker(user("sì", "affirm"), slots=known, loop="callback_form"))
    assert person.slots["requested_slot"] == "callback_contact"
    named = run(ValidateCallbackForm(), tracker(
        user("siamo la Officina Galli & figli", "inform"), loop="callback_form",
        slots={"requested_slot": "callback_firm", "callback_consent": True, "subject": "need:firm_pact"}))
    assert (named.slots["callback_firm"], named.slots["requested_slot"]) == (
        "Officina Galli & figli", "callback_contact")


def test_what_is_told_with_a_call_is_kept(seeded: Settings) -> None:
    known = {"requested_slot": "callback_consent", "subject": "need:firm_pact"}
    form = ValidateCallbackForm()
    told = run(form, tracker(user("Ernesto Brambilla, Brambilla Stampi srl, 333 1234567"), slots=known,
                             loop="callback_form"))
    assert told.slots["callback_firm"] == "Brambilla Stampi srl" and told.slots["callback_contact"]
    when = run(form, tracker(user("sì, però mai prima delle 14", "affirm"), slots=known, loop="callback_form"))
    assert when.slots["callback_consent"] is True and "legge qui" in when.text


def test_nobody_who_could_call_is_said_after_the_consent_too(seeded: Settings) -> None:
    with get_engine(seeded.database_url).begin() as connection:
        connection.execute(sqlalchemy.text("update operator set active = 0"))
    held = {"callback_consent": True,
            "callback_contact": {"value": "a@esempio.it", "shown": "a@esempio.it", "kind": "email"}}
    assert "nessuno può richiamarti" in run(ActionSaveCallback(), tracker(user("x"), slots=held)).text
