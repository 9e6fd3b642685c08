"""Answers about the employment centres: hours, address, contacts, services, free slots."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Optional, Sequence

from bot import clock
from bot.actions.answers.lost_code import answer_lost_code
from bot.actions.answers.office_ways import find_offices
from bot.actions.answers.opening_hours import tell_day, tell_today
from bot.dialogue.hours_questions import find_day_meant, points_at_appointment
from bot.dialogue.subjects import find_municipalities, find_way_asked, names_both, names_other_office, names_others
from bot.dialogue.tasks import BOOKING
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.italian.text import join_list
from bot.services import booking, offices
from bot.services.facts import FactView
from bot.services.offices import OfficeView
from bot.texts import get_text


def find_meant_offices(turn: Turn) -> list[OfficeView]:
    """The offices named, else that of the booking that is open, else the one spoken of before, else all."""
    every = offices.list_offices(turn.settings)
    named = [office for office in every if office.id in turn.names.get("office", ())]
    booked = turn.slots.get("booking_office") if turn.loop == BOOKING.name else None
    booked = booked if any(office.id == booked for office in every) else None
    last = None if names_both(turn.text) else booked or turn.subject_id("office")
    if last and not named and names_others(turn.text):
        return [office for office in every if office.id != last] or every
    return named or [office for office in every if office.id == last] or every


def _subject_of(chosen: Sequence[OfficeView]) -> str:
    """The subject that an answer about these offices leaves behind."""
    return f"office:{chosen[0].id}" if len(chosen) == 1 else "office:"


def answer_hours(turn: Turn) -> Reply:
    """Whether it is open now or on the day that is named; else the hours of the week with their source."""
    every = offices.list_offices(turn.settings)
    of_appointment = _tell_day_of_appointment(turn, every)
    if of_appointment is not None:
        return of_appointment
    day = find_day_meant(turn)
    if day is not None and not names_other_office(turn.text, [office.municipality for office in every]):
        chosen = find_meant_offices(turn)
        told = tell_day(turn, chosen, day)
        return replace(told, subject=_subject_of(chosen))
    return _each(turn, "utter_office_hours", lambda office: "; ".join(office.hours_lines),
                 lambda office: office.opening[0].fact if office.opening else office.fact)


def _tell_day_of_appointment(turn: Turn, every: Sequence[OfficeView]) -> Optional[Reply]:
    """Open or closed on the day of the next own appointment, where the question points at it; None elsewhere."""
    own = booking.list_own(turn.settings, conversation_id=turn.conversation_id, now=turn.now) if (
        points_at_appointment(turn.text)) else []
    chosen = [office for office in every if own and office.id == own[0].office_id]
    return replace(tell_day(turn, chosen, clock.local(own[0].starts_at).date()), subject=_subject_of(chosen)) if (
        chosen) else None


def answer_address(turn: Turn) -> Reply:
    """Address with its source."""
    return _each(turn, "utter_office_address", _address, lambda office: office.fact)


def answer_contact(turn: Turn) -> Reply:
    """Telephone numbers and e-mail address with their source; one of them alone where only that is asked for.

    Who has lost a code can have it sent.
    """
    lost = answer_lost_code(turn)
    if lost is not None:
        return lost
    way = find_way_asked(turn.text)
    asked = join_contacts if way is None else _emails if way == "email" else _phones
    return _each(turn, "utter_office_contact", asked,
                 lambda office: office.contacts[0].fact if office.contacts else office.fact)


def answer_services(turn: Turn) -> Reply:
    """What an appointment can be for."""
    services = offices.list_services(turn.settings)
    lines = "\n".join(f"- {service.name}: {service.description}" for service in services)
    buttons = [Button(service.name, f'/book_appointment{{"service": "{service.id}"}}') for service in services]
    return say("utter_office_services", lines=lines, buttons=buttons, offer="book_appointment", subject="office:")


def answer_documents(turn: Turn) -> Reply:
    """What to bring, when it is known."""
    known = [service for service in offices.list_services(turn.settings) if service.bring]
    if not known:
        chosen = find_meant_offices(turn)
        return say("utter_documents_unknown", lines=_lines(chosen, join_contacts), subject=_subject_of(chosen))
    return say("utter_documents", lines="\n".join(f"- {service.name}: {service.bring}" for service in known))


def answer_without_booking(turn: Turn) -> Reply:
    """How one comes to an appointment without leaving data here: telephone, address and hours, of the office chosen."""
    office_id = str(turn.slots.get("booking_refused") or "").partition(":")[2].partition("|")[0]
    return say("utter_without_booking", lines=offices.list_ways(find_offices(turn, office_id)))


def answer_walk_in(turn: Turn) -> Reply:
    """Whether one may come without an appointment: what the sources say of each office, or that they do not."""
    return tell_admission(find_meant_offices(turn))


def tell_admission(chosen: Sequence[OfficeView]) -> Reply:
    """:func:`answer_walk_in` for the offices ``chosen``."""
    known = [office for office in chosen if office.admission]
    unknown = [office for office in chosen if not office.admission]
    parts = [Part("utter_walk_in_known", {"name": office.name, "admission": office.admission or ""})
             for office in known]
    if unknown:
        parts.append(Part("utter_walk_in_unknown", {"lines": _lines(unknown, _phones)}, tight=bool(parts)))
    return Reply((*parts, Part("utter_walk_in_booking")), subject="office:", offer="book_appointment")


def answer_length(turn: Turn) -> Reply:
    """How long an appointment is, of each service where they differ."""
    chosen = find_meant_offices(turn)
    minutes = {service.name: booking.read_minutes(
        turn.settings, service_id=service.id, office_id=chosen[0].id, now=turn.now)
        for service in chosen[0].services}
    if len(set(minutes.values())) == 1:
        return say("utter_aside_length", minutes=next(iter(minutes.values())), subject="office:",
                   offer="book_appointment")
    lines = "\n".join(get_text("answers.minutes", name=name, minutes=value) for name, value in minutes.items())
    return say("utter_appointment_lengths", lines=lines, subject="office:", offer="book_appointment")


def answer_access(turn: Turn) -> Reply:
    """How to get there: address and floor, a map where an operator has set it; the rest only where a source says it."""
    return tell_access(find_meant_offices(turn))


def tell_access(chosen: Sequence[OfficeView]) -> Reply:
    """:func:`answer_access` for the offices ``chosen``."""
    lines = []
    for office in chosen:
        told = (office.map_url and get_text("answers.map", url=office.map_url),
                office.parking and get_text("answers.parking", text=office.parking),
                office.transport and get_text("answers.transport", text=office.transport))
        lines.append("\n".join((f"- {office.name}: {_address(office)}", *(f"  {line}" for line in told if line))))
    parts = [Part("utter_office_access", {"lines": "\n".join(lines)})]
    if not all(office.parking and office.transport for office in chosen):
        phones = join_list([f"{office.municipality} {office.phones[0]}" for office in chosen if office.phones])
        parts.append(Part("utter_office_access_unknown", {"contacts": phones}))
    return Reply(tuple(parts), subject=_subject_of(chosen),
                 offer="book_appointment")


def answer_area(turn: Turn) -> Reply:
    """Which office is there for a municipality, where a source or an operator says it."""
    every = offices.list_offices(turn.settings)
    numbers = _lines(every, _phones)
    found_places = find_municipalities(turn.text)
    centres = {office.municipality for office in every}
    named = next((place for place in found_places if place.id not in centres), next(iter(found_places), None))
    if named is None:
        return say("utter_office_area_which", lines=numbers, subject="office:")
    if named.kind != "lecco":
        return say("utter_office_area_outside", municipality=named.id, subject="office:")
    found = next(((office, area) for office in every for area in office.areas if area.municipality == named.id), None)
    if found is None:
        return say("utter_office_area_unknown", municipality=named.id, lines=numbers, subject="office:",
                   offer="book_appointment")
    office, area = found
    parts = [Part("utter_office_area", {"municipality": named.id, "name": office.name, "address": _address(office)})]
    if not area.fact.verified:
        parts.append(Part("utter_unverified", tight=True))
    return Reply(tuple(parts), subject=f"office:{office.id}", offer="book_appointment")


def join_contacts(office: OfficeView) -> str:
    """Telephone numbers and e-mail addresses in one line."""
    return ", ".join([*office.phones, *office.emails])


def _phones(office: OfficeView) -> str:
    return ", ".join(office.phones) or join_contacts(office)


def _emails(office: OfficeView) -> str:
    return ", ".join(office.emails) or join_contacts(office)


def write_office_lines(turn: Turn) -> str:
    """How to reach each office, a line each."""
    return _lines(offices.list_offices(turn.settings), lambda office: ", ".join(office.phones[:1]))


HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    "ask_office_hours": answer_hours,
    "ask_today": lambda turn: tell_today(turn, find_meant_offices(turn)),
    "ask_office_address": answer_address,
    "ask_office_contact": answer_contact,
    "ask_office_services": answer_services,
    "ask_appointment_documents": answer_documents,
    "ask_without_booking": answer_without_booking,
    "ask_appointment_walk_in": answer_walk_in,
    "ask_appointment_length": answer_length,
    "ask_office_access": answer_access,
    "ask_office_area": answer_area,
}


def _address(office: OfficeView) -> str:
    return ", ".join(text for text in (office.address, office.floor) if text)


def _each(turn: Turn, response: str, value: Callable[[OfficeView], str],
          fact: Callable[[OfficeView], FactView]) -> Reply:
    every = offices.list_offices(turn.settings)
    if names_other_office(turn.text, [office.municipality for office in every]):
        return say("utter_office_elsewhere", lines=_lines(every, _phones), subject="office:")
    chosen = find_meant_offices(turn)
    parts = [Part(response, {"lines": _lines(chosen, value)})]
    if any(not fact(office).verified for office in chosen):
        parts.append(Part("utter_unverified", tight=True))
    return Reply(tuple(parts), subject=_subject_of(chosen),
                 offer="book_appointment")


def _lines(chosen: Sequence[OfficeView], value: Callable[[OfficeView], str]) -> str:
    return "\n".join(f"- {office.name}: {value(office)}" for office in chosen)
