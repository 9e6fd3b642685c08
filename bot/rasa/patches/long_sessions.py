"""A session that has grown long gives way to a new one: Rasa walks over all events of a session at every message."""

from __future__ import annotations

import logging
from typing import Any

from bot import settings
from bot.rasa.patches.replacement import Undo, replace_attribute

logger = logging.getLogger("orienta.sessions")


def end_long_sessions() -> Undo:
    """A session ends after `ORIENTA_SESSION_MAX_MESSAGES` messages of the person, besides when it expires.

    What goes on in the new one is decided by ``action_session_start``.
    """
    from rasa.core.processor import MessageProcessor

    max_messages = settings.load().session_max_messages
    stock = MessageProcessor._has_session_expired

    def _has_session_expired(self: Any, tracker: Any) -> bool:
        if stock(self, tracker):
            return True
        if not self.domain.session_config.are_sessions_enabled():
            return False
        long = count_session_messages(tracker) >= max_messages
        if long:
            logger.debug("a session of %d messages ends", max_messages)
        return long

    return replace_attribute(MessageProcessor, "_has_session_expired", _has_session_expired)


def count_session_messages(tracker: Any) -> int:
    """How many messages of the person there are since the session started."""
    from rasa.shared.core.events import SessionStarted, UserUttered

    count = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            break
        count += isinstance(event, UserUttered)
    return count
