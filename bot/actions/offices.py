"""Answers about the employment centres: hours, address, contacts, services, free slots."""

from __future__ import annotations

from typing import Callable, Sequence

from bot.actions.turn import Part, Reply, Turn, say
from bot.core.italian_text import format_day
from bot.core.subjects import names_other_office
from bot.services import offices
from bot.services.facts import FactView
from bot.services.offices import OfficeView


def offices_meant(turn: Turn) -> list[OfficeView]:
    """The offices named, else the one spoken of before, else all."""
    every = offices.list_offices(turn.settings)
    named = [office for office in every if office.id in turn.names.get("office", ())]
    last = turn.subject_id("office")
    return named or [office for office in every if office.id == last] or every


def answer_hours(turn: Turn) -> Reply:
    """Opening hours with their source."""
    return _each(turn, "utter_office_hours", lambda office: "; ".join(office.hours_lines),
                 lambda office: office.opening[0].fact if office.opening else office.fact)


def answer_address(turn: Turn) -> Reply:
    """Address with its source."""
    return _each(turn, "utter_office_address", _address, lambda office: office.fact)


def answer_contact(turn: Turn) -> Reply:
    """Telephone numbers and e-mail address with their source."""
    return _each(turn, "utter_office_contact", contacts,
                 lambda office: office.contacts[0].fact if office.contacts else office.fact)


def answer_services(turn: Turn) -> Reply:
    """What an appointment can be for."""
    services = offices.list_services(turn.settings)
    lines = "\n".join(f"- {service.name}: {service.description}" for service in services)
    return say("utter_office_services", lines=lines, offer="book_appointment", subject="office:")


def answer_documents(turn: Turn) -> Reply:
    """What to bring, when it is known."""
    known = [service for service in offices.list_services(turn.settings) if service.bring]
    if not known:
        return say("utter_documents_unknown", lines=_lines(offices_meant(turn), contacts), subject="office:")
    return say("utter_documents", lines="\n".join(f"- {service.name}: {service.bring}" for service in known))


def contacts(office: OfficeView) -> str:
    """Telephone numbers and e-mail addresses in one line."""
    return ", ".join([*office.phones, *office.emails])


HANDLERS: dict[str, Callable[[Turn], Reply]] = {
    "ask_office_hours": answer_hours,
    "ask_office_address": answer_address,
    "ask_office_contact": answer_contact,
    "ask_office_services": answer_services,
    "ask_appointment_documents": answer_documents,
}


def _address(office: OfficeView) -> str:
    return ", ".join(text for text in (office.address, office.floor) if text)


def _each(turn: Turn, response: str, value: Callable[[OfficeView], str],
          fact: Callable[[OfficeView], FactView]) -> Reply:
    every = offices.list_offices(turn.settings)
    if names_other_office(turn.text, [office.municipality for office in every]):
        return say("utter_office_elsewhere", lines=_lines(every, _address), subject="office:")
    chosen = offices_meant(turn)
    parts = [Part(response, {"lines": _lines(chosen, value)})]
    doubtful = [fact(office) for office in chosen if not fact(office).verified]
    if doubtful:
        oldest = min((item.source_date for item in doubtful if item.source_date), default=None)
        parts.append(Part("utter_unverified", {"as_of": format_day(oldest, weekday=False) if oldest else "—"}))
    return Reply(tuple(parts), subject=f"office:{chosen[0].id}" if len(chosen) == 1 else "office:",
                 offer="book_appointment")


def _lines(chosen: Sequence[OfficeView], value: Callable[[OfficeView], str]) -> str:
    return "\n".join(f"- {office.name}: {value(office)}" for office in chosen)
