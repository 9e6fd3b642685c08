"""What is outside or not understood: never an invented answer, never a dead end."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from bot.actions.answers.answer import reply_to
from bot.actions.fallback import ActionFallback, ActionOtherLanguage, ActionOutOfScope
from bot.clock import ROME
from bot.db.models import Base
from bot.db.session import get_engine
from bot.dialogue.turn import Turn
from bot.settings import Settings


@pytest.fixture(scope="module")
def settings(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = shutil.copy(seeded_file, tmp_path_factory.mktemp("fallback"))
    return Settings(database_url=f"sqlite:///{path}", secret="a key of the tests")


def turn(settings: Settings, *ranking: tuple[str, float], names: dict[str, tuple[str, ...]] | None = None,
         **slots: Any) -> Turn:
    """A turn whose message was read as ``ranking``."""
    return Turn(
        text="…", intent=ranking[0][0], confidence=ranking[0][1], ranking=ranking, questions=(), names=names or {},
        option=None, slots=slots, earlier=(), conversation_id="someone", message_id="1",
        now=datetime(2026, 11, 23, 10, tzinfo=ROME), settings=settings)


def responses(action: Any, a_turn: Turn) -> list[str]:
    """The names of the responses that an action says."""
    replies, _ = action.answer(a_turn)
    return [part.response for reply in replies for part in reply.parts]


def test_outside_is_said(settings: Settings) -> None:
    assert responses(ActionOutOfScope(), turn(settings, ("out_of_scope", 0.97))) == ["utter_out_of_scope"]


def test_rows_of_the_register_that_may_be_meant_are_offered(settings: Settings) -> None:
    nearest = (("maternity", 0.3), ("bonuses", 0.1), ("adi", 0.06))
    near = replace(turn(settings, ("out_of_scope", 0.8)), near_needs=nearest)
    reply = ActionOutOfScope().answer(near)[0][0]
    assert [part.response for part in reply.parts] == ["utter_needs_near"]
    assert [button.payload for button in reply.buttons] == [
        '/ask_need{"need": "maternity"}', '/ask_need{"need": "bonuses"}']
    assert reply.parts[0].values["lines"].count("\n") == 1
    alone = replace(near, near_needs=(("maternity", 0.3), ("bonuses", 0.04)))
    assert responses(ActionOutOfScope(), alone)[0] == "utter_need_guessed"
    unsure = replace(near, ranking=(("nlu_fallback", 0.3), ("out_of_scope", 0.2)), intent="nlu_fallback")
    assert responses(ActionFallback(), unsure) == ["utter_needs_near"]


@pytest.mark.parametrize("near", [(), (("maternity", 0.1), ("adi", 0.1)), (("a row that was deleted", 0.3),)])
def test_what_is_near_no_row_is_offered_none(settings: Settings, near: tuple[tuple[str, float], ...]) -> None:
    far = replace(turn(settings, ("out_of_scope", 0.8)), near_needs=near)
    assert responses(ActionOutOfScope(), far) == ["utter_out_of_scope"]


def test_a_course_that_is_named_may_be_what_was_meant(settings: Settings) -> None:
    doubtful = turn(settings, ("out_of_scope", 0.7), ("ask_course_about", 0.2), names={"course": ("meccanico",)})
    assert responses(ActionOutOfScope(), doubtful)[:2] == ["utter_fallback_named", "utter_course_about"]
    sure = replace(doubtful, ranking=(("out_of_scope", 0.95), ("ask_course_about", 0.04)))
    assert responses(ActionOutOfScope(), sure) == ["utter_out_of_scope"]
    assert responses(ActionOutOfScope(), replace(doubtful, names={})) == ["utter_out_of_scope"]


def test_a_course_of_words_that_the_classifier_does_not_know_is_told_about(settings: Settings) -> None:
    named = turn(settings, ("out_of_scope", 0.74), ("check_eligibility", 0.03), names={"course": ("meccanico",)})
    fresh = replace(named, spelt=frozenset({"meccanico"}))
    first, *rest = responses(ActionOutOfScope(), fresh)
    assert first == "utter_fallback_named" and rest
    of_its_sector = {"course": ("meccanico",), "sector": ("metalmeccanico",)}
    for other in (replace(fresh, spelt=frozenset()), replace(fresh, names=of_its_sector),
                  replace(fresh, ranking=(("out_of_scope", 0.85), ("check_eligibility", 0.03)))):
        assert responses(ActionOutOfScope(), other) == ["utter_out_of_scope"]


def test_a_likely_question_is_answered_with_a_warning(settings: Settings) -> None:
    likely = turn(settings, ("nlu_fallback", 0.7), ("ask_pact_amount", 0.25), ("ask_pact_funder", 0.1))
    assert responses(ActionFallback(), likely)[:2] == ["utter_fallback_named", "utter_text"]
    undecided = turn(settings, ("nlu_fallback", 0.7), ("ask_pact_amount", 0.2), ("ask_pact_funder", 0.19))
    assert responses(ActionFallback(), undecided)[0] == "utter_fallback"
    outside = turn(settings, ("nlu_fallback", 0.7), ("ask_pact_amount", 0.25), ("out_of_scope", 0.1))
    assert responses(ActionFallback(), outside)[0] == "utter_fallback"


def test_a_town_that_is_named_in_what_may_be_outside_is_no_office(settings: Settings) -> None:
    named = turn(settings, ("nlu_fallback", 0.7), ("inform", 0.2), ("ask_help", 0.1), names={"office": ("merate",)})
    assert responses(ActionFallback(), named)[:1] == ["utter_fallback_named"]
    snow = replace(named, ranking=(("nlu_fallback", 0.7), ("inform", 0.17), ("out_of_scope", 0.17)))
    assert "utter_fallback_named" not in responses(ActionFallback(), snow)


def test_the_likeliest_readings_are_buttons_and_small_talk_is_none(settings: Settings) -> None:
    said = responses(ActionFallback(), turn(
        settings, ("nlu_fallback", 0.8), ("greet", 0.12), ("ask_course_cost", 0.11), ("ask_course_list", 0.1)))
    assert said == ["utter_fallback", "utter_suggest_ask_course_cost", "utter_suggest_ask_course_list"]


def test_the_second_time_a_person_is_offered(settings: Settings) -> None:
    action = ActionFallback()
    again = turn(settings, ("nlu_fallback", 0.8), ("greet", 0.1), misread=1)
    assert responses(action, again)[0] == "utter_handoff_misread"


def test_nothing_to_guess_at_once(settings: Settings) -> None:
    nothing = turn(settings, ("nlu_fallback", 0.8), ("greet", 0.1))
    assert responses(ActionFallback(), nothing) == ["utter_fallback_again"]
    _, events = ActionFallback().answer(nothing)
    assert {"event": "slot", "timestamp": None, "name": "misread", "value": 1} in [dict(event) for event in events]


def test_random_keys_are_not_outside_but_not_understood(settings: Settings) -> None:
    keys = replace(turn(settings, ("out_of_scope", 0.9), ("greet", 0.1)), intent="nlu_fallback", text="asdkj")
    assert responses(ActionOutOfScope(), keys) == ["utter_fallback_again"]


def test_another_language_is_told_what_is_prepared_and_whom_to_call(settings: Settings) -> None:
    other = turn(settings, ("write_other_language", 1.0))
    (reply,), _ = ActionOtherLanguage().answer(other)
    assert reply.parts[0].response == "utter_other_language" and "0341" in reply.parts[0].values["lines"]


def test_what_was_not_understood_is_kept_for_the_desk_without_contacts(settings: Settings) -> None:
    ActionFallback().answer(replace(
        turn(settings, ("nlu_fallback", 0.8), ("greet", 0.1), ("thank", 0.05)), text="bla 333 1234567",
        conversation_id="nobody"))
    with get_engine(settings.database_url).connect() as connection:
        rows = connection.execute(sqlalchemy.text(
            "select text, readings, state, conversation_id from not_understood order by id desc")).all()
    assert rows[0].text == "bla [numero]" and '"greet"' in rows[0].readings
    assert rows[0].state == "open" and rows[0].conversation_id is None, "this conversation is in no log"


# what exists only since today


NEW = {
    "course": ("Saldatore a filo continuo", ["saldatura", "saldatore"], [
        "c’è un corso per saldatori?", "vorrei diventare saldatore", "corso saldatura"]),
    "event": ("Fiera delle professioni artigiane", ["fiera delle professioni"], [
        "quando è la fiera delle professioni?"]),
    "office": ("Sportello Valvarrone", ["valvarrone"], ["e il valvarrone dov’è?"]),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, (_, _, texts) in NEW.items() for text in texts])
def test_what_exists_only_since_today_is_told_also_when_the_model_refuses_it(
        settings: Settings, kind: str, text: str) -> None:
    tables = Base.metadata.tables
    name, aliases, _ = NEW[kind]
    fact = {"source": "prova", "verified": True, "position": 50, "aliases": aliases}
    rows = {
        "course": {"id": "nuovo", "title": name, "sector_id": "metalmeccanico", "hours": 80, "hours_approximate": False,
                   "cost_cents": 0, "content": "Teoria e pratica.", "internship": True},
        "event": {"id": "nuovo", "kind": "seminar", "title": name, "count": 1, "description": "Per tutti."},
        "office": {"id": "nuovo", "name": name, "municipality": "Bellano", "address": "via Roma 1", "capacity": 1,
                   "slot_minutes": 30}}
    known = turn(settings, ("out_of_scope", 0.99), ("ask_course_list", 0.01), names={kind: ("nuovo",)})
    known = replace(known, text=text)
    assert responses(ActionOutOfScope(), known) == ["utter_out_of_scope"], "a name that nobody has"
    with get_engine(settings.database_url).begin() as connection:
        connection.execute(tables[kind].insert().values(**rows[kind], **fact))
    try:
        for action in (ActionOutOfScope(), ActionFallback()):
            replies, _ = action.answer(known)
            told = [part.response for part in replies[0].parts]
            assert "utter_out_of_scope" not in told and "utter_fallback" not in told, told
            if kind == "course":
                assert replies[0].parts[0].values["title"] == name
        if kind == "course":  # the register says of some trades that their courses are others'
            asked = replace(known, intent="ask_need", text="cerco un corso da saldatore")
            assert reply_to(asked).parts[0].response == "utter_course_about"
            other = replace(asked, names={}, text="cerco un corso da parrucchiera")
            assert reply_to(other).parts[0].response == "utter_need"
    finally:
        with get_engine(settings.database_url).begin() as connection:
            connection.execute(tables[kind].delete().where(tables[kind].c.id == "nuovo"))


def test_a_name_of_ours_beside_something_else_stays_outside(settings: Settings) -> None:
    named = turn(settings, ("out_of_scope", 0.95), ("ask_course_about", 0.04), names={"course": ("sala",)})
    for text in ("affittate una sala da ballo?", "la sala d’attesa è chiusa?"):
        assert responses(ActionOutOfScope(), replace(named, text=text)) == ["utter_out_of_scope"]
