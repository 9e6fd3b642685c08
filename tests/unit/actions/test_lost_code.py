"""A code typed alone is understood inside a form; a lost one is sent, and nobody learns whether there is one."""

from __future__ import annotations

import pytest

from bot import clock
from bot.actions.answers.answer import ActionAnswer
from bot.actions.booking.appointment_forms import AskWhichToMove, ValidateMoveForm
from bot.actions.booking.booking_form import ValidateBookingForm
from bot.actions.eligibility.eligibility_form import ValidateEligibilityForm
from bot.actions.erasure_form import ActionEraseData, ValidateEraseForm
from bot.actions.feedback_form import ValidateFeedbackForm
from bot.actions.interests.interest_form import ValidateInterestForm
from bot.db.models import Appointment, Notice
from bot.services import conversations, interests
from bot.services.conversations import Draft
from bot.services.interests import InterestLeft, InterestWish
from bot.settings import Settings
from tests.support.booking_data import count
from tests.unit.actions.test_appointments import appointment as book
from tests.unit.actions.trackers import run, tracker, user

ASKED = {"requested_slot": "booking_name"}


def test_a_code_alone_in_the_middle_of_a_booking_is_answered_and_the_form_goes_on(seeded: Settings) -> None:
    view = book(seeded, "web_altra")
    for typed in (view.code, view.code.lower().replace("-", " "), view.code[3:]):
        done = run(ValidateBookingForm(), tracker(user(typed), slots=ASKED, loop="booking_form"))
        assert view.service_name in done.text and done.slots.get("booking_name") is None
    wrong = run(ValidateBookingForm(), tracker(user("LC-0000-0000"), slots=ASKED, loop="booking_form"))
    assert "non corrisponde" in wrong.text
    name = run(ValidateBookingForm(), tracker(user("Anna Rossi"), slots=ASKED, loop="booking_form"))
    assert name.slots["booking_name"] == "Anna Rossi"


FORMS = (
    (ValidateBookingForm, "booking_form", "booking_time"), (ValidateBookingForm, "booking_form", "booking_contact"),
    (ValidateEligibilityForm, "eligibility_form", "eligibility_age"),
    (ValidateInterestForm, "interest_form", "interest_wish"), (ValidateFeedbackForm, "feedback_form", "feedback_stars"),
    (ValidateFeedbackForm, "feedback_form", "feedback_comment"), (ValidateEraseForm, "erase_form", "erase_confirm"))


def leave_interest(settings: Settings, conversation: str) -> str:
    """The code of an interest that another conversation left."""
    left = interests.leave_interest(
        settings, InterestWish(course_id="sala", contact="ada@example.it", contact_kind="email"),
        conversation_id=conversation, channel="webchat", now=clock.now())
    assert isinstance(left, InterestLeft)
    return left.interest.code


@pytest.mark.parametrize(("form", "loop", "asked"), FORMS)
def test_the_codes_of_interests_and_of_others_are_understood_at_every_question(
    seeded: Settings, form: type, loop: str, asked: str,
) -> None:
    code = leave_interest(seeded, "web_altra")
    for typed, said in ((code, "Il tuo avviso"), (code.lower().replace("-", " "), "Il tuo avviso"),
                        ("AV-0000-0000", "Non trovo avvisi"), ("BG-0000-0000", "Non trovo iscrizioni"),
                        ("AT-0000-0000", "Non trovo attese")):
        done = run(form(), tracker(user(typed), slots={"requested_slot": asked}, loop=loop))
        assert said in done.text, (typed, done.text)
        assert done.slots.get(asked) is None


@pytest.mark.parametrize("text", ["ho perso il codice", "non trovo più il codice dell'appuntamento"])
def test_who_lost_the_code_is_asked_where_to_send_it_with_the_offices_beside(seeded: Settings, text: str) -> None:
    done = run(ActionAnswer(), tracker(user(text, "ask_office_contact")))
    assert "mando lì il codice" in done.text and "CPI Lecco" in done.text or "Lecco" in done.text
    assert done.slots["subject"] == "lost_code:"


def test_the_contact_gets_the_code_and_the_answer_is_the_same_without_an_appointment(seeded: Settings) -> None:
    book(seeded, "web_altra")
    told = [run(ActionAnswer(), tracker(
        user(f"{who}@example.org", "ask_office_contact"), slots={"subject": "lost_code:"}, sender=f"web_{who}")).text
        for who in ("web_altra", "nessuno")]
    assert told[0] == told[1] and "se c'è un appuntamento" in told[0]
    assert count(seeded.database_url, Notice, Notice.kind == "lost_code") == 1


def test_a_contact_at_the_question_for_the_code_sends_it_once(seeded: Settings) -> None:
    book(seeded, "web_altra")
    slots = {"requested_slot": "move_appointment"}
    told = tracker(user("web_altra@example.org"), slots=slots, loop="move_form")
    assert run(ValidateMoveForm(), told).slots.get("move_appointment") is None
    assert "se c'è un appuntamento" in run(AskWhichToMove(), told).text
    assert count(seeded.database_url, Notice, Notice.kind == "lost_code") == 1


def test_an_erasure_takes_the_appointments_whose_code_was_typed_and_says_how_many(seeded: Settings) -> None:
    view = book(seeded, "web_altra")
    done = run(ActionEraseData(), tracker(
        user(view.code), user("cancella i miei dati"), user("sì"), slots={"erase_confirm": True}))
    assert "Appuntamenti cancellati: 1" in done.text and count(seeded.database_url, Appointment) == 0
    nothing = run(ActionEraseData(), tracker(user("sì"), slots={"erase_confirm": True}))
    assert "Appuntamenti cancellati: 0" in nothing.text and "con il suo codice" in nothing.text


def test_an_erasure_says_what_else_it_took_and_what_stays_in_another_chat(seeded: Settings) -> None:
    view = book(seeded, "web_altra")
    conversations.append_message(seeded, conversation_id="web_altra", channel="webchat", draft=Draft(
        "person", "sono Anna"), now=clock.now())
    leave_interest(seeded, "tester")
    done = run(ActionEraseData(), tracker(
        user(view.code), user("cancella i miei dati"), user("sì"), slots={"erase_confirm": True}, sender="tester"))
    assert "Avvisi sui corsi: 1" in done.text and "Iscrizioni" not in done.text, done.text
    assert "in quella chat" in done.text, "the messages of the conversation that booked are not its code's"
