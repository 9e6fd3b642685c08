"""Tables of people, their consents, appointments and ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import relationship

from bot.db.models.base import Base
from bot.db.models.offices import Office, Service


class Person(Base):
    """Who books: only what booking needs. ``contact`` is E.164 for a telephone, lower case for an e-mail address."""

    __tablename__ = "person"
    id: int = Column(Integer, primary_key=True)
    name: str = Column(String(120), nullable=False)
    contact: str = Column(String(200), nullable=False, unique=True)
    contact_kind: str = Column(String(10), nullable=False)
    created_at: datetime = Column(DateTime, nullable=False)


class Consent(Base):
    """A person's consent to a purpose, with the version of the notice that was shown."""

    __tablename__ = "consent"
    id: int = Column(Integer, primary_key=True)
    person_id: int = Column(ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True)
    purpose: str = Column(String(40), nullable=False)
    notice_version: str = Column(String(20), nullable=False)
    given_at: datetime = Column(DateTime, nullable=False)


class Slot(Base):
    """One place at an office at one start: held by a conversation, or taken by an appointment.

    The unique constraint on (office, start, place) is what makes a double booking impossible; ``place`` runs from 1 to
    the capacity. A free place has no row, or a row whose hold has expired and may be taken over. A conversation holds
    one place at a time: ``held_by`` is unique, and null once the place is taken by an appointment. Deleting an
    appointment frees its place.
    """

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("office_id", "starts_at", "place"),
        CheckConstraint("place >= 1", name="place"),
    )
    id: int = Column(Integer, primary_key=True)
    office_id: str = Column(ForeignKey("office.id"), nullable=False)
    starts_at: datetime = Column(DateTime, nullable=False)
    place: int = Column(Integer, nullable=False)
    held_by: Optional[str] = Column(String(200), unique=True)
    held_until: Optional[datetime] = Column(DateTime)
    appointment_id: Optional[int] = Column(ForeignKey("appointment.id", ondelete="CASCADE"), unique=True)


class Appointment(Base):
    """A confirmed appointment. One active one a person and service, by a partial unique index.

    ``conversation_id`` is the conversation that may see and change it without the code. ``sequence`` is the iCalendar
    SEQUENCE, raised at every change. ``idempotency_key`` makes a repeated confirmation return the same appointment.
    ``confirmed_at``: when the person last said that they come; not about another time than it now has.
    ``over`` is an appointment whose time has passed before an operator said whether the person came.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("status in ('active', 'over', 'cancelled', 'attended', 'missed')", name="status"),
        Index(
            "uq_appointment_active_person_service", "person_id", "service_id", unique=True,
            sqlite_where=text("status = 'active'"), postgresql_where=text("status = 'active'")),
    )
    id: int = Column(Integer, primary_key=True)
    code: str = Column(String(20), nullable=False, unique=True)
    person_id: int = Column(ForeignKey("person.id", ondelete="CASCADE"), nullable=False)
    service_id: str = Column(ForeignKey("service.id"), nullable=False)
    office_id: str = Column(ForeignKey("office.id"), nullable=False)
    starts_at: datetime = Column(DateTime, nullable=False)
    ends_at: datetime = Column(DateTime, nullable=False)
    status: str = Column(String(20), nullable=False, default="active")
    sequence: int = Column(Integer, nullable=False, default=0)
    conversation_id: Optional[str] = Column(String(200), index=True)
    idempotency_key: str = Column(String(200), nullable=False, unique=True)
    created_at: datetime = Column(DateTime, nullable=False)
    changed_at: datetime = Column(DateTime, nullable=False)
    confirmed_at: Optional[datetime] = Column(DateTime)

    person: Person = relationship("Person")
    office: Office = relationship("Office")
    service: Service = relationship("Service")


class CodeAttempt(Base):
    """A wrong appointment code typed in a conversation; too many close the door for a while."""

    __tablename__ = "code_attempt"
    id: int = Column(Integer, primary_key=True)
    conversation_id: str = Column(String(200), nullable=False, index=True)
    tried_at: datetime = Column(DateTime, nullable=False)


class Feedback(Base):
    """A rating from 1 to 5, as on the Province's page: 1-3 asks what was difficult, 4-5 what was liked."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("stars between 1 and 5", name="stars"),)
    id: int = Column(Integer, primary_key=True)
    conversation_id: str = Column(String(200), nullable=False, index=True)
    stars: int = Column(Integer, nullable=False)
    aspect: Optional[str] = Column(String(200))
    comment: Optional[str] = Column(String(200))
    given_at: datetime = Column(DateTime, nullable=False)
