"""Appointments as iCalendar files: a person's own, and the feed of an operator or an office, without personal data."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.services.agenda import Entry, FeedContent
from bot.services.booking import AppointmentView, word_appointment_place
from bot.texts import get_text

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Provincia di Lecco//orienta-lecco//IT"
REMINDER = timedelta(days=-1)
FEED_REFRESH = timedelta(minutes=30)
"""How often a calendar program is asked to read a feed again."""


def name_calendar_file(view: AppointmentView) -> str:
    """A name for the file that says what it is."""
    return f"appuntamento-{view.starts_at:%Y-%m-%d}.ics"


def make_uid(view: AppointmentView) -> str:
    """The same for every version of an appointment; says nothing of the person, and the code cannot be had from it."""
    return f"{hashlib.sha256(f'appointment:{view.id}:{view.code}'.encode()).hexdigest()[:32]}@orienta-lecco"


def write_ics(view: AppointmentView, now: datetime) -> bytes:
    """The file: METHOD PUBLISH with a reminder the day before, METHOD CANCEL for a cancelled appointment."""
    from icalendar import Calendar  # late: it costs a tenth of a second of the server's start

    cancelled = view.status == "cancelled"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_event(view, now, cancelled))
    return bytes(calendar.to_ical())


def make_feed_file(content: FeedContent, now: datetime, desk: str) -> bytes:
    """The appointments of a feed: what for, where, when, with which operator. Those who come stand at the desk only.

    ``desk``: the address of an appointment's page there, with ``{id}``; only who has signed in can open it.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", content.office_name or get_text("calendar_file.own_feed", name=content.name))
    calendar.add("refresh-interval", FEED_REFRESH, parameters={"VALUE": "DURATION"})
    for entry in content.entries:
        calendar.add_component(_feed_event(entry, now, desk.format(id=entry.id), with_whom=bool(content.office_name)))
    return bytes(calendar.to_ical())


def _feed_event(entry: Entry, now: datetime, page: str, with_whom: bool) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{hashlib.sha256(f'feed:{entry.id}'.encode()).hexdigest()[:32]}@orienta-lecco")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", get_text(
        "calendar_file.feed_with", service=entry.service_name, name=entry.operator_name)
        if with_whom and entry.operator_name else entry.service_name)
    event.add("location", entry.office_name)
    event.add("class", "PRIVATE")
    event.add("url", page)
    return event


def _event(view: AppointmentView, now: datetime, cancelled: bool) -> Event:
    from icalendar import Alarm, Event

    stamp = now.astimezone(UTC)
    event = Event()
    event.add("uid", make_uid(view))
    event.add("sequence", view.sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    # in UTC: every program turns it into its own zone, while zones are described in ways that Outlook reads wrong
    event.add("dtstart", view.starts_at.astimezone(UTC))
    event.add("dtend", view.ends_at.astimezone(UTC))
    event.add("summary", _summary(view, cancelled))
    event.add("location", word_appointment_place(view))
    event.add("description", _description(view, cancelled))
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", get_text("calendar_file.tomorrow", summary=_summary(view, cancelled)))
        alarm.add("trigger", REMINDER)
        event.add_component(alarm)
    return event


def _summary(view: AppointmentView, cancelled: bool) -> str:
    key = "calendar_file.summary_cancelled" if cancelled else "calendar_file.summary"
    return get_text(key, service=view.service_name, office=view.office_name)


def _description(view: AppointmentView, cancelled: bool) -> str:
    if cancelled:
        return get_text("calendar_file.cancelled_text", code=view.code)
    lines = [
        get_text("calendar_file.about", service=view.service_name, office=view.office_name),
        get_text("calendar_file.code", code=view.code),
    ]
    if view.bring:
        lines.append(get_text("calendar_file.bring", bring=view.bring))
    lines.append(get_text("calendar_file.cannot_come"))
    return "\n".join(lines)
