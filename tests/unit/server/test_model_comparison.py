"""Two models side by side: which messages are asked, what counts as right, what has changed."""

from __future__ import annotations

from pathlib import Path

from bot.server import model_comparison
from bot.server.blind_sets import read_blind_messages
from bot.server.model_comparison import HELD, TAUGHT, UNREAD, Probe, compare
from bot.services.trainings import Change, Comparison, Figures, Score
from bot.services.unknown import Taught


def test_the_desks_own_messages_stand_first_and_the_blind_ones_have_their_sets() -> None:
    probes = model_comparison.list_probes([
        Taught(1, "corsi la sera", "ask_course_list", False), Taught(2, "pizza", "out_of_scope", True)])
    assert probes[0] == Probe("pizza", HELD, ("out_of_scope",), True, 2)
    assert probes[1] == Probe("corsi la sera", TAUGHT, ("ask_course_list",), False, 1)
    assert {probe.source for probe in probes} == {TAUGHT, HELD, "messages", "messages2", "messages3", "labelled"}
    assert sum(probe.outside for probe in probes) > 200 and len(probes) > 2000


def test_without_the_sets_only_the_desks_messages_are_asked(tmp_path: Path) -> None:
    assert read_blind_messages(tmp_path, tmp_path / "none.yml") == ()


def test_figures_count_what_is_right_and_tell_what_got_worse_first() -> None:
    probes = [
        Probe("a", "messages", ("x", "y"), False), Probe("b", "messages", ("x",), False),
        Probe("c", "messages", ("out_of_scope",), True), Probe("d", HELD, ("x",), False, 7)]
    figures = compare("old", probes, ["y", "x", UNREAD, "z"], ["x", "z", "x", "x"])
    assert figures.sets == (
        Comparison("messages", Score(2, 2, 1), Score(1, 1, 0)), Comparison(HELD, Score(1, 0, 1), Score(0, 0, 0)))
    assert figures.changes[:2] == (
        Change("messages", "x", "z", True, False, "b"), Change("messages", UNREAD, "x", True, False, "c"))
    assert figures.changes[2:] == (
        Change("messages", "y", "x", True, True, "a"), Change(HELD, "z", "x", False, True, None, 7))
    assert figures.changed == 4 and figures.worse == ("messages",)
    assert Figures.from_json(figures.to_json()) == figures


def test_of_many_changes_the_first_are_kept() -> None:
    probes = [Probe(str(number), "messages", ("x",), False) for number in range(500)]
    figures = compare("old", probes, ["x"] * 500, ["y"] * 500)
    assert figures.changed == 500 and len(figures.changes) == model_comparison.MOST_CHANGES
