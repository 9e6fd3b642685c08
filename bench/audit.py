"""`make audit`: what of the two locks is not the newest, what is old or ended on purpose and why, and an SBOM.

The reasons are those of docs/decisions/dependencies.md; what is newest, the package index of this machine says.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "decisions" / "dependencies.md"
SBOM = PROJECT_ROOT / "build" / "sbom.cdx.json"
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


def main() -> None:
    """Print the report and write the SBOM; exit code 1 when the index could not be asked."""
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(make_sbom(datetime.now(UTC)), encoding="utf-8")
    print(f"Components (CycloneDX): {SBOM.relative_to(PROJECT_ROOT)}")
    try:
        outdated = list_outdated()
    except RuntimeError as error:
        print("\n".join(describe(read_kept(), {})[:-2]))
        raise SystemExit(f"the package index does not answer: {error}") from error
    print("\n".join(describe(read_kept(), outdated)))


if __name__ == "__main__":
    main()
