"""A rating, one turn at a time."""

from __future__ import annotations

from typing import Any, Optional

import pytest
import sqlalchemy

from bot.actions.feedback_form import ActionSaveFeedback, AskAspect, ValidateFeedbackForm
from bot.db.session import transaction
from bot.settings import Settings
from tests.unit.actions.trackers import Done, pressed, run, tracker, user

FORM = "feedback_form"


def answer(text: str, requested: Optional[str], intent: str = "inform", confidence: float = 0.9, **slots: Any) -> Done:
    """A turn of the form."""
    held = {**slots, "requested_slot": requested}
    return run(ValidateFeedbackForm(), tracker(user(text, intent, confidence), slots=held, loop=requested and FORM))


@pytest.mark.parametrize("text", ["0", "10", "sei", "-3"])
def test_a_number_out_of_range_is_asked_again(seeded: Settings, text: str) -> None:
    done = answer(text, "feedback_stars")
    assert done.slots["feedback_stars"] is None and "da 1 a 5" in done.text
    assert done.slots["requested_slot"] == "feedback_stars"


def test_the_message_that_opens_the_form_may_rate(seeded: Settings) -> None:
    assert answer("ti do 4 stelle", None, "give_feedback").slots["feedback_stars"] == 4
    again = answer("feedback", None, "give_feedback", feedback_stars=2, feedback_aspect="x")
    assert again.slots["feedback_stars"] is None and again.slots["feedback_aspect"] is None, "an old rating is over"


@pytest.mark.parametrize("stars, words", [(1, "difficoltà"), (3, "difficoltà"), (4, "preferito"), (5, "preferito")])
def test_what_is_asked_next_depends_on_the_stars(stars: int, words: str) -> None:
    assert words in run(AskAspect(), tracker(user("x"), slots={"feedback_stars": stars})).text


def test_buttons_and_forged_ones(seeded: Settings) -> None:
    held = {"requested_slot": "feedback_stars"}
    assert run(ValidateFeedbackForm(),
               tracker(pressed("feedback_stars:2"), slots=held, loop=FORM)).slots["feedback_stars"] == 2
    for forged in ("feedback_stars:9", "feedback_stars:ciao", "booking_time:x"):
        done = run(ValidateFeedbackForm(), tracker(pressed(forged), slots=held, loop=FORM))
        assert done.slots.get("feedback_stars") is None
    aspect = run(ValidateFeedbackForm(), tracker(
        pressed("feedback_aspect:mancava l'informazione"),
        slots={"feedback_stars": 2, "requested_slot": "feedback_aspect"}, loop=FORM))
    assert aspect.slots["feedback_aspect"] == "mancava l'informazione"


@pytest.mark.parametrize("text, intent", [("salta", "move_appointment"), ("no", "deny"), ("grazie", "thank"),
                                          ("niente da dire", "inform")])
def test_nothing_to_add(seeded: Settings, text: str, intent: str) -> None:
    done = answer(text, "feedback_comment", intent, feedback_stars=4, feedback_aspect="x")
    assert done.slots["feedback_comment"] == "" and done.slots["requested_slot"] is None


def test_a_comment_is_kept_as_it_is_and_not_answered(seeded: Settings) -> None:
    text = "non mi ha detto gli orari dell'ufficio"
    done = answer(text, "feedback_comment", "ask_office_hours", 0.95, feedback_stars=2, feedback_aspect="")
    assert done.slots["feedback_comment"] == text and done.messages == ()


def test_a_question_or_another_wish_is_no_comment(seeded: Settings) -> None:
    question = answer("quanto dura il corso?", "feedback_comment", "ask_course_duration", feedback_stars=2,
                      feedback_aspect="")
    assert "feedback_comment" not in question.slots
    wish = answer("voglio prenotare", "feedback_aspect", "book_appointment", feedback_stars=2)
    assert "feedback_aspect" not in wish.slots


def test_length(seeded: Settings) -> None:
    held = {"feedback_stars": 2, "feedback_aspect": ""}
    assert answer("a" * 200, "feedback_comment", **held).slots["feedback_comment"] == "a" * 200
    too_long = answer("a" * 201, "feedback_comment", **held)
    assert too_long.slots["feedback_comment"] is None and "200" in too_long.text


def test_no_rating_after_all(seeded: Settings) -> None:
    done = answer("no grazie", "feedback_stars", "deny")
    assert done.slots["requested_slot"] is None
    told = run(ActionSaveFeedback(), tracker(user("no"), slots=done.slots))
    assert "niente voto" in told.text and told.slots["feedback_stars"] is None


def test_it_is_stored_and_forgotten(seeded: Settings) -> None:
    slots = {"feedback_stars": 2, "feedback_aspect": "l'orario", "feedback_comment": ""}
    done = run(ActionSaveFeedback(), tracker(user("no"), slots=slots))
    assert done.slots["feedback_stars"] is None and "operatore" in done.text
    with transaction(seeded.database_url) as session:
        rows = session.execute(sqlalchemy.text("select stars, aspect, comment from feedback")).all()
    assert [tuple(row) for row in rows] == [(2, "l'orario", None)]
