"""booking_form turn by turn: what each message gives, what is asked next, and what the confirmation does."""

from __future__ import annotations

from typing import Any

import pytest

from bot import clock
from bot.actions.booking.booking_form import ValidateBookingForm
from bot.actions.booking.booking_outcome import ActionConfirmBooking
from bot.actions.booking.booking_questions import (
    CHANGE,
    AskConfirm,
    AskConsent,
    AskContact,
    AskName,
    AskOffice,
    AskService,
    AskTime,
)
from bot.db.models import Consent
from bot.db.session import transaction
from bot.dialogue.tasks import HAS_ONE, MOVE_OWN
from bot.services import booking, privacy
from bot.settings import Settings
from tests.unit.actions.conftest import NOW
from tests.unit.actions.trackers import Done, pressed, run, tracker, user

THURSDAY_10 = "2026-11-26T10:00:00+01:00"
TIME = {"office": "lecco", "start": THURSDAY_10, "key": "k"}
PERSON = {"booking_name": "Maria Rossi",
          "booking_contact": {"value": "+393331234567", "shown": "333 123 4567", "kind": "phone"}}
FULL = {"booking_service": "orientamento", "booking_office": "lecco", "booking_time": TIME, **PERSON,
        "booking_consent": privacy.NOTICE_VERSION}


def step(event: dict[str, Any], requested: str = "", **slots: Any) -> Done:
    """The form's reading of one message."""
    known = {**slots, **({"requested_slot": requested} if requested else {})}
    return run(ValidateBookingForm(), tracker(event, slots=known, loop="booking_form" if requested else None))


@pytest.mark.parametrize("text", ["Ma il giorno è il 9 o il 2?", "mercoledì 2, giusto?", "era alle 10 o alle 11?"])
def test_a_question_about_the_summary_changes_and_books_nothing(seeded: Settings, text: str) -> None:
    done = step(user(text), "booking_confirm", **FULL)
    assert done.slots["requested_slot"] == "booking_confirm" and "booking_time" not in done.slots


def confirmed(**slots: Any) -> Done:
    """The confirmation with all slots filled."""
    return run(ActionConfirmBooking(), tracker(user("sì", "affirm"), slots={**FULL, "booking_confirm": True, **slots}))


def own(settings: Settings) -> list[booking.AppointmentView]:
    """The appointments of the conversation."""
    return booking.list_own(settings, conversation_id="web_1", now=NOW)


def test_everything_in_the_first_sentence_leaves_only_the_person_to_ask(seeded: Settings) -> None:
    done = step(user("vorrei un appuntamento a Merate giovedì alle 10 per orientamento", "book_appointment",
                     service="orientamento", office="merate"))
    assert done.slots["booking_time"]["start"] == THURSDAY_10
    assert done.slots["requested_slot"] == "booking_consent"


def test_a_time_said_before_the_office_is_taken_when_the_office_is_known(seeded: Settings) -> None:
    first = step(user("vorrei prenotare giovedì alle 10", "book_appointment"))
    assert "booking_time" not in first.slots and first.slots["time_wish"]
    second = step(user("Lecco", office="lecco"), "booking_office", booking_service="orientamento",
                  time_wish=first.slots["time_wish"])
    assert second.slots["booking_time"]["start"] == THURSDAY_10


def test_the_chosen_time_is_held_for_the_conversation(seeded: Settings) -> None:
    step(pressed("booking_time:merate|2026-11-26T10:00"), "booking_time", booking_service="orientamento",
         booking_office="merate")
    at_ten = clock.local(NOW.replace(day=26, hour=10, minute=0))
    assert not booking.search_availability(seeded, service_id="orientamento", office_id="merate", now=NOW, start=at_ten,
                                           end=at_ten.replace(second=1))


