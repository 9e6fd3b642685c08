"""Tables of courses, their editions and who may attend."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import relationship

from bot.db.models.base import Base, Fact
from bot.db.models.pact import Organisation


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
