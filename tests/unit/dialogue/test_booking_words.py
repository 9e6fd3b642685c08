"""What people say while they book."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.dialogue.booking_words import (
    asks_of_office,
    corrects,
    find_meant_service,
    find_slot_to_change,
    means_other_office,
    pick_office,
    put_right,
)


@pytest.mark.parametrize(("text", "service"), (
    ("vorrei capire quale corso fa per me", "orientamento"), ("cerco lavoro", "orientamento"),
    ("controllare i requisiti", "requisiti"), ("se posso partecipare al corso", "requisiti"), ("martedì", None)))
def test_reasons(text: str, service: Optional[str]) -> None:
    assert find_meant_service(text) == service


@pytest.mark.parametrize(("text", "slot"), (
    ("l'orario", "booking_time"), ("voglio cambiare ufficio", "booking_office"), ("il cognome", "booking_name"),
    ("la mail", "booking_contact"), ("il motivo", "booking_service"), ("boh", None),
    ("lì c'è posto per la macchina?", None), ("il posto è sicuro?", None), ("quando mi arriva il promemoria?", None),
    ("posso cambiare il giorno?", "booking_time"), ("si può un altro posto?", "booking_office"),
    ("quando", "booking_time"), ("dove?", "booking_office")))
def test_what_to_change(text: str, slot: Optional[str]) -> None:
    assert find_slot_to_change(text) == slot


@pytest.mark.parametrize(("text", "asked"), (
    ("a Lecco c'è il bar?", True), ("il colloquio a Lecco dura uguale?", True), ("a Merate ci sono le scale?", True),
    ("e a Lecco?", False), ("a Lecco c'è posto?", False), ("si può fare a Merate invece?", False),
    ("a Lecco alla stessa ora è libero?", False), ("a Lecco", False)))
def test_a_question_about_an_office_does_not_choose_it(text: str, asked: bool) -> None:
    assert asks_of_office(text, ["Lecco", "Merate"]) is asked


def test_corrections() -> None:
    assert corrects("anzi meglio Merate") and not corrects("Maria Rossi")
    assert put_right("il cognome è sbagliato: Maria Rosi") == "Maria Rosi"
    assert put_right("Maria Rosi") == "Maria Rosi"


@pytest.mark.parametrize("text", ("cognome Ben Salah nome Ahmed", "Fatou di nome, Diop di cognome",
                                  "di cognome faccio Diop e mi chiamo Fatou"))
def test_a_name_told_in_its_parts_is_left_whole(text: str) -> None:
    assert put_right(text) == text


@pytest.mark.parametrize(("text", "office"), (
    ("Merate… mah no, guarda, Lecco che c'è il treno", "lecco"), ("Lecco, Merate no", "lecco"),
    ("Merate è lontano, facciamo Lecco", "lecco"), ("a Lecco o a Merate, guarda, è uguale", None)))
def test_which_of_two_offices_is_meant(text: str, office: Optional[str]) -> None:
    assert pick_office(text, {"Lecco": "lecco", "Merate": "merate"}) == office


@pytest.mark.parametrize(("text", "chosen", "office"), (
    ("ah ma è Merate! no io devo venire a Lecco", "merate", "lecco"),
    ("avete messo Merate, io avevo scritto Lecco", "merate", "lecco"),
    ("ma c'è scritto Merate! volevo Lecco", "merate", "lecco"), ("è Merate! io sto a Lecco", "merate", "lecco"),
    ("no, non Merate: Lecco", "merate", "lecco"), ("Lecco? no a me serve Merate", "lecco", "merate"),
    ("no no, Merate: a Lecco ci metto un'ora", "lecco", "merate"),
    ("abito a Merate, Lecco è lontano", "lecco", "merate"),
    ("scusa ho sbagliato, non è Lecco ma Merate", "lecco", "merate"),
    ("Merate va bene, a Lecco ci vado un'altra volta", "merate", None), ("Merate, Lecco no", "merate", "merate"),
    ("no lascia Lecco, Merate è scomodo", "lecco", "lecco"), ("Merate o Lecco, quale è più vicino?", "merate", None)))
def test_the_office_of_the_summary_is_named_as_the_wrong_one(text: str, chosen: str, office: Optional[str]) -> None:
    assert pick_office(text, {"Lecco": "lecco", "Merate": "merate"}, chosen) == office


@pytest.mark.parametrize(("text", "other"), (
    ("tutto bene tranne il posto, intendevo l'altro ufficio", True),
    ("la sede è l'altra", True), ("un altro giorno", False),
    ("c'è un altro posto libero?", False)))
def test_the_other_office(text: str, other: bool) -> None:
    assert means_other_office(text) is other
