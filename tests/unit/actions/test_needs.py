"""A need of the register in another language: its line there while nobody has changed the row, Italian below always."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping

import pytest
from sqlalchemy import update

from bot.actions.answers.needs import answer_need
from bot.clock import ROME
from bot.db.models import Need
from bot.db.session import transaction
from bot.dialogue.languages import find_language, load_languages
from bot.dialogue.register import LEI
from bot.dialogue.turn import Turn
from bot.dialogue.voice import Voice, make_message
from bot.services import needs
from bot.settings import Settings
from bot.yaml_files import read_yaml
from tests.support.desk_data import add_operator
from tests.support.servers import ROOT
from tests.unit.services.seeded import seeded, seeded_copy

__all__ = ["seeded", "seeded_copy"]

PREPARED = [code for code, language in load_languages().items() if language.needs]


@pytest.fixture(scope="module")
def wording() -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for path in (ROOT / "bot" / "data" / "responses").glob("*.yml"):
        found.update(read_yaml(path)["responses"])
    return found


def turn(settings: Settings, row: str = "residence_permit") -> Turn:
    return Turn(
        text="", intent="ask_need", confidence=1.0, ranking=(("ask_need", 1.0),), questions=(),
        names={"need": (row,)}, option=None, slots={}, earlier=(), conversation_id="someone", message_id="1",
        now=datetime(2026, 11, 23, 10, tzinfo=ROME), settings=settings)


def said(settings: Settings, wording: Mapping[str, Any], code: str, row: str, register: str | None = None) -> str:
    voice = Voice(register=register, language=find_language(code))
    return str(make_message(answer_need(turn(settings, row)), wording, voice)["text"])


def test_every_row_of_a_fresh_seed_says_what_the_languages_have_translated(seeded: Settings) -> None:
    assert [need.id for need in needs.list_needs(seeded) if not need.says_as_seeded] == []


@pytest.mark.parametrize("register", [None, LEI])
@pytest.mark.parametrize("code", PREPARED)
def test_each_row_is_said_in_its_language_with_the_italian_line_below(
        seeded: Settings, wording: Mapping[str, Any], code: str, register: str | None) -> None:
    language = find_language(code)
    assert language is not None
    for row, line in language.needs.items():
        need = needs.find_need(seeded, row)
        assert need is not None
        text = said(seeded, wording, code, row, register)
        assert text.startswith(line) and 0 < text.index(need.body) < text.index(need.does) and "{" not in text, row


def test_what_is_offered_after_it_is_said_in_the_language_too(seeded: Settings, wording: Mapping[str, Any]) -> None:
    for code in PREPARED:
        language = find_language(code)
        assert language is not None
        assert language.texts["utter_need_appointment"] in said(seeded, wording, code, "cv")
        assert language.texts["utter_need_otherwise"] in said(seeded, wording, code, "isee")


@pytest.mark.parametrize("code", PREPARED)
def test_a_row_that_the_desk_has_changed_is_not_contradicted(
        seeded_copy: Settings, wording: Mapping[str, Any], code: str) -> None:
    language, changed = find_language(code), "Da oggi il permesso si rinnova solo online."
    with transaction(seeded_copy.database_url, write=True) as session:
        session.execute(update(Need).where(Need.id == "residence_permit").values(does=changed))
    assert language is not None
    text = said(seeded_copy, wording, code, "residence_permit")
    assert language.needs["residence_permit"] not in text and changed in text
    assert text.startswith(language.texts["utter_need"].partition("{")[0])
    assert language.needs["isee"] in said(seeded_copy, wording, code, "isee")


def test_a_firm_is_offered_a_call_only_where_somebody_could_make_it(
        seeded_copy: Settings, wording: Mapping[str, Any]) -> None:
    nobody = answer_need(turn(seeded_copy, "firm_pact"))
    assert nobody.offer is None and "nessuno può richiamare" in said(seeded_copy, wording, "en", "firm_pact")
    add_operator(seeded_copy.database_url)
    assert answer_need(turn(seeded_copy, "firm_pact")).offer == "leave_contact"
