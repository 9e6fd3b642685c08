"""What must hold within a row and between rows of the content; every complaint is one Italian sentence for a field."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Base, Operator, OperatorOffice
from bot.db.seed_files import ANSWER_SETTINGS
from bot.italian.municipalities import LECCO_PROVINCE
from bot.italian.people import contacts
from bot.italian.text import normalise
from bot.rules.place_grid import GRID_MINUTES
from bot.services.content.schema import Problems, Values
from bot.texts import get_text

_COORDINATES = re.compile(r"(\d{2}\.\d{3,7}), ?(\d{1,2}\.\d{3,7})")
_PHONE = re.compile(r"\+?[0-9][0-9 ./-]{3,24}[0-9]")


def find_disorder(values: Values, *names: str) -> Optional[str]:
    """The first field that is earlier than one before it in ``names``; None when all that are given are in order."""
    given = [(name, values.get(name)) for name in names if values.get(name) is not None]
    for (_, before), (name, after) in zip(given, given[1:], strict=False):
        if after < before:  # type: ignore[operator]
            return name
    return None


def check_fact_row(values: Values, today: date) -> Problems:
    """A source is not of the future, and a fact does not end before its source."""
    problems: Problems = {}
    said, until = values.get("source_date"), values.get("valid_until")
    if said is not None and said > today:
        problems["source_date"] = get_text("content.rules.source_in_future")
    elif said is not None and until is not None and until < said:
        problems["valid_until"] = get_text("content.rules.expiry_before_source")
    return problems


def check_edition_row(values: Values, today: date) -> Problems:
    """Start, end and enrolment in order; no more people than places."""
    problems: Problems = {}
    for names in (("starts_earliest", "starts_latest", "ends_by"), ("enrolment_opens", "enrolment_closes", "ends_by")):
        wrong = find_disorder(values, *names)
        if wrong is not None:
            problems[wrong] = get_text("content.rules.days_order")
    places, taken = values.get("places"), values.get("places_taken")
    if places is not None and taken is not None and taken > places:
        problems["places_taken"] = get_text("content.rules.more_than_places")
    return problems


def check_event_session_row(values: Values, today: date) -> Problems:
    """An end needs a start and comes after it."""
    starts, ends = values.get("starts"), values.get("ends")
    if ends is not None and starts is None:
        return {"starts": get_text("content.rules.start_needed")}
    if ends is not None and ends <= starts:
        return {"ends": get_text("content.rules.end_before_start")}
    return {}


def check_opening_row(values: Values, today: date) -> Problems:
    """An interval ends after it begins, and begins on the grid on which places are counted."""
    if values["closes"] <= values["opens"]:
        return {"closes": get_text("content.rules.closes_before_opening")}
    if values["opens"].minute % GRID_MINUTES:
        return {"opens": get_text("content.rules.off_grid", minutes=GRID_MINUTES)}
    return {}


def check_office_row(values: Values, today: date) -> Problems:
    """The length of an appointment is of whole cells of the grid; coordinates are a place in Lombardy."""
    if values["slot_minutes"] % GRID_MINUTES:
        return {"slot_minutes": get_text("content.rules.off_grid", minutes=GRID_MINUTES)}
    given = values["coordinates"]
    found = None if given is None else _COORDINATES.fullmatch(given)
    if given is not None and (found is None or not 44 < float(found[1]) < 47 or not 8 < float(found[2]) < 12):
        return {"coordinates": get_text("content.rules.not_coordinates")}
    return {}


def check_area_row(values: Values, today: date) -> Problems:
    """The municipality is one of the province, written as it is known."""
    if values["municipality"] not in LECCO_PROVINCE:
        return {"municipality": get_text("content.rules.not_municipality")}
    return {}


def check_office_service_row(values: Values, today: date) -> Problems:
    """A length is of whole cells of the grid; a video call has an address that begins with https."""
    if values["slot_minutes"] is not None and values["slot_minutes"] % GRID_MINUTES:
        return {"slot_minutes": get_text("content.rules.off_grid", minutes=GRID_MINUTES)}
    link = values["link"]
    if values["mode"] == "video" and link is None or link is not None and not re.fullmatch(r"https://\S+", link):
        return {"link": get_text("content.rules.link_needed")}
    return {}


def check_closure_row(values: Values, today: date) -> Problems:
    """Days of closure, or of absence, are in order and not more than a year; so are its hours, when there are any."""
    first, last = values["starts_on"], values["ends_on"]
    if last < first:
        return {"ends_on": get_text("content.rules.last_before_first")}
    if (last - first).days > 365:
        return {"ends_on": get_text("content.rules.closure_too_long")}
    begin, end = values.get("from_time"), values.get("until_time")
    if begin is not None and end is not None and end <= begin:
        return {"until_time": get_text("content.rules.closes_before_opening")}
    return {}


def check_contact_row(values: Values, today: date) -> Problems:
    """A telephone number or an address that can be one."""
    value, kind = values["value"], values["kind"]
    if kind == "email" and not isinstance(contacts.read_email(value), contacts.Email):
        return {"value": get_text("content.rules.not_email")}
    if kind == "phone" and not _PHONE.fullmatch(value):
        return {"value": get_text("content.rules.not_phone")}
    return {}


def check_need_row(values: Values, today: date) -> Problems:
    """At least one way to ask for it, none so short that it is in any message; a telephone number that can be one."""
    problems: Problems = {}
    if not values["words"]:
        problems["words"] = get_text("content.value.needed")
    short = next((word for word in values["words"] if len(re.sub(r"\W", "", word)) < 2), None)
    if short is not None:
        problems["words"] = get_text("content.rules.phrase_too_short", phrase=short)
    if values["phone"] is not None and not _PHONE.fullmatch(values["phone"]):
        problems["phone"] = get_text("content.rules.not_phone")
    return problems


def check_answer_row(values: Values, today: date) -> Problems:
    """Braces name settings that the assistant fills in."""
    for name in re.findall(r"\{(.*?)\}", values["text"]):
        if name not in ANSWER_SETTINGS:
            return {"text": get_text("content.rules.unknown_placeholder", name=name, names=', '.join(ANSWER_SETTINGS))}
    if values["text"].count("{") != values["text"].count("}"):
        return {"text": get_text("content.rules.brace_open")}
    return {}


def check_openings_apart(session: Session, values: Values, before: Optional[Values]) -> Problems:
    """Two intervals of an office and weekday do not overlap."""
    table = Base.metadata.tables["opening_interval"]
    query = select(table.c.opens, table.c.closes).where(
        table.c.office_id == values["office_id"], table.c.weekday == values["weekday"])
    own = before["opens"] if before is not None and before["weekday"] == values["weekday"] else None
    for row in session.execute(query):
        if row.opens != own and values["opens"] < row.closes and row.opens < values["closes"]:
            return {"opens": get_text("content.rules.overlap", opens=row.opens, closes=row.closes)}
    return {}


def check_one_lead(session: Session, values: Values, before: Optional[Values]) -> Problems:
    """An edition has one leading body."""
    if values["part"] != "lead":
        return {}
    table = Base.metadata.tables["edition_body"]
    query = select(table.c.organisation_id).where(
        table.c.edition_id == values["edition_id"], table.c.part == "lead",
        table.c.organisation_id != (before or values)["organisation_id"])
    return {"part": get_text("content.rules.second_lead")} if session.execute(query).first() else {}


def check_rule_edition(session: Session, values: Values, before: Optional[Values]) -> Problems:
    """The edition that a rule holds for is one of the rule's course."""
    table = Base.metadata.tables["course_edition"]
    query = select(table.c.course_id).where(table.c.id == values["edition_id"])
    if values["edition_id"] is not None and session.execute(query).scalar() != values["course_id"]:
        return {"edition_id": get_text("content.rules.edition_of_another")}
    return {}


def make_names_check(table_name: str, label: str) -> Any:
    """The check that no other row of the table answers to one of this row's names: the chat would confuse them."""

    def check(session: Session, values: Values, before: Optional[Values]) -> Problems:
        table = Base.metadata.tables[table_name]
        mine = {normalise(word): word for word in values["aliases"]}
        query = select(table.c.id, table.c[label], table.c.aliases).where(table.c.id != values["id"])
        for row in session.execute(query):
            shared = mine.keys() & {normalise(word) for word in [row[1], *row.aliases]}
            if shared:
                return {"aliases": get_text("content.rules.name_taken", word=mine[sorted(shared)[0]], other=row[1])}
        return {}

    return check


def check_absent_operator(session: Session, values: Values, before: Optional[Values]) -> Problems:
    """Whoever is away is an operator of the office."""
    if values["username"] is None:
        return {}
    query = select(Operator.id).join(OperatorOffice, OperatorOffice.operator_id == Operator.id).where(
        Operator.username == values["username"], OperatorOffice.office_id == values["office_id"])
    if session.execute(query).first() is None:
        return {"username": get_text("content.rules.not_operator", name=values["username"])}
    return {}
