"""Answers to what people ask of the appointment while they book or move it, of the consent and of the contact."""

from __future__ import annotations

from typing import Optional

from bot.actions.answers.office_ways import find_offices, list_phones
from bot.actions.answers.offices import answer_address, tell_access, tell_admission
from bot.dialogue.asides import (
    asks_about_benefit,
    asks_beside_courses,
    asks_of_thing,
    find_appointment_topic,
    find_consent_topic,
    find_contact_question,
    find_weekend_days,
)
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.text import WEEKDAYS, join_list
from bot.services import booking, offices
from bot.services.offices import OfficeView

_UNREAD = frozenset({"nlu_fallback", "inform", "check_eligibility", "affirm", "deny", ""})
"""Intents under which a question is one that nothing here answers."""


_TRANSLATED = {"ask_course_duration": "length", "ask_course_cost": "cost"}
"""Intents of a question in another language that a booking is asked for itself."""


def answer_about_appointment(turn: Turn, office_id: Optional[str], service_id: Optional[str]) -> Optional[Reply]:
    """What is known of the appointment that is asked about; of every office while ``office_id`` is None."""
    topic = find_appointment_topic(turn.text) if turn.text else _TRANSLATED.get(turn.intent)
    if turn.names.get("event") or turn.names.get("course") and topic != "access":  # «macchina» is no «meccanica»
        return None
    if asks_about_benefit(turn.text):
        return answer_about_benefit(turn)
    if topic is None:
        return None
    chosen = find_offices(turn, office_id)
    if topic == "place" and len(chosen) > 1:
        return answer_address(turn)
    if topic in ("access", "walk_in"):
        told = tell_access(chosen) if topic == "access" else tell_admission(chosen)
        return Reply(told.parts if topic == "access" else told.parts[:-1])  # they are booking: nothing is offered
    if topic == "bring":
        service = offices.get_service(turn.settings, service_id) if service_id else None
        if service is not None and service.bring:
            return say("utter_bring", bring=service.bring)
        return say("utter_bring_unknown", contacts=list_phones(chosen))
    minutes = booking.read_minutes(
        turn.settings, service_id=service_id, office_id=chosen[0].id, now=turn.now) if service_id else None
    return say(f"utter_aside_{topic}", contacts=list_phones(chosen), minutes=minutes or chosen[0].slot_minutes,
               address="; ".join(describe_office_place(office) for office in chosen))


def answer_about_closed_day(turn: Turn, office_id: Optional[str]) -> Optional[Reply]:
    """«la domenica no, vero?»: closed, when no office that will do opens on that day; None for any other day."""
    days = find_weekend_days(turn.text)
    if not days or not asks_of_thing(turn.text):
        return None
    opens = any(hours.weekday in days for office in find_offices(turn, office_id) for hours in office.opening)
    return None if opens else say("utter_time_weekday", detail=join_list([WEEKDAYS[day] for day in days]))


def answer_about_consent(turn: Turn, office_id: Optional[str]) -> Optional[Reply]:
    """What happens without a consent, and what one need not leave."""
    topic = find_consent_topic(turn.text)
    if topic is not None:
        return say(f"utter_aside_{topic}", lines=describe_ways_without_data(turn, office_id))
    return answer_about_contact(turn, office_id)


def answer_about_contact(turn: Turn, office_id: Optional[str]) -> Optional[Reply]:
    """What may be left instead of one's own telephone; None when the message has a number or an address."""
    topic = find_contact_question(turn.text)
    if topic is None or topic in ("landline", "other_contact") and not asks_of_thing(turn.text):
        return None
    chosen = find_offices(turn, office_id)
    return say(f"utter_aside_{topic}", address="; ".join(describe_office_place(office) for office in chosen))


def answer_about_benefit(turn: Turn) -> Reply:
    """Benefits are not ours: whose they are, and who can help."""
    return say("utter_aside_benefit", contacts=list_phones(find_offices(turn, None)))


def answer_unknown(turn: Turn, office_id: Optional[str]) -> Optional[Reply]:
    """The office's number for a question that was not understood; None for what is no question."""
    if turn.intent not in _UNREAD or not asks_beside_courses(turn.text):
        return None
    return say("utter_aside_unknown", contacts=list_phones(find_offices(turn, office_id)))


def describe_ways_without_data(turn: Turn, office_id: Optional[str]) -> str:
    """Telephone, address and hours of the office, or of each: how one comes to an appointment without leaving data."""
    return offices.list_ways(find_offices(turn, office_id))


def describe_office_place(office: OfficeView) -> str:
    """Name, address and floor in one line."""
    return ", ".join(text for text in (office.name, office.address, office.floor) if text)
