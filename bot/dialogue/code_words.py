"""Codes of appointments in a message, and messages of who has none."""

from __future__ import annotations

import re

from bot.dialogue.consent_words import asks_other_way
from bot.italian.people.contacts import tells_contact
from bot.italian.people.names import read_person_name
from bot.italian.shorthand import expand_words
from bot.rules import codes

_CODE = re.compile(r"\b(?:[l1i]\s*c[\s._–—-]*)?(?=\S*\d|[l1i]\s*c)[0-9a-z]{4}[\s._–—-]*[0-9a-z]{4}\b", re.IGNORECASE)
_LOST = re.compile(
    r"\b(?:pers\w|smarrit\w|buttat\w|cancellat\w|dimenticat\w|rubat\w|non (?:ho|trovo|ricordo|so|me lo ricordo|"
    r"riesco a "
    r"trovare)|non (?:ce l|l|lo|me l|me lo) (?:ho|trovo|ricordo|so|hanno|avete)|senza|mai (?:ricevut\w|avut\w|"
    r"arrivat\w|vist\w|sentit\w|dat\w)|chi (?:ce )?l ha)\b|^(?:e |ma |scusa )?(?:che|quale) codice$")


def leave_out_codes(text: str) -> str:
    """``text`` without an appointment code."""
    return _CODE.sub(" ", text).strip() if codes.normalise(text) else text


def lacks_code(text: str, asked: bool) -> bool:
    """Whether the message says that the code is lost; where it was ``asked`` for, also a name or contact instead."""
    if codes.normalise(text):
        return False
    return loses_code(text, asked) or asked and (
        asks_other_way(text) or tells_contact(text) or isinstance(read_person_name(text), str))


def loses_code(text: str, asked: bool) -> bool:
    """Whether the person has no code any more; ``asked``: it was asked for, so that it need not be named."""
    said = expand_words(text)
    return _LOST.search(said) is not None and (asked or "codice" in said.split())
