"""Everything in one message and two wishes, through the actions: what is filled, noted, kept and offered."""

from __future__ import annotations

from typing import Any

from bot.actions.booking.booking_form import ValidateBookingForm
from bot.actions.eligibility.eligibility_form import ValidateEligibilityForm
from bot.actions.eligibility.eligibility_outcome import ActionTellEligibility
from bot.actions.second_wish import offer_second_wish
from bot.actions.smalltalk import ActionAffirm, ActionDeny, ActionStop
from bot.dialogue.rasa_adapter import read_turn
from bot.dialogue.turn import say
from bot.settings import Settings
from tests.unit.actions.trackers import run, tracker, user

KEPT = {"intent": "check_eligibility", "text": "e vedi se posso fare il corso di sala", "names": {"course": ["sala"]}}
TWO = "prenota a Lecco e vedi se posso fare il corso di sala"


def wishing(text: str, intent: str, *wishes: tuple[str, int, int], **names: str) -> dict[str, Any]:
    event = user(text, intent, **names)
    event["parse_data"]["wishes"] = [{"intent": name, "start": start, "end": end} for name, start, end in wishes]
    for entity in event["parse_data"]["entities"]:
        entity["start"] = text.lower().find(entity["value"])
    return event


def test_everything_in_one_message_is_filled_and_noted(seeded: Settings) -> None:
    text = "333 1234567 Marco Villa, lunedì 30 novembre ore 10 e 30, Merate, orientamento"
    done = run(ValidateBookingForm(), tracker(
        user(text, "book_appointment", office="merate", service="orientamento"), loop="booking_form"))
    assert done.slots["booking_name"] == "Marco Villa" and done.slots["booking_contact"]["shown"] == "333 123 4567"
    assert done.slots["booking_time"]["start"].startswith("2026-11-30T10:30")
    assert done.slots["requested_slot"] == "booking_consent" and "booking_consent" not in {
        name for name, value in done.slots.items() if value}
    assert "Marco Villa" in done.text and "30 novembre" in done.text and "Merate" in done.text


def test_a_correction_inside_the_message_counts(seeded: Settings) -> None:
    done = run(ValidateBookingForm(), tracker(
        user("colloquio a Lecco lunedì 30 novembre alle 10, anzi alle 11, Teresa Villa", "book_appointment",
             office="lecco", service="orientamento"), loop="booking_form"))
    assert done.slots["booking_time"]["start"].startswith("2026-11-30T11:00")


def test_a_check_with_every_fact_needs_no_question(seeded: Settings) -> None:
    text = "60 anni in pensione di Lecco, lavoro in un bar, posso fare il corso da elettricista, anzi 61 anni?"
    event = user(text, "check_eligibility")
    event["parse_data"]["entities"] = [
        {"entity": "course", "value": "sala", "start": text.index("bar")},
        {"entity": "course", "value": "elettrico", "start": text.index("corso")}]
    done = run(ValidateEligibilityForm(), tracker(event, loop="eligibility_form"))
    assert done.slots["eligibility_course"] == "elettrico" and done.slots["eligibility_residence"] == "resident"


def test_the_second_wish_is_kept(seeded: Settings) -> None:
    event = wishing(TWO, "book_appointment", ("book_appointment", 0, 15), ("check_eligibility", 15, len(TWO)),
                    office="lecco", course="sala")
    done = run(ValidateBookingForm(), tracker(event, loop="booking_form"))
    assert done.slots["second_wish"]["intent"] == "check_eligibility"
    assert done.slots["second_wish"]["names"] == {"course": ["sala"]}
    assert done.slots["booking_office"] == "lecco" and not done.slots.get("booking_service")


def test_another_task_forgets_it(seeded: Settings) -> None:
    done = run(ValidateBookingForm(), tracker(
        user("prenota", "book_appointment"), slots={"second_wish": KEPT}, loop="booking_form"))
    assert "second_wish" in done.slots and done.slots["second_wish"] is None


def test_a_question_beside_the_task_is_answered_first(seeded: Settings) -> None:
    text = "dove siete a Merate? prenotami un colloquio"
    event = wishing(text, "book_appointment", ("ask_office_address", 0, 20), ("book_appointment", 20, len(text)),
                    office="merate")
    done = run(ValidateBookingForm(), tracker(event, loop="booking_form"))
    assert "Mameli" in done.messages[0]["text"] and "second_wish" not in done.slots


def test_yes_takes_it_up_and_the_form_reads_it(seeded: Settings) -> None:
    offered = {"second_wish": KEPT, "offer": "check_eligibility"}
    done = run(ActionAffirm(), tracker(user("sì", "affirm"), slots=offered))
    assert done.names("followup") == ["eligibility_form"] and done.slots["second_wish"]["taken"]
    begun = run(ValidateEligibilityForm(), tracker(
        user("sì", "affirm"), slots={"second_wish": done.slots["second_wish"]}, loop="eligibility_form"))
    assert begun.slots["eligibility_course"] == "sala" and begun.slots["second_wish"] is None


def test_no_forgets_it_and_leaving_the_first_offers_it(seeded: Settings) -> None:
    done = run(ActionDeny(), tracker(user("no", "deny"), slots={"second_wish": KEPT}))
    assert done.slots["second_wish"] is None
    left = run(ActionStop(), tracker(user("lascia stare", "stop"), slots={"second_wish": KEPT}, loop="booking_form"))
    assert "Volevi anche" in left.text and left.slots["offer"] == "check_eligibility"


def test_a_check_told_at_once_goes_on_with_the_booking(seeded: Settings) -> None:
    slots = {"eligibility_course": "sala", "eligibility_age": {"years": 34, "born": None},
             "eligibility_status": "unemployed", "eligibility_residence": "resident",
             "second_wish": {**KEPT, "intent": "book_appointment"}}
    event = wishing(TWO, "check_eligibility", ("check_eligibility", 0, 10), ("book_appointment", 10, 20))
    done = run(ActionTellEligibility(), tracker(event, slots=slots))
    assert done.names("followup") == ["booking_form"] and "Vuoi prenotarlo" not in done.text
    later = run(ActionTellEligibility(), tracker(user("34"), slots=slots))
    assert not later.names("followup") and later.slots["offer"] == "book_appointment:orientamento"


def test_without_a_wish_nothing_is_offered(seeded: Settings) -> None:
    turn = read_turn(tracker(user("ciao")))
    assert offer_second_wish(turn, say("utter_stop")) == say("utter_stop")
