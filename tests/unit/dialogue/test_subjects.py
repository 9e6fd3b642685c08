"""Short questions refer to what was said before; others to what they name."""

from typing import Optional

import pytest

from bot.dialogue.subjects import find_event_kinds, names_elsewhere, names_other_office, retarget


@pytest.mark.parametrize(
    ("intent", "text", "names", "last", "meant"),
    [
        ("ask_course_place", "e dove?", set(), "event", "ask_event_place"),
        ("ask_course_place", "e dove?", set(), "office", "ask_office_address"),
        ("ask_course_place", "e dove?", set(), None, "ask_course_place"),
        ("ask_course_place", "dove si fa il corso?", set(), "event", "ask_course_place"),
        ("ask_course_place", "dove era il seminario?", set(), "course", "ask_event_place"),
        ("ask_course_start", "quando?", set(), "event", "ask_event_time"),
        ("ask_event_speakers", "chi lo organizza?", set(), "course", "ask_course_organiser"),
        ("ask_course_cost", "e quanto costa?", set(), "event", "ask_course_cost"),
        ("ask_event_place", "dove si fa il corso?", {"course"}, "event", "ask_course_place"),
    ],
)
def test_retarget(intent: str, text: str, names: set[str], last: Optional[str], meant: str) -> None:
    assert retarget(intent, text, names, last) == meant


def test_kinds_of_event() -> None:
    assert find_event_kinds("quando era il seminario sul work-life balance?") == ["seminar"]
    assert find_event_kinds("i Job Day") == ["job_day"]


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("quando inizia il corso da elettricista a Bergamo?", True),
        ("corsi in provincia di Sondrio", True),
        ("dove si fa il corso a Lecco?", False),
        ("abito a Bergamo, dove si fa il corso?", False),
        ("quanto dura il corso?", False),
        ("corsi in Lombardia", False),
        ("mia cugina ha fatto il corso di sala e si è trovata bene, adesso lavora a Bellagio, io son sempre a casa coi "
         "bimbi, volevo solo chiedere se lo rifate", False),
    ],
)
def test_other_places(text: str, elsewhere: bool) -> None:
    assert names_elsewhere(text) is elsewhere


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("il centro per l'impiego di Como dov'è?", True),
        ("orari del CPI di Monza", True),
        ("dov'è il centro per l'impiego di Merate?", False),
        ("orari dell'ufficio in provincia di Lecco", False),
        ("abito a Como, dov'è l'ufficio?", False),
        ("dov'è l'ufficio?", False),
    ],
)
def test_offices_in_other_places(text: str, other: bool) -> None:
    assert names_other_office(text, ["Lecco", "Merate"]) is other
