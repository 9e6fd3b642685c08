"""YAML is read in a time that grows with its size, not with its square."""

from __future__ import annotations

from typing import Any

from bot.rasa.patches.replacement import Undo, replace_attribute


def keep_resolvers_apart() -> Undo:
    """Rasa gives ruamel.yaml a pattern for scalars of any beginning, and ruamel adds it to the patterns of a first
    letter anew for each scalar that begins with it: 135 comparisons a scalar of our domain, half of the time that a
    model takes to load. A tuple cannot grow."""
    from ruamel.yaml.resolver import VersionedResolver

    def add_version_implicit_resolver(self: Any, version: Any, tag: Any, regexp: Any, first: Any) -> None:
        resolvers = self._version_implicit_resolver.setdefault(version, {None: ()})
        for letter in [None] if first is None else first:
            resolvers[letter] = (*resolvers.get(letter, ()), (tag, regexp))

    return replace_attribute(VersionedResolver, "add_version_implicit_resolver", add_version_implicit_resolver)
