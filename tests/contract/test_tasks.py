"""The tasks' declarations, Rasa's domain and the texts say the same."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Iterator, get_args

import pytest

from bot.actions.forms import FORMS
from bot.dialogue.applicant_facts import FACT_SLOTS
from bot.dialogue.tasks import TASKS, AnswerKind, Task
from bot.dialogue.value_kinds import VALUE_KINDS
from bot.rules import eligibility
from tests.contract.test_names import DOMAIN, INTENTS, RESPONSES
from tests.contract.test_words import find_patterns


def test_every_form_is_a_task_and_every_task_a_form() -> None:
    assert {form.task.name for form in FORMS} == set(TASKS) == set(DOMAIN["forms"])


@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_a_task_names_what_the_domain_has(task: Task) -> None:
    assert [item.slot for item in task.questions] == DOMAIN["forms"][task.name]["required_slots"]
    assert set(task.slots) <= set(DOMAIN["slots"]) and task.own_intents <= set(INTENTS)


def test_every_kind_of_answer_has_its_one_reader() -> None:
    assert set(VALUE_KINDS) == set(get_args(AnswerKind))


@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_a_declaration_speaks_of_its_own_slots_and_has_its_words(task: Task) -> None:
    for question in task.questions:
        asked_where = {question.unless, question.only_if[0] if question.only_if else None} - {None}
        assert {*question.besides, *asked_where} <= set(task.slots) and set(question.voids) <= set(DOMAIN["slots"])
        assert question.says_wrong in RESPONSES
    assert {slot for slot, _ in task.ends} <= set(task.slots)


@pytest.mark.parametrize("slot", [item.slot for task in TASKS.values() for item in task.questions])
def test_each_question_says_why_it_is_asked_and_what_it_means(slot: str) -> None:
    assert {f"utter_why_{slot}", f"utter_meaning_{slot}"} <= set(RESPONSES)


@pytest.mark.parametrize("slot", FACT_SLOTS.values())
def test_each_fact_is_asked_of_oneself_and_of_a_relative(slot: str) -> None:
    assert {f"utter_ask_{slot}", f"utter_ask_{slot}_relative"} <= set(RESPONSES)


def wordings_of_rules(source: str) -> Iterator[str]:
    """The names of the responses, as patterns, of what each ``Outcome(rule, verdict, reason, params, change)`` says."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Outcome":
            yield from (f"utter_outcome_{reason}" for reason in find_patterns(node.args[2]))
            yield from (f"utter_change_{change}" for argument in node.args[4:] for change in find_patterns(argument)
                        if change != "None")


@pytest.mark.parametrize("wording", sorted(set(wordings_of_rules(inspect.getsource(eligibility)))))
def test_what_a_rule_says_has_its_response(wording: str) -> None:
    assert [name for name in RESPONSES if re.fullmatch(wording, name)]


def test_a_reason_without_a_response_is_seen() -> None:
    said = list(wordings_of_rules('Outcome(rule, "met", "licence_held", params, "get_licence" if x else None)'))
    assert said == ["utter_outcome_licence_held", "utter_change_get_licence"] and not set(said) & set(RESPONSES)
