"""Several needs in one message."""

from typing import Any

import pytest

from bot.nlu.clauses import clauses, closing, questions

WORDS = {"dura": "ask_course_duration", "costa": "ask_course_cost", "dove": "ask_course_place",
         "prenot": "book_appointment"}


def rank(text: str) -> list[dict[str, Any]]:
    """A stand-in for the classifier: sure of the first word it knows."""
    found = [intent for word, intent in WORDS.items() if word in text]
    return [{"name": found[0], "confidence": 0.9}] if found else [{"name": "inform", "confidence": 0.4}]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("quanto costa e quanto dura il corso?", ["ask_course_cost", "ask_course_duration"]),
        ("quanto dura? quanto costa? e dove?", ["ask_course_duration", "ask_course_cost", "ask_course_place"]),
        ("quanto costa il corso di turismo e ristorazione?", []),
        ("quanto costa", []),
        ("quanto costa e quanto costa davvero", []),
        ("vorrei prenotare e quanto costa", []),
    ],
)
def test_questions_in_order(text: str, asked: list[str]) -> None:
    whole = [{"name": "book_appointment" if "prenot" in text else "ask_course_cost", "confidence": 0.8}]
    assert questions(text, whole, rank) == asked


def test_a_lone_word_is_no_clause_unless_it_is_a_question() -> None:
    assert clauses("turismo e ristorazione") == []
    assert clauses("durata e costo") == ["durata", "costo"]


STORY = "Piove da tre giorni, ho perso l'autobus e anche la pazienza, e intanto mi chiedo una cosa: "


@pytest.mark.parametrize(
    ("text", "whole", "found"),
    [
        (STORY + "quanto costa questo corso?", ("out_of_scope", 0.9), ["ask_course_cost"]),
        (STORY + "quanto costa questo corso?", ("inform", 0.3), ["ask_course_cost"]),
        (STORY + "quanto costa questo corso?", ("ask_pact_about", 0.9), []),
        (STORY + "che tempo farà domani?", ("out_of_scope", 0.9), []),
        ("Piove: quanto costa questo corso?", ("out_of_scope", 0.9), []),
    ],
)
def test_the_question_that_closes_a_story(text: str, whole: tuple[str, float], found: list[str]) -> None:
    ranking = closing(text, [{"name": whole[0], "confidence": whole[1]}], rank)
    assert [item["name"] for item in ranking] == found
