"""The evidence that weighs most decides; the weights are data, and fitting them mends what was read wrong."""

from __future__ import annotations

from pathlib import Path

from bench.dialogue_turns import LabelledTurn, ReadTurn, fit, read, report, write_weights
from bot.dialogue import readers, scorer
from bot.dialogue.context import Context, Understood
from bot.dialogue.interpretation import Candidate

A, B = Understood("ask_course_cost"), Understood("inform")


def turn(right: int, *evidence: dict[str, float]) -> ReadTurn:
    labelled = LabelledTurn("names", "Giulio Costa", Context(), ("answer booking_name",), blind=False)
    candidates = tuple(Candidate("any", A, item) for item in evidence)
    return ReadTurn(labelled, candidates, tuple(index == right for index in range(len(evidence))))


def test_the_heaviest_evidence_is_chosen_and_of_equals_the_first() -> None:
    weights = {"confidence": 1.0, "name": 2.0}
    assert scorer.choose([{"confidence": 0.9}, {"name": 1.0}], ["classifier", "name"], weights) == "name"
    assert scorer.choose([{"name": 1.0}, {"name": 1.0}], ["first", "second"], weights) == "first"
    assert scorer.score({"unknown": 5.0}, weights) == 0.0


def test_every_reader_has_a_weight() -> None:
    assert {reader.__name__ for reader in readers.READERS} <= set(scorer.load_weights())


def test_fitting_mends_what_was_read_wrong_and_leaves_the_rest(tmp_path: Path) -> None:
    start = {"confidence": 1.0, "name": 0.5}
    wrong = turn(1, {"confidence": 0.9}, {"name": 1.0})
    stays = turn(0, {"confidence": 0.9}, {"name": 1.0, "asks": 1.0})
    assert wrong.choose(start) == 0
    fitted = fit([wrong, stays], start, pull=0.01)
    assert (wrong.choose(fitted), stays.choose(fitted)) == (1, 0)
    assert fitted == fit([wrong, stays], start, pull=0.01), "the same turns give the same weights"
    assert report([wrong, stays], start)[-1] == "all: 1/2 50.0%"
    assert "Giulio Costa" in report([wrong], start, failures=True)[0]
    write_weights(fitted, tmp_path / "weights.yml")
    assert scorer.load_weights(tmp_path / "weights.yml") == fitted


def test_the_candidates_of_a_turn_are_judged_by_its_acts() -> None:
    context = Context("booking_form", "booking_name")
    labelled = LabelledTurn("names", "Giulio Costa", context, ("answer booking_name",), blind=False)
    (found,) = read([labelled], [Understood("ask_course_cost", 0.7)])
    assert [item.reader for item in found.candidates] == ["classifier", "take_answer"]
    assert found.right == (False, True)
