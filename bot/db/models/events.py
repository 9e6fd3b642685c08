"""Tables of job days, workshops and seminars."""

from __future__ import annotations

from datetime import date, time
from typing import Optional

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Integer, String, Text, Time
from sqlalchemy.orm import relationship

from bot.db.models.base import Base, Fact
from bot.db.models.courses import Course


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
