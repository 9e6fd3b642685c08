"""Libraries that the lock leaves out: Rasa imports stand-ins, others see that they are absent, use is an error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.rasa import absent_libraries, dask_substitute
from bot.rasa.stub_modules import LibraryAbsent
from bot.settings import PROJECT_ROOT

CHECK = """
import logging, sys
from bot.rasa import absent_libraries
absent_libraries.prepare()
absent_libraries.prepare()
import rasa.core.run, rasa.server, rasa.model_training
from rasa.utils.log_utils import configure_structlog
configure_structlog(logging.INFO)
import structlog
structlog.get_logger().warning("heard")
try:
    import networkx
except ModuleNotFoundError:
    print("absent for others")
"""


@pytest.mark.slow
def test_rasa_imports_and_logs_without_them() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], cwd=PROJECT_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "absent for others" in done.stdout and "heard" in done.stdout + done.stderr


def test_a_channel_whose_library_is_absent_cannot_be_made() -> None:
    from rasa.core.channels.slack import SlackBot
    from rasa.core.channels.telegram import TelegramOutput

    with pytest.raises(LibraryAbsent, match="aiogram non è installato"):
        TelegramOutput("token")
    with pytest.raises(LibraryAbsent, match="slack_sdk non è installato"):
        SlackBot("token")


def test_errors_of_an_absent_library_can_stand_behind_except() -> None:
    from rasa.core.channels.telegram import TelegramAPIError

    with pytest.raises(ValueError, match="another"):  # a stand-in that is no exception would be a TypeError here
        try:
            raise ValueError("another")
        except TelegramAPIError:
            pass


def test_none_of_them_is_installed_but_what_tests_and_benches_need() -> None:
    assert {name for name in absent_libraries.ABSENT if absent_libraries.is_installed(name)} <= {"jwt", "matplotlib"}
    assert absent_libraries.is_installed("rasa")  # the control


def test_a_graph_is_computed_needs_first_and_each_node_once() -> None:
    calls: list[str] = []

    def add(*values: int) -> int:
        calls.append("add")
        return sum(values)

    graph = {"a": (add, "b", "b", 1), "b": (add, "given", 2), "given": 3, "pair": ("pair", 4)}
    assert dask_substitute.get(graph, "a") == 11 and len(calls) == 2
    assert dask_substitute.get(graph, ["b", "pair"]) == (5, ("pair", 4))


def test_a_circle_is_an_error_that_rasa_knows() -> None:
    with pytest.raises(RuntimeError, match="a -> b -> a"):
        dask_substitute.get({"a": (len, "b"), "b": (len, "a")}, "a")
