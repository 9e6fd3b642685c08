"""One turn of the eligibility check at a time: what is taken, what is asked next, what is told."""

from __future__ import annotations

from typing import Any, Optional

import pytest
from sqlalchemy import select

from bot.actions.eligibility.eligibility_form import (
    ActionTellEligibility,
    AskAge,
    AskIncome,
    AskStatus,
    ValidateEligibilityForm,
)
from bot.actions.smalltalk import ActionInform
from bot.db.models import EligibilityRule
from bot.db.session import transaction
from bot.settings import Settings
from tests.unit.actions.trackers import Done, pressed, run, tracker, user

FORM = "eligibility_form"
KNOWN = {"eligibility_course": "sala", "eligibility_age": {"years": 34, "born": None},
         "eligibility_status": "unemployed", "eligibility_residence": "resident"}


def start(text: str, *earlier: str, slots: Optional[dict[str, Any]] = None, **names: str) -> Done:
    """The turn that opens the form."""
    events = [user(line) for line in earlier] + [user(text, "check_eligibility", **names)]
    return run(ValidateEligibilityForm(), tracker(*events, slots=slots))


def answer(text: str, requested: str, slots: Optional[dict[str, Any]] = None, intent: str = "inform",
           **names: str) -> Done:
    """An answer inside the form."""
    held = {"eligibility_course": "sala", **(slots or {}), "requested_slot": requested}
    return run(ValidateEligibilityForm(), tracker(user(text, intent, **names), slots=held, loop=FORM))


def outcome(**slots: Any) -> Done:
    """The outcome for these slots."""
    return run(ActionTellEligibility(), tracker(user("ok"), slots={**KNOWN, **slots}))


def test_the_first_reply_says_whom_the_courses_are_for_and_asks_for_none_of_them(seeded: Settings) -> None:
    done = start("posso partecipare?")
    assert "disoccupati, occupati sospesi e working poor" in done.text and "18 e i 64" in done.text
    assert done.slots["requested_slot"] == "eligibility_age" and done.slots["eligibility_course"] == "all"


def test_everything_in_one_message_asks_nothing(seeded: Settings) -> None:
    done = start("ho 34 anni sono disoccupata e abito a Lecco, posso fare il corso da cameriera?", course="sala")
    assert done.slots["requested_slot"] is None and done.messages == ()
    assert done.slots["eligibility_age"] == {"years": 34, "born": None}
    assert done.slots["subject"] == "course:sala"


def test_what_was_said_before_is_taken_and_a_new_fact_wins(seeded: Settings) -> None:
    done = start("posso fare il corso?", "ho 50 anni", "sono disoccupato", "scusa, ho 43 anni", course="sala")
    assert done.slots["eligibility_age"]["years"] == 43
    assert done.slots["requested_slot"] == "eligibility_residence"


def test_an_obstacle_is_told_at_once(seeded: Settings) -> None:
    assert "✗ Età: 65 anni" in start("posso fare il corso di sala se ho 65 anni?", course="sala").text
    assert "✗" not in start("posso fare il corso di sala se ho 64 anni?", course="sala").text


@pytest.mark.parametrize("text, years", [
    ("34", 34), ("trentaquattro", 34), ("ho 34 anni", 34), ("sono del 91", 35), ("12/05/1991", 35), ("23/11/2008", 18),
    ("24/11/2008", 17), ("nata il 23 novembre 1961", 65), ("24 novembre 1961", 64)])
def test_ages(seeded: Settings, text: str, years: int) -> None:
    assert answer(text, "eligibility_age").slots["eligibility_age"]["years"] == years


@pytest.mark.parametrize("text", ["sono del 2008", "sono nato nel 1961", "del 61"])
def test_a_year_at_the_boundary_asks_for_the_date(seeded: Settings, text: str) -> None:
    done = answer(text, "eligibility_age")
    assert done.slots["eligibility_age"] is None and done.slots["requested_slot"] == "eligibility_age"
    asked = run(AskAge(), tracker(user(text), slots=done.slots))
    assert "che giorno" in asked.text and "Quanti anni" not in asked.text
    given = answer("24/11/2008", "eligibility_age", {"eligibility_doubt": {"fact": "age"}})
    assert given.slots["eligibility_age"]["years"] == 17 and given.slots["eligibility_doubt"] is None


