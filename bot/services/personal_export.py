"""A person's data to take along (access and portability): as JSON, and as a page that can be read."""

from __future__ import annotations

import html
import json
from datetime import date, datetime
from typing import Any, Iterable, Mapping, Optional

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import (
    Appointment,
    Consent,
    Conversation,
    Event,
    Feedback,
    Handoff,
    Interest,
    Message,
    Notice,
    NotUnderstood,
    Office,
    Service,
    SignUp,
    TelegramChat,
    WaitingWish,
)
from bot.db.session import transaction
from bot.services.privacy import NOTHING_LEFT, LeftData
from bot.settings import Settings
from bot.texts import get_text, get_texts

JSON_NAME, PAGE_NAME = "i-miei-dati.json", "i-miei-dati.html"

Collected = dict[str, Any]
"""Kind of data to a list of entries, each a name to a value: what both forms are made of."""


def collect_data(
    settings: Settings, *, conversation_id: Optional[str] = None, appointment_ids: Iterable[int] = (),
    left: LeftData = NOTHING_LEFT, now: datetime,
) -> Collected:
    """All that is kept of the conversation, of these appointments and of what was ``left``; of nobody else's.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    by_id = list(appointment_ids)
    with transaction(settings.database_url) as session:
        found: Collected = {"made_at": now.isoformat(timespec="seconds")}
        found["appointments"] = _appointments(session, conversation_id, by_id)
        found["interests"] = _rows(session, select(
            Interest.code, Interest.course_id, Interest.sector_id, Interest.place, Interest.availability,
            Interest.contact, Interest.fits, Interest.state, Interest.created_at, Interest.consent_at,
            Interest.notice_version, Interest.ends_on,
        ).where(_of(Interest, conversation_id, left.interests)).order_by(Interest.id))
        found["sign_ups"] = _rows(session, select(
            SignUp.code, Event.title.label("event"), SignUp.day, SignUp.name, SignUp.firm, SignUp.contact,
            SignUp.status, SignUp.created_at, SignUp.consent_at, SignUp.notice_version,
        ).join(Event, Event.id == SignUp.event_id).where(
            _of(SignUp, conversation_id, left.sign_ups)).order_by(SignUp.id))
        found["waiting_wishes"] = _waiting(session, conversation_id, by_id, left.waiting_wishes)
        if conversation_id is not None or left.callbacks:
            found["requests"] = _rows(session, select(
                Handoff.requested_at, Handoff.state, Handoff.reason, Handoff.subject, Handoff.wants, Handoff.card,
                Handoff.callback_contact, Handoff.callback_firm, Handoff.callback_notice, Handoff.callback_consent_at,
            ).where(_of(Handoff, conversation_id, left.callbacks)).order_by(Handoff.id))
        if conversation_id is not None:
            found["messages"] = _rows(session, select(Message.at, Message.author, Message.text).where(
                Message.conversation_id == conversation_id, Message.audience == "all").order_by(Message.sequence))
            found["ratings"] = _rows(session, select(
                Feedback.given_at, Feedback.stars, Feedback.aspect, Feedback.comment,
            ).where(Feedback.conversation_id == conversation_id).order_by(Feedback.id))
            found["not_understood"] = _rows(session, select(NotUnderstood.at, NotUnderstood.text).where(
                NotUnderstood.conversation_id == conversation_id).order_by(NotUnderstood.id))
            found["conversation"] = _rows(session, select(
                Conversation.id, Conversation.channel, Conversation.created_at, Conversation.changed_at,
            ).where(Conversation.id == conversation_id))
            found["telegram"] = _rows(session, select(TelegramChat.chat_id).where(
                TelegramChat.conversation_id == conversation_id))
        return found


def write_json(found: Collected) -> str:
    """The data for a program: names in English, times with their zone."""
    return json.dumps(found, ensure_ascii=False, indent=2)


def write_page(found: Collected) -> str:
    """The data as a page of its own, without scripts or anything that is loaded from elsewhere."""
    labels, titles = get_texts("personal_export.labels"), get_texts("personal_export.kinds")
    parts = [f"<p>{html.escape(get_text('personal_export.made_at', moment=found['made_at']))}</p>"]
    for kind, entries in found.items():
        if kind == "made_at":
            continue
        parts.append(f"<h2>{html.escape(titles.get(kind, kind))}</h2>")
        parts += [_entry(entry, labels) for entry in entries] or [
            f"<p>{html.escape(get_text('personal_export.nothing'))}</p>"]
    title = html.escape(get_text("personal_export.title"))
    return (f'<!doctype html>\n<html lang="it"><head><meta charset="utf-8"><title>{title}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
            f"<body><h1>{title}</h1>\n" + "\n".join(parts) + "\n</body></html>\n")


def _entry(entry: dict[str, Any], labels: Mapping[str, str]) -> str:
    lines = "".join(
        f"<dt>{html.escape(labels.get(name, name))}</dt><dd>{html.escape(_written(value))}</dd>"
        for name, value in entry.items() if value not in (None, "", [], {}))
    return f"<dl>{lines}</dl>"


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _appointments(session: Session, conversation_id: Optional[str], by_id: list[int]) -> list[dict[str, Any]]:
    query = (
        select(Appointment.id, Appointment.code, Appointment.name, Appointment.contact, Service.name.label("service"),
               Office.name.label("office"), Appointment.starts_at, Appointment.ends_at, Appointment.status,
               Appointment.created_at, Appointment.changed_at, Appointment.confirmed_at, Appointment.arrived_at)
        .join(Office, Office.id == Appointment.office_id).join(Service, Service.id == Appointment.service_id)
        .where(or_(Appointment.conversation_id == conversation_id, Appointment.id.in_(by_id))
               if conversation_id is not None else Appointment.id.in_(by_id))
        .order_by(Appointment.starts_at, Appointment.id))
    found = []
    for entry in _rows(session, query):
        appointment_id = entry.pop("id")
        entry["consents"] = _rows(session, select(
            Consent.purpose, Consent.notice_version, Consent.given_at, Consent.on_behalf,
        ).where(Consent.appointment_id == appointment_id).order_by(Consent.id))
        entry["notices"] = _rows(session, select(
            Notice.kind, Notice.channel, Notice.due_at, Notice.state,
        ).where(Notice.appointment_id == appointment_id).order_by(Notice.id))
        found.append(entry)
    return found


def _waiting(
    session: Session, conversation_id: Optional[str], appointment_ids: list[int], wish_ids: Iterable[int],
) -> list[dict[str, Any]]:
    return _rows(session, select(
        WaitingWish.code, Service.name.label("service"), Office.name.label("office"), WaitingWish.days,
        WaitingWish.part, WaitingWish.before, WaitingWish.name, WaitingWish.contact, WaitingWish.state,
        WaitingWish.created_at, WaitingWish.told, WaitingWish.told_at, WaitingWish.consent_at,
        WaitingWish.notice_version, WaitingWish.ends_on,
    ).join(Service, Service.id == WaitingWish.service_id).outerjoin(
        Office, Office.id == WaitingWish.office_id,
    ).where(or_(
        _of(WaitingWish, conversation_id, wish_ids), WaitingWish.appointment_id.in_(appointment_ids),
    )).order_by(WaitingWish.id))


def _of(table: Any, conversation_id: Optional[str], ids: Iterable[int]) -> Any:
    """The rows that the conversation made, and those with these ids (SQL)."""
    made_here = [] if conversation_id is None else [table.conversation_id == conversation_id]
    return or_(table.id.in_(list(ids)), *made_here)


def _rows(session: Session, query: Any) -> list[dict[str, Any]]:
    return [{name: clock.local(value).isoformat(timespec="seconds") if isinstance(value, datetime)
             else value.isoformat() if isinstance(value, date) else value
             for name, value in row._mapping.items()} for row in session.execute(query)]
