"""Codes of appointments in a message, and messages of who has none."""

from __future__ import annotations

import re
from typing import Optional, Union

from bot.dialogue.repair_words import asks_other_way, loses_code
from bot.italian.people.contacts import Email, Phone, contact
from bot.italian.people.names import person_name
from bot.rules import codes

_CODE = re.compile(r"\b(?:[l1i]\s*c[\s._–—-]*)?(?=\S*\d|[l1i]\s*c)[0-9a-z]{4}[\s._–—-]*[0-9a-z]{4}\b", re.IGNORECASE)


def leave_out_codes(text: str) -> str:
    """``text`` without an appointment code."""
    return _CODE.sub(" ", text).strip() if codes.normalise(text) else text


def lacks_code(text: str, asked: bool) -> bool:
    """Whether the message says that the code is lost; where it was ``asked`` for, also a name or contact instead."""
    if codes.normalise(text):
        return False
    return loses_code(text, asked) or asked and (
        asks_other_way(text) or find_contact(text) is not None or isinstance(person_name(text), str))


def find_contact(text: str) -> Optional[Union[Phone, Email]]:
    """The telephone number or address in the message, valid as it is written."""
    reached = contact(text)
    return reached if isinstance(reached, (Phone, Email)) else None
