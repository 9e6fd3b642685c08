"""The consents that stand beside appointments: what for, to which privacy notice, when, and whether for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db.models import Consent


@dataclass(frozen=True)
class ConsentView:
    """A consent. ``on_behalf``: who gave it did so for somebody else."""

    purpose: str
    notice_version: str
    on_behalf: bool
    given_at: datetime


def list_consents_in(session: Session, appointment_ids: Collection[int]) -> tuple[ConsentView, ...]:
    """The consents of these appointments, oldest first."""
    rows = session.execute(
        select(Consent.purpose, Consent.notice_version, Consent.on_behalf, Consent.given_at)
        .where(Consent.appointment_id.in_(appointment_ids)).order_by(Consent.given_at))
    return tuple(ConsentView(row.purpose, row.notice_version, row.on_behalf, clock.local(row.given_at)) for row in rows)
