"""A sign-up in words: line, notice."""

from __future__ import annotations

from bot.italian.text import format_day, format_time_range
from bot.services.sign_ups.results import TicketView
from bot.texts import get_text


def describe_ticket(ticket: TicketView) -> str:
    """What, when and where, in a line."""
    hours = format_time_range(ticket.starts, ticket.ends, ticket.daypart)
    return ", ".join(part for part in (ticket.title, format_day(ticket.day), hours, ticket.where) if part)


def word_notice(name: str, ticket: TicketView) -> dict[str, str]:
    """Subject, text and short text of a notice; the code tells who may withdraw."""
    values = {"what": describe_ticket(ticket), "title": ticket.title, "day": format_day(ticket.day, year=False),
              "code": ticket.code}
    return {part: get_text(f"sign_ups.{name}.{part}", **values) for part in ("subject", "text", "short")}
