"""The tasks' declarations, Rasa's domain and the texts say the same."""

from __future__ import annotations

import pytest

from bot.actions.eligibility.eligibility_facts import FACT_SLOTS
from bot.actions.forms import FORMS
from bot.dialogue.tasks import TASKS, Task
from tests.contract.test_names import DOMAIN, INTENTS, RESPONSES


def test_every_form_is_a_task_and_every_task_a_form() -> None:
    assert {form.task.name for form in FORMS} == set(TASKS) == set(DOMAIN["forms"])


@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_a_task_names_what_the_domain_has(task: Task) -> None:
    assert [item.slot for item in task.questions] == DOMAIN["forms"][task.name]["required_slots"]
    assert set(task.slots) <= set(DOMAIN["slots"]) and task.own_intents <= set(INTENTS)


@pytest.mark.parametrize("slot", FACT_SLOTS.values())
def test_each_fact_is_asked_of_oneself_and_of_a_relative(slot: str) -> None:
    assert {f"utter_ask_{slot}", f"utter_ask_{slot}_relative"} <= set(RESPONSES)
