"""One switch and one version gate: all patches or none, once, and back again."""

from __future__ import annotations

import logging
from typing import Any

import jsonschema
import pytest
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event

from bot.rasa import patches


def test_another_version_of_rasa_gets_one_warning_and_no_patch(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stock = DaskGraphRunner.run
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    with caplog.at_level(logging.WARNING):
        assert patches.apply() == ()
    assert DaskGraphRunner.run is stock and len(caplog.records) == 1 and "3.6.22" in caplog.text


def test_all_are_applied_once_and_can_be_taken_away() -> None:
    def functions() -> tuple[Any, ...]:
        return (DaskGraphRunner.run, Event.resolve_by_type, jsonschema.validate, RemoteAction._validate_action_result)

    stock = functions()
    assert set(patches.apply()) == set(patches.PATCHES) == set(patches.apply())
    patches.revert()
    assert stock == functions()


def test_switched_off_rasa_is_stock(monkeypatch: pytest.MonkeyPatch) -> None:
    stock = (DaskGraphRunner.run, Agent.handle_message, MessageProcessor._has_session_expired)
    monkeypatch.setenv("ORIENTA_PATCHES", "off")
    assert patches.apply() == ()
    assert stock == (DaskGraphRunner.run, Agent.handle_message, MessageProcessor._has_session_expired)


def test_switched_on_it_is_not() -> None:
    """The control of the test above."""
    stock = (DaskGraphRunner.run, Agent.handle_message, MessageProcessor._has_session_expired)
    patches.apply()
    assert not set(stock) & {DaskGraphRunner.run, Agent.handle_message, MessageProcessor._has_session_expired}
