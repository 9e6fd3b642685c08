"""A session that has grown long gives way to a new one: Rasa walks over all events of a session at every message."""

from __future__ import annotations

import logging
from typing import Any, Callable

from bot.runtime.patches import RASA_VERSION

logger = logging.getLogger("orienta.sessions")


def install(max_messages: int) -> Callable[[], None]:
    """From now on a session ends after ``max_messages`` messages of the person, besides when it expires.

    What goes on in the new one is decided by ``action_session_start``. The result takes it away again (tests).
    On another Rasa version nothing is done: the patches have warned of it.
    """
    import rasa
    from rasa.core.processor import MessageProcessor

    if rasa.__version__ != RASA_VERSION:
        return lambda: None
    stock = MessageProcessor._has_session_expired

    def _has_session_expired(self: Any, tracker: Any) -> bool:
        if stock(self, tracker):
            return True
        if not self.domain.session_config.are_sessions_enabled():
            return False
        long = messages_in_session(tracker) >= max_messages
        if long:
            logger.debug("a session of %d messages ends", max_messages)
        return long

    MessageProcessor._has_session_expired = _has_session_expired

    def take_away() -> None:
        MessageProcessor._has_session_expired = stock

    return take_away


def messages_in_session(tracker: Any) -> int:
    """How many messages of the person there are since the session started."""
    from rasa.shared.core.events import SessionStarted, UserUttered

    count = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            break
        count += isinstance(event, UserUttered)
    return count
