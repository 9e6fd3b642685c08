"""Tables of courses, their editions and who may attend."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.models.base import Base, Fact
from bot.db.models.pact import Organisation


class Sector(Fact, Base):
    """A sector of the pact, with the lay words people use for it."""

    __tablename__ = "sector"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), nullable=False, unique=True)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    aliases: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)


class Course(Fact, Base):
    """A free vocational course. ``hours`` is approximate where ``hours_approximate``."""

    __tablename__ = "course"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    sector_id: Mapped[str] = mapped_column(ForeignKey("sector.id"), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    hours: Mapped[int] = mapped_column(Integer, nullable=False)
    hours_approximate: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    cost_cents: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    content: Mapped[str] = mapped_column(Text, nullable=False)
    internship: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    aliases: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)

    sector: Mapped[Sector] = relationship("Sector")
    editions: Mapped[list[CourseEdition]] = relationship(
        "CourseEdition", back_populates="course", order_by="CourseEdition.starts_earliest")
    rules: Mapped[list[EligibilityRule]] = relationship("EligibilityRule", order_by="EligibilityRule.position")


class CourseEdition(Fact, Base):
    """One run of a course. Dates may be known only as a range; status is derived by ``bot.rules.course_status``.

    ``ends_by``: the day by which it is known to be over. ``enrolment_*``: the window for joining, when there is one.
    """

    __tablename__ = "course_edition"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), nullable=False)
    starts_earliest: Mapped[Optional[date]] = mapped_column(Date)
    starts_latest: Mapped[Optional[date]] = mapped_column(Date)
    ends_by: Mapped[Optional[date]] = mapped_column(Date)
    enrolment_opens: Mapped[Optional[date]] = mapped_column(Date)
    enrolment_closes: Mapped[Optional[date]] = mapped_column(Date)
    place: Mapped[Optional[str]] = mapped_column(String(200))
    places: Mapped[Optional[int]] = mapped_column(Integer)
    places_taken: Mapped[Optional[int]] = mapped_column(Integer)

    course: Mapped[Course] = relationship("Course", back_populates="editions")
    bodies: Mapped[list[EditionBody]] = relationship("EditionBody", order_by="EditionBody.position")


class EditionBody(Base):
    """Who runs an edition. ``part``: lead (ente capoprogetto) or co_design."""

    __tablename__ = "edition_body"
    __table_args__ = (CheckConstraint("part in ('lead', 'co_design')", name="part"),)
    edition_id: Mapped[str] = mapped_column(ForeignKey("course_edition.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(20), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)

    organisation: Mapped[Organisation] = relationship("Organisation")


class EligibilityRule(Fact, Base):
    """A rule of a course: ``kind`` and ``params`` are read by ``bot.rules.eligibility``; ordered by ``position``.

    With ``edition_id`` it holds for that edition, in place of the course's rules of the same kind.
    """

    __tablename__ = "eligibility_rule"
    __table_args__ = (CheckConstraint("kind in ('age', 'status', 'income', 'residence')", name="kind"),)
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), nullable=False)
    edition_id: Mapped[Optional[str]] = mapped_column(ForeignKey("course_edition.id"))
    kind: Mapped[str] = mapped_column(String(20), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    params: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    holds_from: Mapped[date] = mapped_column(Date, nullable=False)