@pytest.mark.parametrize("text, status", [
    ("non lavoro", "unemployed"), ("mi hanno licenziata", "unemployed"), ("sono in cassa", "suspended"),
    ("part time", "employed"), ("partita iva", "self_employed"), ("studio", "student"), ("pensionato", "retired"),
    ("casalinga", "inactive"), ("altro", "other"), ("preferisco non dirlo", "withheld"), ("boh", "withheld")])
def test_statuses(seeded: Settings, text: str, status: str) -> None:
    assert answer(text, "eligibility_status").slots["eligibility_status"] == status


def test_only_who_works_is_asked_for_the_income(seeded: Settings) -> None:
    known = {"eligibility_age": {"years": 34, "born": None}}
    assert answer("dipendente", "eligibility_status", known).slots["requested_slot"] == "eligibility_income"
    assert answer("disoccupato", "eligibility_status", known).slots["requested_slot"] == "eligibility_residence"


def test_an_amount_without_a_period_is_asked_back(seeded: Settings) -> None:
    working = {"eligibility_age": {"years": 34, "born": None}, "eligibility_status": "employed"}
    done = answer("700", "eligibility_income", working)
    assert done.slots["requested_slot"] == "eligibility_income"
    asked = run(AskIncome(), tracker(user("700"), slots={**working, **done.slots}))
    assert "700 euro al mese o all'anno?" in asked.text and asked.titles == ["Al mese", "All'anno"]
    doubtful = {**working, "eligibility_doubt": done.slots["eligibility_doubt"]}
    assert answer("al mese", "eligibility_income", doubtful).slots["eligibility_income"] == "8400"
    assert answer("annuo", "eligibility_income", doubtful).slots["eligibility_income"] == "700"
    assert answer("per 12 mesi, senza extra", "eligibility_income", doubtful).slots["eligibility_income"] == "8400"
    assert answer("10 mesi l'anno", "eligibility_income", doubtful).slots["eligibility_income"] == "7000"
    assert answer("ho 12 anni di lavoro", "eligibility_income", doubtful).slots.get("eligibility_income") is None
    assert answer("800 al mese", "eligibility_income", doubtful).slots["eligibility_income"] == "9600"
    held = {"eligibility_course": "sala", **doubtful, "requested_slot": "eligibility_income"}
    by_button = run(ValidateEligibilityForm(), tracker(pressed("eligibility_period:month"), slots=held, loop=FORM))
    assert by_button.slots["eligibility_income"] == "8400" and by_button.slots["eligibility_doubt"] is None


def test_a_clear_amount_is_not_asked_back(seeded: Settings) -> None:
    working = {"eligibility_status": "employed"}
    assert answer("8000", "eligibility_income", working).slots["eligibility_income"] == "8000"
    assert answer("non lo so", "eligibility_income", working).slots["eligibility_income"] == "withheld"


def test_the_old_number_of_a_correction_says_what_is_corrected(seeded: Settings) -> None:
    working = {"eligibility_age": {"years": 43, "born": None}, "eligibility_status": "employed"}
    done = answer("scusa, 34 non 43", "eligibility_income", working)
    assert done.slots["eligibility_age"]["years"] == 34 and "eligibility_income" not in done.slots
    assert "corretto" in done.text and done.slots["requested_slot"] == "eligibility_income"
    other = answer("scusa, 8000 non 9000", "eligibility_income", working)
    assert other.slots["eligibility_income"] == "8000" and "eligibility_age" not in other.slots


def test_pay_and_trade_in_free_words(seeded: Settings) -> None:
    done = start("posso partecipare? ho 34 anni, lavoro part time, 700 euro al mese", course="sala")
    assert done.slots["eligibility_income"] == "8400"
    beside = start("lavoro part time, guadagno 9000 euro l'anno, posso fare il corso di sala?", course="sala")
    assert beside.slots["eligibility_income"] == "9000"
    assert answer("operaio a tempo pieno", "eligibility_status").slots["eligibility_status"] == "employed"
    learning = start("io no lavoro, avere 40 anni, vivo Lecco, posso corso?", course="sala")
    assert learning.slots["eligibility_age"]["years"] == 40 and learning.slots["requested_slot"] is None


