"""One attribute of Rasa's put in another's place, so that it can be put back."""

from __future__ import annotations

from typing import Any, Callable

Undo = Callable[[], None]
"""What puts stock Rasa's own back."""


def replace_attribute(owner: Any, name: str, new: Any) -> Undo:
    """Set the attribute ``name`` that the class or module ``owner`` itself defines."""
    old = owner.__dict__[name]
    setattr(owner, name, new)
    return lambda: setattr(owner, name, old)


def undo_together(*steps: Undo) -> Undo:
    """One undo for several."""

    def undo() -> None:
        for step in steps:
            step()

    return undo
