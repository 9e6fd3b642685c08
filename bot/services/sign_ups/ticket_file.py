"""A sign-up as an iCalendar file."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from bot.services.ics import PRODUCT
from bot.services.sign_ups.results import TicketView
from bot.services.sign_ups.tickets import find_event_start
from bot.texts import get_text

ASSUMED_LENGTH = timedelta(hours=2)
"""How long an event lasts in a calendar where no end is published."""


def make_ticket_file(ticket: TicketView, now: datetime) -> bytes:
    """The file: a whole day where no hour is published."""
    from icalendar import Calendar, Event  # late: it costs a tenth of a second of the server's start

    event = Event()
    event.add("uid", f"{hashlib.sha256(f'ticket:{ticket.id}:{ticket.code}'.encode()).hexdigest()[:32]}@orienta-lecco")
    event.add("status", "TENTATIVE" if ticket.status == "waiting" else "CONFIRMED")
    event.add("dtstamp", now.astimezone(UTC))
    if ticket.starts is None:
        event.add("dtstart", ticket.day)
    else:
        start = find_event_start(ticket.day, ticket.starts)
        end = find_event_start(ticket.day, ticket.ends) if ticket.ends else start + ASSUMED_LENGTH
        # in UTC as appointments are: zones are described in ways that Outlook reads wrong
        event.add("dtstart", start.astimezone(UTC))
        event.add("dtend", end.astimezone(UTC))
    event.add("summary", ticket.title)
    event.add("location", ticket.where)
    event.add("description", get_text("sign_ups.file", code=ticket.code))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