def test_who_stops_working_has_no_income(seeded: Settings) -> None:
    held = {"eligibility_age": {"years": 43, "born": None}, "eligibility_status": "employed",
            "eligibility_income": "8000"}
    done = answer("no aspetta, sono disoccupato", "eligibility_residence", held)
    assert done.slots["eligibility_status"] == "unemployed" and done.slots["eligibility_income"] is None


def test_a_question_in_the_middle_is_left_to_the_rules(seeded: Settings) -> None:
    done = answer("quanto dura?", "eligibility_age", intent="ask_course_duration")
    assert done.messages == () and done.slots == {"requested_slot": "eligibility_age"}


def test_an_answer_with_a_question_gets_both(seeded: Settings) -> None:
    done = answer("34, e quanto dura?", "eligibility_age", intent="ask_course_duration", course="sala")
    assert done.slots["eligibility_age"]["years"] == 34 and "250 ore" in done.text


def test_two_failures_show_a_way_out_and_an_answer_ends_the_row(seeded: Settings) -> None:
    once = answer("bla bla", "eligibility_age")
    assert once.slots["misread"] == 1 and len(once.messages) == 1
    twice = answer("bla bla", "eligibility_age", {"misread": 1})
    assert "parlare con un operatore" in twice.text
    again = run(AskStatus(), tracker(user("x"), slots={"misread": 2}))
    assert "misread" not in again.slots, "asking again is no success"
    assert answer("34", "eligibility_age", {"misread": 2}).slots["misread"] == 0


def test_a_son_is_spoken_of_in_the_third_person(seeded: Settings) -> None:
    done = start("mio figlio ha 17 anni, può fare il corso?", "ho 50 anni e sono disoccupato", course="sala")
    assert done.slots["eligibility_person"] == "figlio" and done.slots["eligibility_age"]["years"] == 17
    assert done.slots["eligibility_status"] is None, "the father's"
    assert run(AskStatus(), tracker(user("x"), slots=done.slots)).text.startswith("Qual è la sua")
    studies = answer("studia", "eligibility_status", {"eligibility_person": "figlio"}, intent="ask_course_content")
    assert studies.slots["eligibility_status"] == "student"


def test_two_persons_are_checked_one_after_the_other(seeded: Settings) -> None:
    both = "io sono senza lavoro e mio marito è in cassa integrazione, lo possiamo fare tutti e due?"
    first = start(both, course="sala")
    assert first.slots["eligibility_person"] is None and first.slots["eligibility_status"] == "unemployed"
    assert "una persona alla volta" in first.text
    ages = answer("io 35 e lui 41, abitiamo a Civate", "eligibility_age", {"eligibility_course": "sala"})
    assert ages.slots["eligibility_age"]["years"] == 35 and ages.slots["eligibility_residence"] == "resident"
    second = start("e lui?", both, "io 35 e lui 41, abitiamo a Civate", slots=KNOWN, course="sala")
    assert second.slots["eligibility_person"] == "marito" and second.slots["eligibility_age"]["years"] == 41
    assert second.slots["eligibility_status"] == "suspended"


def test_whom_it_is_for_can_be_said_in_the_middle(seeded: Settings) -> None:
    held = {"eligibility_age": {"years": 17, "born": None}, "eligibility_person": "nonna"}
    grandmother = answer("guardi che io ne ho settanta, è per lui che domando", "eligibility_status", held)
    assert "eligibility_age" not in grandmother.slots and "questa persona" in grandmother.text
    son = answer("no scusa, è per mio figlio", "eligibility_status", {**held, "eligibility_person": None})
    assert son.slots["eligibility_person"] == "figlio" and son.slots["requested_slot"] == "eligibility_age"
    own = answer("no, è per me, ho 40 anni", "eligibility_status", held)
    assert own.slots["eligibility_person"] is None and own.slots["eligibility_age"]["years"] == 40


def test_another_person_starts_anew_and_the_same_one_does_not(seeded: Settings) -> None:
    assert start("e mia sorella può?", slots=KNOWN).slots["eligibility_age"] is None
    assert start("e mio marito?", slots={**KNOWN, "eligibility_person": "figlia"}).slots["eligibility_age"] is None
    assert start("voglio rifare la verifica", slots=KNOWN).slots["eligibility_age"] is None
    again = start("e per il corso meccanico?", slots={**KNOWN, "eligibility_residence": "withheld"}, course="meccanico")
    assert again.slots["eligibility_age"] == KNOWN["eligibility_age"]
    assert again.slots["eligibility_course"] == "meccanico"
    assert again.slots["requested_slot"] == "eligibility_residence", "what was withheld is asked again"


