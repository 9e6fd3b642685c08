"""The audit's reasons come from the page on dependencies; what has none is told apart."""

from __future__ import annotations

from bench import audit


def test_reasons_are_read_from_the_page() -> None:
    kept = audit.read_kept()
    assert kept["setuptools"].version.startswith("81.") and "pkg_resources" in kept["setuptools"].reason
    assert len(kept) > 10


def test_what_has_a_reason_is_told_apart_from_what_has_none() -> None:
    kept = {"packaging": audit.Kept("21.3", "Rasa reads it")}
    lines = audit.describe(kept, {"packaging": ("21.3", "26.0"), "aiohttp": ("3.14.5", "3.15.0")})
    assert "  packaging 21.3, newest 26.0: Rasa reads it" in lines
    assert lines[-1] == "  aiohttp 3.14.5 -> 3.15.0"
    assert audit.describe(kept, {})[-1] == "  nothing"
