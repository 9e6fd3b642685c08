"""The kinds of notices: what each needs to be still right, the channels it goes to, and how long a chat is waited for.

The words of a kind are in ``bot/texts/notices.yml`` under its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Optional

from bot.rules import reminder_times

CHAT, SMS, EMAIL = "chat", "sms", "email"
EVERY = (CHAT, SMS, EMAIL)
CONTACT = (SMS, EMAIL)
"""For what the conversation says already, or what only who owns the contact may read."""

CONFIRMATION, MOVED, CANCELLATION, ERASED = "confirmation", "moved", "cancellation", "erased"
LOST_CODE, OTHER_LOST_CODE = "lost_code", "other_lost_code"
NEWS = "news"
CLOSED = "office_closed"
"""Said instead of a reminder when the office turns out to be closed at that time."""
KEPT = "kept"
EVENT_REMINDER, EVENT_PLACE_FREE = "event_reminder", "event_place_free"
EVENT_CHANGED, EVENT_CALLED_OFF = "event_changed", "event_called_off"
INTEREST_NEWS, INTEREST_QUESTION = "interest_news", "interest_question"
WAITING_OFFER = "waiting_offer"


@dataclass(frozen=True)
class Kind:
    """``channels``: in the order in which they are tried, each one only when the one before did not reach the person.

    ``patience``: how long a message in a chat may stay unopened before the next channel is tried. ``status``: what
    the appointment must be for the notice to be still right, and then also its start must be the same and ahead; None:
    it is not looked at. ``calendar``: by e-mail it brings the calendar file. ``answers``: in the chat one can say that
    one comes, or cancel. ``moves``: in the chat one can move or cancel. ``forget``: nothing of it is kept when it has
    ended. ``by_day``: it is handed over by day only, also when it had to be tried again.
    """

    channels: tuple[str, ...] = EVERY
    patience: timedelta = timedelta(minutes=45)
    status: Optional[str] = "active"
    calendar: bool = False
    answers: bool = False
    moves: bool = False
    forget: bool = False
    by_day: bool = False


KINDS = {
    reminder_times.DAY_BEFORE: Kind(calendar=True, answers=True),
    reminder_times.TWO_HOURS: Kind(calendar=True, answers=True, patience=timedelta(minutes=15)),
    CONFIRMATION: Kind(CONTACT, calendar=True),
    MOVED: Kind(CONTACT, calendar=True),
    CANCELLATION: Kind(CONTACT, status="cancelled", calendar=True),
    ERASED: Kind((EMAIL,), status=None, calendar=True, forget=True),
    LOST_CODE: Kind((SMS, EMAIL, CHAT)),
    OTHER_LOST_CODE: Kind(CONTACT, status=None),
    NEWS: Kind(status=None),
    CLOSED: Kind(moves=True),
    KEPT: Kind(),
    EVENT_REMINDER: Kind(status=None, by_day=True),
    EVENT_PLACE_FREE: Kind(status=None, by_day=True),
    EVENT_CHANGED: Kind(status=None, by_day=True),
    EVENT_CALLED_OFF: Kind(status=None, by_day=True),
    INTEREST_NEWS: Kind(status=None, by_day=True),
    INTEREST_QUESTION: Kind(status=None, by_day=True),
    WAITING_OFFER: Kind(status=None, by_day=True, patience=timedelta(minutes=10)),
}
"""Whoever has another kind of notice adds it here, with its words in ``bot/texts/notices.yml``."""


BY_DAY = tuple(name for name, kind in KINDS.items() if kind.by_day)
"""Kinds that disturb nobody at night."""


def find_kind(name: str) -> Kind:
    """The kind of that name; one that a newer or older version wrote is tried everywhere."""
    return KINDS.get(name, Kind(status=None))
