"""The way on from every dead end: how one reaches an office, beside what is said."""

from __future__ import annotations

from typing import Any, Optional

from bot.dialogue.turn import Reply, Turn, say
from bot.italian.text import join_list
from bot.services import offices
from bot.services.offices import OfficeView

DEAD_ENDS = frozenset({
    "utter_code_lost", "utter_lost_code_sent", "utter_lost_code_no_sms", "utter_lost_code_no_mail", "utter_code_wrong",
    "utter_code_too_many", "utter_interest_code_wrong", "utter_interest_codes_closed", "utter_waiting_code_wrong",
    "utter_waiting_codes_closed", "utter_waiting_offer_over", "utter_waiting_gone", "utter_waiting_refused",
    "utter_interest_refused", "utter_interest_gone", "utter_consent_refused", "utter_callback_refused",
    "utter_time_nothing_free", "utter_too_many_bookings", "utter_appointment_gone", "utter_not_moved_taken",
    "utter_contact_change", "utter_service_change", "utter_reminders_off", "utter_data_of_other",
    "utter_sign_up_refused", "utter_sign_up_too_late", "utter_ticket_gone",
    "utter_ticket_code_wrong", "utter_ticket_codes_closed",
    "utter_handoff_closed", "utter_handoff_closed_unknown", "utter_handoff_already", "utter_handoff_no_desk"})
"""What is said where the person cannot go on here: each has the place ``lines`` for the offices' ways."""


def say_dead_end(turn: Turn, response: str, office_id: Optional[str] = None, **values: Any) -> Reply:
    """``response`` with the ways of the office with that id, else of all of them."""
    return say(response, lines=offices.list_ways(find_offices(turn, office_id)), **values)


def list_phones(chosen: list[OfficeView]) -> str:
    """The first number of the office, or of each with its name."""
    if len(chosen) == 1:
        return chosen[0].phones[0] if chosen[0].phones else chosen[0].name
    return join_list([f"{office.municipality} {office.phones[0]}" for office in chosen if office.phones])


def find_offices(turn: Turn, office_id: Optional[str]) -> list[OfficeView]:
    """The office with that id, else all of them."""
    every = offices.list_offices(turn.settings)
    return [office for office in every if office.id == office_id] or every
