"""Files of the site: its own at /static/, and what the front end's build made at /static/app/."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from connectors.web.static_files import A_WHILE, BUILT, StaticFolder

OWN = Path(__file__).resolve().parent / "static"

_own, _built = StaticFolder(OWN, A_WHILE), StaticFolder(BUILT, A_WHILE)


def mount(app: FastAPI) -> None:
    """Serve both folders; the second may be made later, by `make build`."""
    app.mount("/static/app", _built)
    app.mount("/static", _own)


def make_static_address(name: str) -> str:
    """The address of a file of ``static/``, or of the front end when ``name`` begins with ``app/``.

    It changes with the file's contents.
    """
    file = _built.get(name.removeprefix("app/")) if name.startswith("app/") else _own.get(name)
    return f"/static/{name}?v={file.version if file is not None else '0'}"


def is_built(name: str = "bootstrap-italia/css/bootstrap-italia.min.css") -> bool:
    """Whether the front end's build has made ``name``: without Node it has not, and pages do without."""
    return (BUILT / name).is_file()
