"""Courtesies, thanks for nothing, tu or Lei, hours asked by who is there, short questions after an answer."""

from __future__ import annotations

from typing import Optional

import pytest

from bot.dialogue.asides import (
    asks_whose_income,
    find_contact_topic,
    find_service_asked_about,
    find_term,
    points_at_explained,
    points_at_other,
)
from bot.dialogue.consent_words import asks_other_way, takes_up_again
from bot.dialogue.context import Context, Understood
from bot.dialogue.follow_ups import ask_aspect, ask_of_another, ask_whom
from bot.dialogue.hours_questions import asks_from_when
from bot.dialogue.interpretation import interpret
from bot.dialogue.register import read_register
from bot.dialogue.repair_words import asks_to_wait, tells_mistake
from bot.dialogue.sequel_words import asks_about_it, asks_plain_words, asks_simpler, asks_verdict
from bot.dialogue.subjects import retarget


@pytest.mark.parametrize(("text", "intent"), [
    ("Le sono riconoscente. Voglia gradire i miei ossequi", "goodbye"), ("Ne prendo nota, stia bene", "goodbye"),
    ("Ho preso nota. Tante belle cose", "goodbye"), ("Squisito, buona continuazione", "goodbye"),
    ("Obbligatissimo", "thank"), ("Non so come ringraziarLa", "thank"),
    ("ti ringrazio, però ne so quanto prima", "complain"), ("grazie, però sono punto e a capo", "complain"),
    ("la ringrazio, ma non era quello che volevo sapere", "complain"),
    ("ti ringrazio però non era questa la domanda", "complain"),
    ("grazie ma ho già risolto", "out_of_scope"), ("va bene", "out_of_scope"),
    ("buon lavoro, ma quanto dura il corso?", "out_of_scope")])
def test_courtesies_are_told_from_thanks_for_nothing(text: str, intent: str) -> None:
    assert interpret(text, Understood("out_of_scope", 0.6), Context(answered=True)).intent == intent


@pytest.mark.parametrize(("text", "register"), [
    ("Non ci conosciamo: con me usi il Lei", "lei"), ("il tu mi infastidisce, passiamo al Lei", "lei"),
    ("Preferisco il Lei", "lei"), ("Il tu non mi piace", "lei"), ("non gradisco il tu", "lei"),
    ("Chi Le ha dato il permesso di darmi del tu?", "lei"), ("perché mi dà del tu?", "lei"),
    ("passiamo pure al tu", "tu"), ("diamoci del tu", "tu"), ("il lei è fuori luogo", "tu"),
    ("preferisco martedì", None)])
def test_a_wish_for_tu_or_lei(text: str, register: Optional[str]) -> None:
    assert read_register(text) == register


@pytest.mark.parametrize(("text", "kinds", "intent"), [
    ("il mercoledì a Merate fino a che ora restano?", {"office"}, "ask_office_hours"),
    ("a Lecco domani ci sono?", {"office"}, "ask_office_hours"),
    ("a Lecco domani ci sono posti?", {"office"}, "ask_availability"),
    ("avete qualcosa in partenza dopo le feste?", set(), "ask_course_open"),
    ("il treno in partenza da Lecco?", {"office"}, "ask_availability")])
def test_who_is_there_asks_for_hours(text: str, kinds: set[str], intent: str) -> None:
    read = Understood("ask_availability", 0.5, None, frozenset(kinds))
    assert interpret(text, read, Context()).intent == intent


@pytest.mark.parametrize(("text", "subject", "intent"), [
    ("e chi conduceva?", "event:x", "ask_event_speakers"), ("che giorno l'avete fatto, scusa?", "event:x",
                                                            "ask_event_time"),
    ("lo rifate?", "event:x", "ask_event_next"), ("chi lo gestiva?", "course:x", "ask_course_organiser"),
    ("in che via stanno?", "office:lecco", "ask_office_address")])
def test_aspects_of_what_was_spoken_of(text: str, subject: str, intent: str) -> None:
    found = ask_aspect(text, Understood("ask_need"), Context(subject=subject))
    assert found is not None and found.intent == intent