@pytest.mark.parametrize("option", ["eligibility_age:34", "eligibility_course:cucina", "eligibility_status:rich",
                                    "eligibility_doubt:x", "booking_time:x", "eligibility_period:month"])
def test_a_button_that_none_of_ours_is(seeded: Settings, option: str) -> None:
    held = {"eligibility_course": "sala", "requested_slot": "eligibility_age"}
    done = run(ValidateEligibilityForm(), tracker(pressed(option), slots=held, loop=FORM))
    assert done.slots.get("eligibility_age") is None and "eligibility_doubt" not in done.slots
    assert done.slots["requested_slot"] == "eligibility_age"


def test_the_outcome_is_one_compact_message_with_the_next_step_and_sources_behind_a_button(seeded: Settings) -> None:
    done = outcome()
    assert len(done.messages) == 1
    assert "\n✓ Età: 34 anni, tra 18 e 64\n✓ Lavoro" in done.text
    assert "primalecco" not in done.text and "Fonte" in [button["title"] for button in done.messages[-1]["buttons"]]
    assert "decidono gli operatori" in done.text and "sono concluse" in done.text
    assert done.titles == ["Installatore e manutentore elettrico ed elettronico",
                           "Installatore e manutentore meccanico",
                           "Prenota un colloquio", "Avvisami quando apre", "Fonte"]
    assert done.slots["offer"] == "book_appointment:orientamento"


@pytest.mark.parametrize("years, mark", [(17, "✗"), (18, "✓"), (64, "✓"), (65, "✗")])
def test_the_ages_at_the_limits(seeded: Settings, years: int, mark: str) -> None:
    done = outcome(eligibility_age={"years": years, "born": None})
    assert f"{mark} Età: {years} anni" in done.text
    assert ("meccanico" in str(done.titles).lower()) == (mark == "✓"), "courses that do not fit"


def test_what_would_change_it_is_told_with_its_day(seeded: Settings) -> None:
    done = outcome(eligibility_age={"years": 17, "born": "2008-12-05"}, eligibility_status="student")
    assert "- compiere 18 anni (5 dicembre 2026)\n- risultare in stato di disoccupazione" in done.text


@pytest.mark.parametrize("status, words", [
    ("suspended", "? Lavoro: gli occupati sospesi"), ("inactive", "? Lavoro: per risultare"),
    ("other", "? Lavoro: è una"),
    ("student", "✗ Lavoro"), ("retired", "✗ Lavoro"), ("withheld", "? Lavoro: situazione non indicata")])
def test_each_status_has_its_line(seeded: Settings, status: str, words: str) -> None:
    assert words in outcome(eligibility_status=status).text


def test_an_income_is_told_with_the_last_known_threshold(seeded: Settings) -> None:
    below = outcome(eligibility_status="employed", eligibility_income="8500").text
    above = outcome(eligibility_status="employed", eligibility_income="8500.01").text
    assert "? Reddito: 8.500 euro l'anno, entro la soglia 2024 di 8.500 euro; quella del 2026" in below
    assert "? Reddito: 8.500,01 euro l'anno, sopra la soglia" in above and "reddito sotto la soglia" in above


@pytest.mark.parametrize("text, slot, value", [
    ("scusa, 43 non 34", "eligibility_age", {"years": 43, "born": None}),
    ("no aspetta, sono dipendente non disoccupata", "eligibility_status", "employed"),
    ("no scusa, lavoro", "eligibility_status", "employed"),
    ("anzi abito a Torino", "eligibility_residence", "elsewhere")])
def test_a_correction_after_the_outcome_goes_back_into_the_form(
    seeded: Settings, text: str, slot: str, value: Any
) -> None:
    done = run(ActionInform(), tracker(user(text), slots=KNOWN))
    assert done.slots[slot] == value and done.names("followup") == [FORM] and done.messages == ()


