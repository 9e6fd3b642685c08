"""The audit's reasons come from the page on dependencies; what has none is told apart."""

from __future__ import annotations

import json
from datetime import UTC, datetime

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


def test_the_list_of_components_has_every_locked_package() -> None:
    bom = json.loads(audit.make_sbom(datetime(2026, 11, 29, tzinfo=UTC)))
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    by_name = {item["name"]: item for item in bom["components"]}
    locked = audit.list_locked()
    assert set(by_name) == set(locked) and len(locked) > 150
    assert by_name["rasa"]["purl"] == "pkg:pypi/rasa@3.6.21"
    assert {item["value"] for item in by_name["rasa"]["properties"]} == set(locked["rasa"][1]) != set()
    root = next(item for item in bom["dependencies"] if item["ref"] == "orienta-lecco")
    assert len(root["dependsOn"]) == len(locked)
