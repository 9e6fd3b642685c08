"""What must hold within a row and between rows of the content; every complaint is one Italian sentence for a field."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.core import contacts
from bot.core.italian_text import normalise
from bot.db.models import Base
from bot.db.seed_files import ANSWER_SETTINGS
from bot.services.content.schema import Problems, Values


def in_order(values: Values, *names: str) -> Optional[str]:
    """The first field that is earlier than one before it in ``names``; None when all that are given are in order."""
    given = [(name, values.get(name)) for name in names if values.get(name) is not None]
    for (_, before), (name, after) in zip(given, given[1:], strict=False):
        if after < before:  # type: ignore[operator]
            return name
    return None


def fact(values: Values, today: date) -> Problems:
    """A source is not of the future, and a fact does not end before its source."""
    problems: Problems = {}
    said, until = values.get("source_date"), values.get("valid_until")
    if said is not None and said > today:
        problems["source_date"] = "La data della fonte è nel futuro."
    elif said is not None and until is not None and until < said:
        problems["valid_until"] = "La scadenza viene prima della data della fonte."
    return problems


def edition(values: Values, today: date) -> Problems:
    """Start, end and enrolment in order; no more people than places."""
    problems: Problems = {}
    for names in (("starts_earliest", "starts_latest", "ends_by"), ("enrolment_opens", "enrolment_closes", "ends_by")):
        wrong = in_order(values, *names)
        if wrong is not None:
            problems[wrong] = "Questa data viene prima di quella che la precede."
    places, taken = values.get("places"), values.get("places_taken")
    if places is not None and taken is not None and taken > places:
        problems["places_taken"] = "I partecipanti sono più dei posti."
    return problems


def session_of_event(values: Values, today: date) -> Problems:
    """An end needs a start and comes after it."""
    starts, ends = values.get("starts"), values.get("ends")
    if ends is not None and starts is None:
        return {"starts": "Se c'è l'ora di fine serve anche quella di inizio."}
    if ends is not None and ends <= starts:
        return {"ends": "La fine viene prima dell'inizio."}
    return {}


def opening(values: Values, today: date) -> Problems:
    """An interval ends after it begins."""
    if values["closes"] <= values["opens"]:
        return {"closes": "La chiusura viene prima dell'apertura."}
    return {}


def closure(values: Values, today: date) -> Problems:
    """Days of closure are in order, and not more than a year."""
    first, last = values["starts_on"], values["ends_on"]
    if last < first:
        return {"ends_on": "L'ultimo giorno viene prima del primo."}
    if (last - first).days > 365:
        return {"ends_on": "La chiusura dura più di un anno."}
    return {}


def contact(values: Values, today: date) -> Problems:
    """A telephone number or an address that can be one."""
    value, kind = values["value"], values["kind"]
    if kind == "email" and not isinstance(contacts.email(value), contacts.Email):
        return {"value": "Non è un indirizzo e-mail."}
    if kind == "phone" and not re.fullmatch(r"\+?[0-9][0-9 ./-]{3,24}[0-9]", value):
        return {"value": "Non è un numero di telefono."}
    return {}


def answer(values: Values, today: date) -> Problems:
    """Braces name settings that the assistant fills in."""
    for name in re.findall(r"\{(.*?)\}", values["text"]):
        if name not in ANSWER_SETTINGS:
            return {"text": f"{{{name}}} non si può usare: fra graffe vanno solo {', '.join(ANSWER_SETTINGS)}."}
    if values["text"].count("{") != values["text"].count("}"):
        return {"text": "Una parentesi graffa non è chiusa."}
    return {}


def no_overlap(session: Session, values: Values, before: Optional[Values]) -> Problems:
    """Two intervals of an office and weekday do not overlap."""
    table = Base.metadata.tables["opening_interval"]
    query = select(table.c.opens, table.c.closes).where(
        table.c.office_id == values["office_id"], table.c.weekday == values["weekday"])
    own = before["opens"] if before is not None and before["weekday"] == values["weekday"] else None
    for row in session.execute(query):
        if row.opens != own and values["opens"] < row.closes and row.opens < values["closes"]:
            return {"opens": f"Si sovrappone all'orario {row.opens:%H:%M}-{row.closes:%H:%M}."}
    return {}


def one_lead(session: Session, values: Values, before: Optional[Values]) -> Problems:
    """An edition has one leading body."""
    if values["part"] != "lead":
        return {}
    table = Base.metadata.tables["edition_body"]
    query = select(table.c.organisation_id).where(
        table.c.edition_id == values["edition_id"], table.c.part == "lead",
        table.c.organisation_id != (before or values)["organisation_id"])
    return {"part": "Questa edizione ha già un ente capofila."} if session.execute(query).first() else {}


def own_words(table_name: str, label: str) -> Any:
    """The check that no other row of the table answers to one of this row's names: the chat would confuse them."""

    def check(session: Session, values: Values, before: Optional[Values]) -> Problems:
        table = Base.metadata.tables[table_name]
        mine = {normalise(word): word for word in values["aliases"]}
        query = select(table.c.id, table.c[label], table.c.aliases).where(table.c.id != values["id"])
        for row in session.execute(query):
            shared = mine.keys() & {normalise(word) for word in [row[1], *row.aliases]}
            if shared:
                return {"aliases": f"«{mine[sorted(shared)[0]]}» è già un nome di «{row[1]}»."}
        return {}

    return check
