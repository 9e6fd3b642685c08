"""Names put right, part by part; what corrects no name leaves it alone."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.italian.people.name_corrections import put_name_right


@pytest.mark.parametrize(("known", "text", "right"), [
    ("Sara Bianchi", "guarda che il cognome è Bianco, con la o finale", "Sara Bianco"),
    ("Marta Rosi", "Rossi con due s", "Marta Rossi"),
    ("Marta Rosi", "con due esse", "Marta Rossi"),
    ("Jonatan Brusa", "il nome è sbagliato, Jonathan con la h", "Jonathan Brusa"),
    ("Tina Colombi", "non è Colombi ma Colombo", "Tina Colombo"),
    ("Tina Colombi", "Colombo, non Colombi", "Tina Colombo"),
    ("Gianluigi Valsecchi", "mi chiamo Gianluca mica Gianluigi", "Gianluca Valsecchi"),
    ("Enrica Pirola", "il nome giusto è Enrico", "Enrico Pirola"),
    ("Rossi Mario", "ho invertito nome e cognome", "Mario Rossi"),
    ("Marco Vitali", "si scrive Vitale, finisce con la e", "Marco Vitale"),
    ("Rosa Bianco", "ho sbagliato il cognome: Bianchi", "Rosa Bianchi"),
    ("Matteo Pozi", "manca una z, due z", "Matteo Pozzi"),
    ("Gianni Mottta", "scusa Motta", "Gianni Motta"),
    ("Anna De Luca", "il cognome è Di Luca", "Anna Di Luca"),
    ("Elisa Ferari", "manca una r nel cognome", "Elisa Ferrari"),
    ("Kevin", "il cognome è Brambilla", "Kevin Brambilla"),
    ("Ahmed El Idrissi", "Ultima correzione: il cognome è Idrissi, senza El.", "Ahmed Idrissi"),
    ("Maria De Luca", "senza il De", "Maria Luca"), ("Sarah Riva", "senza la h", "Sara Riva"),
    ("Lucia Ferrari", "di cognome faccio Ferrario", "Lucia Ferrario"),
    ("Micela Ratti", "*Michela", "Michela Ratti"), ("Micela Ratti", "michela*", "Michela Ratti"),
    ("Micela Ratti", "*Michela Ratti", "Michela Ratti"), ("Micela Ratti", "* 3331234567", None),
    ("Micela Ratti", "*Giovanni", None), ("Micela Ratti", "*giovedì", None), ("Micela Ratti", "***", None),
    ("Erica Sironi", "occhio che Erika si scrive con la kappa", "Erika Sironi"),
    ("Erica Sironi", "ci vuole la k in Erica", "Erika Sironi"), ("Erica Sironi", "con la kappa", "Erika Sironi"),
    ("Erica Sironi", "si scrive con la k non con la c", "Erika Sironi"),
    ("Erica Sironi", "Sironi con due r", "Erica Sirroni"),
    ("Rosa Hernandez", "manca il secondo cognome, sul documento sono Hernandez Lopez", "Rosa Hernandez Lopez"),
    ("Rosa Hernandez", "aggiungi lopez al cognome", "Rosa Hernandez Lopez"),
    ("Rosa Hernandez", "aggiungi il secondo nome, Maria", "Rosa Maria Hernandez"),
    ("Rosa Hernandez", "metti anche mia figlia Lucia", None), ("Rosa Hernandez", "manca il documento", None),
    ("Agnese Mandeli", "mi sono mangiata una elle nel cognome: Mandelli", "Agnese Mandelli"),
    ("Giovannni Sala", "una sola s", None),
    ("Sara Bianchi", "il giorno è sbagliato", None), ("Sara Bianchi", "confermo", None),
    ("Sara Bianchi", "va bene grazie", None), ("Sara Bianchi", "giovedì alle 10", None),
    ("Sara Bianchi", "meglio Merate", None), ("Sara Bianchi", "333 1234567", None),
    ("Sara Bianchi", "il nome è Anna Bruni", None), ("Sara Bianchi", "perché?", None)])
def test_a_part_of_a_name_is_put_right(known: str, text: str, right: Optional[str]) -> None:
    assert put_name_right(text, known) == right
