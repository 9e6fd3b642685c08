"""Plain Rasa with our channels: it follows the desk's releases, unless its command names a model."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.server.rasa_channel import follow_desk
from bot.settings import Settings

AGENT = SimpleNamespace(processor=SimpleNamespace(model_path=Path("models/usual.tar.gz")))


@pytest.mark.parametrize(("more", "follows"), [
    ([], True), (["-p", "5005", "--enable-api"], True), (["-m", "models/x.tar.gz"], False), (["--model", "m"], False),
    (["--model=m"], False), (["-mm"], False)])
def test_a_named_model_serves_and_no_other(more: list[str], follows: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["rasa", "run", *more])
    released = follow_desk(Settings(), AGENT)
    assert (released is not None) is follows
    assert released is None or released.served == Path("models/usual.tar.gz")
