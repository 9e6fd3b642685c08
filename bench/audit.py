"""`make audit`: known weaknesses of the two locks, what of them is old or ended on purpose and why, and an SBOM.

    python -m bench.audit [--advisories all.zip]

The reasons are those of docs/decisions/dependencies.md; what is newest, the package index of this machine says.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Optional

from bench.advisories import Advisory, NoAdvisories, find_advisories, read_accepted
from bot.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "decisions" / "dependencies.md"
SBOM = PROJECT_ROOT / "build" / "sbom.cdx.json"
ACCEPTED_HEADING = "### Accepted advisories\n"
HEADING = "### Old or ended, and the fence\n"


@dataclass(frozen=True)
class Kept:
    """A package that stays at ``version``, and why."""

    version: str
    reason: str


def read_kept() -> dict[str, Kept]:
    """The packages that the page on dependencies keeps old."""
    text = PAGE.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n#")[0]
    rows = re.findall(r"^\| ([a-z][a-z0-9-]*) \| ([0-9][^ |]*) \| (.*) \|$", text, re.MULTILINE)
    return {name: Kept(version, reason) for name, version, reason in rows}


def list_outdated() -> dict[str, tuple[str, str]]:
    """Each installed package that is not the newest: its version and the newest.

    Raises:
        RuntimeError: the package index does not answer.
    """
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "list"]
    if shutil.which("uv"):
        command = ["uv", "pip", "list", "--quiet", "--python", sys.executable]
    done = subprocess.run([*command, "--outdated", "--format", "json"], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-300:])
    return {re.sub(r"[-_.]+", "-", item["name"]).lower(): (item["version"], item["latest_version"])
            for item in json.loads(done.stdout)}


def list_locked() -> dict[str, tuple[str, list[str]]]:
    """Version and SHA-256 digests of each package of the two locks that run or test the project, by name."""
    found: dict[str, tuple[str, list[str]]] = {}
    for lock in ("requirements.lock", "requirements-dev.lock"):
        for block in re.split(r"\n(?=[a-z0-9])", (PROJECT_ROOT / lock).read_text(encoding="utf-8")):
            named = re.match(r"([a-z0-9][a-z0-9._-]*)==([^ \\;]+)", block)
            if named:
                found[named[1]] = named[2], re.findall(r"--hash=sha256:([0-9a-f]{64})", block)
    return found


def make_sbom(moment: datetime) -> str:
    """The locks as a list of components in CycloneDX 1.6, JSON: what scanners of advisories read.

    A package has the digests of all of its files, one a platform: they stand as properties, since a hash of
    CycloneDX means the one file that is there.
    """
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion
    from packageurl import PackageURL

    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = Component(name=project["name"], version=project["version"], type=ComponentType.APPLICATION,
                     bom_ref=project["name"])
    bom = Bom(metadata=BomMetaData(timestamp=moment, component=root))
    for name, (version, digests) in list_locked().items():
        purl = PackageURL("pypi", name=name, version=version)
        bom.components.add(Component(
            name=name, version=version, type=ComponentType.LIBRARY, purl=purl, bom_ref=purl.to_string(),
            properties=[Property(name="pip:hash:sha256", value=digest) for digest in digests]))
    bom.register_dependency(root, bom.components)
    return str(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1))


def describe(kept: dict[str, Kept], outdated: dict[str, tuple[str, str]]) -> list[str]:
    """The report, a line a package."""
    lines = ["Old or ended, on purpose:"]
    for name, package in sorted(kept.items()):
        newest = f", newest {outdated[name][1]}" if name in outdated else ""
        lines.append(f"  {name} {package.version}{newest}: {package.reason}")
    lines.append("Not the newest (`make lock UPGRADE=--upgrade` takes what pyproject.toml allows):")
    others = [f"  {name} {old} -> {new}" for name, (old, new) in sorted(outdated.items()) if name not in kept]
    return [*lines, *(others or ["  nothing"])]


def describe_advisories(found: list[Advisory], accepted: dict[str, str]) -> tuple[list[str], bool]:
    """A line for each advisory, and whether one is there that nobody has accepted."""
    lines, is_new = ["Known weaknesses (OSV):"], False
    for each in found:
        why = next((accepted[name] for name in each.names if name in accepted), None)
        is_new = is_new or why is None
        lines.append(f"  {each.package} {each.version} {each.names[0]}: {each.summary}; "
                     f"{'NOT ACCEPTED' if why is None else f'accepted: {why}'}")
    return [*lines, *([] if found else ["  none"])], is_new


def check_advisories(file: Optional[Path]) -> str:
    """Print what is known; what speaks against the locks, or that nothing could be checked, empty when all is well."""
    locked = {name: version for name, (version, _) in list_locked().items()}
    try:
        found = find_advisories(locked, file)
    except NoAdvisories as error:
        return ("the advisories could NOT be checked, OSV is not to be had "
                f"({error}); with its file: make audit ARGS='--advisories all.zip'")
    lines, is_new = describe_advisories(found, read_accepted(PAGE.read_text(encoding="utf-8"), ACCEPTED_HEADING))
    print("\n".join(lines))
    return "there are weaknesses that nobody has accepted" if is_new else ""


def main() -> None:
    """Print the report and write the SBOM; exit code 1 when something could not be asked, or a weakness is new."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--advisories", type=Path, help="OSV's all.zip for PyPI, in place of its service")
    options = parser.parse_args()
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(make_sbom(datetime.now(UTC)), encoding="utf-8")
    print(f"Components (CycloneDX): {SBOM.relative_to(PROJECT_ROOT)}")
    problem = check_advisories(options.advisories)
    try:
        outdated = list_outdated()
    except RuntimeError as error:
        print("\n".join(describe(read_kept(), {})[:-2]))
        raise SystemExit("; ".join(filter(None, [problem, f"the package index does not answer: {error}"]))) from error
    print("\n".join(describe(read_kept(), outdated)))
    if problem:
        raise SystemExit(problem)


if __name__ == "__main__":
    main()
