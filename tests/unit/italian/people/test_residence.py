"""Where people say that they live, and the places that are not their home."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.italian.municipalities import LECCO_OTHER_NAMES, LECCO_PROVINCE, LOMBARDY, OUTSIDE_LOMBARDY
from bot.italian.people.residence import Residence, denies_residence, read_residence


def read(text: str, asked: bool) -> Optional[tuple[str, Optional[str]]]:
    found = read_residence(text, asked)
    return (found.where, found.place) if found else None


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("text, where, place", [
    ("abito a Lecco", "resident", "Lecco"), ("residente a Merate", "resident", "Merate"),
    ("sono residente a Merate", "resident", "Merate"),
    ("domiciliata a Calolziocorte", "domiciled", "Calolziocorte"), ("vivo in provincia di Lecco", "resident", "Lecco"),
    ("sto a Milano", "resident", "Milano"), ("abito a Roma", "elsewhere", "Roma"),
    ("sono di Bergamo", "resident", "Bergamo"),
    ("vivo in Svizzera", "elsewhere", "Svizzera"), ("residente a Napoli ma domiciliato a Lecco", "domiciled", "Lecco"),
    ("domiciliato a Roma ma residente a Lecco", "resident", "Lecco"),
    ("residente a Napoli ma abito a Lecco", "domiciled", "Lecco"),
    ("abito a Calolzio", "resident", "Calolziocorte"), ("abito a calolziocrte", "resident", "Calolziocorte"),
    ("abito a mandello", "resident", "Mandello del Lario"),
    ("vivo ad Olginate e ho 34 anni", "resident", "Olginate"),
    ("sono nata a Napoli ma vivo a Lecco", "resident", "Lecco"),
    ("lavoro a Milano ma abito a Piacenza", "elsewhere", "Piacenza"),
    ("abito a Lecco ma lavoro in Svizzera", "resident", "Lecco"),
    ("sono di Napoli ma vivo a Oggiono", "resident", "Oggiono"), ("io abita a Leco", "resident", "Lecco"),
    ("ho il domicilio a Lecco", "domiciled", "Lecco"),
    ("ho la residenza in Lombardia", "resident", "Lombardia"), ("non abito in Lombardia", "elsewhere", None),
    ("abito a Lecce", "elsewhere", "Lecce"),
    ("vivo a Santa Maria Hoe", "resident", "Santa Maria Hoè"), ("abito vicino a Lecco", "resident", "Lecco"),
    ("abito fuori regione", "elsewhere", None),
    ("no ma ho il domicilio a Lecco", "domiciled", "Lecco"), ("abito a Paderno d'Adda", "resident", "Paderno d'Adda"),
    ("Rezidente a Lecco", "resident", "Lecco"),
    ("abito a Merate, posso partecipare?", "resident", "Merate"), ("domicilato a Merate", "domiciled", "Merate"),
    ("vivo a vigano", "resident", "Viganò"),
])
def test_home_is_read_in_any_message(text: str, where: str, place: Optional[str], asked: bool) -> None:
    assert read(text, asked) == (where, place)


@pytest.mark.parametrize("text, where, place", [
    ("sì", "resident", None), ("si", "resident", None), ("certo", "resident", None), ("no", "elsewhere", None),
    ("No.", "elsewhere", None),
    ("Merate", "resident", "Merate"), ("a merate", "resident", "Merate"), ("lecco", "resident", "Lecco"),
    ("in Svizzera", "elsewhere", "Svizzera"),
    ("in provincia di Lecco", "resident", "Lecco"), ("Roma", "elsewhere", "Roma"),
    ("no, a Torino", "elsewhere", "Torino"), ("residente", "resident", None),
    ("sono residente", "resident", None), ("domicilio", "domiciled", None),
    ("no ma ho il domicilio", "domiciled", None), ("solo domicilio", "domiciled", None),
    ("domiciliata", "domiciled", None), ("non ho la residenza ma ho il domicilio", "domiciled", None),
    ("abito qui", "resident", None),
    ("fuori dalla Lombardia", "elsewhere", None), ("all'estero", "elsewhere", None),
    ("sì, a Lecco", "resident", "Lecco"), ("provincia di Como", "resident", "Como"),
    ("no abito a Piacenza", "elsewhere", "Piacenza"),
    ("residente fuori Lombardia, domiciliato a Lecco", "domiciled", "Lecco"),
    ("nessuno dei due", "elsewhere", None), ("sì entrambi", "resident", None), ("ho la residenza", "resident", None),
    ("Brianza", "resident", "provincia di Lecco"),
])
def test_short_answers_are_read_when_asked(text: str, where: str, place: Optional[str]) -> None:
    assert read(text, asked=True) == (where, place)


@pytest.mark.parametrize("text", [
    "il corso è a Lecco?", "dov'è il cpi di Merate?", "voglio un appuntamento a Merate", "a Lecco", "Lecco", "sì", "no",
    "il Politecnico di Lecco",
    "lavoro a Lecco", "sono nato a Napoli", "cosa fa la provincia di Lecco?", "sto cercando lavoro", "sto a casa", "",
    "la residenza serve?", "ho 34 anni",
    "sono di fretta", "bisogna essere residenti in Lombardia?", "non abito a Lecco",
])
def test_other_places_are_not_home_in_a_message(text: str) -> None:
    assert read_residence(text, asked=False) is None


@pytest.mark.parametrize("text",
    ["a Vattelapesca", "non lo so", "perché?", "quanto dura il corso a Lecco?", "34", "non abito a Lecco",
        "lavoro a Lecco",
                                  "nato a Roma", "", "🙂", "vorrei un appuntamento a Merate", "preferisco non dirlo",
                                  "sono disoccupata", "ripeti", "ripetere"])
def test_what_is_not_sure_even_when_asked(text: str) -> None:
    assert read_residence(text, asked=True) is None


def test_the_province_has_its_84_municipalities_and_each_is_recognised() -> None:
    assert len(set(LECCO_PROVINCE)) == 84
    for name in LECCO_PROVINCE:
        assert read_residence(f"abito a {name}") == Residence("resident", name, in_lecco_province=True), name


def test_other_places_are_recognised_on_the_right_side_of_the_border() -> None:
    for name in LOMBARDY:
        assert read_residence(f"abito a {name}") == Residence("resident", name), name
    for name in OUTSIDE_LOMBARDY:
        assert read_residence(f"abito a {name}") == Residence("elsewhere", name), name


def test_short_names_belong_to_a_municipality() -> None:
    assert set(LECCO_OTHER_NAMES) <= {*LECCO_PROVINCE, "provincia di Lecco"}


@pytest.mark.parametrize(("text", "place"), [
    ("stavo a Torino ma da giugno sono a Malgrate", "Malgrate"), ("prima ero a Napoli, adesso sto a Lecco", "Lecco"),
    ("mi sono spostata da Bergamo a Olginate", "Olginate")])
def test_where_one_lives_now_counts(text: str, place: str) -> None:
    found = read_residence(text, asked=True)
    assert found is not None and (found.where, found.place) == ("resident", place)


@pytest.mark.parametrize(("text", "where", "place"), [
    ("ho scritto male, non abito a Lecco ma a Piacenza", "elsewhere", "Piacenza"),
    ("non vivo a Milano ma a Lecco", "resident", "Lecco"), ("sono di Piacenza, non di Lecco", "elsewhere", "Piacenza"),
    ("non ho la residenza a Lecco ma il domicilio", "domiciled", None)])
def test_a_place_that_is_denied_is_not_the_home(text: str, where: str, place: Optional[str]) -> None:
    assert read(text, asked=False) == (where, place) and not denies_residence(text)


def test_where_one_does_not_live_says_nothing_else() -> None:
    assert denies_residence("non abito a Lecco") and denies_residence("non vivo più a Lecco")
    assert not denies_residence("abito a Lecco") and not denies_residence("se non abito a Lecco posso venire?")
