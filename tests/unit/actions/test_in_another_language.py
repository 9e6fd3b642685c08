"""Answers in another language: of the office that is named, and without the Italian that says the same again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Mapping

import pytest
from sqlalchemy import update

from bot.actions.answers.answer import reply_to
from bot.clock import ROME
from bot.db.models import Course
from bot.db.session import transaction
from bot.dialogue.language_facts import read_facts
from bot.dialogue.languages import ITALIAN, find_language, load_languages
from bot.dialogue.turn import Turn
from bot.dialogue.voice import Voice, make_message
from bot.settings import Settings
from bot.yaml_files import read_yaml
from tests.support.servers import ROOT
from tests.unit.services.seeded import seeded, seeded_copy

__all__ = ["seeded", "seeded_copy"]

NOW = datetime(2026, 11, 23, 10, tzinfo=ROME)
PREPARED = [code for code, language in load_languages().items() if code != ITALIAN and language.texts]


@pytest.fixture(scope="module")
def wording() -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for path in (ROOT / "bot" / "data" / "responses").glob("*.yml"):
        found.update(read_yaml(path)["responses"])
    return found


def said(settings: Settings, wording: Mapping[str, Any], code: str, intent: str, *, text: str = "",
         subject: str | None = None, **names: str) -> str:
    turn = Turn(
        text=text, intent=intent, confidence=1.0, ranking=((intent, 1.0),), questions=(),
        names={kind: (name,) for kind, name in names.items()}, option=None, slots={"subject": subject}, earlier=(),
        conversation_id="someone", message_id="1", now=NOW, settings=settings)
    language = find_language(code)
    assert language is not None
    voice = Voice(language=language, facts=read_facts(settings, NOW, language))
    return str(make_message(reply_to(turn), wording, voice)["text"])


@pytest.mark.parametrize(("intent", "lecco", "merate"), [
    ("ask_office_address", "Matteotti", "Mameli"), ("ask_office_contact", "295448", "295702"),
    ("ask_office_hours", "17:15", "17:30")])
@pytest.mark.parametrize("code", PREPARED)
def test_only_the_office_that_is_named_or_spoken_of_is_told(
        seeded: Settings, wording: Mapping[str, Any], code: str, intent: str, lecco: str, merate: str) -> None:
    named = said(seeded, wording, code, intent, office="merate")
    assert merate in named and lecco not in named and "- Merate" in named
    spoken_of = said(seeded, wording, code, intent, subject="office:lecco")
    assert lecco in spoken_of and merate not in spoken_of
    both = said(seeded, wording, code, intent)
    assert lecco in both and merate in both
    assert said(seeded, wording, code, intent, text="entrambi", subject="office:lecco") == both


@pytest.mark.parametrize(("intent", "italian"), [
    ("ask_course_cost", "0 euro"), ("ask_course_duration", "la durata"), ("ask_course_audience", "disoccupati")])
@pytest.mark.parametrize("code", PREPARED)
def test_what_the_sentence_says_in_full_is_not_said_again_in_italian(
        seeded: Settings, wording: Mapping[str, Any], code: str, intent: str, italian: str) -> None:
    text = said(seeded, wording, code, intent)
    language = find_language(code)
    assert language is not None
    assert italian not in text and text.startswith(language.texts[intent].split("{")[0])
    assert ("Lombardia" in text) == (intent == "ask_course_audience")


def test_what_carries_more_keeps_its_italian(seeded: Settings, wording: Mapping[str, Any]) -> None:
    assert "primo piano" in said(seeded, wording, "en", "ask_office_address", office="merate")
    assert "tra febbraio e marzo 2025" in said(seeded, wording, "en", "ask_course_list")


def test_courses_that_differ_are_told_in_italian_too(seeded_copy: Settings, wording: Mapping[str, Any]) -> None:
    with transaction(seeded_copy.database_url, write=True) as session:
        session.execute(update(Course).where(Course.id == "meccanico").values(hours=300, cost_cents=5000))
    assert "300" in said(seeded_copy, wording, "en", "ask_course_duration").partition("\n\n")[2]
    assert "I costi" in said(seeded_copy, wording, "en", "ask_course_cost")
