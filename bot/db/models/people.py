"""Tables of appointments, the consents to keep them, and ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import Boolean, CheckConstraint, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.models.base import Base
from bot.db.models.offices import Office, Service


class Consent(Base):
    """The consent to keep an appointment's data, with the version of the notice that was shown.

    ``given_by``: the conversation it was given in, or ``operator:<id>`` who heard it in words. ``on_behalf``: by
    somebody else than the person whose name the appointment has.
    """

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    appointment_id: Mapped[int] = mapped_column(
        ForeignKey("appointment.id", ondelete="CASCADE"), nullable=False, index=True)
    purpose: Mapped[str] = mapped_column(String(40), nullable=False)
    notice_version: Mapped[str] = mapped_column(String(20), nullable=False)
    given_by: Mapped[str] = mapped_column(String(200), nullable=False)
    on_behalf: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    given_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class Slot(Base):
    """One place at an office for a time: held by a conversation, or taken by an appointment.

    What it takes is counted in its cells (:class:`SlotCell`). A hold that has expired takes nothing any more and may be
    deleted by whoever wants its time. A conversation holds one place at a time: ``held_by`` is unique, and null once
    the place is taken by an appointment. Deleting an appointment frees its place.
    """

    __tablename__ = "slot"
    __table_args__ = (Index(None, "office_id", "starts_at"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), nullable=False)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), nullable=False)
    starts_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    ends_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    held_by: Mapped[Optional[str]] = mapped_column(String(200), unique=True)
    held_until: Mapped[Optional[datetime]] = mapped_column(DateTime)
    appointment_id: Mapped[Optional[int]] = mapped_column(ForeignKey("appointment.id", ondelete="CASCADE"), unique=True)


class SlotCell(Base):
    """Five minutes of a slot (``bot.rules.place_grid``) and the number that it has among those at the office then.

    The two unique constraints are what makes overbooking impossible, whatever starts and lengths are: in a cell each
    ``place`` (from 1 to the office's capacity) and each ``service_place`` (from 1 to the service's) exists once.
    Office and service are those of the slot.
    """

    __tablename__ = "slot_cell"
    __table_args__ = (
        UniqueConstraint("office_id", "cell", "place"),
        UniqueConstraint("office_id", "service_id", "cell", "service_place"),
        CheckConstraint("place >= 1 and service_place >= 1", name="place"),
    )
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True)
    cell: Mapped[int] = mapped_column(Integer, primary_key=True)
    office_id: Mapped[str] = mapped_column(String(60), nullable=False)
    service_id: Mapped[str] = mapped_column(String(60), nullable=False)
    place: Mapped[int] = mapped_column(Integer, nullable=False)
    service_place: Mapped[int] = mapped_column(Integer, nullable=False)


class BookingOrigin(Base):
    """Where a conversation that holds or books comes from, for limits; kept a day.

    ``network``: a keyed digest of the network address, null where there is none (Telegram). ``holding_since``: when the
    conversation began to hold places without booking one.
    """

    __tablename__ = "booking_origin"
    conversation_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    network: Mapped[Optional[str]] = mapped_column(String(64), index=True)
    holding_since: Mapped[Optional[datetime]] = mapped_column(DateTime)
    seen_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class Appointment(Base):
    """A confirmed appointment, with the name and the contact that were given for it and for no other.

    ``contact`` is E.164 for a telephone, lower case for an e-mail address: a way to reach somebody, not an identity.
    People who share one have an appointment each. ``conversation_id`` is the conversation that may see and change it
    without the code. ``sequence`` is the iCalendar SEQUENCE, raised at every change. ``idempotency_key`` makes a
    repeated confirmation return the same appointment.
    ``confirmed_at``: when the person last said that they come; not about another time than it now has.
    ``kept_for``: the start at which an operator keeps it although it is outside the plan. ``arrived_at``: when the
    desk noted that the person came. ``operator_id``: whom the person is with; none is whoever is free.
    ``over`` is an appointment whose time has passed before an operator said whether the person came.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("status in ('active', 'over', 'cancelled', 'attended', 'missed')", name="status"),
        Index("ix_appointment_contact", "contact"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), nullable=False, unique=True)
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    contact: Mapped[str] = mapped_column(String(200), nullable=False)
    contact_kind: Mapped[str] = mapped_column(String(10), nullable=False)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), nullable=False)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), nullable=False)
    starts_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    ends_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    status: Mapped[str] = mapped_column(String(20), nullable=False, default="active")
    sequence: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    conversation_id: Mapped[Optional[str]] = mapped_column(String(200), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    confirmed_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    kept_for: Mapped[Optional[datetime]] = mapped_column(DateTime)
    arrived_at: Mapped[Optional[datetime]] = mapped_column(DateTime)
    operator_id: Mapped[Optional[int]] = mapped_column(Integer, index=True)  # accounts are closed, never deleted

    office: Mapped[Office] = relationship("Office")
    service: Mapped[Service] = relationship("Service")


class CodeAttempt(Base):
    """A wrong appointment code typed in a conversation; too many close the door for a while."""

    __tablename__ = "code_attempt"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(200), nullable=False, index=True)
    tried_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)


class Feedback(Base):
    """A rating from 1 to 5, as on the Province's page: 1-3 asks what was difficult, 4-5 what was liked."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("stars between 1 and 5", name="stars"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(200), nullable=False, index=True)
    stars: Mapped[int] = mapped_column(Integer, nullable=False)
    aspect: Mapped[Optional[str]] = mapped_column(String(200))
    comment: Mapped[Optional[str]] = mapped_column(String(200))
    given_at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
