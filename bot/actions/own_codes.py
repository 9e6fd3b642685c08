"""What a code of one's own, typed or pressed, opens."""

from __future__ import annotations

from typing import Callable, TypeVar, Union

from bot.actions.answers.office_ways import say_dead_end
from bot.dialogue.turn import Reply, Turn
from bot.italian.text import format_time
from bot.rules import codes
from bot.services.code_lockout import TooManyAttempts, WrongCode

Own = TypeVar("Own")


def open_shown(
    turn: Turn, slot: str, prefix: str, open_one: Callable[[str], Union[Own, WrongCode, TooManyAttempts]], *,
    wrong: str, closed: str,
) -> Union[Own, Reply, None]:
    """What the button of ``slot`` or the code with that ``prefix`` in the message opens; None where there is neither.

    ``wrong`` and ``closed``: the responses for a code that nothing has, and for too many of those.
    """
    pressed, value = turn.option or ("", "")
    code = value if pressed == slot else codes.find_prefixed(turn.text, prefix)
    if not code:
        return None
    found = open_one(code)
    if isinstance(found, TooManyAttempts):
        return say_dead_end(turn, closed, until=format_time(found.until.time()))
    return say_dead_end(turn, wrong, left=found.left) if isinstance(found, WrongCode) else found
