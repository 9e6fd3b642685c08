"""Who comes to an appointment: name and contact, and whom it is booked for when that is not who writes."""

from __future__ import annotations

import re
from typing import Any, Optional, Union

from bot.dialogue import time_span
from bot.dialogue.booking_words import corrects, find_slot_to_change, has_reserve, put_right
from bot.dialogue.fragments import drop_contact
from bot.dialogue.reading import Reading
from bot.dialogue.turn import Reply, Turn, say
from bot.dialogue.value_kinds import explain_invalid_contact, keep_contact, read_agreement, recall_contact
from bot.italian.people.contacts import Email, InvalidContact, Phone, find_contact, read_contact
from bot.italian.people.introductions import read_introduced_name
from bot.italian.people.name_corrections import put_name_right
from bot.italian.people.name_parts import find_part, read_name
from bot.italian.people.names import InvalidName, is_plain_name, read_lone_surname, read_person_name
from bot.italian.people.relatives import (
    cut_share,
    cut_words_after_whom,
    find_whom_booked_for,
    find_whom_booked_too,
    is_for_self,
)
from bot.italian.shorthand import expand_words

NAME, CONTACT, CONSENT, CONFIRM = "booking_name", "booking_contact", "booking_consent", "booking_confirm"
BEFORE_NAME = ("booking_service", "booking_office", "booking_time")
"""Questions of a booking that come before the name."""
PERSON = "booking_person"
"""Slot with whom it is booked for, when that is not who writes."""
_IS_FOR = re.compile(r"\b(?:e|sarebbe|viene|appuntament\w+|colloqui\w*|prenot\w+)\b(?: \w+){0,3} per\b")
"""Words that make «per mio figlio» the one who comes, and no reason («non posso per mio figlio»)."""


def read_whom(turn: Turn, requested: Optional[str]) -> dict[str, Any]:
    """Whom the message says that it is booked for; another person than before is asked for their name."""
    if not turn.text or requested == CONTACT:
        return {}
    before = turn.slots.get(PERSON) if requested else None
    whom = None if requested == "booking_time" and not _IS_FOR.search(expand_words(turn.text)) else (
        find_whom_booked_for if requested else find_whom_booked_too)(turn.text)
    if whom is None and before and is_for_self(turn.text):
        return {PERSON: None, NAME: None}
    if whom is None or whom == before:
        return {} if requested else {PERSON: None}
    renamed = requested is not None and turn.slots.get(NAME)
    return {PERSON: whom, **({NAME: None, CONFIRM: None} if renamed else {})}


def find_whom_before(turn: Turn) -> Optional[str]:
    """Whom an earlier message of this conversation booked for."""
    return next((whom for text in reversed(turn.earlier) if (whom := find_whom_booked_for(text))), None)


def introduce(turn: Turn, of_other: bool) -> dict[str, Any]:
    """Name and contact that the first message brings; without a consent they are dropped with the booking.

    Who books for somebody else (``of_other``) says their own name first: the other one's stands after «per mia madre».
    """
    name = read_introduced_name(cut_words_after_whom(turn.text) if of_other else turn.text)
    reached = find_contact(turn.text)
    values: dict[str, Any] = {} if name is None else {NAME: name}
    if reached is not None:
        values[CONTACT] = keep_contact(reached)
    return values


def tells_person(turn: Turn, requested: Optional[str]) -> bool:
    """Whether the message tells the name or the contact that is asked for, so that a number in it is no time."""
    if read_contact(turn.text) is not None:
        return True
    return requested == NAME and isinstance(read_person_name(turn.text), str) and not corrects(turn.text)


def moves_appointment(turn: Turn) -> bool:
    """Whether a message at the name or contact question puts the office or the time right."""
    return corrects(turn.text) and (bool(turn.name("office")) or time_span.names_a_time(turn))


def read_visitor(turn: Turn, requested: str) -> Reading:
    """Name and contact, asked for, put right or told beside; what is wrong with them only where they are due."""
    reached, name = read_contact(turn.text), _read_name(turn, requested)
    if reached is None and requested == CONTACT:
        reached = recall_contact(turn, read_contact)
    reading = Reading()
    if isinstance(name, InvalidName):
        if requested == NAME:
            reading = Reading({NAME: None}, (say("utter_invalid_name"),))
    elif name is not None:
        reading = Reading({NAME: name})
    if isinstance(reached, InvalidContact):
        if requested in (CONTACT, CONFIRM):
            reading = Reading({**reading.values, CONTACT: None},
                              (*reading.replies, explain_invalid_contact(turn, reached)))
    elif reached is not None:
        reading = Reading({**reading.values, CONTACT: keep_contact(reached)}, reading.replies)
    return reading


def list_visitor(values: dict[str, Any]) -> list[str]:
    """Name and contact in ``values`` as they are shown; without what is not there."""
    return [told for told in (values.get(NAME), (values.get(CONTACT) or {}).get("shown")) if told]


def note_visitor(values: dict[str, Any]) -> list[Reply]:
    """What was understood of name and contact that came before they were asked for."""
    told = list_visitor(values)
    return [say("utter_booking_noted", what=", ".join(told))] if told else []


def _read_name(turn: Turn, requested: str) -> Union[str, InvalidName, None]:
    known, reached = turn.slots.get(NAME), read_contact(turn.text)
    text = drop_contact(turn.text) if isinstance(reached, (Phone, Email)) else turn.text
    if turn.slots.get(PERSON):
        text = cut_share(text, other=True)  # «io sono Piera ma lui si chiama Tommaso»
    if requested == NAME and not moves_appointment(turn):
        return read_name(put_right(text), turn.earlier[-1] if turn.earlier else None)
    told_along = isinstance(reached, (Phone, Email)) and requested not in (CONTACT, CONFIRM)
    if not known and (requested == CONSENT or told_along):
        return read_introduced_name(text)  # «sì va bene, Marco Gilardi 333 1234567»
    if not known and requested in BEFORE_NAME:
        # «mi chiamo Gina Rossi», «Gina Rossi» where a time is asked for
        return read_person_name(text, asked=is_plain_name(text))
    if known and reached is None and (completed := _complete_name(turn, requested, known)):
        return completed
    if requested in (CONTACT, CONSENT, CONFIRM):
        by_itself = find_slot_to_change(turn.text) == NAME and len(turn.text.split()) > 3
        return read_person_name(put_right(turn.text), asked=by_itself)
    return None


def _complete_name(turn: Turn, requested: str, known: str) -> Optional[str]:
    """The name as it is put right, or with the surname that came in a message of its own; None for neither."""
    right = put_name_right(put_right(turn.text) if has_reserve(turn.text) else turn.text, known)
    if right is not None and right != known:
        return right
    if requested != CONTACT or len(known.split()) > 1 or len(turn.text.split()) > 5 or read_agreement(turn):
        return None
    part = find_part(turn.text)
    surname = part[1] if part is not None else read_lone_surname(turn.text)
    return f"{known} {surname}" if surname is not None and surname != known else None
