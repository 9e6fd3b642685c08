"""`make audit`: what of the two locks is not the newest, and what is old or ended on purpose, with the reason.

The reasons are those of docs/decisions/dependencies.md; what is newest, the package index of this machine says.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

from bot.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "decisions" / "dependencies.md"
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
    """Print the report; exit code 1 when the index could not be asked."""
    try:
        outdated = list_outdated()
    except RuntimeError as error:
        print("\n".join(describe(read_kept(), {})[:-2]))
        raise SystemExit(f"the package index does not answer: {error}") from error
    print("\n".join(describe(read_kept(), outdated)))


if __name__ == "__main__":
    main()
