"""Two wishes in one message: each with its part of the text, the second kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.turn import StatedWish, Turn
from bot.dialogue.wishes import (
    add_questions,
    cut_own_part,
    find_pending_wish,
    find_second_wish,
    list_questions_beside,
    take_up,
    turn_of_wish,
)
from bot.italian.phrases import PhraseIndex
from bot.services.needs import NeedIndex
from tests.unit.dialogue.test_time_span import said as turn_of

TEXT = "prenota a Lecco e poi vedi se posso fare il corso di sala, quanto dura?"


def _turn() -> Turn:
    found = (StatedWish("book_appointment", 0, 18), StatedWish("check_eligibility", 18, 58),
             StatedWish("ask_course_duration", 58, 71))
    return replace(turn_of(TEXT), intent="book_appointment", names={"office": ("lecco",), "course": ("sala",)},
                   positions={"lecco": (10,), "sala": (44,)}, wishes=found)


NEEDS = NeedIndex(PhraseIndex([("isee", ["isee"])]))


@pytest.mark.parametrize(("text", "intent", "questions"), [
    ("E l'ISEE me lo fate voi, e il pomeriggio a Lecco siete aperti?", "ask_office_hours",
     ("ask_need", "ask_office_hours")),
    ("a che ora aprite, e l'isee dove si fa?", "ask_office_hours", ("ask_office_hours", "ask_need")),
    ("per gli orari chi posso sentire, e dov'è l'ufficio?", "ask_office_address",
     ("ask_office_contact", "ask_office_address")),
    ("il corso elettrico chi lo curava, e dove l'avete presentato?", "ask_jobday_about",
     ("ask_course_organiser", "ask_jobday_about")),
    ("dov'è l'ufficio di Lecco e quanti hanno fatto il corso elettrico?", "ask_course_participants",
     ("ask_office_address", "ask_course_participants")),
    ("ho l'isee basso. a che ora aprite?", "ask_office_hours", ()),
    ("a che ora aprite?", "ask_office_hours", ()),
    ("l'isee dove si fa, e a che ora aprite?", "ask_need", ("ask_need", "ask_office_hours")),
    ("l'isee, e il resto, dove si fa?", "ask_need", ())])
def test_no_question_of_several_is_dropped(text: str, intent: str, questions: tuple[str, ...]) -> None:
    understood = Understood("ask_office_hours", 0.6)
    assert add_questions(text, Understood(intent), understood, Context(needs=NEEDS)).questions == questions


def test_the_first_task_reads_its_part() -> None:
    part = cut_own_part(_turn())
    assert part.text == "prenota a Lecco e" and part.names == {"office": ("lecco",)}


def test_the_second_waits_and_is_taken_up() -> None:
    turn = _turn()
    kept = find_second_wish(turn)
    assert kept is not None and kept["intent"] == "check_eligibility" and kept["names"] == {"course": ["sala"]}
    later = replace(turn_of("sì"), slots={"second_wish": kept})
    assert find_pending_wish(later.slots) == "check_eligibility" and turn_of_wish(later) is None
    taken = turn_of_wish(replace(later, slots={"second_wish": take_up(later.slots)}))
    assert taken is not None and taken.name("course") == "sala" and "posso fare" in taken.text


def test_questions_beside_and_single_wishes() -> None:
    assert list_questions_beside(_turn()) == ("ask_course_duration",)
    alone = turn_of("prenota a Lecco")
    assert cut_own_part(alone) is alone and find_second_wish(alone) is None and find_pending_wish({}) is None
