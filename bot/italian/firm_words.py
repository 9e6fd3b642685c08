"""Firms: the words for one, whether somebody speaks for one or for themselves, and the name of it."""

from __future__ import annotations

import re
from typing import Optional

from bot.italian.shorthand import expand_words
from bot.italian.text import normalise

FIRM = (r"(?:aziend[ae]|impres[ae]|ditt[ae]|societa|cooperativ[ae]|coop|officin[ae]|negozi\w?|ristorant[ei])")
"""What a firm is called, folded, in patterns."""
LONGEST_FIRM = 200
"""Letters of a firm's name."""
_FOR_FIRM = re.compile(
    r"\b(?:espositor\w+|stand|come (?:aziend\w+|impres\w+|ditt\w+|datore)|siamo un\w*|"
    rf"(?:mi[ao]|nostr[ao]|una|un|per l|l|la|questa) (?:piccol\w )?(?:{FIRM}|studio)|"
    rf"^(?:per (?:un |l )?)?(?:un )?{FIRM})\b")
_OWN_FIRM = re.compile(
    rf"\b(?:mi[ao]|nostr[ao]) (?:{FIRM}|attivita)\b|\bsono (?:un |una )?(?:imprendit\w+|artigian\w)\b|"
    r"\b(?:titolar\w|proprietari\w|legale rappresentante) (?:di|del|dell|della) "
    r"(?:(?:un|una|il|la|piccol\w|grande) )*"
    rf"(?:{FIRM}|alberg\w+|hotel|bar|pizzeria|laboratorio|agriturismo)\b|"
    rf"\b(?:abbiamo|ho|siamo|sono|rappresento|rappresentiamo) (?:una |un )?(?:{FIRM}|attivita)\b|"
    r"\b(?:gestisco|gestiamo) (?:un|una)\b")
_FOR_ONESELF = re.compile(r"\b(?:person\w*|per me|per conto mio|privat\w+|cittadin\w+|singol\w+|disoccupat\w+|io)\b")
_LEAD = re.compile(
    r"^\W*(?:(?:sì|si(?! chiama)|ok|ecco|allora)\W+)*"
    r"(?:(?:(?:la )?(?:mia |nostra )?(?:azienda|ditta|impresa|società) )?"
    r"(?:si chiama|è|siamo(?: la| il| l['’])?|per conto (?:di|della)|sono (?:di|della))\s*)?", re.IGNORECASE)
"""What comes before the name of a firm: «si chiama», «siamo la»."""
_LEGAL_FORM = re.compile(r"\b(?:s\.?r\.?l\.?s?|s\.?p\.?a|s\.?n\.?c|s\.?a\.?s|scarl|soc\.? coop|& (?:c\.?|figli|"
                         r"fratelli))\.?\s*$",
                         re.IGNORECASE)
"""How the name of a firm ends."""


def speaks_for_firm(text: str) -> bool:
    """Whether somebody writes for a firm of their own, whatever they are asked: «la mia azienda», «ho un negozio»."""
    return _OWN_FIRM.search(normalise(text)) is not None


def is_for_firm(text: str) -> bool:
    """Whether the answer to «for whom?» is a firm: «come espositori», «siamo un'azienda», «azienda»."""
    return _FOR_FIRM.search(expand_words(text)) is not None


def is_for_oneself(text: str) -> bool:
    """Whether the answer to «for whom?» is oneself: «per me», «come persona»."""
    return _FOR_ONESELF.search(expand_words(text)) is not None


def find_firm(text: str) -> Optional[str]:
    """The name of a firm among other things: the piece that ends with its legal form («Brambilla Stampi srl»)."""
    piece = next((part for part in re.split(r"[,;:\n]+", text) if _LEGAL_FORM.search(part.strip())), None)
    return name_firm(piece) if piece else None


def name_firm(text: str) -> Optional[str]:
    """The name of the firm as it is written, without «siamo la»; None where no two letters are left."""
    name = _LEAD.sub("", text).strip(" .,;:!\n")[:LONGEST_FIRM]
    return name if re.search(r"\w\w", name) else None
