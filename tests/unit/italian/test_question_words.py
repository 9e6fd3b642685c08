"""Questions, texts that have one, and words that only look like those of a question."""

from __future__ import annotations

import pytest

from bot.italian.question_words import drop_lookalikes, has_question, is_put_as_question, may_ask


@pytest.mark.parametrize(("text", "asks"), [
    ("lavoro qualche ora come commessa", False), ("faccio qualche lavoretto come cameriera", False),
    ("lavoro come magazziniere quando chiamano", False), ("qualsiasi cosa", False),
    ("sono operaio, come faccio a iscrivermi", True), ("quando posso venire", True), ("quale corso", True),
    ("lavoro, come mi iscrivo", True), ("come commessa", True)])
def test_what_one_works_as_is_no_question(text: str, asks: bool) -> None:
    left = drop_lookalikes(text)
    assert any(word in left for word in ("come", "quando", "qual")) is asks


@pytest.mark.parametrize(("text", "asks"), [
    ("che orari fa Merate?", True), ("dove si trova", True), ("ma quale ufficio", True), ("a che ora chiude", True),
    ("c'è posto", True), ("avete corsi di sera", True), ("vorrei sapere la durata", True), ("Merate", False),
    ("a Lecco va bene", False), ("qualche ora più tardi", False), ("qualcosa nel turismo", False),
    ("quando capita", False), ("Costa Crociere", False), ("Servizi Lecco srl", False),
    ("posso mettere quello di mio marito? 0341 281245", False)])
def test_a_text_that_is_a_question(text: str, asks: bool) -> None:
    assert is_put_as_question(text) is asks


@pytest.mark.parametrize(("text", "has", "may"), [
    ("posso mettere quello di mio marito? 0341 281245", True, True), ("30 anni, quanto dura il corso", False, True),
    ("sono in cigs", False, False), ("lavoro qualche ora come commessa", False, False)])
def test_a_text_in_which_a_question_stands(text: str, has: bool, may: bool) -> None:
    assert has_question(text) is has
    assert may_ask(text) is may
