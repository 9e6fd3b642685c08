"""Texts as forms read them."""

from __future__ import annotations

import pytest

from connectors.site.forms import LONGEST_VALUE, clean_line


@pytest.mark.parametrize(("sent", "read"), [
    ("  Maria\r\n Rossi\t", "Maria Rossi"), ("a\x00b\x1bc", "a b c"), ("\ud800x", "x"), ("è ’ 😀", "è ’ 😀"),
    ("x" * 5000, "x" * LONGEST_VALUE)])
def test_a_text_is_one_printable_line(sent: str, read: str) -> None:
    assert clean_line(sent) == read
