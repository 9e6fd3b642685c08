"""One call made on stock Rasa, then with a patch."""

from __future__ import annotations

from typing import Any, Callable

from bot.rasa import patches


def get_outcome(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a call gives: its result, or the class and the words of its exception."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error), str(error)


def compare(name: str, call: Callable[[], Any]) -> tuple[Any, Any]:
    """The outcome of ``call`` without and with the patch ``name``."""
    stock = get_outcome(call)
    assert name in patches.apply([name])
    return stock, get_outcome(call)
