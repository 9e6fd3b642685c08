"""Short messages that take up the last answer, and those that look like it."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.dialogue.context import Context, Understood
from bot.dialogue.follow_ups import list_choices, read_names
from bot.dialogue.interpretation import interpret
from bot.dialogue.subjects import retarget
from bot.dialogue.turn import Button

COURSES = tuple(Button(title, f'/ask_course_about{{"course": "{course}"}}') for title, course in (
    ("Sala", "sala"), ("Elettrico", "elettrico"), ("Meccanico", "meccanico")))


def meant(text: str, read_as: str = "out_of_scope", *, subject: str = "", last: str = "", kinds: str = "",
          rest: Optional[str] = None, task: Optional[str] = None) -> Understood:
    understood = Understood(read_as, 0.9, None, frozenset(kinds.split()), rest=text if rest is None else rest)
    return interpret(text, understood, Context(task, None, listed=COURSES, subject=subject, last_question=last))


@pytest.mark.parametrize(("text", "subject", "intent"), [
    ("e gli orari?", "office:merate", "ask_office_hours"), ("il telefono?", "office:merate", "ask_office_contact"),
    ("e che orari hanno", "office:lecco", "ask_office_hours"), ("la mail?", "office:", "ask_office_contact"),
    ("e quanto costa?", "course:sala", "ask_course_cost"),
    ("con chi lo avete fatto?", "course:sala", "ask_course_organiser"),
    ("dove?", "course:sala", "ask_course_place"), ("e quando finisce?", "course:", "ask_course_other_detail"),
    ("in che posto?", "event:welfare", "ask_event_place"),
    ("quando l'avete presentato?", "course:sala", "ask_jobday_about"),
    ("quanta gente c'era?", "event:welfare", "ask_event_attendance"),
    ("chi ha parlato?", "event:welfare", "ask_event_speakers"), ("dov'è?", "office:merate", "ask_office_address")])
def test_an_aspect_is_asked_of_the_subject(text: str, subject: str, intent: str) -> None:
    assert meant(text, subject=subject).intent == intent


@pytest.mark.parametrize(("text", "subject", "last", "intent"), [
    ("di che corso stiamo parlando scusa?", "course:sala", "check_eligibility", "ask_course_about"),
    ("e dove si fa?", "", "ask_did", "ask_simpler"), ("devo farla per forza?", "", "ask_did", "ask_simpler"),
    ("e dove si fa?", "", "ask_course_list", "out_of_scope"),
    *((text, "pact:", "ask_working_poor", "ask_working_poor") for text in (
        "e con la partita iva?", "lordi o netti?", "e per gli autonomi?", "è lordo?", "al mese o all'anno?",
        "e nel 2025?",
        "e se ho due lavori?", "e un libero professionista invece?")),
    ("e con la partita iva?", "pact:", "ask_pact_about", "out_of_scope"),
    ("come apro la partita iva?", "pact:", "ask_working_poor", "out_of_scope"),
    ("e quanto dura il corso nel 2025?", "pact:", "ask_working_poor", "out_of_scope")])
def test_more_is_asked_of_what_was_just_told(text: str, subject: str, last: str, intent: str) -> None:
    assert meant(text, subject=subject, last=last).intent == intent


def test_the_presentation_of_another_course() -> None:
    for last in ("ask_event_place", "ask_jobday_about"):
        for text in ("quella dei camerieri?", "quello dei camerieri?", "quello per camerieri invece?",
                     "idem per i camerieri?"):
            rest = text.replace("camerieri", "")
            assert meant(text, "ask_course_about", last=last, kinds="course", rest=rest).intent == last
        text, rest = "e il corso dei camerieri?", "e il corso dei ?"
        assert meant(text, "ask_course_about", last=last, kinds="course", rest=rest).intent == "ask_course_about"
    assert retarget("ask_course_place", "quella dei camerieri?", {"course"}, "event") == "ask_event_place"
    assert retarget("ask_course_place", "quello dei camerieri?", {"course"}, "event") == "ask_course_place"
    assert retarget("ask_event_place", "idem per la sala?", {"course"}, "event") == "ask_event_place"


def test_the_hours_of_another_day() -> None:
    there = meant("merate invece, mercoledì 13 gennaio?", "inform", subject="office:lecco", last="ask_office_hours",
                  kinds="office", rest="invece, mercoledì 13 gennaio?")
    assert there.intent == "ask_office_hours"
    for text in ("nemmeno il 26?", "e quello dopo?", "e il 2 gennaio?"):
        assert meant(text, "out_of_scope", subject="office:", last="ask_office_hours").intent == "ask_office_hours"


def test_the_hours_of_the_offices_whatever_was_spoken_of() -> None:
    meant_now = meant("e il telefono? e a che ora aprite?", subject="course:", last="ask_course_cost")
    assert meant_now.questions == ("ask_office_contact", "ask_office_hours")
    assert meant("e il telefono? e gli orari?", subject="course:", last="ask_course_cost") == meant_now
    assert retarget("ask_office_hours", "e a che ora aprite la mattina?", set(), "course") == "ask_office_hours"
    assert retarget("ask_office_hours", "e il telefono? e gli orari?", set(), "course") == "ask_office_hours"
    assert retarget("ask_office_hours", "a che ora comincia?", set(), "course") == "ask_course_start"


def test_two_aspects_are_two_questions() -> None:
    found = meant("e l'indirizzo? e gli orari?", subject="office:merate")
    assert found.questions == ("ask_office_address", "ask_office_hours")


@pytest.mark.parametrize(("text", "kinds", "rest", "last"), [
    ("e a Lecco?", "office", "e a ?", "ask_office_contact"),
    ("merate invece?", "office", "  invece?", "ask_office_hours"),
    ("anche quella di merate", "office", "anche quella di ", "ask_office_contact"),
    ("e a Merate?", "office", "e a ?", "ask_availability"),
    ("e quello da saldatore?", "course sector", "e quello da ?", "ask_course_organiser"),
    ("e per i camerieri?", "course sector", "e per i ?", "ask_course_internship"),
    ("e il corso di sala, allora?", "course", "e il , allora?", "check_eligibility"),
    ("e Manpower?", "organisation", "e ?", "ask_pact_member"),
    ("e negli altri?", "", None, "ask_course_internship"),
    ("e l'altro?", "", None, "ask_office_hours"), ("e il corso?", "", None, "check_eligibility"),
    ("e il lunedì?", "", None, "ask_office_hours"), ("e di pomeriggio?", "", None, "ask_availability")])
def test_the_last_question_is_asked_of_another(text: str, kinds: str, rest: Optional[str], last: str) -> None:
    assert meant(text, last=last, kinds=kinds, rest=rest).intent == last


@pytest.mark.parametrize(("text", "index"), [("il secondo", 1), ("e l'ultimo?", 2), ("la prima", 0), ("3", 2)])
def test_one_of_a_list(text: str, index: int) -> None:
    found = meant(text, "inform", last="ask_course_list")
    assert (found.intent, found.names) == ("ask_course_about", (("course", ["sala", "elettrico", "meccanico"][index]),))
    assert meant(text, "inform", last="ask_course_duration").intent == "ask_course_duration"


@pytest.mark.parametrize(("text", "intent", "course"), [
    ("Il secondo quanto dura?", "ask_course_duration", "elettrico"), ("chi organizza il terzo?", "ask_course_organiser",
    "meccanico"), ("e quanto costa l'ultimo", "ask_course_cost", "meccanico")])
def test_a_question_of_one_of_a_list(text: str, intent: str, course: str) -> None:
    found = meant(text, "ask_course_duration", last="ask_course_list", subject="course:")
    assert (found.intent, found.names) == (intent, (("course", course),))
    assert meant("il secondo mese quanto dura?", last="ask_course_list").names == ()


@pytest.mark.parametrize("text", ["e a chi lo chiedo?", "chi me lo può dire?", "a chi posso chiedere?",
                                  "chi posso sentire per saperlo?", "a chi mi rivolgo?",
                                  "allora dimmi a chi mi rivolgo per sapere se vado bene"])
def test_somebody_to_ask(text: str) -> None:
    assert meant(text, last="ask_course_other_detail").intent == "ask_office_contact"


@pytest.mark.parametrize(("text", "kinds", "rest", "last"), [
    ("il telefono dell'infermiera?", "", None, "ask_office_hours"),
    ("abito a Merate", "office", "abito a ", "ask_office_hours"),
    ("e a Merate?", "office", "e a ?", "ask_course_cost"), ("e i workshop?", "event", "e i ?", "ask_pact_member"),
    ("chi chiama domani i candidati del corso di sala che era pieno?", "course", None, "ask_course_list")])
def test_what_only_looks_like_it(text: str, kinds: str, rest: Optional[str], last: str) -> None:
    assert meant(text, "ask_help", subject="office:merate", last=last, kinds=kinds, rest=rest).intent == "ask_help"


def test_an_answer_to_a_form_is_no_follow_up() -> None:
    found = meant("e a Merate?", "inform", last="ask_office_hours", kinds="office", rest="e a ?", task="booking_form")
    assert found.intent == "inform"


def test_the_buttons_of_a_list() -> None:
    others = (Button("Prenota", "/book_appointment"), Button("Sì", '/choose{"option": "booking_consent:yes"}'))
    assert list_choices((*COURSES, *others)) == COURSES and list_choices(others) == ()
    assert read_names("/stop") == ("stop", ()) and read_names("ciao") == ("", ())


@pytest.mark.parametrize("text", ["il pomeriggio ci siete?", "e la mattina siete aperti?", "anche di pomeriggio?"])
def test_hours_of_a_part_of_the_day(text: str) -> None:
    assert meant(text, "greet", last="ask_office_hours").intent == "ask_office_hours"


@pytest.mark.parametrize("text", ["e il telefono di tutti e due", "il numero di entrambi?",
                                  "e l'indirizzo di entrambe le sedi"])
def test_an_aspect_of_both_offices(text: str) -> None:
    assert meant(text, "inform", subject="office:").intent in ("ask_office_contact", "ask_office_address")


@pytest.mark.parametrize(("text", "rest", "intent"), [
    ("mi servirebbe il telefono di Merate", "mi servirebbe il telefono di", "ask_office_contact"),
    ("dimmi gli orari di Lecco", "dimmi gli orari di", "ask_office_hours"),
    ("vorrei l'indirizzo del centro di Lecco", "vorrei l'indirizzo del centro di", "ask_office_address"),
    ("mi servirebbe il numero del sindaco di Merate", "mi servirebbe il numero del sindaco di", "out_of_scope")])
def test_an_aspect_of_an_office_that_is_named(text: str, rest: str, intent: str) -> None:
    assert meant(text, kinds="office", rest=rest).intent == intent


@pytest.mark.parametrize("last", ["ask_office_contact", "ask_office_address"])
def test_a_day_after_an_office_asks_for_its_hours(last: str) -> None:
    asked = meant("il giovedì pomeriggio ci sono?", "inform", subject="office:merate", last=last)
    assert asked.intent == "ask_office_hours"
