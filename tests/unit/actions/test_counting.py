"""What the actions count: each thing once, with what the desk's numbers need."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy

from bot.actions.answers.answer import ActionAnswer
from bot.actions.eligibility.eligibility_form import ActionTellEligibility, ValidateEligibilityForm
from bot.actions.fallback import ActionOutOfScope
from bot.actions.handoff.handoff import ActionRequestHuman
from bot.db.session import get_engine
from bot.rules.topics import OTHER, find_topic
from bot.settings import Settings
from tests.contract.test_names import INTENTS
from tests.unit.actions.trackers import run, tracker, user


def counted(settings: Settings) -> list[tuple[Any, ...]]:
    with get_engine(settings.database_url).connect() as connection:
        rows = connection.execute(sqlalchemy.text("select kind, topic, item, result, detail from activity order by id"))
        return [(*row[:4], json.loads(row.detail) if row.detail else None) for row in rows]


def test_questions(seeded: Settings) -> None:
    run(ActionAnswer(), tracker(user("quanto dura il corso di sala?", "ask_course_duration", course="sala")))
    run(ActionAnswer(), tracker(user("e tutti?", "ask_course_duration")))
    both = user("quanto dura e quanto costa?", "ask_course_duration")
    both["parse_data"]["questions"] = ["ask_course_duration", "ask_course_cost"]
    run(ActionAnswer(), tracker(both))
    run(ActionOutOfScope(), tracker(user("che tempo fa?", "out_of_scope")))
    assert counted(seeded) == [
        ("question", "courses", "sala", "ask_course_duration", None),
        ("question", "courses", None, "ask_course_duration", None),
        ("question", "courses", None, "ask_course_duration", None),
        ("question", "courses", None, "ask_course_cost", None),
        ("question", "outside", None, "out_of_scope", None)]


def test_a_question_and_a_misread_answer_inside_a_form(seeded: Settings) -> None:
    slots = {"eligibility_course": "sala", "requested_slot": "eligibility_age"}
    run(ValidateEligibilityForm(), tracker(user("bla", "nlu_fallback"), slots=slots, loop="eligibility_form"))
    run(ValidateEligibilityForm(), tracker(
        user("34, ma quanto costa?", "ask_course_cost"), slots=slots, loop="eligibility_form"))
    assert [row[:2] for row in counted(seeded)] == [("not_understood", "eligibility_form"), ("question", "courses")]


def test_a_check_is_counted_when_it_begins_and_not_at_its_questions(seeded: Settings) -> None:
    run(ValidateEligibilityForm(), tracker(
        user("posso fare il corso di sala?", "check_eligibility", course="sala"), loop="eligibility_form"))
    slots = {"eligibility_course": "sala", "requested_slot": "eligibility_age"}
    run(ValidateEligibilityForm(), tracker(user("34", "inform"), slots=slots, loop="eligibility_form"))
    assert [row[:4] for row in counted(seeded)] == [("check", None, "sala", None)]


def test_a_check_counts_only_what_the_person_gave(seeded: Settings) -> None:
    slots = {"eligibility_course": "sala", "eligibility_age": {"years": 70, "born": None},
             "eligibility_status": "unemployed", "eligibility_residence": "resident", "eligibility_place": "Merate"}
    run(ActionTellEligibility(), tracker(user("merate"), slots=slots))
    withheld = {**slots, "eligibility_course": "all", "eligibility_status": "withheld", "eligibility_place": None}
    run(ActionTellEligibility(), tracker(user("no"), slots=withheld))
    first, second = counted(seeded)
    assert first == ("eligibility", None, "sala", "not_met", {
        "not_met": ["age"], "to_verify": [], "status": "unemployed", "municipality": "Merate"})
    assert second[2] == "all" and set(second[4]) == {"not_met", "to_verify"}
    assert "70" not in json.dumps([row[4] for row in (first, second)]), "the age is in no number"


def test_a_check_inside_the_card_of_an_operator_is_not_counted(seeded: Settings) -> None:
    """The control: what is only looked up for somebody else is no check of the person's."""
    slots = {"eligibility_course": "sala", "eligibility_status": "unemployed"}
    run(ActionRequestHuman(), tracker(user("un operatore", "request_human"), slots=slots))
    assert [row[0] for row in counted(seeded)] == ["handoff"]


def test_the_municipality_is_read_where_one_lives(seeded: Settings) -> None:
    slots = {"eligibility_course": "sala", "requested_slot": "eligibility_residence"}
    done = run(ValidateEligibilityForm(), tracker(user("abito a merate"), slots=slots, loop="eligibility_form"))
    assert done.slots["eligibility_place"] == "Merate" and done.slots["eligibility_residence"] == "resident"


def test_a_request_for_an_operator_counts_once(seeded: Settings) -> None:
    for _ in range(2):
        run(ActionRequestHuman(), tracker(user("un operatore", "request_human")))
    assert counted(seeded) == [("handoff", None, None, "asked", {"open": True})]


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent.startswith(("ask_", "check_", "book_"))])
def test_every_question_has_a_topic(intent: str) -> None:
    assert find_topic(intent) != OTHER or intent in (
        "ask_bot_identity", "ask_help", "ask_lei", "ask_tu", "ask_source", "ask_simpler")
