"""Rasa's own commands, with stand-ins for what is not installed: `orienta rasa train|shell|test|data validate …`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Iterable, Sequence

from bot.rasa import absent_libraries, tensorflow_stubs
from bot.rasa.stub_modules import LibraryAbsent
from bot.texts import get_text

ON_SERVER = ("run", "shell", "interactive", "x")
"""Commands that start Rasa's own server."""


def run(arguments: Sequence[str]) -> None:
    """Do what `rasa` with these ``arguments`` does, in this process.

    Raises:
        LibraryAbsent: the command needs Rasa's own server, which is not installed.
        ModelNeedsTensorFlow: the configuration to train from has components that compute with TensorFlow.
    """
    needs_server = bool(arguments) and arguments[0] in ON_SERVER and not {"-h", "--help"} & set(arguments)
    if needs_server and not all(map(absent_libraries.is_installed, absent_libraries.OF_SERVER)):
        raise LibraryAbsent(get_text("server.rasa_server_missing", command=arguments[0]))
    if list(arguments[:1]) == ["train"] and (config := find_config(arguments)).is_file():
        tensorflow_stubs.refuse_tensorflow_config(config)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    absent_libraries.prepare()
    if list(arguments[:1]) == ["test"]:
        accept_empty_evaluations()
    from rasa.__main__ import main

    sys.argv = ["rasa", *add_no_plot(arguments)]
    main()


def accept_empty_evaluations() -> None:
    """Let `rasa test` pass over what was never predicted: scikit-learn no longer measures empty lists."""
    import numpy
    import rasa.nlu.test

    stock = rasa.nlu.test._calculate_report

    def _calculate_report(folder: Any, targets: Iterable[Any], *more: Any, **named: Any) -> Any:
        found = list(targets)
        if not found:
            return {}, 0.0, 0.0, 0.0, numpy.zeros((0, 0), dtype=int), []
        return stock(folder, found, *more, **named)

    rasa.nlu.test._calculate_report = _calculate_report


def add_no_plot(arguments: Sequence[str]) -> list[str]:
    """The ``arguments``; tests without their drawings, for which Rasa asks an older matplotlib."""
    added = list(arguments)
    if added[:1] == ["test"] and "--no-plot" not in added:
        added.append("--no-plot")
    return added


def find_config(arguments: Sequence[str]) -> Path:
    """The configuration that `rasa train` with these ``arguments`` reads."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument in ("-c", "--config"):
            return Path(following)
        if argument.startswith("--config="):
            return Path(argument.partition("=")[2])
    return Path("config.yml")
