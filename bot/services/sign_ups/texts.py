"""A sign-up in words: line, notice."""

from __future__ import annotations

import hashlib
from typing import Any, Optional

from bot.italian.text import format_day, format_time_range
from bot.services.sign_ups.results import SignUpDay, TicketView
from bot.texts import get_text

LONGEST_TITLE = 40
"""Letters of a title on a button."""


def describe_ticket(ticket: TicketView) -> str:
    """What, when and where, in a line."""
    return _describe(ticket)


def describe_day(day: SignUpDay) -> str:
    """The same of a day that one can sign up for."""
    return _describe(day)


def name_day(day: TicketView | SignUpDay) -> str:
    """Event and day, for a button."""
    return f"{day.title[:LONGEST_TITLE].rstrip()}, {format_day(day.day, weekday=False, year=False)}"


def digest_day(ticket: TicketView) -> str:
    """The same as long as day, hours and place are."""
    return hashlib.sha256(describe_ticket(ticket).encode()).hexdigest()[:12]


def _describe(day: TicketView | SignUpDay, longest: Optional[int] = None) -> str:
    hours = format_time_range(day.starts, day.ends, day.daypart)
    parts = (f"«{day.title[:longest].rstrip()}»", format_day(day.day), hours, day.where[:longest])
    return ", ".join(part for part in parts if part)


def word_notice(kind: str, ticket: TicketView) -> dict[str, Any]:
    """Subject, text and short text of a notice, and its button in a chat; the code tells who may withdraw."""
    name = kind.removeprefix("event_")
    values = {"what": describe_ticket(ticket), "title": ticket.title, "day": format_day(ticket.day, year=False),
              "brief": _describe(ticket, LONGEST_TITLE), "code": ticket.code}
    words = {part: get_text(f"sign_ups.{name}.{part}", **values) for part in ("subject", "text", "short")}
    return {**words, "buttons": [{"title": get_text("sign_ups.buttons.withdraw"),
                                  "payload": f'/withdraw_ticket{{"option": "ticket:{ticket.code}"}}'}]}


def name_file(ticket: TicketView) -> str:
    """The name of its calendar file."""
    return f"evento-{ticket.day:%Y-%m-%d}.ics"
