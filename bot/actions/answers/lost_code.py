"""A code that was lost goes to the contact that the appointment has; the answer never tells whether there is one."""

from __future__ import annotations

from typing import Optional

from bot.actions.answers.office_ways import say_dead_end
from bot.dialogue.code_words import loses_code
from bot.dialogue.turn import Reply, Turn
from bot.dialogue.value_kinds import find_told_contact
from bot.italian.people.contacts import Email, Phone
from bot.italian.text import format_time, normalise
from bot.services import lost_codes
from bot.services.code_lockout import TooManyAttempts

SUBJECT = "lost_code:"
"""The subject after the question for the contact: a contact typed next is the answer to it."""


def answer_lost_code(turn: Turn, asked: bool = False) -> Optional[Reply]:
    """What who has lost the code hears; with a contact in the message the code is sent there. None for others.

    ``asked``: the code was just asked for, so that a contact alone is meant to find it.
    """
    reached = find_told_contact(turn)
    lost = loses_code(turn.text, asked) and "fiscale" not in normalise(turn.text)
    waited_for = asked or turn.slots.get("subject") == SUBJECT
    if reached is not None and (lost or waited_for):
        return _send(turn, reached)
    return say_dead_end(turn, "utter_code_lost", subject=SUBJECT) if lost else None


def _send(turn: Turn, reached: Phone | Email) -> Reply:
    done = lost_codes.send_lost_codes(
        turn.settings, contact=reached.value, contact_kind=reached.kind, asked_by=turn.conversation_id, now=turn.now)
    if isinstance(done, TooManyAttempts):
        return say_dead_end(turn, "utter_code_too_many", until=format_time(done.until.time()))
    way = "sms" if reached.kind == "phone" else "mail"
    response = "utter_lost_code_sent" if done.can_send else f"utter_lost_code_no_{way}"
    return say_dead_end(turn, response)
