"""Files of the site: its own at /static/, and what the front end's build made at /static/app/."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

OWN = Path(__file__).resolve().parent / "static"
BUILT = Path(__file__).resolve().parents[1] / "frontend" / "dist"

FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"


class Files(StaticFiles):
    """A folder whose files may be kept for ever when the address has their version."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = FOR_EVER if b"v=" in scope.get("query_string", b"") else A_WHILE
        return response


def mount(app: FastAPI) -> None:
    """Serve both folders; the second may be made later, by `make build`."""
    app.mount("/static/app", Files(directory=BUILT, check_dir=False))
    app.mount("/static", Files(directory=OWN))


def address(name: str) -> str:
    """The address of a file of ``static/``, or of the front end when ``name`` begins with ``app/``.

    It changes with the file's contents.
    """
    path = _path(name)
    version = _version(path, path.stat().st_mtime_ns) if path.is_file() else "0"
    return f"/static/{name}?v={version}"


def built(name: str = "bootstrap-italia/css/bootstrap-italia.min.css") -> bool:
    """Whether the front end's build has made ``name``: without Node it has not, and pages do without."""
    return (BUILT / name).is_file()


def _path(name: str) -> Path:
    return BUILT / name.removeprefix("app/") if name.startswith("app/") else OWN / name


@lru_cache(maxsize=256)
def _version(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
