"""What each seed file holds: reads them all into rows of tables and checks ids and references. Touches no database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Callable, Optional

from bot.db.models import Base
from bot.db.seed_reader import RowReader, SeedError, parse_time, read_file
from bot.rules.place_grid import GRID_MINUTES, LONGEST_MINUTES
from bot.rules.rule_kinds import RULE_KINDS, Param

SEED_FOLDER = Path(__file__).parent / "seed"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANSWER_SETTINGS = (
    "conversation_retention_hours", "person_retention_days", "not_understood_retention_days",
    "comment_retention_days", "booking_min_notice_hours", "booking_horizon_days")
"""Settings whose value an answer's text may name as ``{name}``."""
NEED_TOPICS = (
    "work", "pact", "firms", "benefits", "rights", "training", "papers", "foreigners", "family", "health", "home",
    "service", "assistant")
"""Groups of the register of needs, in the order in which they are shown; «assistant» is for conversations only."""
FOLLOW_UPS = ("appointment", "contacts", "courses", "none")
"""What the assistant offers after it has said whose task a need is."""
TOPICS = (
    "courses", "events", "eligibility", "booking", "handoff", "pact", "partnership", "privacy", "feedback", "smalltalk")


@dataclass(frozen=True)
class SeedRow:
    """A row as a seed file wants it: its table, a value for every column, and where it is written."""

    table: str
    values: dict[str, Any]
    file: str
    row: str

    @property
    def key(self) -> tuple[Any, ...]:
        """The values of the primary key."""
        return tuple(self.values[column.name] for column in Base.metadata.tables[self.table].primary_key)


def read_all(folder: Path = SEED_FOLDER) -> list[SeedRow]:
    """Every row of every seed file, checked.

    Raises:
        SeedError: a file is missing or unknown, a field is missing, unknown, too long or of the wrong type, an id is
            there twice, or a reference points to nothing.
    """
    unknown = sorted(path.name for path in folder.glob("*.y*ml") if path.name not in _FILES)
    if unknown:
        raise SeedError(unknown[0], "", "", "there is no such seed file")
    rows: list[SeedRow] = []
    for name, sections in _FILES.items():
        top = read_file(folder / name)
        defaults = {field: top.text(field) for field in ("source",) if top.has(field)}
        defaults.update({"source_date": top.day("source_date", None)} if top.has("source_date") else {})
        defaults.update({"verified": top.flag("verified")} if top.has("verified") else {})
        for section, read in sections.items():
            for position, reader in top.rows(section):
                reading = _Reading(rows, defaults, position)
                read(reading, reader)
        top.end()
    _check(rows)
    return rows


class _Reading:
    """One top-level row being read: where its table rows go, its file's source, its position in the list."""

    def __init__(self, rows: list[SeedRow], defaults: dict[str, Any], position: int) -> None:
        self.rows, self.defaults, self.position = rows, defaults, position

    def add(self, reader: RowReader, table: str, **values: Any) -> None:
        for column in Base.metadata.tables[table].columns:
            limit, value = getattr(column.type, "length", None), values[column.name]
            if limit is not None and isinstance(value, str) and len(value) > limit:
                raise reader.error(column.name, f"is longer than {limit} characters ({len(value)})")
        self.rows.append(SeedRow(table, values, reader.file, reader.row))

    def fact(self, reader: RowReader, **inherited: Any) -> dict[str, Any]:
        """The source of a row: its own fields, else ``inherited``, else those at the top of the file."""
        known = {**self.defaults, **inherited}
        if not reader.has("source") and "source" not in known:
            raise reader.error("source", "is missing, here and at the top of the file")
        return {
            "source": reader.text("source") if reader.has("source") else known["source"],
            "source_date": reader.day("source_date", None) if reader.has("source_date") else known.get("source_date"),
            "verified": reader.flag("verified", known.get("verified", False)),
            "valid_until": reader.day("valid_until", None)}


def _organisation(reading: _Reading, reader: RowReader) -> None:
    reading.add(
        reader, "organisation", id=reader.text("id"), name=reader.text("name"), position=reading.position,
        role=reader.text("role", choices=("lead", "partner", "supporter")), aliases=reader.texts("aliases", []),
        **reading.fact(reader))
    reader.end()


