"""Erasure on behalf of a person, at the desk and on the command line: what is meant is found, erased and audited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Iterable, Mapping, Optional, Sequence

from sqlalchemy import func, select

from bot import clock
from bot.db.models import Appointment, Conversation, Handoff, Interest, Office, SignUp, WaitingWish
from bot.db.session import transaction, write_over_deleted
from bot.italian.people.contacts import find_contact
from bot.rules import codes as appointment_codes
from bot.services import privacy
from bot.services.operators import Actor, Nobody, audit_in
from bot.settings import Settings

COMMAND_LINE = Nobody("orienta privacy")


@dataclass(frozen=True)
class MeantAppointment:
    """An appointment that a request is about."""

    id: int
    code: str
    name: str
    starts_at: datetime
    office_name: str
    status: str
    conversation_id: str | None


@dataclass(frozen=True)
class MeantData:
    """What a request is about; ``unknown``: the codes, contacts and conversations that nothing was found for.

    ``left``: what the same codes and contacts left besides appointments.
    """

    appointments: tuple[MeantAppointment, ...]
    conversation_ids: tuple[str, ...]
    unknown: tuple[str, ...]
    left: privacy.LeftData = privacy.LeftData()

    @property
    def appointment_ids(self) -> list[int]:
        """Of the appointments."""
        return [item.id for item in self.appointments]

    def all_conversations(self) -> tuple[str, ...]:
        """Those that were named, and those that the appointments were made in."""
        made_in = (item.conversation_id for item in self.appointments if item.conversation_id)
        return tuple(dict.fromkeys((*self.conversation_ids, *made_in)))


def find_data(
    settings: Settings, *, codes: Sequence[str] = (), contacts: Sequence[str] = (),
    conversation_ids: Sequence[str] = (),
) -> MeantData:
    """What these codes and contacts, however they are typed, lead to, and the conversations that there are.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    found: dict[int, MeantAppointment] = {}
    unknown: list[str] = []
    left = privacy.LeftData()
    with transaction(settings.database_url) as session:
        for typed in codes:
            known = _read(session, Appointment.code == (appointment_codes.normalise(typed) or typed))
            also = _left_by_code(session, typed)
            unknown += [] if known or also.number else [typed]
            found.update(known)
            left = _join(left, also)
        for typed in contacts:
            known = _read(session, Appointment.contact == _stored(typed))
            also = replace(_left(session, "contact", dict.fromkeys(_LEFT, _stored(typed))), callbacks=tuple(
                session.execute(select(Handoff.id).where(
                    func.lower(Handoff.callback_contact) == _stored(typed).lower())).scalars()))
            unknown += [] if known or also.number else [typed]
            found.update(known)
            left = _join(left, also)
        there = set(session.execute(select(Conversation.id).where(
            Conversation.id.in_(conversation_ids))).scalars()) if conversation_ids else set()
        for conversation_id in conversation_ids:
            known = _read(session, Appointment.conversation_id == conversation_id)
            unknown += [] if known or conversation_id in there else [conversation_id]
            found.update(known)
    return MeantData(
        tuple(sorted(found.values(), key=lambda item: (item.starts_at, item.id))),
        tuple(item for item in conversation_ids if item not in unknown), tuple(unknown), left)


def erase_found(
    settings: Settings, found: MeantData, *, conversation_ids: Iterable[str], actor: Actor, now: datetime,
) -> privacy.Erased:
    """Erase what was found, with an audit entry that says how much and nothing of the person, in one transaction.

    Raises:
        DatabaseUnavailable: the database cannot be written; nothing was deleted.
    """
    with transaction(settings.database_url, write=True) as session:
        erased = privacy.erase_in(
            session, settings, conversation_ids=conversation_ids, appointment_ids=found.appointment_ids,
            left=found.left, now=now)
        audit_in(
            session, operator=actor, act="data_erased", now=now,
            target=", ".join(f"appointment {number}" for number in found.appointment_ids) or "conversation",
            detail={"appointments": erased.appointments, "messages": erased.messages})
    write_over_deleted(settings.database_url)
    return erased


def _read(session: Any, condition: Any) -> dict[int, MeantAppointment]:
    query = select(
        Appointment.id, Appointment.code, Appointment.name, Appointment.starts_at, Office.name, Appointment.status,
        Appointment.conversation_id).join(Office, Office.id == Appointment.office_id).where(condition)
    return {row[0]: MeantAppointment(row[0], row[1], row[2], clock.local(row[3]), row[4], row[5], row[6])
            for row in session.execute(query)}


_LEFT: dict[str, Any] = {"interests": Interest, "sign_ups": SignUp, "waiting_wishes": WaitingWish}
_PREFIXES = {"interests": appointment_codes.INTEREST_PREFIX, "sign_ups": appointment_codes.TICKET_PREFIX,
             "waiting_wishes": appointment_codes.WAITING_PREFIX}


def _left(session: Any, column: str, values: Mapping[str, Optional[str]]) -> privacy.LeftData:
    """What was left besides appointments whose ``column`` has the value of its kind."""
    return privacy.LeftData(**{kind: tuple(session.execute(
        select(model.id).where(func.lower(getattr(model, column)) == func.lower(values[kind]))).scalars())
        for kind, model in _LEFT.items()})


def _left_by_code(session: Any, typed: str) -> privacy.LeftData:
    return _left(session, "code", {
        kind: appointment_codes.find_prefixed(typed, prefix) or "" for kind, prefix in _PREFIXES.items()})


def _join(one: privacy.LeftData, other: privacy.LeftData) -> privacy.LeftData:
    return privacy.LeftData(**{kind: tuple(dict.fromkeys((*getattr(one, kind), *getattr(other, kind))))
                               for kind in (*_LEFT, "callbacks")})


def _stored(typed: str) -> str:
    """A contact as appointments keep it."""
    read = find_contact(typed)
    return read.value if read is not None else typed.strip().lower()
