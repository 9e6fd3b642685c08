"""What all forms share: questions beside answers, failures counted, messages that another action has answered."""

from __future__ import annotations

from typing import Any, Optional

from bot.actions.form_action import FormAction
from bot.dialogue.rasa_adapter import read_turn
from bot.dialogue.reading import Reading
from bot.dialogue.tasks import Question, Task
from bot.dialogue.turn import Turn
from bot.dialogue.value_kinds import read_agreement
from bot.settings import Settings
from tests.unit.actions.trackers import Done, domain, pressed, run, tracker, user


class Colours(FormAction):
    """Asks for a colour, then for any words."""

    task = Task("colours_form", frozenset({"ask_course_list"}), (
        Question("colour", "choice"), Question("words", "words")))

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        return ["colour", "words"]

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        if requested == "words" and turn.text:
            return Reading({"words": turn.text})
        return Reading({"colour": "red"}) if "rosso" in turn.text else None


def turn(text: str, intent: str = "inform", requested: Optional[str] = "colour", confidence: float = 0.9, *,
         after: str = "", **slots: Any) -> Done:
    """A turn of the form; ``after``: an action that has answered the message already."""
    told = tracker(user(text, intent, confidence), slots={"requested_slot": requested, **slots}, loop="colours_form")
    if after:
        told.events.append({"event": "action", "name": after})
    import bot.dialogue.form as form_module

    say = form_module.say
    form_module.say = lambda response, **values: say(  # the toy's own wording is not in the domain
        "utter_stop" if response.startswith("utter_invalid") else response, **values)
    try:
        return run(Colours(), told)
    finally:
        form_module.say = say


def test_a_value_moves_on_and_the_slots_of_other_forms_are_no_question_of_this_one() -> None:
    assert turn("rosso").slots["requested_slot"] == "words"
    assert turn("rosso", requested="booking_time").slots["requested_slot"] == "words"


def test_a_question_beside_an_answer_is_answered_too(seeded: Settings) -> None:
    assert "250 ore" in turn("rosso, e quanto dura il corso?", "ask_course_duration").text
    assert turn("rosso", "ask_course_duration").messages == (), "nothing is asked"
    assert turn("rosso, quali corsi ci sono?", "ask_course_list").messages == (), "the form's own question"
    assert turn("quanto dura?", "ask_course_duration", "words", colour="red").messages == (), "any words are the answer"


def test_a_digression_and_a_stop_are_left_to_the_rules() -> None:
    for intent in ("ask_course_cost", "request_human", "book_appointment", "stop", "express_distress"):
        done = turn("altro", intent)
        assert done.messages == () and done.slots == {"requested_slot": "colour"}


def test_distress_is_no_answer_even_where_any_words_are() -> None:
    done = turn("voglio morire", "express_distress", "words", colour="red")
    assert done.messages == () and "words" not in done.slots


def test_a_greeting_is_returned_and_is_no_failure() -> None:
    done = turn("ciao", "greet")
    assert done.text.startswith("Ciao") and "misread" not in done.slots


def test_failures_are_counted_and_an_unsure_reading_is_one() -> None:
    assert turn("boh").slots["misread"] == 1
    assert turn("boh", "ask_course_cost", confidence=0.4).slots["misread"] == 1
    again = turn("boh", misread=1)
    assert len(again.messages) == 1 and "parlare con un operatore" in again.text and "Lascia stare" in again.titles
    assert turn("rosso", misread=2).slots["misread"] == 0


def test_a_button_of_a_question_that_is_over_is_no_failure() -> None:
    told = tracker(pressed("booking_time:x"), slots={"requested_slot": "colour"}, loop="colours_form")
    done = run(Colours(), told)
    assert "non vale più" in done.text and "misread" not in done.slots and done.slots["requested_slot"] == "colour"


def test_a_message_that_another_action_has_answered_is_not_read_again() -> None:
    assert turn("rosso", after="action_answer").slots == {"requested_slot": "colour"}
    assert turn("rosso", after="action_extract_slots").slots["colour"] == "red"


def test_yes_and_no_by_words_or_by_intent() -> None:
    said = (("sì", "inform", True), ("👎", "inform", False), ("x", "affirm", True), ("x", "inform", None))
    for text, intent, answer in said:
        assert read_agreement(read_turn(tracker(user(text, intent)))) is answer


def test_going_back_asks_the_question_before_again() -> None:
    back = turn("torna indietro", requested="words", colour="red")
    assert (back.slots["colour"], back.slots["requested_slot"]) == (None, "colour") and not back.messages
    first = turn("un passo indietro scusa")
    assert first.slots["requested_slot"] == "colour" and "prima domanda" in first.text


def _after(hours: float, *events: dict[str, Any]) -> list[dict[str, Any]]:
    *before, last = events
    return [*before, {**last, "timestamp": 1.0 + hours * 3600}]


def test_who_comes_back_to_a_form_is_reminded() -> None:
    slots = {"requested_slot": "words", "colour": "red"}
    told = tracker(*_after(3, user("red"), user("anything")), slots=slots, loop="colours_form")
    assert run(Colours(), told).messages[0]["text"] == domain()["responses"]["utter_session_resumed"][0]["text"]
    told = tracker(*_after(0.1, user("red"), user("anything")), slots=slots, loop="colours_form")
    assert not run(Colours(), told).messages


def test_who_comes_back_for_something_else_is_not_reminded() -> None:
    slots = {"requested_slot": "colour"}
    events = _after(3, user("hm"), user("vorrei prenotare", "book_appointment"))
    told = tracker(*events, slots=slots, loop="colours_form")
    assert not run(Colours(), told).messages


def test_a_question_taken_for_an_answer_that_it_does_not_give_is_answered(seeded: Settings) -> None:
    asked = user("basta avere 18 anni?", "inform")
    asked["parse_data"]["intent_ranking"].append({"name": "ask_course_audience", "confidence": 0.9})
    done = run(Colours(), tracker(asked, slots={"requested_slot": "colour"}, loop="colours_form"))
    assert "18 e 64" in done.text and done.slots["requested_slot"] == "colour" and "misread" not in done.slots
