"""Known weaknesses of the locked packages, from OSV: asked over the network, or looked for in its file.

OSV's file of all advisories of PyPI is https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip. What is
accepted stands in docs/decisions/dependencies.md, with why.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Optional

from packaging.version import InvalidVersion, Version

OSV = "https://api.osv.dev/v1"
SECONDS = 30.0
BATCH = 500
"""Packages of one question: OSV takes a thousand."""


class NoAdvisories(RuntimeError):
    """The advisories are not to be had: nothing was checked."""


@dataclass(frozen=True)
class Advisory:
    """A weakness of a locked package. ``names``: its identifiers, OSV's first."""

    package: str
    version: str
    names: tuple[str, ...]
    summary: str


def find_advisories(locked: Mapping[str, str], file: Optional[Path]) -> list[Advisory]:
    """The advisories of the ``locked`` packages (version by name), by ``file`` if it is given, else by OSV's service.

    Raises:
        NoAdvisories: neither the service nor the file could be read.
    """
    try:
        found = _in_file(locked, file) if file is not None else _asked(locked)
        return sorted(found, key=lambda each: (each.package, each.names))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, urllib.error.URLError) as error:
        raise NoAdvisories(f"{type(error).__name__}: {error}") from error


def read_accepted(page: str, heading: str) -> dict[str, str]:
    """Why each identifier is accepted, by the table under ``heading`` of the page."""
    text = page.partition(heading)[2].partition("\n#")[0]
    return dict(re.findall(r"^\| ((?:GHSA|CVE|PYSEC)-[\w-]+) \| (.*) \|$", text, re.MULTILINE))


def _asked(locked: Mapping[str, str]) -> Iterator[Advisory]:
    items = list(locked.items())
    for start in range(0, len(items), BATCH):
        part = items[start:start + BATCH]
        answer = _ask(f"{OSV}/querybatch", {"queries": [
            {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in part]})
        for (name, version), result in zip(part, answer["results"], strict=True):
            for each in result.get("vulns", ()):
                yield _advisory(name, version, _ask(f"{OSV}/vulns/{each['id']}"))


def _ask(address: str, question: Optional[dict[str, Any]] = None) -> Any:
    data = None if question is None else json.dumps(question).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data), timeout=SECONDS) as answer:
        return json.load(answer)


def _in_file(locked: Mapping[str, str], file: Path) -> Iterator[Advisory]:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            entry = json.loads(archive.read(name))
            for affected in entry.get("affected", ()) if "withdrawn" not in entry else ():
                package = re.sub(r"[-_.]+", "-", affected.get("package", {}).get("name", "")).lower()
                if package in locked and is_affected(locked[package], affected):
                    yield _advisory(package, locked[package], entry)
                    break


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Whether ``version`` is among those of an entry's ``affected``, listed or within a range, as OSV's schema says."""
    if version in affected.get("versions", ()):
        return True
    return any(_within(version, each["events"]) for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM")


def _within(version: str, events: Iterable[Mapping[str, str]]) -> bool:
    """The last event up to the version counts; of «last_affected» only what is later."""
    here, inside = Version(version), False
    for kind, given in sorted(((kind, given) for event in events for kind, given in event.items()),
                              key=lambda event: _order(event[1])):
        at = _order(given)
        if kind == "introduced" and at <= here:
            inside = True
        elif kind == "fixed" and at <= here or kind == "last_affected" and at < here:
            inside = False
    return inside


def _order(given: str) -> Version:
    try:
        return Version(given)
    except InvalidVersion:
        return Version("0")


def _advisory(package: str, version: str, entry: Mapping[str, Any]) -> Advisory:
    words = entry.get("summary") or str(entry.get("details", "")).partition("\n")[0]
    return Advisory(package, version, (entry["id"], *entry.get("aliases", ())), words[:120])
