"""Wherever a person cannot go on, the office's number and hours stand beside it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.actions.answers.office_ways import DEAD_ENDS
from tests.contract.test_names import RESPONSES, places
from tests.support.servers import ROOT

CALLS = re.compile(r"\b(?<!ti )(?<!si )(?:chiam[ai]|telefon[ai]|chiamare|telefonare|chiamando|rivolgiti|si rivolga)\b")
"""Who is told to call somewhere must read where."""
ELSEWHERE = {"utter_handoff_callback_left"}
"""Responses with such a word that send nobody to a telephone."""


@pytest.mark.parametrize("response", sorted(DEAD_ENDS))
def test_a_dead_end_names_the_office(response: str) -> None:
    for name in (response, f"{response}_lei", f"{response}_again"):
        assert name not in RESPONSES or "lines" in places(name), name


def test_code_says_a_dead_end_with_the_ways() -> None:
    """No plain ``say`` of one without ``lines``: the place would stay empty."""
    found = [f"{path.name}:{node.lineno}" for path in sorted((ROOT / "bot" / "actions").rglob("*.py"))
             for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _is_bare(node)]
    assert found == []


def _is_bare(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args):
        return False
    first = node.args[0]
    return isinstance(first, ast.Constant) and first.value in DEAD_ENDS and "lines" not in {
        keyword.arg for keyword in node.keywords}


def test_who_is_sent_to_the_telephone_reads_the_number() -> None:
    told = {name: {*places(name)} for name, variants in RESPONSES.items() if name not in ELSEWHERE and any(
        CALLS.search(variant.get("text", "").casefold()) for variant in variants)}
    assert len(told) > 15
    missing = sorted(name for name, known in told.items() if not known & {"lines", "contacts", "contact", "phone"}
                     and not any("ask_office_contact" in button["payload"] for own in (name, name.removesuffix("_lei"))
                                 for variant in RESPONSES.get(own, ()) for button in variant.get("buttons", ())))
    assert missing == []


def test_the_templates_of_dead_ends_show_the_offices() -> None:
    folder = Path(ROOT / "connectors" / "site" / "templates")
    for name in ("public/own_code.html", "public/lost_code.html", "public/waiting.html"):
        assert "office_lines.html" in (folder / name).read_text(encoding="utf-8"), name
    for name in ("code", "interest_code", "ticket_code", "waiting_code"):
        page = (folder / "public" / f"{name}.html").read_text(encoding="utf-8")
        assert page.startswith('{% extends "public/own_code.html" %}'), name
