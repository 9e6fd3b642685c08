"""`orienta rasa …`: Rasa's own commands with the stand-ins in place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa import commands
from bot.settings import PROJECT_ROOT


@pytest.mark.slow
def test_rasa_answers_behind_orienta() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rasa", "--version"], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "3.6.21" in done.stdout, done.stderr
    wrong = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rasa", "no-such-command"], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert wrong.returncode == 2 and "invalid choice" in wrong.stderr


@pytest.mark.slow
def test_training_a_recipe_with_tensorflow_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "diet.yml").write_text("pipeline: [{name: DIETClassifier}]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rasa", "train", "-c", str(tmp_path / "diet.yml")], cwd=PROJECT_ROOT,
        capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.strip() == (
        "diet.yml: DIETClassifier ha bisogno di TensorFlow, che qui non c'è.")


def test_tests_are_asked_without_plots() -> None:
    assert commands.add_no_plot(["test", "core"]) == ["test", "core", "--no-plot"]
    assert commands.add_no_plot(["test", "--no-plot"]) == ["test", "--no-plot"]
    assert commands.add_no_plot(["data", "validate"]) == ["data", "validate"]


@pytest.mark.parametrize(("arguments", "found"), [
    ("train", "config.yml"), ("train nlu -c a.yml", "a.yml"), ("train --config b.yml --quiet", "b.yml"),
    ("train --config=c.yml", "c.yml")])
def test_the_configuration_that_is_trained_from(arguments: str, found: str) -> None:
    assert commands.find_config(arguments.split()) == Path(found)
