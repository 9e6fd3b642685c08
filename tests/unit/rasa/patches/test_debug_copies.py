"""Only what a written debug line quotes is copied."""

from __future__ import annotations

import ast
import importlib
import inspect
import logging

import pytest
from rasa.core.processor import MessageProcessor
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa import patches
from bot.rasa.patches.debug_copies import DebugCopies

PATCHED = ("rasa.core.actions.forms", "rasa.core.nlg.interpolator", "rasa.core.policies.rule_policy",
           "rasa.core.processor")


@pytest.mark.parametrize("name", PATCHED)
def test_the_patched_modules_copy_for_their_log_only(name: str) -> None:
    tree = ast.parse(inspect.getsource(importlib.import_module(name)))
    copies = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)
              and isinstance(node.value, ast.Name) and node.value.id == "copy"]
    for_log = [inner for node in ast.walk(tree) if isinstance(node, ast.Call)
               and ast.unparse(node.func).startswith("structlogger.") for inner in ast.walk(node)]
    assert copies and all(any(copy is inner for inner in for_log) for copy in copies)
    assert {node.attr for node in copies} == {"deepcopy"}


def test_a_copy_is_made_when_debug_lines_are_written() -> None:
    import rasa.core.processor

    assert "debug_copies" in patches.apply(["debug_copies"])
    value = {"a": [1]}
    assert rasa.core.processor.copy is DebugCopies and rasa.core.processor.copy.deepcopy(value) is value
    logger, before = logging.getLogger("rasa"), logging.getLogger("rasa").level
    logger.setLevel(logging.DEBUG)
    try:
        copied = rasa.core.processor.copy.deepcopy(value)
    finally:
        logger.setLevel(before)
    assert copied == value and copied["a"] is not value["a"]


def test_slots_are_listed_when_debug_lines_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    tracker, listed = DialogueStateTracker("p", [TextSlot("place", mappings=[])]), []
    monkeypatch.setattr(MessageProcessor, "_log_slots", staticmethod(listed.append))
    assert "slot_lines" in patches.apply(["slot_lines"])
    MessageProcessor._log_slots(tracker)
    assert listed == []
    logger, before = logging.getLogger("rasa"), logging.getLogger("rasa").level
    logger.setLevel(logging.DEBUG)
    try:
        MessageProcessor._log_slots(tracker)
    finally:
        logger.setLevel(before)
    assert listed == [tracker]
    patches.revert()
