"""Which topic an intent belongs to: the names are the same in data, actions, services and in what is counted."""

from __future__ import annotations

_PREFIXES = (
    ("courses", ("ask_course_",)),
    ("events", ("ask_event_", "ask_jobday_", "ask_workshop_", "ask_seminar_", "join_event", "list_tickets",
                "withdraw_ticket")),
    ("pact", ("ask_pact_",)),
    ("partnership", ("ask_call_", "ask_negotiated_", "ask_regional_", "ask_lecco20_")),
    ("eligibility", ("check_eligibility", "ask_working_poor", "ask_suspended_", "ask_did")),
    ("booking", ("book_", "list_app", "move_app", "cancel_app", "ask_availability", "ask_office_", "ask_appointment_",
                 "resend_ics", "confirm_attendance", "nearest_office", "ask_contact_change", "ask_reminders_off",
                 "ask_without_booking", "ask_change_terms", "ask_today")),
    ("interests", ("leave_interest", "list_interests", "change_interest", "withdraw_interest", "keep_interest")),
    ("waiting_list", ("leave_wait", "list_waits", "withdraw_wait", "accept_place", "decline_place")),
    ("handoff", ("request_human", "complain", "express_distress", "leave_", "handoff_")),
    ("privacy", ("ask_privacy", "erase_data", "export_data", "ask_message_erased")),
    ("feedback", ("give_feedback",)),
    ("linking", ("continue_elsewhere",)),
    ("outside", ("out_of_scope", "ask_need", "ask_trade", "write_other_language")),
)
OTHER = "smalltalk"


def find_topic(intent: str) -> str:
    """The topic of an intent; smalltalk for what belongs to none."""
    return next((topic for topic, prefixes in _PREFIXES if intent.startswith(prefixes)), OTHER)
