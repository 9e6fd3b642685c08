"""Whom a check is about, and cases that are only supposed."""

from __future__ import annotations

import pytest

from bot.italian.people.relatives import (
    about_relative,
    about_self,
    as_own_words,
    own_share,
    supposed,
    tells_pay_of_other,
)


@pytest.mark.parametrize("text", [
    "mio figlio ha 17 anni", "chiedo per mia sorella: 40 anni", "una mia amica può?", "mia moglie è casalinga",
    "per mio marito", "il mio ragazzo non lavora"])
def test_about_somebody_else(text: str) -> None:
    assert about_relative(text) and not about_self(text)


@pytest.mark.parametrize("text", ["vivo con mia moglie", "lavoro con mio fratello", "ho 34 anni e due figli", "posso?"])
def test_not_about_somebody_else(text: str) -> None:
    assert not about_relative(text)


def test_about_oneself() -> None:
    assert about_self("e io posso?") and about_self("anch'io") and not about_self("posso?")


@pytest.mark.parametrize("text, own", [
    ("studia", "studio"), ("non lavora", "non lavoro"), ("fa la terza superiore", "faccio la terza superiore"),
    ("è disoccupato", "sono disoccupato"), ("abita a Lecco", "abito a Lecco"), ("lavoratrice", "lavoratrice"),
    ("va a scuola", "vado a scuola")])
def test_their_words_as_ones_own(text: str, own: str) -> None:
    assert as_own_words(text) == own


@pytest.mark.parametrize("text, plain", [
    ("e se fossi disoccupato?", "sono disoccupato"), ("e se avessi 65 anni?", "ho 65 anni"),
    ("ma se non lavoro?", "non lavoro"),
    ("posso partecipare?", "posso partecipare?"), ("dimmi se c'è posto", "dimmi se c'è posto")])
def test_supposed(text: str, plain: str) -> None:
    assert supposed(text) == plain


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
    assert own_share(text) == own


def test_pay_of_another() -> None:
    assert tells_pay_of_other("mia moglie 1300") and not tells_pay_of_other("lavoro per mio zio 600 al mese")
