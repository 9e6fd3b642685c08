"""Erasing and consenting: what is meant by a yes, what takes it back, and what is said of one line only."""

from __future__ import annotations

import pytest

from bot.dialogue.consent_words import asks_other_way, gives_consent, takes_up_again
from bot.dialogue.context import Context, Understood
from bot.dialogue.doubt_words import asks_meaning
from bot.dialogue.interpretation import find_candidates, interpret
from bot.dialogue.task_readers import ask_plain_yes, start_again
from bot.dialogue.turn import Button

ERASING = Context("erase_form", "erase_confirm", (Button("Sì", '/choose{"option": "erase_confirm:yes"}'),))


@pytest.mark.parametrize("text", ["fai tu", "come vuoi", "decidi tu", "sì ma solo il numero", "boh non so"])
def test_who_does_not_say_a_plain_yes_is_asked_again(text: str) -> None:
    assert ask_plain_yes(text, Understood("out_of_scope"), ERASING) == Understood("inform")


@pytest.mark.parametrize("text", ["sì", "confermo", "no", "lascia stare", "cosa cancelli?"])
def test_a_plain_answer_is_left_to_the_form(text: str) -> None:
    assert ask_plain_yes(text, Understood("affirm"), ERASING) is None


def test_no_learnt_act_erases() -> None:
    learnt = Understood("ask_help", 0.4, acts=(("choose erase_confirm:yes", 0.9),))
    assert all(found.meaning.option is None for found in find_candidates("fai tu", learnt, ERASING))


@pytest.mark.parametrize(("text", "intent"), [
    ("cancella solo questa mia domanda, il resto lascialo", "ask_message_erased"),
    ("togli la riga di prima", "ask_message_erased"), ("elimina quello che ho scritto adesso", "ask_message_erased"),
    ("non era per te, cancella", "ask_message_erased"), ("levami quella frase", "ask_message_erased"),
    ("revoco il consenso", "erase_data"), ("ritiro il consenso che ho dato", "erase_data"),
    ("cancella tutto quello che ho scritto", "erase_data"), ("elimina i miei dati", "erase_data")])
def test_one_line_is_not_everything(text: str, intent: str) -> None:
    assert interpret(text, Understood("erase_data", 0.8), Context()).intent == intent


@pytest.mark.parametrize("text", [
    "ho risposto per mia sorella, cancella e rifai le domande da capo", "cancella le risposte e ripartiamo", "resetta",
    "butta via quello che ho detto", "rifacciamo da zero"])
def test_in_a_check_the_answers_are_what_goes(text: str) -> None:
    checking = Context("eligibility_form", "eligibility_status")
    found = start_again(text, Understood("erase_data"), checking)
    assert found is not None and found.act == "anew"
    assert start_again(text, Understood("erase_data"), Context()) is None


@pytest.mark.parametrize("text", [
    "d'accordo con cosa, scusa?", "sì a cosa?", "accettare cosa?", "consenso per cosa", "a cosa sto acconsentendo?"])
def test_what_one_agrees_to_is_a_question(text: str) -> None:
    assert asks_meaning(text)


@pytest.mark.parametrize(("text", "agrees"), [
    ("per me non c'è problema", True), ("se è solo per quello fate pure", True), ("non c'è problema?", False),
    ("non salvate niente", False), ("non accetto", False)])
def test_who_objects_to_nothing_consents(text: str, agrees: bool) -> None:
    assert gives_consent(text) is agrees


@pytest.mark.parametrize(("text", "again"), [
    ("nooo ho schiacciato male, volevo dire sì", True), ("mi è scappato il dito, era sì", True),
    ("ho premuto il tasto sbagliato", True), ("ho toccato per sbaglio", True), ("ho sbagliato corso?", False),
    ("no, va bene così", False), ("ok grazie", False), ("e in che altro modo posso prenotare?", False)])
def test_a_no_by_mistake_is_put_right(text: str, again: bool) -> None:
    assert takes_up_again(text) is again


@pytest.mark.parametrize("text", [
    "quindi resto a piedi?", "quindi niente?", "e se vengo a fare la fila?", "non c'è niente da fare?", "e allora?"])
def test_who_refused_asks_how_else(text: str) -> None:
    assert asks_other_way(text)
