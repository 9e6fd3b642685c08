"""Given name and surname that come one by one: «di cognome faccio Ratti», then «e di nome Luisella»."""

from __future__ import annotations

import re
from typing import Literal, Optional, Union

from bot.italian.people.names import InvalidName, read_name_in_field, read_person_name

NamePart = Literal["nome", "cognome"]

_BEFORE = re.compile(
    r"^(?:(?:allora|ecco|ok|dunque|si|sì|e|ed|io|guardi|scusi|scusa)[\s,]+)*(?:(?:il )?(?:mio )?|di )"
    r"(?P<label>cognome|nome)"
    r"(?:\s+(?:è|e'|e|faccio|sono|mi chiamo|fa))?\s*[:=,]?\s+(?P<name>[^\W\d_][^\d]{1,30})$", re.IGNORECASE)
_AFTER = re.compile(
    r"^(?:(?:allora|ecco|ok|dunque|e|io|faccio|sono|mi chiamo)[\s,]+)*(?P<name>[^\W\d_][^\d,]{1,30}?),? "
    r"(?:di|è il|e' il|come) (?:mio )?(?P<label>cognome|nome)$", re.IGNORECASE)
_LONGEST = 3
"""Words of a part («De La Cruz»)."""


def find_part(text: str) -> Optional[tuple[NamePart, str]]:
    """Which part of a name ``text`` tells, and how it is written; None where it tells both or neither."""
    said = text.strip(" .!")
    match = _BEFORE.match(said) or _AFTER.match(said)
    if match is None or re.search(r"\b(?:cog)?nome\b", match["name"], re.IGNORECASE) or (
            len(match["name"].split()) > _LONGEST):
        return None
    part = read_name_in_field(match["name"])
    label: NamePart = "cognome" if match["label"].lower() == "cognome" else "nome"
    return (label, part) if isinstance(part, str) else None


def read_name(text: str, before: Optional[str]) -> Union[str, InvalidName, None]:
    """The name in ``text``, completed by the surname that the message ``before`` told alone.

    A surname alone is no name yet: it is asked for the rest.
    """
    part = find_part(text)
    if part is not None and part[0] == "cognome":
        return InvalidName("too_short")
    name = part[1] if part is not None else read_person_name(text)
    earlier = find_part(before) if before else None
    if isinstance(name, str) and len(name.split()) == 1 and earlier is not None and earlier[0] == "cognome":
        return f"{name} {earlier[1]}"
    return name
