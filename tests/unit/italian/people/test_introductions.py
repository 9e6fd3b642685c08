"""Names among other things in one message, and messages that bring none."""

from __future__ import annotations

import pytest

from bot.italian.people.introductions import read_introduced_name


@pytest.mark.parametrize(("text", "name"), [
    ("345 4473211 Marco Villa, mercoledì 13 gennaio ore 10 e 30, Merate, orientamento", "Marco Villa"),
    ("sono Maria Rossi, 333 1234567, giovedì mattina a Merate", "Maria Rossi"),
    ("alle 14? sono Samira Haddad e mi trovate al 3831946102", "Samira Haddad"),
    ("Merate giovedì 10 dicembre 10:30 verifica requisiti Giulia Fumagalli 3294175867", "Giulia Fumagalli"),
    ("orientamento lecco lunedì ore 9, Ahmed Ben Salah tel 3379632231", "Ahmed Ben Salah"),
    ("vorrei un colloquio a Lecco martedì, mi chiamo Sofia Riva e il mio numero è 3815510551", "Sofia Riva"),
    ("nome: Luca Ghezzi - telefono: 3806132226 - sede: Lecco", "Luca Ghezzi"),
    ("Mi chiamo Nora Castelnuovo (nora.c@example.it): verifica dei requisiti a Lecco", "Nora Castelnuovo"),
    ("prenota a lecco venerdì alle 10, orientamento, Dario Pozzi", "Dario Pozzi"),
    ("paolo sala 3413571333 lecco domani", "Paolo Sala"),
    ("appuntamento lecco martedì pomeriggio. Anna Colombo anna.colombo@example.it", "Anna Colombo"),
    ("buongiorno, Oleksandra Kovalenko, 333 1234567, Merate venerdì", "Oleksandra Kovalenko"),
    ("ciao mi kiamo kadija benali 33 anni, verifica a Merate martedì ore 11", "Kadija Benali"),
    ("prenoto per mio papà che si chiama Renzo Tavola, Lecco lunedì alle 9", "Renzo Tavola"),
    ("colloquio a Merate, 3201234567, rosa de luca, lunedì 14 alle 9", "Rosa De Luca"),
    ("Paolo degli Esposti 333 1234567", "Paolo Degli Esposti"),
    ("Ursula von der Leyen, Merate", "Ursula Von Der Leyen"),
    ("Samuele Riva qui. Verifica dei requisiti, Merate, lunedì 14 dicembre", "Samuele Riva"),
    ("Parla Samuele Riva: verifica a Merate", "Samuele Riva"),
    ("Do Van Minh, lunedì alle 9", "Do Van Minh"),
])
def test_a_name_among_other_things(text: str, name: str) -> None:
    assert read_introduced_name(text) == name


@pytest.mark.parametrize("text", [
    "vorrei un appuntamento a Merate giovedì alle 10", "prenota un colloquio di orientamento a Lecco",
    "sono di Merate e cerco lavoro", "Corso Matteotti alle 9", "Lecco lunedì 4 gennaio 333 1234567",
    "sono disoccupata, ho 34 anni, abito a Lecco", "domenica mattina a Lecco", "Servizio Sala",
    "Buongiorno, vorrei un Appuntamento a Merate per Orientamento", "VORREI UN COLLOQUIO A LECCO"])
def test_no_name(text: str) -> None:
    assert read_introduced_name(text) is None
