"""The figures of the NLU bench: each by a case that can be counted by hand; and every blind message has a label."""

from pathlib import Path

import numpy as np
import pytest

from bench.nlu_data import BlindMessage, Data, examples_in, near_examples, read_blind_messages
from bench.nlu_measure import detection, figures, macro_f1, reliability, states_false_fact
from bot.settings import PROJECT_ROOT
from bot.yaml_files import read_yaml

COST = BlindMessage("quanto costa", "plain", ("ask_course_cost",))
OPEN = BlindMessage("si può ancora entrare", "noisy", ("ask_course_open", "ask_course_enrol"))
WEATHER = BlindMessage("che tempo fa", "out_of_scope", ("out_of_scope",))
TEACHER = BlindMessage("come si chiamava il docente", "out_of_scope", ("out_of_scope", "ask_course_other_detail"))


def test_any_of_the_right_intents_is_right() -> None:
    found = figures([COST, OPEN], [[("ask_course_duration", 0.8)], [("ask_course_enrol", 0.7)]])
    assert found.accuracy == {"plain": 0.0, "noisy": 1.0}
    assert found.in_scope == 0.5


def test_an_empty_ranking_is_wrong_and_unread() -> None:
    found = figures([COST, WEATHER], [[], [("out_of_scope", 0.9)]])
    assert (found.in_scope, found.unread) == (0.0, 1.0)


@pytest.mark.parametrize(("ranking", "false"), [
    ([("ask_course_cost", 0.9)], True),
    ([("ask_course_cost", 0.29)], False),  # asked back
    ([("out_of_scope", 0.9)], False),
    ([("greet", 0.9)], False),  # states nothing
    ([], False),
])
def test_a_false_fact_is_a_sure_answer_to_what_nobody_asked(ranking: list[tuple[str, float]], false: bool) -> None:
    assert states_false_fact(WEATHER, ranking) is false


def test_an_accepted_answer_is_no_false_fact() -> None:
    assert not states_false_fact(TEACHER, [("ask_course_other_detail", 0.9)])
    assert not states_false_fact(COST, [("ask_course_duration", 0.9)])


def test_detection_is_one_when_strange_messages_come_first_and_half_by_chance() -> None:
    sure, unsure = [("ask_course_cost", 0.9), ("out_of_scope", 0.1)], [("out_of_scope", 0.8), ("ask_course_cost", 0.2)]
    assert detection([COST, WEATHER], [sure, unsure]) == 1.0
    assert detection([COST, WEATHER], [unsure, sure]) == 0.0
    assert detection([COST, WEATHER], [sure, sure]) == 0.5
    assert np.isnan(detection([COST, TEACHER], [sure, unsure]))  # one that accepts both answers says nothing


def test_macro_f1_counts_each_intent_alike() -> None:
    cost, place = COST, BlindMessage("dove", "plain", ("ask_course_place",))
    answers = [(cost, "ask_course_cost")] * 3 + [(place, "ask_course_cost")]
    assert macro_f1(answers) == pytest.approx((6 / 7 + 0.0) / 2)


def test_calibration_error_is_the_mean_distance_weighted_by_messages() -> None:
    tests = [COST] * 4
    rankings = [[("ask_course_cost", 0.9)], [("greet", 0.9)], [("ask_course_cost", 0.5)], [("ask_course_cost", 0.5)]]
    assert figures(tests, rankings).ece == pytest.approx((2 * 0.4 + 2 * 0.5) / 4)
    assert [item.count for item in reliability(np.array([0.0, 1.0, 1.0]), np.array([False, True, True]))] == [1, 2]


def test_every_blind_message_has_a_label_that_the_domain_knows() -> None:
    known = set(read_yaml(PROJECT_ROOT / "domain.yml")["intents"])
    messages = read_blind_messages()
    assert len(messages) > 1500
    assert {intent for message in messages for intent in message.intents} <= known


def test_a_message_that_is_nearly_an_example_is_told(tmp_path: Path) -> None:
    asked = BlindMessage("quanto csta il corso ?", "noisy", ())
    data = Data((("Quanto costa il corso?", "ask_course_cost"),), (asked, WEATHER), tmp_path)
    assert near_examples(data) == [True, False]


def test_training_examples_are_read_and_synonyms_left_out(tmp_path: Path) -> None:
    content = "nlu:\n- intent: greet\n  examples: |\n    - ciao\n    - salve\n- synonym: x\n  examples: |\n    - y\n"
    (tmp_path / "a.yml").write_text(content, encoding="utf-8")
    assert examples_in(tmp_path) == (("ciao", "greet"), ("salve", "greet"))
