"""Known weaknesses: which versions an entry of OSV means, what is accepted, and that silence is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bench import advisories, audit
from bench.advisories import Advisory, NoAdvisories, find_advisories, is_affected, read_accepted

LOCKED = {"jinja2": "3.1.2", "ruamel-yaml": "0.18.17"}


def entry(name: str, number: str = "GHSA-aaaa-bbbb-cccc", **affected: Any) -> dict[str, Any]:
    return {"id": number, "aliases": ["CVE-2024-1"], "summary": "A weakness",
            "affected": [{"package": {"name": name, "ecosystem": "PyPI"}, **affected}]}


def within(*events: dict[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, each in enumerate([
            entry("Jinja2", **within({"introduced": "0"}, {"fixed": "3.1.3"})),
            entry("jinja2", "GHSA-old", **within({"introduced": "0"}, {"fixed": "2.11.3"})),
            entry("ruamel.yaml", "PYSEC-2024-9", versions=["0.18.17"]),
            {**entry("jinja2", "GHSA-gone", versions=["3.1.2"]), "withdrawn": "2024-01-01T00:00:00Z"},
            entry("other", "GHSA-other", versions=["3.1.2"]),
        ]):
            archive.writestr(f"{number}.json", json.dumps(each))
    return path


def test_the_file_names_what_the_locked_versions_have(file: Path) -> None:
    assert find_advisories(LOCKED, file) == [
        Advisory("jinja2", "3.1.2", ("GHSA-aaaa-bbbb-cccc", "CVE-2024-1"), "A weakness"),
        Advisory("ruamel-yaml", "0.18.17", ("PYSEC-2024-9", "CVE-2024-1"), "A weakness")]


@pytest.mark.parametrize(("version", "events", "wanted"), [
    ("1.0", [{"introduced": "0"}], True), ("1.0", [{"introduced": "1.0"}, {"fixed": "1.0.1"}], True),
    ("1.0", [{"introduced": "0"}, {"fixed": "1.0"}], False), ("1.0", [{"introduced": "1.0.1"}], False),
    ("1.10", [{"introduced": "1.2"}, {"fixed": "1.9"}], False),
    ("1.0", [{"introduced": "0"}, {"last_affected": "1.0"}], True),
    ("1.1", [{"introduced": "0"}, {"last_affected": "1.0"}], False),
    ("2.5", [{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.6"}], True),
    ("1.7", [{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.6"}], False)])
def test_ranges_are_read_as_osv_means_them(version: str, events: list[dict[str, str]], wanted: bool) -> None:
    assert is_affected(version, within(*events)) is wanted


def test_osv_is_asked_for_the_locked_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(address: str, question: Any = None) -> Any:
        if question is None:
            return entry("jinja2", address.rpartition("/")[2])
        assert [each["version"] for each in question["queries"]] == list(LOCKED.values())
        return {"results": [{"vulns": [{"id": "GHSA-x"}]}, {}]}

    monkeypatch.setattr(advisories, "_ask", answer)
    assert [each.names[0] for each in find_advisories(LOCKED, None)] == ["GHSA-x"]


def test_what_cannot_be_read_is_not_taken_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"<html>")
    for file in (broken, tmp_path / "none.zip"):
        with pytest.raises(NoAdvisories):
            find_advisories(LOCKED, file)
    monkeypatch.setattr(advisories, "OSV", "http://127.0.0.1:1")
    assert "NOT be checked" in audit.check_advisories(None)


def test_only_what_is_accepted_is_let_pass(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "### X\n\n| id | why |\n|---|---|\n| CVE-2024-1 | only while tests run |\n\n## Y\n| CVE-2024-2 | no |\n"
    accepted = read_accepted(page, "### X\n")
    assert accepted == {"CVE-2024-1": "only while tests run"}
    lines, is_new = audit.describe_advisories(find_advisories(LOCKED, file), accepted)
    assert not is_new and "accepted: only while tests run" in lines[1]
    lines, is_new = audit.describe_advisories(find_advisories(LOCKED, file), {})
    assert is_new and "NOT ACCEPTED" in lines[1]
