"""The employment centres with hours and contacts as published, each with its own source, none yet verified."""

from __future__ import annotations

from datetime import date, time

from bot.services import offices
from bot.settings import Settings
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]


def test_lecco(seeded: Settings) -> None:
    office = offices.get_office(seeded, "lecco")
    assert office is not None
    assert (office.address, office.floor) == ("corso Matteotti 3, Lecco", "piano terra")
    assert office.hours_lines == ("dal lunedì al venerdì: 8:30-12:30 e 14:00-17:15",)
    assert office.phones == ("0341 295448", "0341 295485", "0341 295586")
    assert office.emails == ("centroimpiego.lecco@provincia.lecco.it",)
    assert (office.capacity, office.slot_minutes) == (2, 30)


def test_merate(seeded: Settings) -> None:
    office = offices.get_office(seeded, "merate")
    assert office is not None
    assert (office.address, office.floor) == ("via Mameli 6/A, Merate", "primo piano")
    assert office.hours_lines == (
        "lunedì e mercoledì: 9:00-13:00 e 14:00-17:30", "martedì, giovedì e venerdì: 9:00-14:00")
    assert office.week[0] == ((time(9), time(13)), (time(14), time(17, 30)))
    assert 5 not in office.week
    assert office.phones == ("0341 295702", "0341 295706")
    assert office.hours_note == office.admission == "su appuntamento"


def test_address_hours_and_contacts_have_each_their_source(seeded: Settings) -> None:
    office = offices.get_office(seeded, "lecco")
    assert office is not None
    assert office.fact.source_date == date(2025, 12, 3)
    assert {item.fact.source_date for item in office.opening} == {date(2021, 11, 1)}
    assert {item.fact.source_date for item in office.contacts} == {date(2021, 11, 1)}


def test_nothing_about_the_offices_is_told_as_verified(seeded: Settings) -> None:
    for office in offices.list_offices(seeded):
        facts = [office.fact, *(item.fact for item in (*office.opening, *office.contacts, *office.services))]
        assert not any(fact.verified for fact in facts)


def test_both_offices_offer_both_services(seeded: Settings) -> None:
    assert [office.id for office in offices.list_offices(seeded)] == ["lecco", "merate"]
    for office_id in ("lecco", "merate", None):
        assert [item.id for item in offices.list_services(seeded, office_id)] == ["orientamento", "requisiti"]
    service = offices.get_service(seeded, "orientamento")
    assert service is not None and (service.name, service.bring) == ("Colloquio di orientamento", None)


def test_unknown_ones(seeded: Settings) -> None:
    assert offices.get_office(seeded, "calolzio") is None
    assert offices.get_service(seeded, "naspi") is None
    assert offices.list_services(seeded, "calolzio") == []
