"""What an answer is by the kind of its question, where it is asked for, told beside another one, or unasked."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.tasks import ANY, DECLINED, FIRST_SHOWN, HERE, LATER, NOW, WITHHELD, AnswerKind, Question, Task
from bot.dialogue.turn import Turn
from bot.dialogue.value_kinds import VALUE_KINDS, AskedValue, Told
from tests.unit.actions.trackers import domain, tracker, user

OPTIONS = ("lecco", "merate", ANY)


def read(kind: AnswerKind, text: str, told: Told = "answer", intent: str = "inform", **details: Any) -> Any:
    """The slots that the reader of ``kind`` gives; ``details`` of the question."""
    question = Question("value", kind, **details)
    task = Task("toy_form", frozenset(), (question, Question("agreed", "consent")))
    asked = AskedValue(task, question, told, lambda: OPTIONS)
    reading = VALUE_KINDS[kind].read(_turn(text, intent), asked)
    return None if reading is None else reading.values if set(reading.values) != {"value"} else reading.values["value"]


def _turn(text: str, intent: str) -> Turn:
    from bot.dialogue.rasa_adapter import read_turn

    return read_turn(tracker(user(text, intent, office="merate") if "Merate" in text else user(text, intent)), domain())


@pytest.mark.parametrize(("kind", "text", "value"), [
    ("yes_no", "va bene", True), ("yes_no", "anzi no", False), ("yes_no", "giovedì", None),
    ("yes_no", "va bene?", True),
    ("sure_yes", "sì, cancella", True), ("sure_yes", "no", False),
    ("consent", "d'accordo", True), ("consent", "boh", False), ("consent", "non do i miei dati a un robot", False),
    ("now_or_later", "sì", NOW), ("now_or_later", "più avanti", LATER), ("now_or_later", "preferisco non dirlo", LATER),
    ("firm", "siamo la Officina Galli", "Officina Galli"), ("firm", "sì", None), ("firm", "cosa devo scrivere?", None),
    ("audience", "come azienda", "firms"), ("audience", "per me", "people"), ("audience", "il secondo", "firms"),
    ("stars", "quattro", 4), ("stars", "no grazie", DECLINED), ("stars", "dieci", None),
    ("words", "molto chiaro", "molto chiaro"), ("words", "niente", ""),
    ("choice", "il secondo", "merate"), ("choice", "l'ultimo", ANY), ("choice", "verde", None),
    ("municipality", "abito a Calolziocorte", "Calolziocorte"), ("municipality", "il primo", "lecco"),
    ("part_of_day", "di sera", "evening"), ("times", "lunedì mattina", "0|morning"), ("times", "è uguale", "|any"),
    ("age", "non lo so", WITHHELD), ("residence", "a Lecco", None), ("time", "lunedì", None)])
def test_an_answer(kind: AnswerKind, text: str, value: Any) -> None:
    assert read(kind, text) == value


@pytest.mark.parametrize("kind", ["yes_no", "sure_yes", "consent", "now_or_later", "firm", "words", "age", "time"])
def test_what_only_answers_is_nothing_beside_another_answer_or_unasked(kind: AnswerKind) -> None:
    assert read(kind, "sì, cancella", "beside") is None and read(kind, "non so", "opening") is None


def test_an_intent_may_be_the_yes() -> None:
    assert read("yes_no", "procedi con la cancellazione", intent="erase_data", affirmed_by="erase_data") is True
    assert read("yes_no", "la cancellazione", intent="erase_data") is None


def test_a_question_agrees_to_nothing() -> None:
    assert read("yes_no", "il posto è sicuro?", intent="affirm") is None
    assert read("yes_no", "mi sembra buono", intent="affirm") is True


def test_what_is_wanted_first_is_now_whatever_no_stands_before_it() -> None:
    begins = "check_eligibility"
    assert read("now_or_later", "no, prima verifica", intent=begins, affirmed_by=begins) == NOW


def test_a_bare_ok_is_asked_again_where_nothing_can_be_undone() -> None:
    assert VALUE_KINDS["sure_yes"].read(_turn("ok", "affirm"), AskedValue(
        Task("toy_form", frozenset(), ()), Question("value", "sure_yes"))).replies  # type: ignore[union-attr]


def test_a_choice_left_open_is_what_the_question_says() -> None:
    assert read("choice", "scegli tu") is None
    assert read("choice", "scegli tu", anything=ANY) == ANY
    assert read("choice", "scegli tu", anything=FIRST_SHOWN) == "lecco"


def test_a_choice_by_name_has_the_lead_of_its_kind_and_needs_no_question() -> None:
    assert read("choice", "a Merate", "opening", names=(("office", "office/"),)) == "office/merate"
    assert read("choice", "il secondo", "opening") is None


def test_a_contact_by_how_it_is_told() -> None:
    assert read("contact", "333 1234567", "opening")["value"] == "+393331234567"
    assert read("contact", "333 12", "opening") is None and read("contact", "no", "beside") is None
    assert read("contact", "no") == {"agreed": False, "value": None}, "who gives none refuses"
    asked = AskedValue(Task("toy_form", frozenset(), ()), Question("value", "contact"), "answer", lambda: (HERE,))
    reading = VALUE_KINDS["contact"].read(_turn("scrivimi qui", "inform"), asked)
    assert reading is not None and reading.values == {"value": HERE}


def test_what_is_told_in_writing_needs_a_contact_that_can_be_written_to() -> None:
    for text, value in (("0341 295448", None), ("333 1234567", "+393331234567"), ("a@example.it", "a@example.it")):
        read_back = read("contact", text, written_to=True)
        assert (read_back and read_back["value"]) == value
    assert read("contact", "0341 295448")["value"] == "+390341295448", "the control: an office can call a landline"
