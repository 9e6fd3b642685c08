"""Several needs in one message."""

from typing import Any

import pytest

from bot.nlu.clauses import drop_courtesy, find_closing, find_wish, split_clauses, split_questions, split_wishes

WORDS = {"dura": "ask_course_duration", "costa": "ask_course_cost", "dove": "ask_course_place",
         "prenot": "book_appointment", "requisiti": "check_eligibility", "grazie": "thank",
         "spost": "move_appointment"}


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
    assert split_questions(text, whole, rank) == asked


@pytest.mark.parametrize("text", ["vorrei prenotare un colloquio", "quanto costa e quanto dura?", ""])
def test_what_cannot_hold_a_task_and_a_question_is_not_classified_again(text: str) -> None:
    assert split_wishes(text, lambda _: pytest.fail("asked the classifier")) == []


def test_a_lone_word_is_no_clause_unless_it_is_a_question() -> None:
    assert split_clauses("turismo e ristorazione") == []
    assert split_clauses("durata e costo") == ["durata", "costo"]


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
    ranking = find_closing(text, [{"name": whole[0], "confidence": whole[1]}], rank)
    assert [item["name"] for item in ranking] == found


@pytest.mark.parametrize(("text", "wished"), [
    ("prenota un colloquio a Lecco e poi vedi se ho i requisiti",
     [("book_appointment", "prenota un colloquio a Lecco e poi"), ("check_eligibility", "vedi se ho i requisiti")]),
    ("quanto dura il corso? prenotami un colloquio",
     [("ask_course_duration", "quanto dura il corso?"), ("book_appointment", "prenotami un colloquio")]),
    ("prenota un colloquio per vedere i requisiti", []),
    ("devo spostare giovedì, posso prenotare venerdì?", []),
    ("quanto dura e quanto costa?", []),
])
def test_two_wishes_each_with_its_part(text: str, wished: list[tuple[str, str]]) -> None:
    found = split_wishes(text, rank)
    assert [(wish["intent"], text[wish["start"]:wish["end"]].strip()) for wish in found] == wished


@pytest.mark.parametrize(("text", "left"), [
    ("ok grazie. quanto dura il corso", "quanto dura il corso"),
    ("Gentile ufficio, quanto dura il corso? Porgo distinti saluti, Pietro Galli", "quanto dura il corso?"),
    ("grazie mille", "grazie mille"),
    ("grazie, arrivederci a tutti", "grazie, arrivederci a tutti"),
])
def test_courtesy_hides_no_question(text: str, left: str) -> None:
    seen = drop_courtesy(text, [{"name": "thank", "confidence": 0.9}], rank)
    assert seen.strip(" .") == left and len(seen) == len(text)
    assert drop_courtesy(text, [{"name": "ask_course_cost", "confidence": 0.9}], rank) == text


LETTER = ("Gentilissimi, scrivo per mia sorella, ha 45 anni e due figli. {wish} Grazie infinite per il vostro lavoro "
          "prezioso e buona giornata a tutti voi dell'ufficio.")


def rank_by_words(text: str) -> list[dict[str, Any]]:
    known = {"dove si trova": ("ask_office_address", 0.9), "quanto costa": ("ask_course_cost", 0.9),
             "45 anni": ("check_eligibility", 0.95), "spostare": ("move_appointment", 0.8)}
    found = [value for words, value in known.items() if words in text] or [("out_of_scope", 0.5)]
    return [{"name": name, "confidence": confidence} for name, confidence in found]


@pytest.mark.parametrize(("wish", "intent"), [
    ("Vorrei sapere dove si trova il centro.", "ask_office_address"), ("Quanto? Mi chiedevo quanto costa.",
    "ask_course_cost"),
    ("Mi servirebbe spostare l'appuntamento.", "move_appointment"),
    ("Non mi serve sapere quanto costa. Mi servirebbe spostare l'appuntamento.", "move_appointment")])
def test_a_letter_asks_what_its_wish_says_whatever_the_story_looks_like(wish: str, intent: str) -> None:
    assert find_wish(LETTER.format(wish=wish), rank_by_words)[0]["name"] == intent


def test_a_letter_without_a_clear_wish_and_a_short_message_have_none() -> None:
    assert find_wish(LETTER.format(wish="Siamo in difficoltà."), rank_by_words) == []
    assert find_wish(LETTER.format(wish="C'è un foglio da fare. Me lo sapete dire?"), lambda text: [
        {"name": "leave_interest", "confidence": 0.72 if text == "Me lo sapete dire" else 0.2}]) == []
    assert find_wish("Ho 45 anni. Vorrei sapere dove si trova il centro.", rank_by_words) == []


def test_what_leads_to_the_question_of_a_letter_is_left_out() -> None:
    asked = "il corso comporti una spesa"
    text = ("La sottoscritta Anna Riva, residente in Oggiono, chiede cortesemente di sapere se " + asked
            + ". Confida in un riscontro e resta a disposizione per ogni chiarimento che fosse utile.")
    found = find_wish(text, lambda part: [
        {"name": "ask_course_cost", "confidence": 0.9 if part == f"se {asked}" else 0.2}])
    assert found[0]["name"] == "ask_course_cost"


def test_this_one_cancelled_and_another_booked_are_two_wishes() -> None:
    def rank_stop(text: str) -> list[dict[str, Any]]:
        return [{"name": "stop", "confidence": 0.9}] if "annulla" in text else rank(text)

    found = split_wishes("annulla questo e prenotane uno a Merate", rank_stop)
    assert [wish["intent"] for wish in found] == ["cancel_appointment", "book_appointment"]
