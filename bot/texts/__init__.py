"""What pages, channels and services say to a person: the sentences of the files beside this module, by key.

What the assistant answers is in ``bot/data/responses``, where Rasa finds it; what a page says around its data is in its
template. A key is the file's name and the path inside: ``get_text("telegram.edited")``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Iterator, Mapping

from bot.yaml_files import read_yaml

FOLDER = Path(__file__).parent


def get_text(key: str, **values: object) -> str:
    """The text of ``key``, its placeholders filled with ``values``.

    Raises:
        KeyError: no file has such a key, or a placeholder has no value.
    """
    return read_file(key.partition(".")[0])[key].format(**values)


@cache
def get_texts(group: str) -> Mapping[str, str]:
    """The texts of ``group`` by their own names: ``get_texts("handoffs.outcomes")``. They have no placeholders."""
    start = f"{group}."
    found = {key[len(start):]: text.format() for key, text in read_file(group.partition(".")[0]).items()
             if key.startswith(start)}
    if not found:
        raise KeyError(group)
    return MappingProxyType(found)


@cache
def read_file(name: str) -> Mapping[str, str]:
    """The texts of one file by their whole keys; read once."""
    path = FOLDER / f"{name}.yml"
    if not path.is_file():
        raise KeyError(name)
    return dict(_flatten(name, read_yaml(path)))


def _flatten(prefix: str, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if isinstance(value, str):
            yield f"{prefix}.{name}", value
        else:
            yield from _flatten(f"{prefix}.{name}", value)