@pytest.mark.parametrize(("text", "slot"), [
    ("non abito a Lecco", "eligibility_residence"), ("ma io non sono disoccupato", "eligibility_status"),
    ("non ho 34 anni", "eligibility_age"), ("ho sbagliato l'età", "eligibility_age"),
    ("la residenza è sbagliata", "eligibility_residence")])
def test_a_fact_that_is_denied_is_asked_again(seeded: Settings, text: str, slot: str) -> None:
    done = run(ActionInform(), tracker(user(text), slots=KNOWN))
    assert done.slots[slot] is None and done.names("followup") == [FORM]


@pytest.mark.parametrize(("text", "course"), [
    ("oddio no, ho sbagliato corso, era quello meccanico", "meccanico"),
    ("ah no scusa ho sbagliato corso, era quello del metalmeccanico", "meccanico"),
    ("aspetta, intendevo quello metalmeccanico", "meccanico"), ("ho sbagliato corso", None)])
def test_another_course_in_the_middle(seeded: Settings, text: str, course: Optional[str]) -> None:
    named = {"sector": "metalmeccanico"} if course else {}
    done = answer(text, "eligibility_age", **named)
    assert done.slots["eligibility_course"] == course
    assert done.slots["requested_slot"] == ("eligibility_age" if course else "eligibility_course")


def test_the_trade_that_one_works_in_is_no_other_course(seeded: Settings) -> None:
    done = answer("no, faccio il meccanico", "eligibility_status", sector="metalmeccanico")
    assert "eligibility_course" not in done.slots and done.slots["eligibility_status"] == "employed"


def test_data_out_of_the_blue_correct_nothing(seeded: Settings) -> None:
    done = run(ActionInform(), tracker(user("ho 34 anni")))
    assert done.names("followup") == [] and done.slots["offer"] == "check_eligibility"


def test_a_yes_to_the_offer_takes_what_was_said(seeded: Settings) -> None:
    told = tracker(user("ho 41 anni"), user("sì", "affirm"), slots={"subject": "course:meccanico"})
    told.events.append({"event": "action", "name": "action_affirm"})
    done = run(ValidateEligibilityForm(), told)
    assert done.slots["eligibility_age"]["years"] == 41 and done.slots["requested_slot"] == "eligibility_status"


@pytest.mark.parametrize("text", ["8 euro l'ora", "50 euro al giorno"])
def test_pay_by_the_hour_alone_asks_for_the_total(seeded: Settings, text: str) -> None:
    done = answer(text, "eligibility_income", {**KNOWN, "eligibility_status": "employed"})
    assert done.slots["requested_slot"] == "eligibility_income" and "paga a ore" in done.text


def test_the_first_answer_withheld_is_said_to_be_no_duty(seeded: Settings) -> None:
    first = answer("non te lo dico", "eligibility_age")
    assert "non è obbligatorio" in first.text
    second = answer("preferisco non dirlo", "eligibility_status", {"eligibility_age": "withheld"})
    assert second.slots["eligibility_status"] == "withheld" and "obbligatorio" not in second.text


def test_an_age_withheld_may_be_told_at_the_next_question(seeded: Settings) -> None:
    done = answer("vabbè 29", "eligibility_status", {"eligibility_age": "withheld"})
    assert done.slots["eligibility_age"]["years"] == 29 and done.slots["requested_slot"] == "eligibility_status"


def test_he_is_who_was_named_before(seeded: Settings) -> None:
    done = start("può fare il corso di meccanico?", "mio figlio ha 19 anni e ha smesso la scuola", course="meccanico")
    assert done.slots["eligibility_person"] == "figlio" and done.slots["eligibility_age"]["years"] == 19
    assert start("può dirmi se c'è un corso?", "mio figlio ha 19 anni").slots["eligibility_person"] is None


def test_of_all_courses_it_says_whether_they_have_the_same_rules(seeded: Settings) -> None:
    assert outcome(eligibility_course="all").text.startswith("I corsi hanno le stesse regole.")
    with transaction(seeded.database_url, write=True) as session:
        rule = session.scalars(select(EligibilityRule).where(
            EligibilityRule.kind == "income", EligibilityRule.course_id != "sala")).first()
        assert rule is not None
        rule.params = {**rule.params, "employed": {"2026": "9999"}}
    assert outcome(eligibility_course="all").text.startswith("I corsi non hanno tutti le stesse regole.")
