"""What an erasure leaves on purpose: a last e-mail that takes the appointment out of the person's calendar."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Appointment, Notice
from bot.db.models.base import get_table
from bot.italian.text import format_moment
from bot.services.booking import find_views
from bot.services.ics import make_uid, name_calendar_file, write_ics
from bot.services.notices.kinds import EMAIL, ERASED, KINDS
from bot.services.notices.recipients import list_recipients_in
from bot.services.notices.requests import NewNotice, add_notice_in

_appointment: Any = Appointment
_notice = get_table(Notice)


def take_back_calendars_in(session: Session, condition: Any, now: datetime) -> int:
    """Before the appointments under ``condition`` are deleted: a CANCEL for each file that was sent and lies ahead.

    How many. The contact stays in the notice until it has gone out, then nothing of it does.
    """
    sent = select(_notice.c.appointment_id).where(
        _notice.c.channel == EMAIL, _notice.c.state.in_(("sent", "delivered")),
        _notice.c.kind.in_([name for name, kind in KINDS.items() if kind.calendar]))
    ahead = (condition, _appointment.status == "active", _appointment.starts_at > clock.to_utc(now),
             _appointment.id.in_(sent))
    recipients = list_recipients_in(session, *ahead)
    added = 0
    for view in find_views(session, *ahead):
        gone = dataclasses.replace(view, status="cancelled", sequence=view.sequence + 1)
        to = recipients[view.id]
        if to.contact_kind != EMAIL:
            continue
        about = {"calendar": write_ics(gone, now).decode(), "file_name": name_calendar_file(gone),
                 "moment": format_moment(view.starts_at)}
        added += add_notice_in(session, NewNotice(
            ERASED, f"erased:{make_uid(view)}", now, view.starts_at, contact=to.contact, contact_kind=to.contact_kind,
            about=about), now)
    return added
