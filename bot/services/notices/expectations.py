"""Which reminders of an appointment will come, and where: said when it is made, in one sentence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot import clock
from bot.db.models import Appointment, Notice
from bot.db.models.base import get_table
from bot.db.session import transaction
from bot.rules import reminder_times
from bot.services.booking import find_view
from bot.services.notices.kinds import CHAT, KINDS
from bot.services.notices.recipients import TELEGRAM, Recipient, find_recipient_in, list_recipients_in
from bot.settings import Settings
from bot.texts import get_text

_appointment: Any = Appointment
_notice = get_table(Notice)


def describe_reminders(settings: Settings, *, appointment_id: int, here: bool, now: datetime) -> str:
    """The sentence. ``here``: it is said in the conversation of the appointment. Empty when there is none ahead.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        view = find_view(session, _appointment.id == appointment_id)
        recipient = list_recipients_in(session, _appointment.id == appointment_id).get(appointment_id)
        made = session.get(Appointment, appointment_id)
        made_at = None if made is None else clock.local(made.changed_at)
    if view is None or recipient is None or made_at is None or view.status != "active" or view.starts_at <= now:
        return ""
    kinds = [kind for kind in reminder_times.KINDS if reminder_times.wants_reminder(kind, view.starts_at, made_at)
             and now <= reminder_times.find_last_time(kind, view.starts_at)]
    channels = recipient.channels(settings, KINDS[kinds[0]].channels) if kinds else []
    if not channels:
        return get_text("notices.expected.none")
    return _sentence("both" if len(kinds) > 1 else kinds[0], channels, view.contact, recipient, here)


def describe_notice(settings: Settings, *, key: str, contact: str, here: bool) -> str:
    """The same for a reminder of the day before that belongs to no appointment: the notice with ``key``.

    ``contact``: as it may be shown. Empty when no such notice is due.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    with transaction(settings.database_url) as session:
        row = session.execute(select(_notice).where(_notice.c.key == key, _notice.c.state == "due")).first()
        if row is None:
            return ""
        recipient = find_recipient_in(session, row)
    channels = recipient.channels(settings, row.channels.split(","))
    if not channels:
        return get_text("notices.expected.none")
    return _sentence(reminder_times.DAY_BEFORE, channels, contact, recipient, here)


def _sentence(when: str, channels: list[str], contact: str, recipient: Recipient, here: bool) -> str:
    first, *others = (_name(channel, contact, recipient, here) for channel in channels)
    where = get_text("notices.expected.then", first=first, then=others[0]) if others else first
    return get_text("notices.expected.sentence", when=get_text(f"notices.expected.when.{when}"), where=where)


def _name(channel: str, contact: str, recipient: Recipient, here: bool) -> str:
    if channel != CHAT:
        return get_text(f"notices.expected.where.{channel}", contact=contact)
    home = recipient.home
    if home is not None and home.channel == TELEGRAM:
        return get_text("notices.expected.where.telegram")
    return get_text("notices.expected.where.here" if here else "notices.expected.where.chat")