@pytest.mark.parametrize("text", ["il giovedì uguale?", "stessa cosa il giovedì?", "a pranzo chiudono?",
                                  "il pomeriggio ci lavorano?"])
def test_the_same_of_another_day(text: str) -> None:
    context = Context(subject="office:merate", last_question="ask_office_hours")
    found = ask_of_another(text, Understood("out_of_scope"), context)
    assert found is not None and found.intent == "ask_office_hours"


@pytest.mark.parametrize("text", ["chi è che lo sa?", "dove mi informo?"])
def test_who_knows(text: str) -> None:
    assert ask_whom(text, Understood("out_of_scope"), Context()) is not None


def test_short_questions_of_other_kinds() -> None:
    assert asks_simpler("troppi paroloni, in due parole?") and asks_simpler("stringi")
    assert asks_about_it("ma era di mattina o di pomeriggio?")
    assert asks_from_when("oggi pomeriggio da che ora ricevete?") and not asks_from_when("siete aperti?")
    assert retarget("ask_course_audience", "e fino a che età li prendevate?", set(), "event") == "ask_course_audience"
    assert retarget("ask_course_audience", "a chi era rivolto?", set(), "event") == "ask_event_audience"


@pytest.mark.parametrize(("text", "term"), [
    ("la seconda a che serve?", "check"), ("la prima cos'è?", "orientation"), ("a cosa serve la verifica?", "check"),
    ("la prima", None), ("il secondo", None)])
def test_a_service_asked_about_is_not_chosen(text: str, term: Optional[str]) -> None:
    assert find_term(text, "booking_service") == term


def test_what_is_asked_after_an_answer_or_a_no() -> None:
    assert asks_plain_words("parla più semplice, io straniero") and not asks_plain_words("un cv semplice da scrivere")
    assert asks_simpler("parole troppo difficili, me lo dici facile?")
    assert asks_verdict("troppe parole. in conclusione posso o non posso?")
    assert asks_other_way("ok ma quindi come lo prendo l'appuntamento?")
    assert asks_other_way("quindi niente appuntamento? e adesso?")
    assert not takes_up_again("e se passo di lì e basta, senza prenotare?")
    assert find_term("lordo sarebbe con le tasse o senza?", "eligibility_income") == "gross"
    assert find_contact_topic("il cellulare devo lasciarlo per forza? non vorrei") == "no_phone"
    assert find_service_asked_about("quanto ci si mette con la verifica?") == "check"


def test_the_other_of_two() -> None:
    assert points_at_explained("ah ecco, allora mi serve quella") and not points_at_explained("quella di giovedì")
    assert points_at_other("ah no, allora prendo l'altra") and not points_at_other("l'altra settimana")


@pytest.mark.parametrize(("text", "whose"), [
    ("fa cumulo anche la paga di mia moglie?", True), ("quello di famiglia o solo il mio?", True),
    ("ma solo io o tutto il nucleo?", True), ("mio marito ne prende 1500, io 500", False),
    ("mia moglie può fare il corso?", False), ("600 al mese", False)])
def test_whose_income_counts(text: str, whose: bool) -> None:
    assert asks_whose_income(text, "eligibility_income") is whose


@pytest.mark.parametrize(("text", "waits", "mistaken"), [
    ("un attimo che cerco", True, False), ("aspetta", True, False), ("lo cerco un attimo", True, False),
    ("vado a prendere gli occhiali", True, False), ("un attimo, è Lecco", False, False),
    ("arrivo domani", False, False),
    ("scusa ho sbagliato", False, True), ("ops mi sono sbagliata", False, True), ("aspetta, ho sbagliato", False, True),
    ("ho sbagliato numero", False, False), ("ho sbagliato, sono 35", False, False)])
def test_who_looks_for_an_answer_and_who_takes_one_back(text: str, waits: bool, mistaken: bool) -> None:
    assert (asks_to_wait(text), tells_mistake(text)) == (waits, mistaken)
