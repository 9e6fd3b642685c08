"""Offering what else a person wanted, when the first task of their message has ended."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import Part, Reply, Turn
from bot.dialogue.wishes import find_pending_wish

STARTS = {
    "book_appointment": "booking_form", "check_eligibility": "eligibility_form", "move_appointment": "move_form",
    "cancel_appointment": "cancel_form", "give_feedback": "feedback_form", "leave_interest": "interest_form",
    "leave_wait": "waiting_form", "leave_contact": "callback_form", "join_event": "sign_up_form",
}
"""Intent of a task to the form that does it: what a «sì» to an offer opens."""


def offer_second_wish(turn: Turn, reply: Reply) -> Reply:
    """``reply`` with the offer of the wish that waits, if one does: a bare «sì» takes it up."""
    intent = find_pending_wish(turn.slots)
    if intent is None:
        return reply
    return replace(reply, parts=(*reply.parts, Part(f"utter_second_wish_{intent}")), offer=intent)
