"""Tables of the domain database. Fact tables carry source, source date, verified flag and valid-until.

Datetimes are naive UTC (``bot.core.clock``); dates and times of opening plans are local, Europe/Rome.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Optional

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import declarative_base, relationship

Base: Any = declarative_base(
    metadata=MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)


class Fact:
    """Where a row comes from: who says so, when they said it, whether the Province verified it, until when it holds."""

    source: str = Column(String(300), nullable=False)
    source_date: Optional[date] = Column(Date)
    verified: bool = Column(Boolean, nullable=False, default=False)
    valid_until: Optional[date] = Column(Date)


# --- the pact -------------------------------------------------------------------------------------------------------


class Organisation(Fact, Base):
    """A body of the pact. ``role``: lead, partner or supporter; other bodies (speakers' firms) are not listed here."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("role in ('lead', 'partner', 'supporter')", name="role"),)
    id: str = Column(String(60), primary_key=True)
    name: str = Column(String(200), nullable=False, unique=True)
    role: str = Column(String(20), nullable=False)
    position: int = Column(Integer, nullable=False)
    aliases: list[str] = Column(JSON, nullable=False, default=list)


class PartnershipCategory(Fact, Base):
    """Who joins a pact under the regional call. ``kind``: lead (may lead), required, further (at least three)."""

    __tablename__ = "partnership_category"
    __table_args__ = (CheckConstraint("kind in ('lead', 'required', 'further')", name="kind"),)
    id: str = Column(String(60), primary_key=True)
    kind: str = Column(String(20), nullable=False)
    name: str = Column(String(400), nullable=False)
    position: int = Column(Integer, nullable=False)
    aliases: list[str] = Column(JSON, nullable=False, default=list)


class Answer(Fact, Base):
    """A question of one topic and its answer in Italian, ready to be said. ``id`` is the intent's name."""

    __tablename__ = "answer"
    id: str = Column(String(60), primary_key=True)
    topic: str = Column(String(20), nullable=False)
    question: str = Column(String(300), nullable=False)
    text: str = Column(Text, nullable=False)


# --- courses --------------------------------------------------------------------------------------------------------


class Sector(Fact, Base):
    """A sector of the pact, with the lay words people use for it."""

    __tablename__ = "sector"
    id: str = Column(String(60), primary_key=True)
    name: str = Column(String(100), nullable=False, unique=True)
    position: int = Column(Integer, nullable=False)
    aliases: list[str] = Column(JSON, nullable=False, default=list)


class Course(Fact, Base):
    """A free vocational course. ``hours`` is approximate where ``hours_approximate``."""

    __tablename__ = "course"
    id: str = Column(String(60), primary_key=True)
    title: str = Column(String(200), nullable=False, unique=True)
    sector_id: str = Column(ForeignKey("sector.id"), nullable=False)
    position: int = Column(Integer, nullable=False)
    hours: int = Column(Integer, nullable=False)
    hours_approximate: bool = Column(Boolean, nullable=False, default=True)
    cost_cents: int = Column(Integer, nullable=False, default=0)
    content: str = Column(Text, nullable=False)
    internship: bool = Column(Boolean, nullable=False, default=False)
    aliases: list[str] = Column(JSON, nullable=False, default=list)

    sector: Sector = relationship("Sector")
    editions: list[CourseEdition] = relationship(
        "CourseEdition", back_populates="course", order_by="CourseEdition.starts_earliest")
    rules: list[EligibilityRule] = relationship("EligibilityRule", order_by="EligibilityRule.position")


class CourseEdition(Fact, Base):
    """One run of a course. Dates may be known only as a range; status is derived by ``bot.core.course_status``.

    ``ends_by``: the day by which it is known to be over. ``enrolment_*``: the window for joining, when there is one.
    """

    __tablename__ = "course_edition"
    id: str = Column(String(60), primary_key=True)
    course_id: str = Column(ForeignKey("course.id"), nullable=False)
    starts_earliest: Optional[date] = Column(Date)
    starts_latest: Optional[date] = Column(Date)
    ends_by: Optional[date] = Column(Date)
    enrolment_opens: Optional[date] = Column(Date)
    enrolment_closes: Optional[date] = Column(Date)
    place: Optional[str] = Column(String(200))
    places: Optional[int] = Column(Integer)
    places_taken: Optional[int] = Column(Integer)

    course: Course = relationship("Course", back_populates="editions")
    bodies: list[EditionBody] = relationship("EditionBody", order_by="EditionBody.position")


class EditionBody(Base):
    """Who runs an edition. ``part``: lead (ente capoprogetto) or co_design."""

    __tablename__ = "edition_body"
    __table_args__ = (CheckConstraint("part in ('lead', 'co_design')", name="part"),)
    edition_id: str = Column(ForeignKey("course_edition.id"), primary_key=True)
    organisation_id: str = Column(ForeignKey("organisation.id"), primary_key=True)
    part: str = Column(String(20), nullable=False)
    position: int = Column(Integer, nullable=False)

    organisation: Organisation = relationship("Organisation")


class EligibilityRule(Fact, Base):
    """A rule of a course: ``kind`` and ``params`` are read by ``bot.core.eligibility``; ordered by ``position``."""

    __tablename__ = "eligibility_rule"
    __table_args__ = (CheckConstraint("kind in ('age', 'status', 'income', 'residence')", name="kind"),)
    id: str = Column(String(60), primary_key=True)
    course_id: str = Column(ForeignKey("course.id"), nullable=False)
    kind: str = Column(String(20), nullable=False)
    position: int = Column(Integer, nullable=False)
    params: dict[str, Any] = Column(JSON, nullable=False)
    holds_from: date = Column(Date, nullable=False)


# --- events ---------------------------------------------------------------------------------------------------------


class Event(Fact, Base):
    """A job day, a workshop (cycle) or a seminar. ``attendance`` and ``outcome`` only where a source gives them."""

    __tablename__ = "event"
    __table_args__ = (CheckConstraint("kind in ('job_day', 'workshop', 'seminar')", name="kind"),)
    id: str = Column(String(60), primary_key=True)
    kind: str = Column(String(20), nullable=False)
    title: str = Column(String(200), nullable=False)
    position: int = Column(Integer, nullable=False)
    course_id: Optional[str] = Column(ForeignKey("course.id"))
    count: int = Column(Integer, nullable=False, default=1)
    organiser: Optional[str] = Column(String(200))
    organiser_id: Optional[str] = Column(ForeignKey("organisation.id"))
    audience: Optional[str] = Column(String(400))
    description: str = Column(Text, nullable=False)
    outcome: Optional[str] = Column(Text)
    attendance: Optional[str] = Column(String(100))
    aliases: list[str] = Column(JSON, nullable=False, default=list)

    course: Optional[Course] = relationship("Course")
    sessions: list[EventSession] = relationship("EventSession", order_by="EventSession.day")
    speakers: list[EventSpeaker] = relationship("EventSpeaker", order_by="EventSpeaker.position")


class EventSession(Base):
    """When and where an event takes place; times only where a source gives them (``daypart`` otherwise)."""

    __tablename__ = "event_session"
    event_id: str = Column(ForeignKey("event.id"), primary_key=True)
    day: date = Column(Date, primary_key=True)
    starts: Optional[time] = Column(Time)
    ends: Optional[time] = Column(Time)
    daypart: Optional[str] = Column(String(40))
    place: str = Column(String(200), nullable=False)


class EventSpeaker(Base):
    """A person or a body that takes part in an event. ``part``: opening, moderator, speaker, witness, collaborator.

    ``organisation_id``: the body of the pact that it is, or speaks for, where the source says so.
    """

    __tablename__ = "event_speaker"
    __table_args__ = (
        CheckConstraint("part in ('opening', 'moderator', 'speaker', 'witness', 'collaborator')", name="part"),)
    event_id: str = Column(ForeignKey("event.id"), primary_key=True)
    position: int = Column(Integer, primary_key=True)
    part: str = Column(String(20), nullable=False)
    name: str = Column(String(200), nullable=False)
    role: Optional[str] = Column(String(300))
    organisation_id: Optional[str] = Column(ForeignKey("organisation.id"))


# --- offices --------------------------------------------------------------------------------------------------------


class Office(Fact, Base):
    """An employment centre. ``capacity``: people received in the same slot, at every hour."""

    __tablename__ = "office"
    id: str = Column(String(60), primary_key=True)
    name: str = Column(String(100), nullable=False, unique=True)
    municipality: str = Column(String(100), nullable=False)
    address: str = Column(String(200), nullable=False)
    floor: Optional[str] = Column(String(60))
    position: int = Column(Integer, nullable=False)
    capacity: int = Column(Integer, nullable=False, default=1)
    slot_minutes: int = Column(Integer, nullable=False, default=30)
    hours_note: Optional[str] = Column(String(200))
    aliases: list[str] = Column(JSON, nullable=False, default=list)

    opening: list[OpeningInterval] = relationship(
        "OpeningInterval", order_by="(OpeningInterval.weekday, OpeningInterval.opens)")
    contacts: list[OfficeContact] = relationship("OfficeContact", order_by="OfficeContact.position")
    services: list[Service] = relationship("Service", secondary="office_service", order_by="Service.position")


class OpeningInterval(Fact, Base):
    """An interval of a weekday (0 Monday) when an office receives people; several a day are usual."""

    __tablename__ = "opening_interval"
    office_id: str = Column(ForeignKey("office.id"), primary_key=True)
    weekday: int = Column(Integer, primary_key=True)
    opens: time = Column(Time, primary_key=True)
    closes: time = Column(Time, nullable=False)


class OfficeContact(Fact, Base):
    """A telephone number or an e-mail address of an office. ``kind``: phone or email."""

    __tablename__ = "office_contact"
    __table_args__ = (CheckConstraint("kind in ('phone', 'email')", name="kind"),)
    office_id: str = Column(ForeignKey("office.id"), primary_key=True)
    value: str = Column(String(200), primary_key=True)
    kind: str = Column(String(10), nullable=False)
    position: int = Column(Integer, nullable=False)


class Closure(Fact, Base):
    """Days when an office (all of them when null) is closed; ``yearly`` ones come back every year."""

    __tablename__ = "closure"
    id: str = Column(String(60), primary_key=True)
    office_id: Optional[str] = Column(ForeignKey("office.id"))
    starts_on: date = Column(Date, nullable=False)
    ends_on: date = Column(Date, nullable=False)
    yearly: bool = Column(Boolean, nullable=False, default=False)
    reason: str = Column(String(200), nullable=False)


class Service(Fact, Base):
    """What an appointment is for. ``bring``: what to take along, when it is known."""

    __tablename__ = "service"
    id: str = Column(String(60), primary_key=True)
    name: str = Column(String(100), nullable=False, unique=True)
    description: str = Column(String(400), nullable=False)
    bring: Optional[str] = Column(String(400))
    position: int = Column(Integer, nullable=False)
    aliases: list[str] = Column(JSON, nullable=False, default=list)


class OfficeService(Base):
    """Which services an office offers."""

    __tablename__ = "office_service"
    office_id: str = Column(ForeignKey("office.id"), primary_key=True)
    service_id: str = Column(ForeignKey("service.id"), primary_key=True)


# --- seeding --------------------------------------------------------------------------------------------------------


class SeedRecord(Base):
    """What the seed last wrote in a row (a digest), so that a row changed afterwards by an operator is left alone."""

    __tablename__ = "seed_record"
    table_name: str = Column(String(60), primary_key=True)
    row_key: str = Column(String(300), primary_key=True)
    digest: str = Column(String(64), nullable=False)


# --- appointments and people ----------------------------------------------------------------------------------------


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
