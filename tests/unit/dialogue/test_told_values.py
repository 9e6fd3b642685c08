"""What is told with nothing asked takes up what was offered, or begins the task that it belongs to."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import pytest

from bot import clock
from bot.dialogue.context import Context, Understood
from bot.dialogue.told_values import ask_for_call, take_up_offer, tell_contact, tell_facts, tell_time
from bot.dialogue.turn import Button

NOW = clock.at(datetime(2026, 11, 23).date(), datetime(2026, 11, 23, 12).time())
NOTICE = Context(offer="leave_interest", buttons=(Button("Prenota un colloquio", "/book_appointment"),), now=NOW)
CALL = Context(offer="leave_contact", buttons=(Button("Fatti richiamare", "/leave_contact"),), now=NOW)
OFFERED = Context(offer="book_appointment", now=NOW)
WAITING_CHECK = Context(offer="check_eligibility", at_hand=True, now=NOW)
COURSES = Context(subject="course:sala", last_question="ask_course_about", now=NOW)
CHECKED = Context(checked=True, last_question="check_eligibility", now=NOW)
UNREAD = Understood("inform", 0.4)


def name(found: Optional[Understood]) -> Optional[str]:
    """The intent that was found."""
    return found.intent if found is not None else None


@pytest.mark.parametrize(("text", "context", "intent"), [
    ("ok segnami", NOTICE, "leave_interest"), ("sì mi avvisi", NOTICE, "leave_interest"),
    ("fammi sapere va", NOTICE, "leave_interest"), ("ok fissami un colloquio", NOTICE, "book_appointment"),
    ("fatemi chiamare da qualcuno allora", CALL, "leave_contact"), ("sì mi richiami pure", CALL, "leave_contact"),
    ("no grazie", NOTICE, None), ("non mi avvisare", NOTICE, None),
    ("mi avvisi?", NOTICE, "leave_interest"), ("uff. allora mi avvisate?", NOTICE, "leave_interest"),
    ("quindi mi scrivete voi quando riaprono?", NOTICE, "leave_interest"),
    ("mi potete tenere informata?", NOTICE, "leave_interest"), ("boh ok, colloquio", NOTICE, "book_appointment"),
    ("quando mi avvisate?", NOTICE, None), ("lecco", OFFERED, None),
    ("mi avvisate anche se ho già un lavoro a tempo pieno?", NOTICE, None),
    ("segnami martedì alle dieci", NOTICE, "book_appointment"), ("ok", NOTICE, None),
    ("Sì, mi faccia pure richiamare, meglio dopo le 17 che prima sono in officina.", CALL, "leave_contact"),
    ("va bene, ma dopo le 18 che lavoro", CALL, "leave_contact"), ("sì però non di mattina", CALL, "leave_contact"),
    ("sì grazie, però a Merate e dopo il 15", OFFERED, "book_appointment"),
    ("magari sì, ma col telefono che la mail non la guardo mai", NOTICE, "leave_interest"),
    ("certo, tanto non lavoro fino a marzo", NOTICE, "leave_interest"),
    ("sì ma prima vorrei sapere se costa", OFFERED, None), ("va bene ma quanto dura?", NOTICE, None),
    ("sì dai, però devo sentire mia moglie prima", OFFERED, None), ("ok, ci penso su", NOTICE, None),
    ("sì, anzi no, lascia stare", NOTICE, None), ("va bene, poi", NOTICE, None),
    ("capito, allora ciao a tutti", NOTICE, None), ("benissimo, che il Signore la benedica", OFFERED, None),
    ("ok, domani provo a chiamare", OFFERED, None), ("va bene, ma chiamo io", CALL, None),
    ("e quindi per il corso da elettricista?", Context(offer="check_eligibility", now=NOW), "affirm"),
    ("ok, e sul corso cosa mi dici?", WAITING_CHECK, "affirm"),
    ("e l'altra cosa che ti ho chiesto?", WAITING_CHECK, "affirm"), ("il corso quando parte?", WAITING_CHECK, None),
    ("ok, e sul corso cosa mi dici?", Context(offer="check_eligibility", now=NOW), None),
    ("il corso quanto dura?", Context(offer="check_eligibility", now=NOW), None),
    ("avvisami", Context(offer="move_appointment", now=NOW), None),
    ("ok grazie però non era questo che ti chiedevo", NOTICE, None),
    ("sì ma non è quello che cercavo", NOTICE, None)])
def test_words_of_an_offer_take_it_up(text: str, context: Context, intent: Optional[str]) -> None:
    assert name(take_up_offer(text, UNREAD, context)) == intent


@pytest.mark.parametrize(("text", "context", "intent"), [
    ("rag. Luisella Pozzoni, ufficio personale, 345 8446946", CALL, "leave_contact"),
    ("Said Benali 3205782242", NOTICE, "leave_interest"),
    ("fatemi chiamare, Ambrogio 389 4632435", Context(now=NOW), "leave_contact"),
    ("333 1234567", Context(now=NOW), None),
    ("333 1234567", Context(offer="leave_contact", at_hand=True, now=NOW), None),
    ("LC-7HQ2-MM4X", CALL, None)])
def test_a_number_goes_where_one_was_offered(text: str, context: Context, intent: Optional[str]) -> None:
    assert name(tell_contact(text, UNREAD, context)) == intent


@pytest.mark.parametrize(("text", "intent"), [
    ("sono un'impresa, voglio essere richiamata", "ask_need"), ("siamo un'impresa, potete richiamarci?", "ask_need"),
    ("abbiamo una ditta a Merate, ci richiamate?", "ask_need"),
    ("la mia azienda vorrebbe essere contattata", "ask_need"), ("la mia azienda mi chiama ogni giorno", None),
    ("rappresento una cooperativa, mi potete chiamare?", "ask_need"), ("fatemi richiamare", "leave_contact"),
    ("potete richiamarmi?", None), ("la mia ditta cerca due operai", None), ("la mia azienda mi ha chiamato", None),
    ("la mia ditta non mi richiama più", None)])
def test_a_firm_that_wants_a_call_is_called_by_the_lead_body(text: str, intent: Optional[str]) -> None:
    found = ask_for_call(text, UNREAD, Context(now=NOW))
    assert name(found) == intent
    assert found is None or found.names == ((("need", "firm_callback"),) if intent == "ask_need" else ())


def test_yes_and_an_office_take_the_appointment_that_was_offered() -> None:
    named = Understood("inform", 0.6, kinds=frozenset({"office"}))
    assert name(take_up_offer("ok Lecco", named, OFFERED)) == "book_appointment"
    assert name(take_up_offer("sì, a Merate va bene", named, OFFERED)) == "book_appointment"
    assert take_up_offer("Lecco", named, OFFERED) is None and take_up_offer("ok Lecco", named, NOTICE) is None


@pytest.mark.parametrize(("text", "intent"), [
    ("dopo le 15 di mercoledì", "book_appointment"), ("lunedì mattina", "book_appointment"),
    ("mi sono sbagliato, giovedì", None), ("siete aperti lunedì?", None), ("ho 34 anni", None)])
def test_a_day_wants_an_appointment(text: str, intent: Optional[str]) -> None:
    assert name(tell_time(text, UNREAD, Context(now=NOW))) == intent


@pytest.mark.parametrize(("text", "context", "intent"), [
    ("io ha 44 anni", COURSES, "check_eligibility"), ("sto a oggiono cmq", COURSES, "check_eligibility"),
    ("19", COURSES, "check_eligibility"), ("ho 44 anni", Context(now=NOW), None),
    ("27 non 17", Context(last_question="ask_need", now=NOW), "check_eligibility"),
    ("mi correggo: residenza a Piacenza", CHECKED, "inform"), ("non abito a Lecco", CHECKED, "inform"),
    ("che tempo fa?", CHECKED, None), ("ho 44 anni, posso?", COURSES, None)])
def test_facts_of_oneself_begin_the_check_where_courses_are_spoken_of(
    text: str, context: Context, intent: Optional[str]
) -> None:
    assert name(tell_facts(text, UNREAD, context)) == intent
