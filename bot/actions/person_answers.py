"""Consent, name, firm and contact as every form that asks for them reads them; and what a code or its button opens."""

from __future__ import annotations

import re
from typing import Any, Callable, Optional, TypeVar, Union

from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.booking_form import contact_value, explain_invalid_contact
from bot.dialogue.booking_words import asks
from bot.dialogue.form import Reading, said_yes
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.people.contacts import Email, InvalidContact, Phone, contact
from bot.italian.people.names import InvalidName, person_name
from bot.italian.short_replies import declines, yes_or_no
from bot.italian.text import format_time
from bot.rules import codes
from bot.services.code_lockout import TooManyAttempts, WrongCode

Own = TypeVar("Own")

LONGEST_FIRM, LONGEST_YES = 200, 2
"""Letters of a firm's name, and words of an answer that is a yes and no name."""
_FIRM_LEAD = re.compile(
    r"^\W*(?:(?:sì|si(?! chiama)|ok|ecco|allora)\W+)*"
    r"(?:(?:(?:la )?(?:mia |nostra )?(?:azienda|ditta|impresa|società) )?"
    r"(?:si chiama|è|siamo(?: la| il| l['’])?|per conto (?:di|della)|sono (?:di|della))\s*)?", re.IGNORECASE)
"""What comes before the name of a firm: «si chiama», «siamo la»."""


def agrees(turn: Turn) -> Optional[bool]:
    """Whether the person consents; None where the message says neither yes nor no."""
    answer = said_yes(turn)
    return False if answer is None and declines(turn.text) else answer


def read_name(turn: Turn, name_slot: str, contact_slot: str) -> Optional[Reading]:
    """The name, and the contact where it is told along with it."""
    name = person_name(turn.text)
    if isinstance(name, InvalidName):
        return Reading({name_slot: None}, (say("utter_invalid_name"),))
    reached = contact(turn.text)
    values: dict[str, Any] = {name_slot: name} if name else {}
    if isinstance(reached, (Phone, Email)):
        values[contact_slot] = contact_value(reached)
    return Reading(values) if values else None


def read_firm(turn: Turn, firm_slot: str) -> Optional[Reading]:
    """The name of a firm as it is written; a question, a bare yes or a contact alone is none."""
    agreed = len(turn.text.split()) <= LONGEST_YES and said_yes(turn) is not None
    if not turn.text or asks(turn.text) or contact(turn.text) is not None or agreed:
        return None
    name = _FIRM_LEAD.sub("", turn.text).strip(" .,;:!\n")[:LONGEST_FIRM]
    return Reading({firm_slot: name}) if re.search(r"\w\w", name) else None


def read_contact(turn: Turn, contact_slot: str, consent_slot: str) -> Optional[Reading]:
    """The telephone or address; whoever gives none takes the consent back."""
    reached = contact(turn.text)
    if isinstance(reached, InvalidContact):
        return Reading({contact_slot: None}, (explain_invalid_contact(turn, reached),))
    if reached is not None:
        return Reading({contact_slot: contact_value(reached)})
    refuses = turn.intent == "deny" or declines(turn.text) or yes_or_no(turn.text) is False
    return Reading({consent_slot: False, contact_slot: None}) if refuses else None


def open_shown(
    turn: Turn, slot: str, prefix: str, open_one: Callable[[str], Union[Own, WrongCode, TooManyAttempts]], *,
    wrong: str, closed: str,
) -> Union[Own, Reply, None]:
    """What the button of ``slot`` or the code with that ``prefix`` in the message opens; None where there is neither.

    ``wrong`` and ``closed``: the responses for a code that nothing has, and for too many of those.
    """
    pressed, value = turn.option or ("", "")
    code = value if pressed == slot else codes.find_prefixed(turn.text, prefix)
    if not code:
        return None
    found = open_one(code)
    if isinstance(found, TooManyAttempts):
        return say_dead_end(turn, closed, until=format_time(found.until.time()))
    return say_dead_end(turn, wrong, left=found.left) if isinstance(found, WrongCode) else found