def _sector(reading: _Reading, reader: RowReader) -> None:
    reading.add(
        reader, "sector", id=reader.text("id"), name=reader.text("name"), position=reading.position,
        aliases=reader.texts("aliases", []), **reading.fact(reader))
    reader.end()


def _category(reading: _Reading, reader: RowReader) -> None:
    reading.add(
        reader, "partnership_category", id=reader.text("id"), name=reader.text("name"), position=reading.position,
        kind=reader.text("kind", choices=("lead", "required", "further")), aliases=reader.texts("aliases", []),
        **reading.fact(reader))
    reader.end()


def _answer(reading: _Reading, reader: RowReader) -> None:
    text = reader.text("text")
    for name in re.findall(r"\{(.*?)\}", text):
        if name not in ANSWER_SETTINGS:
            raise reader.error("text", f"{{{name}}} is none of {', '.join(ANSWER_SETTINGS)}")
    reading.add(
        reader, "answer", id=reader.text("id"), topic=reader.text("topic", choices=TOPICS),
        question=reader.text("question"), text=text, **reading.fact(reader))
    reader.end()


def _need(reading: _Reading, reader: RowReader) -> None:
    reading.add(
        reader, "need", id=reader.text("id"), topic=reader.text("topic", choices=NEED_TOPICS),
        title=reader.text("title"), body=reader.text("body"), does=reader.text("does"),
        place=reader.text("place", None), phone=reader.text("phone", None),
        follow_up=reader.text("follow_up", "none", choices=FOLLOW_UPS), position=reading.position,
        words=reader.texts("words"), **reading.fact(reader))
    reader.end()


def _course(reading: _Reading, reader: RowReader) -> None:
    course_id = reader.text("id")
    fact = reading.fact(reader)
    reading.add(
        reader, "course", id=course_id, title=reader.text("title"), sector_id=reader.text("sector"),
        position=reading.position, hours=reader.whole("hours", least=1),
        hours_approximate=reader.flag("hours_approximate", True), cost_cents=reader.whole("cost_cents"),
        content=reader.text("content"), internship=reader.flag("internship"), aliases=reader.texts("aliases", []),
        **fact)
    for _, edition in reader.rows("editions", []):
        _edition(reading, edition, course_id, fact)
    for position, rule in reader.rows("rules"):
        _rule(reading, rule, position, course_id, None, fact)
    reader.end()


def _rule(reading: _Reading, reader: RowReader, position: int, course_id: str, edition_id: Optional[str],
          fact: dict[str, Any]) -> None:
    """A rule of a course, or of the edition of it that is given."""
    kind = reader.text("kind", choices=tuple(RULE_KINDS))
    reading.add(
        reader, "eligibility_rule", id=reader.text("id", f"{edition_id or course_id}_{kind}"), course_id=course_id,
        edition_id=edition_id, kind=kind, position=position, params=_params(kind, reader),
        holds_from=reader.day("holds_from"), **reading.fact(reader, **fact))
    reader.end()


def _edition(reading: _Reading, reader: RowReader, course_id: str, fact: dict[str, Any]) -> None:
    edition_id = reader.text("id")
    earliest, latest = reader.day("starts_earliest", None), reader.day("starts_latest", None)
    if earliest is not None and latest is not None and latest < earliest:
        raise reader.error("starts_latest", f"{latest} is before starts_earliest, {earliest}")
    reading.add(
        reader, "course_edition", id=edition_id, course_id=course_id, starts_earliest=earliest, starts_latest=latest,
        ends_by=reader.day("ends_by", None), enrolment_opens=reader.day("enrolment_opens", None),
        enrolment_closes=reader.day("enrolment_closes", None), place=reader.text("place", None),
        places=reader.whole("places", None), places_taken=reader.whole("places_taken", None),
        **reading.fact(reader, **fact))
    bodies = [("lead", reader.text("lead"))] + [("co_design", body) for body in reader.texts("co_design", [])]
    for position, (part, body) in enumerate(bodies, start=1):
        reading.add(
            reader, "edition_body", edition_id=edition_id, organisation_id=body, part=part, position=position)
    for position, rule in reader.rows("rules", []):
        _rule(reading, rule, position, course_id, edition_id, fact)
    reader.end()


