"""Codes of appointments in a message, and messages of who has none."""

from __future__ import annotations

import pytest

from bot.dialogue.code_words import lacks_code, leave_out_codes


@pytest.mark.parametrize("text", ("il codice è lc-aw5g-3epa", "LC-AW5G-3EPA", "lc aw5g3epa", "AW5G-3EPA"))
def test_a_code_is_no_date(text: str) -> None:
    assert leave_out_codes(text) in ("il codice è", "")
    assert leave_out_codes(f"sposta {text} a venerdì alle 9").endswith("a venerdì alle 9")


@pytest.mark.parametrize(("text", "asked", "lacks"), [
    ("ho perso il codice", False, True), ("non ce l'ho", True, True), ("non ce l'ho", False, False),
    ("333 1234567", True, True), ("333 1234567", False, False), ("Anna Villa", True, True),
    ("LC-7K3M-QP9X", True, False), ("il 3 dicembre", True, False)])
def test_who_has_no_code(text: str, asked: bool, lacks: bool) -> None:
    assert lacks_code(text, asked) is lacks