@pytest.mark.parametrize("name", ("Domenica Rossi", "Marzia Sabato", "Giulia Maggio"))
def test_a_name_that_is_a_day_is_a_name(seeded: Settings, name: str) -> None:
    done = step(user(name), "booking_name", booking_service="orientamento", booking_office="lecco", booking_time=TIME)
    assert done.slots["booking_name"] == name and "booking_time" not in done.slots


def test_another_time_at_the_name_question_is_a_time(seeded: Settings) -> None:
    done = step(user("anzi venerdì alle 9"), "booking_name", booking_service="orientamento", booking_office="lecco",
                booking_time=TIME)
    assert done.slots["booking_time"]["start"].startswith("2026-11-27T09:00")
    assert "booking_name" not in done.slots


def test_another_office_keeps_the_time(seeded: Settings) -> None:
    done = step(user("anzi meglio Merate", office="merate"), "booking_confirm", **FULL)
    assert done.slots["booking_time"]["office"] == "merate"
    assert done.slots["booking_time"]["start"] == THURSDAY_10
    assert done.slots["requested_slot"] == "booking_confirm"


def test_a_question_about_an_office_does_not_change_the_office(seeded: Settings) -> None:
    done = step(user("che orari fa l'ufficio di Merate?", "ask_office_hours", office="merate"), "booking_confirm",
                **FULL)
    assert "booking_office" not in done.slots


def test_where_is_about_the_office_that_is_booked(seeded: Settings) -> None:
    done = step(user("dove si trova?", "out_of_scope"), "booking_confirm", **FULL)
    assert "corso Matteotti" in done.text and "Mameli" not in done.text
    assert done.slots["requested_slot"] == "booking_confirm"


def test_refused_consent_ends_the_form_and_keeps_nothing(seeded: Settings) -> None:
    slots = {name: value for name, value in FULL.items() if name != "booking_consent"}
    done = step(user("no", "deny"), "booking_consent", **slots)
    assert done.slots["requested_slot"] is None and done.slots["booking_name"] is None
    assert "non salvo nulla" in done.text


def test_an_hour_at_the_summary_is_of_the_same_day(seeded: Settings) -> None:
    done = step(user("sì ma alle 11", "affirm"), "booking_confirm", **FULL)
    assert done.slots["booking_time"]["start"].startswith("2026-11-26T11:00")


def test_a_yes_with_another_name_changes_the_name_first(seeded: Settings) -> None:
    done = step(user("sì però il nome è Carla Rossi", "affirm"), "booking_confirm", **FULL)
    assert done.slots["booking_name"] == "Carla Rossi" and not done.slots.get("booking_confirm")


def test_a_yes_with_a_but_books_nothing(seeded: Settings) -> None:
    done = step(user("sì ma aspetta", "affirm"), "booking_confirm", **FULL)
    assert done.slots["booking_confirm"] is None and done.slots["offer"] == CHANGE


def test_cancelling_what_is_not_booked_yet_leaves_the_form(seeded: Settings) -> None:
    done = step(user("voglio annullare la prenotazione", "cancel_appointment"), "booking_confirm", **FULL)
    assert done.slots["requested_slot"] is None and done.slots["booking_name"] is None


def test_the_first_at_the_office_question_is_an_office(seeded: Settings) -> None:
    done = step(user("il primo"), "booking_office", booking_service="orientamento")
    assert done.slots["booking_office"] == "lecco" and not done.slots.get("time_wish")


def test_asking_for_the_free_hours_shows_them_without_a_reproach(seeded: Settings) -> None:
    done = step(user("che orari avete liberi?", "ask_availability"), "booking_time", booking_service="orientamento",
                booking_office="lecco")
    assert not done.messages and done.slots["requested_slot"] == "booking_time"


def test_a_bare_no_to_the_summary_asks_what_to_change(seeded: Settings) -> None:
    done = step(user("no", "deny"), "booking_confirm", **FULL)
    assert done.slots["offer"] == CHANGE and done.slots["requested_slot"] == "booking_confirm"
    asked = run(AskConfirm(), tracker(user("no", "deny"), slots={**FULL, "offer": CHANGE}))
    assert "Cosa vuoi cambiare" in asked.text and "Ufficio" in asked.titles


