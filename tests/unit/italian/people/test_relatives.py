"""Whom a check is about, and cases that are only supposed."""

from __future__ import annotations

import pytest

from bot.italian.people.relatives import (
    asks_for_both,
    asks_for_self_first,
    asks_of_other,
    cut_own_pay,
    cut_share,
    is_about_relative,
    is_about_self,
    put_in_own_words,
    state_supposition,
    tells_pay_of_other,
)


@pytest.mark.parametrize("text", [
    "mio figlio ha 17 anni", "chiedo per mia sorella: 40 anni", "una mia amica può?", "mia moglie è casalinga",
    "per mio marito", "il mio ragazzo non lavora"])
def test_about_somebody_else(text: str) -> None:
    assert is_about_relative(text) and not is_about_self(text)


@pytest.mark.parametrize("text", ["vivo con mia moglie", "lavoro con mio fratello", "ho 34 anni e due figli", "posso?"])
def test_not_about_somebody_else(text: str) -> None:
    assert not is_about_relative(text)


@pytest.mark.parametrize(("text", "own", "other"), [
    ("Io 35 e lui 41, abitiamo a Civate", "ho 35 anni, abitiamo a Civate", "ho 41 anni, abitiamo a Civate"),
    ("io sono senza lavoro e mio marito è in cassa", "io sono senza lavoro", "mio marito è in cassa"),
    ("mia moglie lavora, io sono disoccupato", "io sono disoccupato", "mia moglie lavora"),
    ("ho 40 anni, vivo con mia moglie", "ho 40 anni, vivo con mia moglie", "ho 40 anni, vivo con mia moglie"),
    ("guardi che io ne ho settanta, è per lui che domando", "guardi che, io ne ho settanta, è per", "lui che domando")])
def test_each_of_two_has_their_share(text: str, own: str, other: str) -> None:
    assert (cut_share(text, other=False), cut_share(text, other=True)) == (own, other)


def test_two_at_once_begin_with_whoever_writes() -> None:
    assert asks_for_both("io e mia sorella possiamo fare il corso?") and not asks_for_both("mio figlio può venire?")
    assert asks_for_self_first("mia moglie lavora e io no, posso farlo?")
    assert not asks_for_self_first("mio figlio ha 19 anni, può farlo?")


@pytest.mark.parametrize(("text", "asked"), [
    ("e mio marito invece?", True), ("e lui?", True), ("e io?", True), ("per mia sorella?", True),
    ("e lei chi è?", False), ("mio marito lavora in fabbrica", False), ("e il corso?", False)])
def test_the_same_is_asked_of_another(text: str, asked: bool) -> None:
    assert asks_of_other(text) is asked


def test_about_oneself() -> None:
    assert is_about_self("e io posso?") and is_about_self("anch'io") and not is_about_self("posso?")


@pytest.mark.parametrize("text, own", [
    ("studia", "studio"), ("non lavora", "non lavoro"), ("fa la terza superiore", "faccio la terza superiore"),
    ("è disoccupato", "sono disoccupato"), ("abita a Lecco", "abito a Lecco"), ("lavoratrice", "lavoratrice"),
    ("va a scuola", "vado a scuola")])
def test_their_words_as_ones_own(text: str, own: str) -> None:
    assert put_in_own_words(text) == own


@pytest.mark.parametrize("text, plain", [
    ("e se fossi disoccupato?", "sono disoccupato"), ("e se avessi 65 anni?", "ho 65 anni"),
    ("ma se non lavoro?", "non lavoro"),
    ("posso partecipare?", "posso partecipare?"), ("dimmi se c'è posto", "dimmi se c'è posto")])
def test_supposed(text: str, plain: str) -> None:
    assert state_supposition(text) == plain


@pytest.mark.parametrize("text, own", [
    ("mio marito ne prende 1500, io 500 al mese", "io 500 al mese"),
    ("io 500 al mese, mio marito 1500", "io 500 al mese"),
    ("il mio compagno guadagna 20000 l'anno ma io solo 4000", "io solo 4000"),
    ("in casa entrano 2000 euro al mese ma miei sono 600", "miei sono 600"),
    ("prendo 600 al mese e mio figlio 900", "prendo 600 al mese"),
    ("mio marito prende 1500 al mese", "mio marito prende 1500 al mese"),
    ("lavoro con mio marito e prendo 700 al mese", "lavoro con mio marito e prendo 700 al mese"),
    ("mia madre ha 70 anni, io ne ho 40", "mia madre ha 70 anni, io ne ho 40"),
    ("io guadagno 8.500,50 euro l'anno", "io guadagno 8.500,50 euro l'anno")])
def test_ones_own_share(text: str, own: str) -> None:
    assert cut_own_pay(text) == own


def test_pay_of_another() -> None:
    assert tells_pay_of_other("mia moglie 1300") and not tells_pay_of_other("lavoro per mio zio 600 al mese")
