"""Questions with our words about something else, and ours in unusual or misspelt words."""

from __future__ import annotations

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.interpretation import interpret
from bot.dialogue.own_words import asks_about_others, find_foreign_complement


@pytest.mark.parametrize(("text", "word"), [
    ("cosa prevede il patto di stabilità?", "stabilita"), ("patto per la salute", "salute"), ("abbiamo fatto un "
                                                                                              "patto tra amici, lo "
                                                                                              "rispetto?", "amici"),
    ("che cosa dice la legge 104?", "104"), ("il patto di famiglia cos'è?", "famiglia"),
    ("cos'è il patto per Lecco sicura?", "lecco sicura"), ("quante ore dura il corso di saldatura?", "saldatura"),
    ("il patto di San Francesco cosa sarebbe?", "san"), ("dov'è lo sportello immigrati?", "immigrati")])
def test_a_foreign_complement_is_found(text: str, word: str) -> None:
    assert find_foreign_complement(text) == word


@pytest.mark.parametrize("text", [
    "cos'è il patto territoriale?", "cosè il pato teritoriale", "il patto per il lavoro di Lecco",
    "patto per le competenze",
    "il patto per Lecco chi lo ha firmato?", "vorrei sapere se i corsi prevedano un tirocinio", "il patto tra enti",
    "patto per chi è senza lavoro", "legge regionale 19 del 2019",
    "quanto dura il corso di sala?",
    "corso elettricista costo",
    "qualicorsi avete", "dov'è l'ufficio di Merate?", "chi sono i partner del progetto?", "i relatori del seminario",
    "quanto dura?", "e il costo?", "quante ore?", "dove siete?", "che orari fate il venerdì?", "a che ora aprite?"])
def test_what_is_ours_stays_ours(text: str) -> None:
    assert not asks_about_others(text, 0.0)


@pytest.mark.parametrize("text", ["quanti partecipanti aveva la maratona?", "quanto costa il veterinario?"])
def test_a_foreign_noun_alone_is_outside(text: str) -> None:
    assert asks_about_others(text, 0.0)


def test_a_question_about_others_is_outside_unless_a_name_of_ours_stands_in_it() -> None:
    def meant(kinds: frozenset[str]) -> str:
        read = Understood("ask_course_duration", 0.9, None, kinds)
        return interpret("quanto dura il corso di chitarra?", read, Context()).intent

    assert meant(frozenset()) == "out_of_scope"
    assert meant(frozenset({"course"})) == "ask_course_duration"