def _params(kind: str, rule: RowReader) -> dict[str, Any]:
    params = rule.inner("params")
    read = {param.name: _param(param, params) for param in RULE_KINDS[kind]}
    if kind == "age" and read["max"] < read["min"]:
        raise params.error("max", f"{read['max']} is less than min, {read['min']}")
    params.end()
    # left out, the usual ones hold, whatever they are by then
    return {param.name: read[param.name] for param in RULE_KINDS[kind] if read[param.name] or not param.usual}


def _param(param: Param, params: RowReader) -> Any:
    if param.shape == "whole":
        return params.whole(param.name)
    if param.shape == "statuses":
        return params.texts(param.name) if param.usual is None else params.texts(param.name, [])
    return _thresholds(param.name, params) if param.shape == "thresholds" else params.text(param.name)


def _thresholds(work: str, params: RowReader) -> dict[str, str]:
    years = params.mapping(work)
    for year, amount in years.items():
        try:
            valid = isinstance(year, str) and year.isdigit() and isinstance(amount, str) and Decimal(amount) > 0
        except InvalidOperation:
            valid = False
        if not valid:
            raise params.error(f"{work}.{year}", f'expected "year": "amount", both in quotes, found «{amount}»')
    return dict(years)


def _event(reading: _Reading, reader: RowReader) -> None:
    event_id = reader.text("id")
    reading.add(
        reader, "event", id=event_id, kind=reader.text("kind", choices=("job_day", "workshop", "seminar")),
        title=reader.text("title"), position=reading.position, course_id=reader.text("course", None),
        count=reader.whole("count", 1, least=1), organiser=reader.text("organiser", None),
        organiser_id=reader.text("organiser_id", None), audience=reader.text("audience", None),
        description=reader.text("description"), outcome=reader.text("outcome", None),
        attendance=reader.text("attendance", None), aliases=reader.texts("aliases", []), **reading.fact(reader))
    for _, session in reader.rows("sessions", []):
        audiences = ("people", "firms", "both") if session.has("sign_up_for") else ()
        reading.add(
            session, "event_session", event_id=event_id, day=session.day("day"), starts=session.hour("starts", None),
            ends=session.hour("ends", None), daypart=session.text("daypart", None), place=session.text("place"),
            places=session.whole("places", None, least=1), sign_up_until=session.day("sign_up_until", None),
            sign_up_for=session.text("sign_up_for", None, choices=audiences))
        session.end()
    parts = ("opening", "moderator", "speaker", "witness", "collaborator")
    for position, speaker in reader.rows("speakers", []):
        reading.add(
            speaker, "event_speaker", event_id=event_id, position=position, part=speaker.text("part", choices=parts),
            name=speaker.text("name"), role=speaker.text("role", None),
            organisation_id=speaker.text("organisation", None))
        speaker.end()
    reader.end()


def _service(reading: _Reading, reader: RowReader) -> None:
    reading.add(
        reader, "service", id=reader.text("id"), name=reader.text("name"), description=reader.text("description"),
        bring=reader.text("bring", None), position=reading.position, aliases=reader.texts("aliases", []),
        **reading.fact(reader))
    reader.end()


def _office(reading: _Reading, reader: RowReader) -> None:
    office_id = reader.text("id")
    fact = reading.fact(reader)
    reading.add(
        reader, "office", id=office_id, name=reader.text("name"), municipality=reader.text("municipality"),
        address=reader.text("address"), floor=reader.text("floor", None), position=reading.position,
        capacity=reader.whole("capacity", 1, least=1), slot_minutes=_slot_minutes(reader, 30),
        hours_note=reader.text("hours_note", None), coordinates=reader.text("coordinates", None),
        parking=reader.text("parking", None),
        transport=reader.text("transport", None), aliases=reader.texts("aliases", []), **fact)
    for municipality in reader.texts("areas", []):
        reading.add(reader, "office_area", municipality=municipality, office_id=office_id, **fact)
    for service in reader.entries("services", []):
        reading.add(
            service, "office_service", office_id=office_id, service_id=service.text("id"),
            slot_minutes=_slot_minutes(service, None), capacity=None, min_notice_hours=None, mode="in_person",
            link=None)
        service.end()
    opening = reader.inner("opening")
    _opening(reading, opening, office_id, reading.fact(opening, **fact))
    contacts = reader.inner("contacts")
    contact_fact = reading.fact(contacts, **fact)
    values = [("phone", value) for value in contacts.texts("phones", [])]
    values += [("email", value) for value in contacts.texts("emails", [])]
    for position, (kind, value) in enumerate(values, start=1):
        reading.add(
            contacts, "office_contact", office_id=office_id, value=value, kind=kind, position=position, **contact_fact)
    contacts.end()
    reader.end()