@pytest.mark.parametrize(("words", "slot"), (
    ("voglio cambiare l'orario", "booking_time"), ("l'ufficio", "booking_office"), ("il nome", "booking_name"),
    ("il telefono", "booking_contact"), ("il motivo", "booking_service")))
def test_what_to_change_in_words(seeded: Settings, words: str, slot: str) -> None:
    done = step(user(words), "booking_confirm", **FULL)
    assert done.slots["requested_slot"] == slot


def test_the_other_service_at_the_summary_is_taken(seeded: Settings) -> None:
    done = step(user("aspetta, non è il colloquio che mi serve, è la verifica", "deny"), "booking_confirm", **FULL)
    assert (done.slots["booking_service"], done.slots["requested_slot"]) == ("requisiti", "booking_confirm")


def test_a_new_number_at_the_summary_is_kept_although_it_begins_with_no(seeded: Settings) -> None:
    done = step(user("no il telefono è 333 7654321", "deny"), "booking_confirm", **FULL)
    assert done.slots["booking_contact"]["value"] == "+393337654321"
    assert done.slots["requested_slot"] == "booking_confirm"


def test_confirming_twice_makes_one_appointment(seeded: Settings) -> None:
    first, second = confirmed(), confirmed()
    assert len(own(seeded)) == 1
    assert own(seeded)[0].code in first.text and own(seeded)[0].code in second.text
    assert first.messages[0]["custom"]["attachment"]["payload"]["name"].endswith(".ics")
    assert first.slots["booking_name"] is None


def test_the_confirmation_says_where_once_and_how_to_ask(seeded: Settings) -> None:
    text = confirmed().text
    assert "corso Matteotti 3, Lecco, piano terra" in text and "0341 295448" in text


def test_one_appointment_a_service_is_told_at_once(seeded: Settings) -> None:
    confirmed()
    done = step(user("vorrei prenotare per orientamento", "book_appointment", service="orientamento"))
    assert done.slots["booking_confirm"] == HAS_ONE and done.slots["requested_slot"] is None
    told = run(ActionConfirmBooking(), tracker(
        user("vorrei prenotare per orientamento", "book_appointment"),
        slots={"booking_service": "orientamento", "booking_confirm": HAS_ONE}))
    assert "Hai già un appuntamento" in told.text and told.slots["offer"] == "move_appointment"
    assert own(seeded)[0].code in told.text


def test_the_service_question_tells_of_the_appointment_and_offers_the_others(seeded: Settings) -> None:
    confirmed()
    asked = run(AskService(), tracker(user("vorrei prenotare", "book_appointment")))
    assert "Hai già un appuntamento" in asked.text
    assert "Verifica dei requisiti per un corso" in asked.titles and "Colloquio di orientamento" not in asked.titles
    done = step(user("sì", "affirm"), "booking_service")
    assert done.slots["booking_confirm"] == MOVE_OWN
    went = run(ActionConfirmBooking(), tracker(user("sì", "affirm"), slots={"booking_confirm": MOVE_OWN}))
    assert went.names("followup") == ["move_form"]


def test_a_place_lost_before_the_confirmation_is_told_with_others(seeded: Settings) -> None:
    merate = {**TIME, "office": "merate"}
    other = booking.hold_place(seeded, conversation_id="web_2", service_id="orientamento", office_id="merate",
                         starts_at=clock.local(NOW.replace(day=26, hour=10, minute=0)), now=NOW)
    assert isinstance(other, booking.Held)
    done = confirmed(booking_office="merate", booking_time=merate)
    assert not own(seeded) and done.slots["booking_time"] is None and done.slots["time_options"]
    assert done.names("followup") == ["booking_form"]


