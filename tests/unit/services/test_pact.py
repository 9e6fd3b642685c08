"""Answers and bodies of the pact, and the categories of the regional call."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.db.models import PartnershipCategory
from bot.db.session import transaction
from bot.services import pact, partnership
from bot.settings import Settings
from tests.unit.services.seeded import seeded

__all__ = ["seeded"]


@pytest.mark.parametrize(("answer_id", "facts"), [
    ("ask_pact_amount", ["363.966,68 euro", "Regione Lombardia"]),
    ("ask_pact_funder", ["Fondo Sociale Europeo Plus", "FSE+", "2021-2027"]),
    ("ask_pact_lead", ["Provincia di Lecco", "15", "21"]),
    ("ask_pact_partners", ["15", "IAL", "Politecnico", "Umana", "Fiocchi", "APAF"]),
    ("ask_pact_supporters", ["21", "CGIL", "Road Job", "AxL"]),
    ("ask_pact_project_id", ["5519439"]),
    ("ask_pact_timeline", ["aprile 2024", "363.966,68 euro", "non è affidabile"]),
    ("ask_pact_actions", ["250", "18", "64", "working poor"]),
    ("ask_working_poor", ["8.173,91", "8.500", "5.500"]),
    ("ask_suspended_worker", ["CIGS"]),
    ("ask_call_dates", ["16 gennaio", "28 febbraio 2023"]),
    ("ask_call_further", ["3", "istituti di credito", "outplacement", "terzo settore"]),
    ("ask_regional_law", ["19/2019"]),
    ("ask_lecco20_about", ["Network Occupazione Lecco"]),
    ("ask_course_enrol", ["conclusi", "colloquio di orientamento"]),
])
def test_an_answer_has_its_facts(seeded: Settings, answer_id: str, facts: list[str]) -> None:
    found = pact.find_answer(seeded, answer_id)
    assert found is not None
    for fact in facts:
        assert fact in found.text


def test_the_privacy_notice_tells_the_retention_times_that_are_set(seeded: Settings) -> None:
    own = replace(seeded, conversation_retention_hours=36, person_retention_days=45, not_understood_retention_days=17,
                  comment_retention_days=23)
    found = pact.find_answer(own, "ask_privacy")
    assert found is not None
    assert "36 ore" in found.text and "45 giorni dopo" in found.text and "{" not in found.text
    assert "non capisco: al massimo 17 giorni" in found.text and "Commenti: 23 giorni" in found.text


def test_an_unknown_answer_is_none(seeded: Settings) -> None:
    assert pact.find_answer(seeded, "ask_recipe") is None


def test_the_bodies_by_role(seeded: Settings) -> None:
    assert [body.id for body in pact.list_organisations(seeded, "lead")] == ["provincia_lecco"]
    assert len(pact.list_organisations(seeded, "partner")) == 15
    assert len(pact.list_organisations(seeded, "supporter")) == 21
    assert len(pact.list_organisations(seeded)) == 37


def test_a_body_with_its_courses_and_events(seeded: Settings) -> None:
    fiocchi = pact.find_organisation(seeded, "istituto_fiocchi")
    assert fiocchi is not None and fiocchi.role == "partner" and fiocchi.leads == ()
    assert fiocchi.co_designs == (
        "Installatore e manutentore elettrico ed elettronico", "Installatore e manutentore meccanico")

    ial = pact.find_organisation(seeded, "ial_lombardia")
    assert ial is not None and ial.leads == ("Servizio sala e gestione cliente",)

    umana = pact.find_organisation(seeded, "umana")
    assert umana is not None
    assert [(event.event_id, event.part) for event in umana.events] == [("workshop_ricerca_lavoro", "collaborator")]

    polimi = pact.find_organisation(seeded, "polo_politecnico")
    assert polimi is not None
    assert ("seminario_welfare", "organiser") in [(event.event_id, event.part) for event in polimi.events]
    assert polimi.takes_part_in == ("Progettare il welfare aziendale", "Pratiche per il work-life balance")


def test_a_body_outside_the_pact_is_none(seeded: Settings) -> None:
    assert pact.find_organisation(seeded, "enel") is None


def test_the_categories_of_the_call(seeded: Settings) -> None:
    with transaction(seeded.database_url) as session:
        kinds = Counter(session.execute(select(PartnershipCategory.kind)).scalars())
    assert kinds == {"lead": 3, "required": 3, "further": 11}
    banks = partnership.find_category(seeded, "banche")
    assert banks is not None and (banks.kind, banks.name) == ("further", "istituti di credito")
    assert partnership.find_category(seeded, "parrocchie") is None
