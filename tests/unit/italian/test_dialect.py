"""Lombard words are read as Italian; Italian, names and other languages stay as they are."""

from __future__ import annotations

import pytest

from bot.italian.dialect import translate_dialect


@pytest.mark.parametrize(("text", "italian"), [
    ("a che ura dervìi a Meraa?", "a che ora aprite a Merate?"),
    ("me fioeu el cerca laurà, se po' fa?", "mio figlio cerca lavoro, si può fare?"),
    ("indué l'è l'ufizi de Lecch?", "dove è l'ufficio de Lecco?"),
    ("gh'è minga un curs per el mè fiö?", "c'è non un corso per mè figlio?"),
    ("quant el custa el curs?", "quanto costa corso?"), ("vöri laurà", "voglio lavoro"),
    ("quanti or l'è longh el cors?", "quante ore è lungo corso?"),
    ("indoe l'è l'uffizi a Meraa, quell del lavorà?", "dove è l'ufficio a Merate, quello del lavoro?"),
    ("in doe l'è l'uffizi de Lecch?", "dove è l'ufficio de Lecco?"),
    ("l'è avert adess l'uffizi de Lecch?", "è aperto adesso l'ufficio de Lecco?"),
    ("quand l'è che 'l derva l'uffizi?", "quando è che 'l apre l'ufficio?"),
    ("quant l'è longh?", "quanto è lungo?"),
    ("quand sarìi incö?", "quando chiudete oggi?"), ("sunt disoccupaa, gh'è un mestee per mì?",
                                                     "sono disoccupato, c'è un mestiere per io?")])
def test_lombard_is_put_into_italian(text: str, italian: str) -> None:
    assert translate_dialect(text) == italian


@pytest.mark.parametrize("text", [
    "Mi chiamo Laura Fumagalli", "el Hadji Diop", "me lo dici?", "mia figlia cerca lavoro", "un po' di pazienza",
    "que cursos hay para el curso?", "cerchi lavoro?", "Lauro", "Fiona", "abito a Merate", "che ura è",
    "dove sono gli Uffizi?", "l'è bella", ""])
def test_italian_and_names_stay_as_they_are(text: str) -> None:
    assert translate_dialect(text) == text
