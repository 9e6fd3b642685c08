"""The newest schema revision, read from the migration files: a server that only compares it does not import Alembic."""

from __future__ import annotations

import re
from pathlib import Path

VERSIONS = Path(__file__).parent / "migrations" / "versions"
_LINE = re.compile(r"""^(revision|down_revision)(?::[^=]*)?\s*=\s*["']([^"']+)["']""", re.MULTILINE)


def find_head(versions: Path = VERSIONS) -> str:
    """The one revision that no other builds upon.

    Raises:
        ValueError: there is none, or there are several.
    """
    own: set[str] = set()
    below: set[str] = set()
    for path in versions.glob("*.py"):
        for name, revision in _LINE.findall(path.read_text(encoding="utf-8")):
            (own if name == "revision" else below).add(revision)
    heads = own - below
    if len(heads) != 1:
        raise ValueError(f"{versions} has {len(heads)} newest revisions instead of one")
    return heads.pop()


def is_newer(revision: str, versions: Path = VERSIONS) -> bool:
    """Whether a database at ``revision`` was made by a newer program: revisions are numbered in their order."""
    return revision > find_head(versions)
