"""Tables of job days, workshops and seminars."""

from __future__ import annotations

from datetime import date, time
from typing import Optional

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.models.base import Base, Fact
from bot.db.models.courses import Course


class Event(Fact, Base):
    """A job day, a workshop (cycle) or a seminar. ``attendance`` and ``outcome`` only where a source gives them."""

    __tablename__ = "event"
    __table_args__ = (CheckConstraint("kind in ('job_day', 'workshop', 'seminar')", name="kind"),)
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), nullable=False)
    title: Mapped[str] = mapped_column(String(200), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    course_id: Mapped[Optional[str]] = mapped_column(ForeignKey("course.id"))
    count: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    organiser: Mapped[Optional[str]] = mapped_column(String(200))
    organiser_id: Mapped[Optional[str]] = mapped_column(ForeignKey("organisation.id"))
    audience: Mapped[Optional[str]] = mapped_column(String(400))
    description: Mapped[str] = mapped_column(Text, nullable=False)
    outcome: Mapped[Optional[str]] = mapped_column(Text)
    attendance: Mapped[Optional[str]] = mapped_column(String(100))
    aliases: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)

    course: Mapped[Optional[Course]] = relationship("Course")
    days: Mapped[list[EventDay]] = relationship("EventDay", order_by="EventDay.day")
    speakers: Mapped[list[EventSpeaker]] = relationship("EventSpeaker", order_by="EventSpeaker.position")


class EventDay(Base):
    """A day of an event, when and where; times only where a source gives them (``daypart`` otherwise).

    Its table and the seed call it a session.

    ``places``: how many can sign up; none is an event without sign-up. ``sign_up_until``: the last day for it;
    ``sign_up_for``: people, firms or both.
    """

    __tablename__ = "event_session"
    __table_args__ = (
        CheckConstraint("places >= 1", name="places"),
        CheckConstraint("sign_up_for in ('people', 'firms', 'both')", name="sign_up_for"),
    )
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    starts: Mapped[Optional[time]] = mapped_column(Time)
    ends: Mapped[Optional[time]] = mapped_column(Time)
    daypart: Mapped[Optional[str]] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(200), nullable=False)
    places: Mapped[Optional[int]] = mapped_column(Integer)
    sign_up_until: Mapped[Optional[date]] = mapped_column(Date)
    sign_up_for: Mapped[Optional[str]] = mapped_column(String(10))


class EventSpeaker(Base):
    """A person or a body that takes part in an event. ``part``: opening, moderator, speaker, witness, collaborator.

    ``organisation_id``: the body of the pact that it is, or speaks for, where the source says so.
    """

    __tablename__ = "event_speaker"
    __table_args__ = (
        CheckConstraint("part in ('opening', 'moderator', 'speaker', 'witness', 'collaborator')", name="part"),)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    part: Mapped[str] = mapped_column(String(20), nullable=False)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    role: Mapped[Optional[str]] = mapped_column(String(300))
    organisation_id: Mapped[Optional[str]] = mapped_column(ForeignKey("organisation.id"))
