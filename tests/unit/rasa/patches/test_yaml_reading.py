"""YAML gives what it gives to stock Rasa, with fewer comparisons."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.utils.io import read_yaml
from ruamel.yaml.resolver import VersionedResolver

from bot.settings import PROJECT_ROOT
from tests.unit.rasa.patches.comparison import compare

KINDS = "kinds:\n" + "".join(f"- {scalar}\n" for scalar in [
    "uno", "sì", '"yes"', "no", "'null'", "~", "null", "''", "${HOME}", "prima ${HOME} dopo", "0o17", "017", "1_000",
    "12:30:45", "1", "-2", "3.5", "1e3", ".5", ".inf", "0x1F", "+7", "true", "False", "on", "2026-11-30",
    "2026-11-30 10:00:00"])


def _read(text: str, repeated: int) -> tuple[Any, int]:
    """What is read of ``text`` with its last line repeated, and the most patterns that one scalar was compared with."""
    most, stock = 0, VersionedResolver.resolve

    def resolve(self: Any, kind: Any, value: Any, implicit: Any) -> Any:
        nonlocal most
        most = max([most, *map(len, self.versioned_resolver.values())])
        return stock(self, kind, value, implicit)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(VersionedResolver, "resolve", resolve)
        return read_yaml(text + "more:\n" + "- {a: uno, b: 12}\n" * repeated), most


def test_every_kind_of_scalar_and_the_domain_are_read_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/casa")
    texts = [KINDS, *(path.read_text(encoding="utf-8") for path in (
        PROJECT_ROOT / "domain.yml", *sorted((PROJECT_ROOT / "bot/data/responses").glob("*.yml"))))]
    stock, patched = compare("yaml_resolvers", lambda: repr([read_yaml(text) for text in texts]))
    assert stock == patched and "prima /casa dopo" in stock and "datetime" in stock


def test_a_scalar_is_compared_with_no_more_patterns_in_a_long_text_than_in_a_short_one() -> None:
    stock, patched = compare("yaml_resolvers", lambda: (_read(KINDS, 10)[1], _read(KINDS, 200)[1]))
    assert stock[1] > 200 > stock[0], "the control: stock grows"
    assert patched[0] == patched[1] < 20
