"""What people ask before they come, in their words: misspelt, formal, short; and what only sounds alike."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.interpretation import interpret
from bot.dialogue.visit_questions import ACCESS, ALLOWANCE, AREA, LENGTH, WALK_IN, find_visit_question

SAID = [
    (WALK_IN, ("posso venire senza appuntamento?", "devo x forza prenotare o posso passare",
               "poso venire snza apuntamento", "Potrei venire da voi senza prenotazione?",
               "si può entrare liberamente allo sportello?", "è obbligatorio prenotare?",
               "ma se passo lì e basta mi ricevono lo stesso?")),
    (LENGTH, ("quanto dura il colloquio?", "quanto dura l'interview?",
              "quanto dura la entrevista", "quanto dura l'intervista?", "qunto dura l apuntamento",
              "Quanto tempo mi prenderà il colloquio?",
              "quanto tempo devo calcolare per l'appuntamento", "in mezz'ora si fa tutto?",
              "il colloquio quanto dura")),
    (AREA, ("quale ufficio per il mio comune?", "Lecco o Merate se abito a Casatenovo?", "di che ufficio è Bellano?",
    "abito a Calolziocorte, a quale centro devo andare",
            "sono di casatenovo dove devo andare", "qual uficio x oggiono", "sto a Colico, Lecco o Merate?",
            "Abito a Mandello, quale centro per l'impiego è di mia competenza?")),
    (ACCESS, ("come arrivo?", "come si arriva al centro di merate", "come ci arivo a lecco",
              "Mi può dire come raggiungervi?", "c'è parcheggio?", "si arriva in treno a merate?",
              "mi mandi la mappa")),
    (ALLOWANCE, ("mi pagano?", "mi pagno se facio il corso", "Percepirei un'indennità durante il corso?",
                 "c'è un rimborso spese per il tirocinio?", "il corso è retribuito",
                 "si prende qualcosa a fare il corso")),
]


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in SAID for text in texts])
def test_it_is_known_outside_a_form_and_inside_another(intent: str, text: str) -> None:
    assert find_visit_question(text) == intent
    for context in (Context(), Context(task="eligibility_form", question="eligibility_course")):
        assert interpret(text, Understood("nlu_fallback", 0.3), context).intent == intent


@pytest.mark.parametrize("text", [
    "mi dai un appuntamento che vengo giù a Lecco col treno", "se arrivo tardi perché il treno è in ritardo?",
    "si paga?", "quanto dura il corso?", "ingresso libero al seminario?", "c'è parcheggio dove fate il seminario?",
    "percepisco il reddito di inclusione, ho diritto al corso?", "quando pagano la naspi?", "abito a Lecco",
    "quanto è durato l'incontro sul welfare", "il capo non mi paga lo stipendio", "vorrei un appuntamento a Merate"])
def test_what_sounds_alike_is_none(text: str) -> None:
    assert find_visit_question(text) is None


def test_how_to_get_to_an_event_is_about_the_event() -> None:
    assert find_visit_question("come arrivo?", "event:welfare") is None


@pytest.mark.parametrize(("question", "expected"), [("booking_time", None), (None, WALK_IN)])
def test_inside_a_booking_it_is_an_aside(question: Optional[str], expected: Optional[str]) -> None:
    context = Context(task="booking_form" if question else None, question=question)
    found = interpret("posso venire senza appuntamento?", Understood("book_appointment", 0.9), context).intent
    assert (found == WALK_IN) == (expected is not None)