@pytest.mark.parametrize(("words", "service"), (
    ("la seconda", "requisiti"), ("non lo so", "orientamento"), ("vorrei capire quale corso fa per me", "orientamento"),
    ("per vedere se posso partecipare", "requisiti"), ("2", "requisiti")))
def test_the_service_in_other_words(seeded: Settings, words: str, service: str) -> None:
    assert step(user(words), "booking_service").slots["booking_service"] == service


def test_a_button_of_another_form_gives_nothing(seeded: Settings) -> None:
    done = step(pressed("move_confirm:yes"), "booking_confirm", **FULL)
    assert "booking_confirm" not in done.slots or done.slots["booking_confirm"] is None


def test_a_made_up_service_or_office_is_not_taken(seeded: Settings) -> None:
    done = step(pressed("booking_service:x"), "booking_service")
    assert done.slots.get("booking_service") is None
    done = step(pressed("booking_office:x"), "booking_office", booking_service="orientamento")
    assert done.slots.get("booking_office") is None


def test_the_questions_offer_buttons(seeded: Settings) -> None:
    slots = {"booking_service": "orientamento"}
    assert run(AskOffice(), tracker(user("x"), slots=slots)).titles == ["Lecco", "Merate", "È uguale"]
    asked = run(AskTime(), tracker(user("x"), slots={**slots, "booking_office": "any"}))
    assert len(asked.titles) == 6 and "mar 24 nov, 10:00, Lecco" in asked.titles
    assert len(asked.slots["time_options"]) == 6


def test_a_name_that_begins_as_a_question_of_price_is_a_name(seeded: Settings) -> None:
    done = step(user("costa paola"), "booking_name", booking_service="orientamento", booking_office="lecco",
                booking_time=TIME, booking_consent=privacy.NOTICE_VERSION)
    assert done.slots["booking_name"] == "Costa Paola" and done.slots["requested_slot"] == "booking_contact"


@pytest.mark.parametrize(("text", "contact"), [
    ("Chiara Tentori chiara.tentori@esempio.it", "chiara.tentori@esempio.it"),
    ("chiara.tentori@esempio.it Chiara Tentori", "chiara.tentori@esempio.it"),
    ("Chiara Tentori, 333 1234567", "+393331234567")])
def test_name_and_contact_in_one_message(seeded: Settings, text: str, contact: str) -> None:
    done = step(user(text), "booking_name", booking_service="orientamento", booking_office="lecco", booking_time=TIME,
                booking_consent=privacy.NOTICE_VERSION)
    assert (done.slots["booking_name"], done.slots["booking_contact"]["value"]) == ("Chiara Tentori", contact)


def test_consent_name_and_contact_in_one_message(seeded: Settings) -> None:
    done = step(user("sì va bene, Marco Gilardi 3444019306", "affirm"), "booking_consent",
                booking_service="orientamento", booking_office="lecco", booking_time=TIME)
    assert done.slots["booking_name"] == "Marco Gilardi" and done.slots["booking_consent"] == privacy.NOTICE_VERSION
    assert done.slots["requested_slot"] == "booking_confirm"


@pytest.mark.parametrize("text", ["boh non saprei", "fammici pensare un attimo", "non sono sicura"])
def test_who_cannot_decide_refuses_no_consent(seeded: Settings, text: str) -> None:
    done = step(user(text), "booking_consent", booking_service="orientamento", booking_office="lecco",
                booking_time=TIME)
    assert done.slots["requested_slot"] == "booking_consent" and done.slots.get("booking_time", TIME) == TIME
    assert "senza un sì" in done.text


def test_another_office_is_named_where_a_time_is_asked(seeded: Settings) -> None:
    done = step(user("no, la settimana prossima e la sede è quella di Merate", office="merate"), "booking_confirm",
                **FULL)
    assert done.slots["requested_slot"] == "booking_time" and "Merate" in done.text


