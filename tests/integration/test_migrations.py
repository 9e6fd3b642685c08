"""The migrations make, on both engines, exactly the schema that the models describe, and take it away again."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy

from bot.db import migrate, seeding
from bot.db import session as db_session
from bot.db.models import Base

_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        db_session.dispose_all()
        return
    server: Any = request.getfixturevalue("postgres_server")
    name = f"bare_{next(_numbers)}"
    server.psql(f"create database {name};")
    yield server.get_uri(name)
    db_session.dispose_all()
    server.psql(f"drop database {name} with (force);")


def tables(url: str) -> set[str]:
    names = set(sqlalchemy.inspect(db_session.get_engine(url)).get_table_names())
    return names - {"sqlite_sequence"}  # SQLite's own, once a table has an AUTOINCREMENT


def execute(url: str, *statements: str) -> None:
    with db_session.get_engine(url).begin() as connection:
        for statement in statements:
            connection.execute(sqlalchemy.text(statement))


def fingerprint(url: str) -> set[str]:
    """Tables, columns, checks, unique constraints, foreign keys and indexes as the database itself tells them."""
    inspector = sqlalchemy.inspect(db_session.get_engine(url))
    found: set[str] = set()
    for table in set(inspector.get_table_names()) - migrate.NOT_OURS:
        found |= {f"{table} column {item['name']} {item['type']} {item['nullable']}"
                  for item in inspector.get_columns(table)}
        found |= {f"{table} check {item['name']} {item['sqltext']}" for item in inspector.get_check_constraints(table)}
        found |= {f"{table} unique {sorted(item['column_names'])}" for item in inspector.get_unique_constraints(table)}
        found |= {f"{table} key {item['constrained_columns']} {item['referred_table']} {item.get('options')}"
                  for item in inspector.get_foreign_keys(table)}
        for item in inspector.get_indexes(table):
            options = {name: str(value) for name, value in item.get("dialect_options", {}).items()}
            found.add(f"{table} index {item['name']} {item['column_names']} {bool(item['unique'])} {options}")
    return found


def test_upgrade_makes_the_schema_of_the_models_and_downgrade_removes_it(bare_url: str) -> None:
    assert migrate.find_current_revision(bare_url) is None
    newest = migrate.find_newest_revision()
    assert migrate.upgrade(bare_url) == newest
    assert migrate.check(bare_url) == migrate.SchemaCheck(newest, newest, ())
    assert tables(bare_url) - {"alembic_version"} == set(Base.metadata.tables)

    assert migrate.downgrade(bare_url, "base") is None
    assert tables(bare_url) == {"alembic_version"}

    migrate.upgrade(bare_url)
    assert migrate.check(bare_url).ok


def test_migrated_schema_has_the_checks_keys_and_partial_indexes_of_the_models(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    migrated = fingerprint(bare_url)
    migrate.downgrade(bare_url, "base")
    Base.metadata.create_all(db_session.get_engine(bare_url))
    assert migrated == fingerprint(bare_url)


def test_upgrade_twice_changes_nothing_and_keeps_the_rows(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    written = seeding.seed(bare_url).inserted
    assert written > 0
    migrate.upgrade(bare_url)
    assert seeding.seed(bare_url).unchanged == written


def test_downgrade_works_on_a_database_with_rows(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    seeding.seed(bare_url)
    migrate.downgrade(bare_url, "base")
    assert tables(bare_url) == {"alembic_version"}


def test_rasas_own_table_is_neither_missed_nor_touched(bare_url: str) -> None:
    execute(bare_url, "create table events (id integer primary key, sender_id varchar(255))",
            "insert into events (id, sender_id) values (1, 'chi scrive')")
    migrate.upgrade(bare_url)
    assert migrate.check(bare_url).ok
    migrate.downgrade(bare_url, "base")
    with db_session.get_engine(bare_url).connect() as connection:
        assert connection.execute(sqlalchemy.text("select sender_id from events")).scalar() == "chi scrive"


def test_check_says_what_is_missing_or_too_much(bare_url: str) -> None:
    empty = migrate.check(bare_url)
    assert not empty.ok and empty.current is None and "add_table answer" in empty.differences

    migrate.upgrade(bare_url)
    execute(bare_url, "drop table feedback", "alter table closure add column invented integer")
    found = migrate.check(bare_url)
    assert not found.ok
    assert "add_table feedback" in found.differences
    assert "remove_column closure.invented" in found.differences


def test_a_migration_that_fails_leaves_the_database_as_it_was(bare_url: str) -> None:
    execute(bare_url, "create table slot (id integer primary key)")
    with pytest.raises(db_session.DatabaseUnavailable, match="slot"):
        migrate.upgrade(bare_url)
    assert tables(bare_url) <= {"slot", "alembic_version"}
    assert migrate.find_current_revision(bare_url) is None


# --- 0006: name and contact of the appointment ----------------------------------------------------------------------

_MOMENT = "'2026-03-02 10:00:00'"


def _before_contacts(url: str) -> None:
    """A database of revision 0004: Anna with two appointments, one with two consents; slots and reminders hang on."""
    migrate.upgrade(url, "0004")
    seeding_free = "insert into service (id, name, description, position, aliases, source, verified) values " \
        "('s1', 'Uno', 'x', 1, '[]', 'x', {yes}), ('s2', 'Due', 'x', 2, '[]', 'x', {yes})"
    office = "insert into office (id, name, address, municipality, position, aliases, source, verified{more}) values " \
        "('lecco', 'Lecco', 'via', 'Lecco', 1, '[]', 'x', {yes}{values})"
    columns = {item["name"]: item for item in sqlalchemy.inspect(db_session.get_engine(url)).get_columns("office")}
    known = {"id", "name", "address", "municipality", "position", "aliases", "source", "verified"}
    needed = [name for name, item in columns.items() if name not in known and not item["nullable"]]
    yes = "1" if url.startswith("sqlite") else "true"
    more = "".join(f", {name}" for name in needed)
    values = "".join(", 1" if "INT" in str(columns[name]["type"]).upper() else ", 'x'" for name in needed)
    execute(
        url, seeding_free.format(yes=yes), office.format(yes=yes, more=more, values=values),
        f"insert into person (id, name, contact, contact_kind, created_at) values "
        f"(1, 'Anna', '+393331234567', 'phone', {_MOMENT}), (2, 'Bruno', 'b@example.org', 'email', {_MOMENT})",
        *(f"insert into appointment (id, code, person_id, service_id, office_id, starts_at, ends_at, status, sequence, "
          f"conversation_id, idempotency_key, created_at, changed_at) values ({number}, 'C{number}', {person}, "
          f"'{service}', 'lecco', {_MOMENT}, {_MOMENT}, '{status}', 0, 'web_{person}', 'k{number}', "
          f"'2026-03-0{number} 10:00:00', {_MOMENT})"
          for number, person, service, status in (
              (1, 1, "s1", "cancelled"), (2, 1, "s1", "active"), (3, 1, "s2", "active"), (4, 2, "s1", "active"))),
        *(f"insert into consent (person_id, purpose, notice_version, given_at) values "
          f"({person}, 'booking', '2026-1', '2026-03-0{day} 10:00:00')"
          for person, day in ((1, 1), (1, 2), (1, 9), (2, 4))),
        f"insert into slot (office_id, starts_at, place, appointment_id) values ('lecco', {_MOMENT}, 1, 2)",
        f"insert into reminder (appointment_id, kind, channel, starts_at, due_at, state, attempts, changed_at) values "
        f"(2, 'day_before', 'chat', {_MOMENT}, {_MOMENT}, 'sent', 1, {_MOMENT})")


def _read(url: str, query: str) -> list[tuple[Any, ...]]:
    with db_session.get_engine(url).connect() as connection:
        return [tuple(row) for row in connection.execute(sqlalchemy.text(query))]


_OLD = {
    "people": "select name, contact, contact_kind from person order by contact",
    "appointments": "select a.id, p.name, p.contact, a.status, a.conversation_id from appointment a "
                    "join person p on p.id = a.person_id order by a.id",
    "slots": "select appointment_id, place from slot",
    "reminders": "select appointment_id, kind, state from reminder",
}


def test_name_and_contact_go_to_the_appointment_and_back_with_all_that_hangs_on_it(bare_url: str) -> None:
    _before_contacts(bare_url)
    before = {name: _read(bare_url, query) for name, query in _OLD.items()}
    migrate.upgrade(bare_url, "0006")
    assert _read(bare_url, "select id, name, contact, contact_kind from appointment order by id") == [
        (1, "Anna", "+393331234567", "phone"), (2, "Anna", "+393331234567", "phone"),
        (3, "Anna", "+393331234567", "phone"), (4, "Bruno", "b@example.org", "email")]
    # each with the booking it was given at; the one of no booking with the person's newest
    assert _read(bare_url, "select appointment_id, given_by from consent order by appointment_id") == [
        (1, "web_1"), (2, "web_1"), (3, "web_1"), (4, "web_2")]
    assert _read(bare_url, _OLD["slots"]) == before["slots"] and _read(
        bare_url, _OLD["reminders"]) == before["reminders"]
    migrate.downgrade(bare_url, "0004")
    assert {name: _read(bare_url, query) for name, query in _OLD.items()} == before
    assert _read(bare_url, "select count(*) from consent") == [(4,)]


def test_people_who_share_a_contact_stay_two_where_a_contact_was_one_person(bare_url: str) -> None:
    _before_contacts(bare_url)
    migrate.upgrade(bare_url, "0006")
    execute(bare_url, "update appointment set contact = '+393331234567', contact_kind = 'phone' where id = 4")
    kept = _read(bare_url, "select id, name, contact from appointment order by id")
    migrate.downgrade(bare_url, "0004")
    assert _read(bare_url, _OLD["people"]) == [
        ("Anna", "+393331234567", "phone"), ("Bruno", "+393331234567#2", "phone")]
    migrate.upgrade(bare_url, "0006")
    assert _read(bare_url, "select id, name, contact from appointment order by id") == kept


def test_the_rows_that_point_to_a_table_made_anew_are_kept_and_keys_are_watched_again(bare_url: str) -> None:
    _before_contacts(bare_url)
    migrate.upgrade(bare_url)
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        execute(bare_url, f"insert into slot (office_id, service_id, starts_at, ends_at, appointment_id) values "
                          f"('lecco', 's1', {_MOMENT}, {_MOMENT}, 4711)")


# --- 0007: notices ---------------------------------------------------------------------------------------------------


def _reminder(kind: str, channel: str, state: str) -> str:
    return (f"insert into reminder (appointment_id, kind, channel, starts_at, due_at, state, attempts, changed_at) "
            f"values (3, '{kind}', '{channel}', {_MOMENT}, {_MOMENT}, '{state}', 1, {_MOMENT})")


def test_reminders_become_notices_and_go_back(bare_url: str) -> None:
    _before_contacts(bare_url)
    migrate.upgrade(bare_url, "0006")
    execute(bare_url, "delete from reminder", "update appointment set sequence = 1 where id = 3",
            _reminder("day_before", "chat", "sent"), _reminder("day_before", "email", "failed"),
            _reminder("two_hours", "chat", "due"), _reminder("confirmation", "email", "sent"))
    migrate.upgrade(bare_url, "0007")
    assert _read(bare_url, "select key, kind, channel, state from notice order by key") == [
        ("appointment:3:day_before:202603021000", "day_before", "chat", "sent"),
        ("appointment:3:moved:202603021000:1", "moved", "email", "sent"),
        ("appointment:3:two_hours:202603021000", "two_hours", None, "due")]
    execute(bare_url, "update notice set channel = 'sms', state = 'delivered' where kind = 'day_before'")
    migrate.downgrade(bare_url, "0006")
    assert _read(bare_url, "select kind, channel, state from reminder order by kind") == [
        ("confirmation", "email", "sent"), ("day_before", "chat", "sent")], "what is due is planned again"


# --- places by overlap ------------------------------------------------------------------------------------------------

OLD_BOOKINGS = (
    "insert into office (id, name, municipality, address, position, capacity, slot_minutes, aliases, source, verified)"
    " values ('lecco', 'CPI', 'Lecco', 'via', 1, 2, 30, '[]', 'test', {true})",
    "insert into service (id, name, description, position, aliases, source, verified)"
    " values ('did', 'DID', 'x', 1, '[]', 'test', {true})",
    *("insert into appointment (id, code, name, contact, contact_kind, service_id, office_id, starts_at, ends_at,"
      f" status, sequence, idempotency_key, created_at, changed_at) values ({n}, 'C{n}', 'P{n}', 'p{n}@example.org',"
      f" 'email', 'did', 'lecco', '2026-03-04 {start}:00', '2026-03-04 {end}:00', 'active', 0, 'k{n}',"
      " '2026-03-01 08:00:00', '2026-03-01 08:00:00')"
      for n, start, end in ((1, "08:00", "09:00"), (2, "08:00", "09:00"), (3, "08:30", "09:00"), (4, "08:30", "09:00"),
                            (5, "09:00", "09:30"))),
    *("insert into slot (id, office_id, starts_at, place, appointment_id)"
      f" values ({n}, 'lecco', '2026-03-04 {start}:00', {place}, {n})"
      for n, start, place in ((1, "08:00", 1), (2, "08:00", 2), (3, "08:30", 1), (4, "08:30", 2), (5, "09:00", 1))),
    "insert into slot (id, office_id, starts_at, place, held_by, held_until)"
    " values (6, 'lecco', '2026-03-04 09:00:00', 2, 'web_x', '2026-03-01 08:10:00')",
)
"""Four people at once at an office of two: the length was changed under their bookings."""


def test_places_by_overlap_keep_every_appointment_also_those_that_overlap_already(
    bare_url: str, caplog: pytest.LogCaptureFixture,
) -> None:
    true = "1" if bare_url.startswith("sqlite") else "true"
    migrate.upgrade(bare_url, "0007")
    execute(bare_url, *(statement.replace("{true}", true) for statement in OLD_BOOKINGS))
    migrate.upgrade(bare_url, "0008")
    assert "2 appointments overlap" in caplog.text
    taken = _read(bare_url, "select slot_id, count(*), max(place) from slot_cell group by slot_id order by slot_id")
    assert taken == [(1, 12, 1), (2, 12, 2), (3, 6, 3), (4, 6, 4), (5, 6, 1)]
    assert _read(bare_url, "select count(*) from slot where ends_at is null or service_id <> 'did'") == [(0,)]

    migrate.downgrade(bare_url, "0007")
    assert _read(bare_url, "select appointment_id, place from slot order by id") == [
        (1, 1), (2, 2), (3, 1), (4, 2), (5, 1)]
    assert len(_read(bare_url, "select id from appointment where status = 'active'")) == 5
    migrate.upgrade(bare_url)
    assert _read(bare_url, "select count(*) from slot_cell") == [(42,)]


# --- 0022: rules of an edition ---------------------------------------------------------------------------------------


def test_without_editions_rules_the_course_s_stay_and_no_edition_s_becomes_one(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    seeding.seed(bare_url)
    execute(bare_url, "insert into eligibility_rule (id, course_id, edition_id, kind, position, params, holds_from, "
                      "source, verified) select 'narrow', course_id, 'sala_2025', kind, position, params, holds_from, "
                      "source, verified from eligibility_rule where id = 'sala_age'")

    def ids() -> set[str]:
        with db_session.get_engine(bare_url).connect() as connection:
            return set(connection.execute(sqlalchemy.text("select id from eligibility_rule")).scalars())

    before = ids()
    migrate.downgrade(bare_url, "0021")
    assert ids() == before - {"narrow"}
    migrate.upgrade(bare_url)
    assert ids() == before - {"narrow"} and migrate.check(bare_url).ok


def test_sign_ups_that_share_a_contact_are_kept_both_ways(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    seeding.seed(bare_url)
    execute(bare_url, *(
        "insert into sign_up (code, event_id, day, place, audience, name, contact, contact_kind, conversation_id, "
        "channel, status, notice_version, consent_at, created_at, changed_at) select "
        f"'BG-{number}', min(id), '2027-03-04', {number}, 'people', 'P{number}', '+393331234567', 'phone', 'w{number}',"
        "'webchat', 'signed', '2026-1', '2026-03-01 09:00:00', '2026-03-01 09:00:00', '2026-03-01 09:00:00' from event"
        for number in (1, 2, 3)))

    def kept() -> list[tuple[str, int, str]]:
        with db_session.get_engine(bare_url).connect() as connection:
            return [tuple(row) for row in connection.execute(sqlalchemy.text(
                "select code, place, contact from sign_up order by code"))]

    before = kept()
    migrate.downgrade(bare_url, "0025")
    assert [(code, place, contact.strip()) for code, place, contact in kept()] == before
    migrate.upgrade(bare_url)
    assert kept() == before and migrate.check(bare_url).ok


def test_what_operators_have_assigned_so_far_is_taught(bare_url: str) -> None:
    migrate.upgrade(bare_url, "0024")
    execute(bare_url, *(
        "insert into not_understood (text, readings, at, state, kind, intent) "
        f"values ('{text}', '[]', '2026-03-01 09:00:00', '{state}', 'unread', {intent})"
        for text, state, intent in (
            ("corsi la sera", "assigned", "'ask_course_list'"), ("pizza", "outside", "null"),
            ("boh", "open", "null"), ("uffa", "dropped", "null"))))
    migrate.upgrade(bare_url)
    with db_session.get_engine(bare_url).connect() as connection:
        rows = connection.execute(sqlalchemy.text("select text, intent from taught_example order by id")).all()
    assert rows == [("corsi la sera", "ask_course_list"), ("pizza", "out_of_scope")]


# -- upgrades without a stop -------------------------------------------------------------------------------------------

FIRST_LIVED_WITH = "0024"
"""From the step after this one on, the program before it goes on working on the schema while processes are replaced."""


def columns_of(url: str) -> dict[tuple[str, str], tuple[str, bool, bool]]:
    """Type, whether it may be null, and whether it has a default, of each column of ours."""
    inspector = sqlalchemy.inspect(db_session.get_engine(url))
    return {(table, item["name"]): (str(item["type"]), item["nullable"], item["default"] is not None)
            for table in set(inspector.get_table_names()) - migrate.NOT_OURS for item in inspector.get_columns(table)}


def find_breaks(before: dict[tuple[str, str], tuple[str, bool, bool]],
                after: dict[tuple[str, str], tuple[str, bool, bool]]) -> list[str]:
    """What the program before could not live with: columns gone or changed, and new ones that it would have to fill."""
    tables_before = {table for table, _ in before}
    found = [f"{table}.{name} is gone" for table, name in before if (table, name) not in after]
    found += [f"{table}.{name} was {was} and is {after[table, name]}" for (table, name), was in before.items()
              if (table, name) in after and (after[table, name][0] != was[0] or was[1] and not after[table, name][1])]
    return found + [f"{table}.{name} has to be filled" for (table, name), (_, nullable, default) in after.items()
                    if table in tables_before and (table, name) not in before and not nullable and not default]


def test_the_program_before_can_live_with_each_new_schema(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'steps.db'}"
    migrate.upgrade(url, FIRST_LIVED_WITH)
    steps = [number for number, _ in migrate.list_steps_down(_newest(tmp_path), FIRST_LIVED_WITH)]
    assert steps, "the control"
    for revision in reversed(steps):
        before = columns_of(url)
        migrate.upgrade(url, revision)
        assert find_breaks(before, columns_of(url)) == [], revision
    db_session.dispose_all()


def _newest(folder: Path) -> str:
    url = f"sqlite:///{folder / 'newest.db'}"
    migrate.upgrade(url)
    return url


def test_what_it_could_not_live_with_is_found() -> None:
    before = {("office", "id"): ("TEXT", False, False), ("office", "name"): ("TEXT", True, False)}
    assert find_breaks(before, before) == []
    assert find_breaks(before, {**before, ("office", "fax"): ("TEXT", True, False)}) == []
    assert find_breaks(before, {**before, ("office", "fax"): ("TEXT", False, True)}) == []
    assert find_breaks(before, {**before, ("desk", "id"): ("TEXT", False, False)}) == []
    assert find_breaks(before, {("office", "id"): ("TEXT", False, False)}) == ["office.name is gone"]
    assert len(find_breaks(before, {**before, ("office", "fax"): ("TEXT", False, False)})) == 1
    assert len(find_breaks(before, {**before, ("office", "name"): ("TEXT", False, False)})) == 1
    assert len(find_breaks(before, {**before, ("office", "name"): ("INTEGER", True, False)})) == 1