def _slot_minutes(reader: RowReader, default: Optional[int]) -> Optional[int]:
    """How long an appointment lasts, by the rule that the desk's form has too."""
    minutes: Optional[int] = reader.whole(
        "slot_minutes", default, least=GRID_MINUTES, most=LONGEST_MINUTES, multiple_of=GRID_MINUTES)
    return minutes


def _opening(reading: _Reading, reader: RowReader, office_id: str, fact: dict[str, Any]) -> None:
    week = reader.inner("week")
    for weekday, name in enumerate(WEEKDAYS):
        last_closing = None
        for interval in week.texts(name, []):
            first, dash, second = interval.partition("-")
            opens, closes = parse_time(first, week, name), parse_time(second, week, name)
            if closes <= opens or (last_closing is not None and opens < last_closing):
                raise week.error(name, f"«{interval}» ends before it begins, or begins before the one above ends")
            last_closing = closes
            reading.add(
                week, "opening_interval", office_id=office_id, weekday=weekday, opens=opens, closes=closes, **fact)
    week.end()
    reader.end()


def _closure(reading: _Reading, reader: RowReader) -> None:
    first, last = reader.day("starts_on"), reader.day("ends_on")
    if last < first:
        raise reader.error("ends_on", f"{last} is before starts_on, {first}")
    reading.add(
        reader, "closure", id=reader.text("id"), office_id=reader.text("office", None), starts_on=first, ends_on=last,
        yearly=reader.flag("yearly", False), from_time=None, until_time=None, reason=reader.text("reason"),
        **reading.fact(reader))
    reader.end()


def _help_line(reading: _Reading, reader: RowReader) -> None:
    reading.add(
        reader, "help_line", id=reader.text("id"), name=reader.text("name"), phone=reader.text("phone"),
        hours=reader.text("hours", None), kinds=reader.texts("kinds"), position=reading.position,
        **reading.fact(reader))
    reader.end()


_FILES: dict[str, dict[str, Callable[[_Reading, RowReader], None]]] = {
    "organisations.yml": {"organisations": _organisation},
    "sectors.yml": {"sectors": _sector},
    "courses.yml": {"courses": _course},
    "events.yml": {"events": _event},
    "partnership.yml": {"categories": _category},
    "offices.yml": {"services": _service, "offices": _office, "closures": _closure},
    "answers.yml": {"answers": _answer},
    "help_lines.yml": {"help_lines": _help_line},
    "needs.yml": {"needs": _need},
}


def _check(rows: list[SeedRow]) -> None:
    keys = {(row.table, row.key) for row in rows}
    seen: set[tuple[str, str, Any]] = set()
    for row in rows:
        table = Base.metadata.tables[row.table]
        for name, value in [("id" if len(row.key) == 1 else "/".join(table.primary_key.columns.keys()), row.key)] + [
                (column.name, row.values[column.name]) for column in table.columns if column.unique]:
            if (row.table, name, value) in seen:
                shown = "/".join(map(str, value)) if isinstance(value, tuple) else value
                raise SeedError(row.file, row.row, name, f"«{shown}» is there twice")
            seen.add((row.table, name, value))
        for column in table.columns:
            for foreign in column.foreign_keys:
                value = row.values[column.name]
                if value is not None and (foreign.column.table.name, (value,)) not in keys:
                    raise SeedError(
                        row.file, row.row, column.name, f"«{value}» is no {foreign.column.table.name} of these files")
