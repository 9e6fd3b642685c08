"""Signing up for events in the conversation: what begins it, what is asked, places, the waiting list, withdrawing."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any, Optional

import pytest
from sqlalchemy import select, update

from bot.actions.answers.events import answer_about, answer_next
from bot.actions.answers.needs import FIRM_EVENTS
from bot.actions.booking.own_appointments import ActionListAppointments
from bot.actions.sign_ups.own_tickets import ActionListTickets, ActionWithdrawTicket
from bot.actions.sign_ups.sign_up_form import (
    ActionSaveSignUp,
    AskSignUpConsent,
    AskSignUpDay,
    ValidateSignUpForm,
)
from bot.db.models import EventDay, Notice, SignUp
from bot.db.session import transaction
from bot.dialogue.rasa_adapter import read_turn
from bot.dialogue.turn import Turn
from bot.services import sign_ups
from bot.services.sign_ups import Attendee
from bot.settings import Settings
from tests.unit.actions.conftest import NOW
from tests.unit.actions.trackers import Done, pressed, run, tracker, user

TODAY = NOW.date()
SOON, LATER = TODAY + timedelta(days=9), TODAY + timedelta(days=16)
SALA, ELETTRICO, WELFARE = "job_day_sala", "job_day_elettrico", "seminario_welfare"


def open_day(settings: Settings, event: str, day: date, audience: str = "people", places: int = 2,
             until: Optional[date] = None, place: str = "Lecco, sala civica") -> str:
    """A day of ``event`` with sign-up; the value of the slot that stands for it."""
    with transaction(settings.database_url, write=True) as session:
        session.add(EventDay(event_id=event, day=day, place=place, places=places, starts=time(15),
                                 sign_up_for=audience, sign_up_until=until))
    return f"{event}|{day.isoformat()}"


def begin(text: str, **names: Any) -> Done:
    return run(ValidateSignUpForm(), tracker(user(text, "join_event", **names)))


def answer(slot: str, text: str, known: dict[str, Any]) -> Done:
    return run(ValidateSignUpForm(), tracker(
        user(text, "inform"), slots={**known, "requested_slot": slot}, loop="sign_up_form"))


def filled(day: str, **slots: Any) -> dict[str, Any]:
    return {"sign_up_day": day, "sign_up_audience": "people", "sign_up_consent": True, "sign_up_name": "Anna Villa",
            "sign_up_contact": {"value": "anna@example.it", "kind": "email", "shown": "anna@example.it"}, **slots}


def turn_of(settings: Settings, text: str, intent: str = "ask_event_next") -> Turn:
    return read_turn(tracker(user(text, intent)), now=NOW, settings=settings)


def save(slots: dict[str, Any], sender: str = "web_1") -> Done:
    return run(ActionSaveSignUp(), tracker(user("ok"), slots=slots, sender=sender))


def test_the_only_open_day_is_chosen_and_told_with_the_consent(seeded: Settings) -> None:
    day = open_day(seeded, SALA, SOON)
    begun = begin("mi iscrivo al prossimo job day")
    assert (begun.slots["sign_up_day"], begun.slots["sign_up_audience"]) == (day, "people")
    assert begun.slots["requested_slot"] == "sign_up_consent"
    asked = run(AskSignUpConsent(), tracker(user("x"), slots={"sign_up_day": day}))
    assert "Servizio sala" in asked.text and "sala civica" in asked.text and "Sì, sono d'accordo" in asked.titles


@pytest.mark.parametrize(("text", "names", "meant"), [
    ("mi iscrivo al seminario", {}, WELFARE), ("vorrei partecipare al job day", {}, SALA),
    ("iscrivimi", {"event": WELFARE}, WELFARE), ("iscrivimi a un evento", {}, None)])
def test_which_of_several_is_meant(
    seeded: Settings, text: str, names: dict[str, str], meant: Optional[str],
) -> None:
    days = {SALA: open_day(seeded, SALA, SOON), WELFARE: open_day(seeded, WELFARE, LATER)}
    begun = begin(text, **names)
    assert begun.slots["sign_up_day"] == (days[meant] if meant else None)
    if meant is None:
        assert begun.slots["requested_slot"] == "sign_up_day"
        asked = run(AskSignUpDay(), tracker(user("x")))
        assert len(asked.titles) == 2 and "sala civica" in asked.text
        assert answer("sign_up_day", "il secondo", {}).slots["sign_up_day"] == days[WELFARE]
        assert answer("sign_up_day", f"il {LATER.day}/{LATER.month}", {}).slots["sign_up_day"] == days[WELFARE]


def test_who_asks_to_be_told_of_an_event_where_none_is_planned_can_be_told_of_courses(seeded: Settings) -> None:
    told = answer_next(turn_of(seeded, "avvisami quando c'è il prossimo job day"))
    assert told.offer == "leave_interest" and told.parts[-1].response == "utter_sign_up_none_interest"


def test_what_comes_is_told_without_the_days_that_are_over(seeded: Settings) -> None:
    open_day(seeded, SALA, SOON)
    for told in (
            answer_next(turn_of(seeded, "che eventi ci sono?")),
            answer_about(turn_of(seeded, "il job day", "ask_jobday_about"))):
        coming = next(part for part in told.parts if part.response in ("utter_event_next", "utter_jobday_coming"))
        assert str(SOON.year) in str(coming.values["lines"]) and "gennaio 2025" not in str(coming.values["lines"])


@pytest.mark.parametrize(("text", "meant"), [
    ("mi iscrivo al job day di Merate", ELETTRICO), ("vorrei iscrivermi all'incontro all'auditorium", ELETTRICO),
    ("segnami per quello in sala civica a Lecco", SALA), ("iscrivimi al job day del corso di sala", None),
    ("mi iscrivo al job day", None)])
def test_an_event_is_meant_by_its_place(seeded: Settings, text: str, meant: Optional[str]) -> None:
    days = {SALA: open_day(seeded, SALA, SOON, place="Lecco, sala civica"),
            ELETTRICO: open_day(seeded, ELETTRICO, LATER, place="Merate, auditorium")}
    assert begin(text).slots["sign_up_day"] == (days[meant] if meant else None)


def test_no_event_is_said_with_being_told_of_courses(seeded: Settings) -> None:
    begun = begin("mi iscrivo al prossimo job day")
    assert begun.slots["requested_slot"] is None
    told = save({})
    assert "non ci sono eventi a cui iscriversi" in told.text and "L'ultimo è stato" in told.text
    assert told.slots["offer"] == "leave_interest" and "Avvisami" in told.titles


def test_events_without_sign_up_are_told_with_being_told_of_courses_once(seeded: Settings) -> None:
    with transaction(seeded.database_url, write=True) as session:
        session.add(EventDay(event_id=SALA, day=SOON, place="Lecco"))
    told = save({})
    assert "In arrivo" in told.text and told.slots["offer"] == "leave_interest" and told.titles.count("Avvisami") == 1


def test_an_event_that_is_closed_says_why_and_the_others_are_offered(seeded: Settings) -> None:
    open_day(seeded, WELFARE, SOON, until=TODAY - timedelta(days=1))
    open_day(seeded, SALA, LATER)
    begun = begin("mi iscrivo al seminario sul welfare", event=WELFARE)
    assert "Il termine per iscriversi è passato" in begun.text and begun.slots["requested_slot"] == "sign_up_day"


def test_a_firm_gives_its_name_and_a_person_is_not_asked_for_one(seeded: Settings) -> None:
    day = open_day(seeded, SALA, SOON, audience="both")
    assert begin("mi iscrivo al job day").slots["requested_slot"] == "sign_up_audience"
    begun = begin("la mia azienda vuole partecipare al job day come espositore")
    assert begun.slots["sign_up_audience"] == "firms"
    known = {"sign_up_day": day, "sign_up_audience": "firms", "sign_up_consent": True}
    assert answer("sign_up_consent", "sì", {**known, "sign_up_consent": None}).slots[
        "requested_slot"] == "sign_up_firm"
    firm = answer("sign_up_firm", "si chiama Officina Tentori snc", known)
    assert (firm.slots["sign_up_firm"], firm.slots["requested_slot"]) == ("Officina Tentori snc", "sign_up_name")
    told = save(filled(day, sign_up_audience="firms", sign_up_firm="Officina Tentori snc"))
    assert "il posto è tuo" in told.text and "Azienda: Officina Tentori snc." in told.text
    with transaction(seeded.database_url) as session:
        assert session.execute(select(SignUp.firm)).scalar_one() == "Officina Tentori snc"


def test_a_firm_where_no_event_is_for_firms_is_told_whom_to_ask(seeded: Settings) -> None:
    open_day(seeded, SALA, SOON, audience="people")
    begun = begin("vorrei iscrivere la mia azienda al job day")
    assert begun.slots["requested_slot"] is None
    told = save({"sign_up_audience": "firms"})
    assert "Provincia" in told.text and told.slots["offer"] == "leave_contact"
    assert told.slots["subject"] == f"need:{FIRM_EVENTS}"


@pytest.mark.parametrize(("text", "slot", "value"), [
    ("per me", "sign_up_audience", "people"), ("per la mia ditta", "sign_up_audience", "firms"),
    ("il secondo", "sign_up_audience", "firms"), ("siamo una cooperativa", "sign_up_audience", "firms")])
def test_for_whom_in_words(seeded: Settings, text: str, slot: str, value: str) -> None:
    day = open_day(seeded, SALA, SOON, audience="both")
    assert answer("sign_up_audience", text, {"sign_up_day": day}).slots[slot] == value


def test_what_is_put_right_later(seeded: Settings) -> None:
    first, second = open_day(seeded, SALA, SOON), open_day(seeded, WELFARE, LATER)
    known = {"sign_up_day": first, "sign_up_audience": "people", "sign_up_consent": True, "sign_up_name": "Anna Vila"}
    other = answer("sign_up_contact", "no anzi, meglio il seminario", known)
    assert other.slots["sign_up_day"] == second and other.slots["requested_slot"] == "sign_up_contact"
    name = answer("sign_up_contact", "anzi no, il cognome è Villa", known)
    assert (name.slots["sign_up_name"], name.slots["requested_slot"]) == ("Anna Villa", "sign_up_contact")
    back = run(ValidateSignUpForm(), tracker(
        user("torna indietro", "inform"), slots={**known, "requested_slot": "sign_up_contact"}, loop="sign_up_form"))
    assert (back.slots["sign_up_name"], back.slots["requested_slot"]) == (None, "sign_up_name")


@pytest.mark.parametrize(("slot", "text"), [("sign_up_consent", "no"), ("sign_up_contact", "no preferisco di no")])
def test_a_refusal_keeps_nothing(seeded: Settings, slot: str, text: str) -> None:
    day = open_day(seeded, SALA, SOON)
    known = {"sign_up_day": day, "sign_up_audience": "people", "sign_up_name": "Anna Villa"}
    refused = answer(slot, text, {**known, "sign_up_consent": None if slot == "sign_up_consent" else True})
    assert (refused.slots["sign_up_consent"], refused.slots["requested_slot"]) == (False, None)
    told = save({**known, "sign_up_consent": False})
    assert "non salvo nulla" in told.text and told.slots["sign_up_name"] is None
    with transaction(seeded.database_url) as session:
        assert session.execute(select(SignUp.id)).first() is None


def test_a_ticket_has_code_file_and_reminder_and_is_withdrawn_in_words(seeded: Settings) -> None:
    told = save(filled(open_day(seeded, SALA, SOON)))
    assert "BG-" in told.text and "promemoria" in told.text
    attached = told.messages[0]["custom"]["attachment"]["payload"]
    assert attached["name"] == f"evento-{SOON:%Y-%m-%d}.ics" and attached["mime"] == "text/calendar"
    assert "Non vengo più" in told.titles and told.slots["sign_up_contact"] is None
    assert "La tua iscrizione" in run(ActionListTickets(), tracker(user("sono iscritto?", "list_tickets"))).text
    assert "La tua iscrizione" in run(ActionListAppointments(), tracker(user("i miei appuntamenti"))).text
    gone = run(ActionWithdrawTicket(), tracker(user("non vengo più al job day", "withdraw_ticket")))
    assert "non sei più iscritto" in gone.text
    with transaction(seeded.database_url) as session:
        assert session.execute(select(SignUp.id)).first() is None
        assert session.execute(select(Notice.id)).first() is None
    again = run(ActionWithdrawTicket(), tracker(user("non vengo più al job day", "withdraw_ticket")))
    assert "non risultano tue iscrizioni" in again.text and again.slots["offer"] == "join_event"


def test_a_full_event_has_a_waiting_list_that_moves_up(seeded: Settings) -> None:
    day = open_day(seeded, SALA, SOON, places=1)
    save(filled(day), sender="web_9")
    asked = run(AskSignUpConsent(), tracker(user("x"), slots={"sign_up_day": day}))
    assert "lista d'attesa" in asked.text
    other = {"value": "carla@example.it", "kind": "email", "shown": "carla@example.it"}
    waits = save(filled(day, sign_up_contact=other))
    assert "In lista d'attesa, al numero 1" in waits.text
    run(ActionWithdrawTicket(), tracker(user("mi ritiro", "withdraw_ticket"), sender="web_9"))
    assert "La tua iscrizione" in run(ActionListTickets(), tracker(user("?", "list_tickets"))).text
    with transaction(seeded.database_url) as session:
        told = session.execute(select(Notice.conversation_id, Notice.about).where(
            Notice.kind == "event_place_free")).one()
    assert told.conversation_id == "web_1" and "/withdraw_ticket" in told.about["buttons"][0]["payload"]


def test_somebody_elses_ticket_is_not_shown(seeded: Settings) -> None:
    day = open_day(seeded, SALA, SOON)
    theirs = save(filled(day), sender="web_9")
    told = save(filled(day))
    code = re.compile(r"BG-\w{4}-\w{4}")
    assert "il posto è tuo" in told.text and code.findall(told.text) != code.findall(theirs.text)
    assert code.findall(save(filled(day)).text) == code.findall(told.text), "sent twice it is one"


def test_a_ticket_opens_by_its_code(seeded: Settings) -> None:
    open_day(seeded, SALA, SOON)
    made: Any = sign_ups.sign_up(
        seeded, event_id=SALA, day=SOON, who=Attendee("people", "Anna Villa", "a@example.it", "email", "2026-1"),
        conversation_id="site_1", channel="site", now=NOW)
    told = run(ActionListTickets(), tracker(user(f"ho il codice {made.ticket.code}", "list_tickets")))
    assert "La tua iscrizione" in told.text and "a@example.it" not in told.text
    wrong = run(ActionListTickets(), tracker(user("BG-0000-0000", "list_tickets")))
    assert "Non trovo iscrizioni" in wrong.text and "0341" in wrong.text


def test_a_day_that_closed_meanwhile_is_said(seeded: Settings) -> None:
    day = open_day(seeded, SALA, SOON)
    with transaction(seeded.database_url, write=True) as session:
        session.execute(update(EventDay).where(EventDay.day == SOON).values(
            sign_up_until=TODAY - timedelta(days=1)))
    told = save(filled(day))
    assert "Non ti ho iscritto" in told.text and "termine" in told.text and "0341" in told.text


def test_a_firm_that_wants_an_event_for_people_is_told_so(seeded: Settings) -> None:
    open_day(seeded, SALA, SOON, audience="people")
    open_day(seeded, WELFARE, LATER, audience="firms")
    begun = begin("vorremmo partecipare al prossimo job day, siamo un'azienda")
    assert "Questo giorno è per le persone, non per le aziende" in begun.text
    assert begun.slots["sign_up_day"] is None and begun.slots["requested_slot"] == "sign_up_day"


def test_a_kind_of_which_nothing_is_open_is_not_replaced_by_another(seeded: Settings) -> None:
    open_day(seeded, SALA, SOON)
    begun = begin("mi iscrivo al seminario")
    assert "non ci sono iscrizioni aperte" in begun.text and begun.slots["requested_slot"] == "sign_up_day"


def test_an_event_by_its_place_or_a_word_of_its_title(seeded: Settings) -> None:
    first = open_day(seeded, SALA, SOON)
    second = open_day(seeded, WELFARE, LATER, place="Merate, biblioteca")
    assert answer("sign_up_day", "quello di Merate", {}).slots["sign_up_day"] == second
    assert answer("sign_up_day", "quello sul cliente", {}).slots["sign_up_day"] == first
    assert answer("sign_up_day", "boh", {}).slots.get("sign_up_day") is None


def test_questions_and_another_event_at_the_consent(seeded: Settings) -> None:
    first, second = open_day(seeded, SALA, SOON), open_day(seeded, WELFARE, LATER)
    known = {"sign_up_day": first, "sign_up_audience": "people"}
    asked = answer("sign_up_consent", "quale giorno?", known)
    assert "mercoledì 2 dicembre" in asked.text and asked.slots["requested_slot"] == "sign_up_consent"
    assert answer("sign_up_consent", "e al seminario?", known).slots["sign_up_day"] == second
    yes = answer("sign_up_consent", "sì", known)
    assert yes.slots["sign_up_consent"] is True and "sign_up_day" not in yes.slots


@pytest.mark.parametrize("text", ["va bene", "ok", "sì"])
def test_a_yes_is_no_name_of_a_firm(seeded: Settings, text: str) -> None:
    day = open_day(seeded, SALA, SOON, audience="both")
    known = {"sign_up_day": day, "sign_up_audience": "firms", "sign_up_consent": True}
    assert answer("sign_up_firm", text, known).slots.get("sign_up_firm") is None


def test_a_button_of_a_day_and_one_that_is_over(seeded: Settings) -> None:
    day = open_day(seeded, SALA, SOON)
    slots = {"requested_slot": "sign_up_day"}
    picked = run(ValidateSignUpForm(), tracker(pressed(f"sign_up_day:{day}"), slots=slots, loop="sign_up_form"))
    assert picked.slots["sign_up_day"] == day
    over = run(ValidateSignUpForm(), tracker(
        pressed("sign_up_day:job_day_sala|2025-01-28"), slots=slots, loop="sign_up_form"))
    assert over.slots.get("sign_up_day") is None
