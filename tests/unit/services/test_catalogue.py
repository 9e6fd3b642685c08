"""The names that people may use, and a fingerprint that notices when they change."""

from __future__ import annotations

import pytest
import sqlalchemy

from bot.db.session import transaction
from bot.italian.text import normalise
from bot.services import catalogue
from bot.settings import Settings
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]


def found(settings: Settings, kind: str, words: str) -> list[str]:
    return [name.id for name in catalogue.list_names(settings) if name.kind == kind and normalise(words) in name.words]


@pytest.mark.parametrize(("kind", "words", "expected"), [
    ("course", "cameriera", "sala"), ("course", "Servizio sala e gestione cliente", "sala"),
    ("course", "ristorazione", "sala"), ("course", "elettricista", "elettrico"), ("course", "officina", "meccanico"),
    ("sector", "hotel", "turismo_ristorazione"), ("organisation", "POLIMI", "polo_politecnico"),
    ("organisation", "camera di commercio", "cciaa_como_lecco"), ("organisation", "cgil", "cgil_lecco"),
    ("organisation", "c.g.i.l.", "cgil_lecco"), ("organisation", "comunità montana", "comunita_montana"),
    ("event", "welfare", "seminario_welfare"), ("event", "work-life balance", "seminario_work_life"),
    ("office", "Merate", "merate"), ("category", "banche", "banche"), ("service", "orientamento", "orientamento"),
])
def test_a_name_leads_to_its_thing(seeded: Settings, kind: str, words: str, expected: str) -> None:
    assert found(seeded, kind, words) == [expected]


@pytest.mark.parametrize(
    "words", ["panettiere", "parrucchiera", "saldatore", "oss", "informatica", "muratore", "cuoco"])
def test_a_trade_that_no_course_teaches_leads_nowhere(seeded: Settings, words: str) -> None:
    assert not [name for name in catalogue.list_names(seeded) if normalise(words) in name.words]


@pytest.mark.parametrize("words", ["lavoro", "scuola", "corso", "corsi", "mestieri", "provincia", "formazione"])
def test_no_body_answers_to_an_ordinary_word(seeded: Settings, words: str) -> None:
    assert found(seeded, "organisation", words) == []


def test_words_are_normalised_and_distinct_and_begin_with_the_name(seeded: Settings) -> None:
    for name in catalogue.list_names(seeded):
        assert name.words[0] == normalise(name.label)
        assert len(set(name.words)) == len(name.words)
        assert all(word == normalise(word) and word for word in name.words)


def test_every_kind_is_there(seeded: Settings) -> None:
    kinds = {name.kind for name in catalogue.list_names(seeded)}
    assert kinds == {"course", "sector", "organisation", "event", "office", "category", "service"}


@pytest.mark.parametrize("change", [
    "update organisation set name = 'Umana spa' where id = 'umana'",
    "update sector set aliases = '[\"cameriere\"]' where id = 'turismo_ristorazione'",
    "delete from closure; delete from office_service where service_id = 'requisiti'; "
    "delete from service where id = 'requisiti'",
    "update office set id = id, position = 9 where id = 'lecco'",
])
def test_the_fingerprint_changes_with_the_names(seeded_database_url: str, change: str) -> None:
    settings = Settings(database_url=seeded_database_url)
    before = catalogue.read_revision(settings)
    assert catalogue.read_revision(settings) == before
    with transaction(seeded_database_url, write=True) as session:
        for statement in change.split(";"):
            session.execute(sqlalchemy.text(statement))
    assert catalogue.read_revision(settings) != before


def test_the_fingerprint_does_not_change_with_the_rest(seeded_sqlite_url: str) -> None:
    settings = Settings(database_url=seeded_sqlite_url)
    before = catalogue.read_revision(settings)
    with transaction(seeded_sqlite_url, write=True) as session:
        session.execute(sqlalchemy.text("update answer set text = 'altro' where id = 'ask_did'"))
    assert catalogue.read_revision(settings) == before


def test_an_empty_database_has_no_names_and_a_fingerprint(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url)
    assert catalogue.list_names(settings) == []
    assert catalogue.read_revision(settings)
