"""What must not be kept of a message is taken out, what makes it a message stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.italian.masking import mask
from bot.rules import codes


@pytest.mark.parametrize(("said", "kept"), [
    ("scrivimi a mario.rossi@gmail.com grazie", "scrivimi a [e-mail] grazie"),
    ("mario rossi @ libero.it", "mario [e-mail]"),
    ("la mail è anna chiocciola libero punto it", "la mail è [e-mail]"),
    ("il mio numero è 333 1234567, chiamatemi", "il mio numero è [numero], chiamatemi"),
    ("+39 0341/295448", "[numero]"),
    ("tre tre tre uno due tre quattro", "[numero]"),
    ("sono nata il 12/05/1990 a lecco", "sono nata il [numero] a lecco"),
    ("cf RSSMRA80A01F205X va bene?", "cf [codice fiscale] va bene?"),
    ("rss mra 80a01 f205x", "[codice fiscale]"),
    ("ho il codice LC-7K3M-QP9X", "ho il codice [codice]"),
    ("il codice lc 7k3m qp9x non va", "il codice [codice] non va"),
    ("IT60X0542811101000000123456", "[IBAN]"),
    ("mi chiamo Maria Rossi", "mi chiamo [nome]"),
    ("cell.3331234567", "cell.[numero]"),
    ("telefono3331234567", "telefono[numero]"),
    ("328\u2011123\u20114567 o 333\u200b1234567", "[numero] o [numero]"),
    ("il cellulare è tre tre cinque 1234567", "il cellulare è [numero]"),
    ("tre tre tre, dodici, trentaquattro, cinquantasei, sette", "[numero]"),
    ("nome: Paolo, cognome: Costa", "nome: [nome], cognome: [nome]"),
    ("è per mia madre, si chiama Đặng Hải", "è per mia madre, si chiama [nome]"),
    ("sono Maria Rossi e cerco lavoro", "sono [nome] e cerco lavoro"),
])
def test_what_is_taken_out(said: str, kept: str) -> None:
    assert mask(said) == kept


@pytest.mark.parametrize("said", [
    "quanto dura il corso di 250 ore?", "ho 34 anni e prendo 8.500 euro", "alle 10:30 di giovedì", "sono di Lecco",
    "il 3 dicembre 2026", "ma che corso elettrico è", "legge 19/2019",
    "come si chiama il corso?",
    "ho due figli, dieci e dodici anni", "duecento o trecento euro", "sono disoccupata da due anni", ""])
def test_what_stays(said: str) -> None:
    assert mask(said) == said


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_appointment_code_and_no_number_survives(before: str, after: str) -> None:
    code = codes.make_random_code()
    assert code not in mask(f"{before} {code} {after}") or not any(letter.isdigit() for letter in code[3:])
    assert "3331234567" not in mask(f"{before} 3331234567 {after}")
