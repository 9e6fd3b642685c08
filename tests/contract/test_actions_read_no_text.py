"""Actions read no text by themselves: patterns over a person's words and extractors of values stand in the dialogue.

What an answer is, the kind of its question says (``bot.dialogue.value_kinds``); what else a message tells is read
beside it in ``bot.dialogue``. Who still reads is listed here with the number of places and why; the list shrinks.
"""

from __future__ import annotations

import ast
from typing import Mapping, NamedTuple

import pytest

from tests.contract.test_layers import parse_source, read_sources

EXTRACTORS = (
    "bot.italian.people", "bot.italian.short_replies", "bot.italian.dates", "bot.italian.numbers", "bot.italian.stars",
    "bot.italian.availability", "bot.italian.weekdays", "bot.italian.municipalities", "bot.italian.distress",
    "bot.italian.corrections", "bot.italian.digits", "bot.italian.gibberish")
"""Modules whose functions find something in a text; their types may be named."""


class StillReads(NamedTuple):
    """In how many places a module reads text, and why it still does."""

    places: int
    why: str


LEFT: Mapping[str, StillReads] = {
    "bot/actions/answers/new_names.py": StillReads(
        2, "compares the words of a question with names that are in the database and in no example"),
    "bot/actions/handoff/handoff.py": StillReads(
        1, "which distress it is goes to the desk; the intent that it gets says only that there is one"),
}
"""None of them is a task. None is to be added."""


def count_readings(source: str) -> int:
    """The calls of ``re`` and of extractors in a module."""
    extractors: set[str] = set()
    for node in ast.walk(parse_source(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            extractors |= {alias.asname or alias.name for alias in node.names
                           if f"{node.module}.{alias.name}".startswith(EXTRACTORS) and alias.name[0].islower()}
    return sum(_called_name(node) in {"re", *extractors} for node in ast.walk(parse_source(source))
               if isinstance(node, ast.Call))


def _called_name(call: ast.Call) -> str:
    """The first name of what is called: ``re`` of ``re.compile(…)``, ``dates`` of ``dates.parse(…)``."""
    called = call.func
    while isinstance(called, ast.Attribute):
        called = called.value
    return called.id if isinstance(called, ast.Name) else ""


def test_no_action_reads_text_but_those_that_are_listed() -> None:
    found = {path: count for path, source in read_sources().items()
             if path.startswith("bot/actions/") and (count := count_readings(source))}
    assert found == {path: left.places for path, left in LEFT.items()}, "read it in bot/dialogue; take off what is done"
    assert all(left.why for left in LEFT.values())


@pytest.mark.parametrize(("source", "places"), [
    ("import re\n_YES = re.compile('sì')\n", 1),
    ("import re\nfound = re.search('x', text) or re.search('y', text)\n", 2),
    ("from bot.italian.people.contacts import Email, read_contact\nreached = read_contact(text)\nEmail('a')\n", 1),
    ("from bot.italian import dates\nspan = dates.parse(text, now)\n", 1),
    ("from bot.italian.text import format_day\nformat_day(day)\n", 0)])
def test_a_reading_is_seen(source: str, places: int) -> None:
    """The control."""
    assert count_readings(source) == places
