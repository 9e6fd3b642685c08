"""A question that the desk wrote is answered at once, in other words too; what is ours or is another's is not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from bot import clock
from bot.actions.answers.answer import ActionAnswer
from bot.actions.fallback import ActionFallback, ActionOutOfScope
from bot.db.models import NotUnderstood, OwnAnswer
from bot.db.session import transaction
from bot.dialogue.turn import Turn
from bot.services import content, own_answers
from bot.services.operators import OperatorView
from bot.settings import Settings
from tests.unit.services.seeded import seeded_copy

__all__ = ["seeded_copy"]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=clock.ROME)
EDITOR = OperatorView(7, "anna", "Anna", "administrator", ())


@pytest.fixture
def settings(seeded_copy: Settings) -> Settings:
    made = content.save(
        seeded_copy, table_name="own_answer", key=None, version="", confirmed=False, by=EDITOR, now=NOW, raw={
            "question": "Posso portare il cane in ufficio?", "ways": "entrano i cani?",
            "text": "Sì, al guinzaglio. I dati si tengono {person_retention_days} giorni.", "source": "Direzione",
            "source_date": date(2026, 11, 1).isoformat(), "verified": True})
    assert isinstance(made, content.SavedRow), made
    return Settings(database_url=seeded_copy.database_url, secret="a key of the tests")


@pytest.mark.parametrize(("said", "answered"), [
    ("posso portare il cane in ufficio?", True), ("si può portare il cane?", False), ("portare cane ufficio", True),
    ("entrano i cani?", True), ("i cani entrano lì da voi?", True), ("posso portare mio figlio in ufficio?", False),
    ("dove porto i documenti?", False), ("cane", False), ("", False),
    ("posso portare il cane in ufficio se piove e ho mal di testa e fuori nevica da due giorni?", False)])
def test_a_question_is_known_by_its_words(settings: Settings, said: str, answered: bool) -> None:
    assert (own_answers.find_own_answer(settings, said) is not None) is answered


@pytest.mark.parametrize(("said", "answered"), [
    ("Posso portare il cane in ufficio?", True), ("si può portare un cane in uficio", True),
    ("entrano i cani?", True), ("che documenti devo portare in ufficio?", False), ("portare cane", False),
    ("posso portare il cane in ufficio a Merate domani?", False), ("cani", False)])
def test_of_what_is_taken_for_ours_only_its_very_words_are_known(
        settings: Settings, said: str, answered: bool) -> None:
    assert (own_answers.find_own_answer(settings, said, whole=True) is not None) is answered


def test_its_very_words_are_answered_whatever_they_were_taken_for(settings: Settings) -> None:
    own, _ = ActionAnswer().answer(turn(settings, "entrano i cani?", ("ask_course_list", 0.9)))
    assert own[0].parts[0].values["text"].startswith("Sì, al guinzaglio.")
    ours, _ = ActionAnswer().answer(turn(settings, "che corsi ci sono?", ("ask_course_list", 0.9)))
    assert ours[0].parts[0].response == "utter_course_list"


def turn(settings: Settings, text: str, *ranking: tuple[str, float]) -> Turn:
    return Turn(text=text, intent=ranking[0][0], confidence=ranking[0][1], ranking=ranking, questions=(), names={},
                option=None, slots={}, earlier=(), conversation_id="web_1", message_id="1", now=NOW, settings=settings)


@pytest.mark.parametrize(("action", "ranking"), [
    (ActionOutOfScope(), (("out_of_scope", 0.97),)), (ActionFallback(), (("nlu_fallback", 0.7), ("greet", 0.2)))])
def test_it_is_said_instead_of_a_refusal_and_nothing_is_kept(settings: Settings, action: Any, ranking: Any) -> None:
    replies, _ = action.answer(turn(settings, "entrano i cani?", *ranking))
    (part,) = replies[0].parts
    assert part.values["text"].startswith("Sì, al guinzaglio.") and "{" not in part.values["text"]
    other, _ = action.answer(turn(settings, "entrano i gatti persiani?", *ranking))
    assert other[0].parts[0].response != "utter_text"
    with transaction(settings.database_url) as session:
        kept = [(row.text, row.kind) for row in session.query(NotUnderstood)]
        assert session.query(OwnAnswer).count() == 1
    assert kept == [("entrano i gatti persiani?", "outside" if isinstance(action, ActionOutOfScope) else "unread")]