def test_going_back_to_the_office_forgets_the_starts_of_the_other(seeded: Settings) -> None:
    done = step(user("Merate", office="merate"), "booking_office", booking_service="orientamento",
                time_options=["lecco|2026-11-26T08:30"])
    assert done.slots["booking_office"] == "merate" and done.slots["time_options"] is None


def test_a_no_with_another_hour_at_the_consent_changes_the_hour(seeded: Settings) -> None:
    done = step(user("no alle dieci e mezza"), "booking_consent",
                **{**FULL, "booking_consent": None, "booking_name": None, "booking_contact": None})
    assert done.slots["booking_time"]["start"] == "2026-11-26T10:30:00+01:00"
    assert done.slots["requested_slot"] == "booking_consent"


@pytest.mark.parametrize(("text", "whom", "name"), [
    ("vorrei prenotare per mia madre un colloquio a Lecco", "madre", None),
    ("sono Maria Rossi, prenoto per mia madre Adele Costa", "madre", "Adele Costa"),
    ("fisso un colloquio per un mio utente a Merate", "utente", None),
    ("un appuntamento per conto di un'altra persona", "persona", None),
    ("vorrei un appuntamento, non per me", "other", None),
    ("sono Maria Rossi, vorrei un appuntamento per me", None, "Maria Rossi"),
    ("un colloquio per papà", "papa", None), ("avete appuntamenti per persone disabili?", None, None),
    ("un appuntamento per lavoro", None, None)])
def test_who_books_for_somebody_else(seeded: Settings, text: str, whom: str | None, name: str | None) -> None:
    slots = step(user(text, "book_appointment", service="orientamento", office="lecco")).slots
    assert slots.get("booking_person") == whom and slots.get("booking_name") == name


def test_the_person_who_comes_is_asked_for_and_the_consent_says_for_whom(seeded: Settings) -> None:
    for register, whose in (("tu", "per cui prenoti?"), ("lei", "per cui prenota?")):
        slots = {**FULL, "booking_person": "madre", "register": register}
        asked = [run(question(), tracker(user("sì"), slots=slots)).text
                 for question in (AskConsent, AskName, AskContact, AskConfirm)]
        assert whose in asked[1] and "di questa persona" in asked[2] and "per Maria Rossi" in asked[3]
        assert "per un'altra persona" in asked[0] and "d'accordo?" in asked[0]
    confirmed(booking_person="madre")
    with transaction(seeded.database_url) as session:
        assert [row.on_behalf for row in session.query(Consent)] == [True]


def test_for_whom_is_said_late_or_put_right(seeded: Settings) -> None:
    late = step(user("no aspetta, è per mia madre"), "booking_confirm", **FULL)
    assert late.slots["booking_person"] == "madre" and late.slots["requested_slot"] == "booking_name"
    named = step(user("è per mia moglie, Anna Bruni"), "booking_name", **{**FULL, "booking_name": None})
    assert named.slots["booking_person"] == "moglie" and named.slots["booking_name"] == "Anna Bruni"
    right = step(user("no, è per me"), "booking_confirm", **FULL, booking_person="madre")
    assert right.slots["booking_person"] is None and right.slots["requested_slot"] == "booking_name"
    busy = step(user("giovedì non posso per mio figlio"), "booking_time", **{**FULL, "booking_time": None})
    assert busy.slots.get("booking_person") is None


def test_a_booking_with_others_leaves_the_form_as_it_is(seeded: Settings) -> None:
    said = user("appuntamento dal parrucchiere lunedì alle 10", "out_of_scope", 1.0)
    assert not {"booking_time", "time_wish"} & set(step(said, "booking_office", booking_service="orientamento").slots)
    said = user("prenotami anche un tavolo per due", "out_of_scope", 1.0)
    assert step(said, "booking_consent", **{**FULL, "booking_consent": None}).slots.get("booking_consent") is None
    said = user("lunedì ho il dentista, meglio giovedì alle 10", "inform")
    assert step(said, "booking_time", booking_service="orientamento", booking_office="lecco").slots["booking_time"]
