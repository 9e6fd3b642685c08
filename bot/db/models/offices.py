"""Tables of employment centres: hours, contacts, closures, services."""

from __future__ import annotations

from datetime import date, time
from typing import Optional

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Integer, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.models.base import Base, Fact


class Office(Fact, Base):
    """An employment centre. ``capacity``: people received at the same time.

    ``coordinates``: «45.85, 9.39», for the link to a map; this, ``parking`` and ``transport`` are None where no source
    says it.
    """

    __tablename__ = "office"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), nullable=False, unique=True)
    municipality: Mapped[str] = mapped_column(String(100), nullable=False)
    address: Mapped[str] = mapped_column(String(200), nullable=False)
    floor: Mapped[Optional[str]] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    capacity: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    slot_minutes: Mapped[int] = mapped_column(Integer, nullable=False, default=30)
    hours_note: Mapped[Optional[str]] = mapped_column(String(200))
    coordinates: Mapped[Optional[str]] = mapped_column(String(40))
    parking: Mapped[Optional[str]] = mapped_column(String(200))
    transport: Mapped[Optional[str]] = mapped_column(String(200))
    aliases: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)

    opening: Mapped[list[OpeningInterval]] = relationship(
        "OpeningInterval", order_by="(OpeningInterval.weekday, OpeningInterval.opens)")
    contacts: Mapped[list[OfficeContact]] = relationship("OfficeContact", order_by="OfficeContact.position")
    services: Mapped[list[Service]] = relationship("Service", secondary="office_service", order_by="Service.position")
    areas: Mapped[list[OfficeArea]] = relationship("OfficeArea", order_by="OfficeArea.municipality")


class OfficeArea(Fact, Base):
    """A municipality, and the office whose task its people are."""

    __tablename__ = "office_area"
    municipality: Mapped[str] = mapped_column(String(100), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), nullable=False)


class OpeningInterval(Fact, Base):
    """An interval of a weekday (0 Monday) when an office receives people; several a day are usual."""

    __tablename__ = "opening_interval"
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(Integer, primary_key=True)
    opens: Mapped[time] = mapped_column(Time, primary_key=True)
    closes: Mapped[time] = mapped_column(Time, nullable=False)


class OfficeContact(Fact, Base):
    """A telephone number or an e-mail address of an office. ``kind``: phone or email."""

    __tablename__ = "office_contact"
    __table_args__ = (CheckConstraint("kind in ('phone', 'email')", name="kind"),)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)


class DeskOpening(Fact, Base):
    """An interval of a weekday when the live desk answers; without any it answers when the office receives."""

    __tablename__ = "desk_opening"
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(Integer, primary_key=True)
    opens: Mapped[time] = mapped_column(Time, primary_key=True)
    closes: Mapped[time] = mapped_column(Time, nullable=False)


class ExtraOpening(Fact, Base):
    """Hours of a single day when an office receives, also when it would be closed on it."""

    __tablename__ = "extra_opening"
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    opens: Mapped[time] = mapped_column(Time, primary_key=True)
    closes: Mapped[time] = mapped_column(Time, nullable=False)


class Absence(Base):
    """Days, or hours of them, when operators of an office are away and so many fewer people are received at once.

    ``username``: the operator who is away, where it is said.
    """

    __tablename__ = "absence"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), nullable=False)
    starts_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    from_time: Mapped[Optional[time]] = mapped_column(Time)
    until_time: Mapped[Optional[time]] = mapped_column(Time)
    places: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    reason: Mapped[str] = mapped_column(String(200), nullable=False)
    username: Mapped[Optional[str]] = mapped_column(String(60))


class Closure(Fact, Base):
    """Days when an office (all of them when null) is closed; ``yearly`` ones come back every year.

    ``from_time``, ``until_time``: only these hours of them.
    """

    __tablename__ = "closure"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    office_id: Mapped[Optional[str]] = mapped_column(ForeignKey("office.id"))
    starts_on: Mapped[date] = mapped_column(Date, nullable=False)
    ends_on: Mapped[date] = mapped_column(Date, nullable=False)
    yearly: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    from_time: Mapped[Optional[time]] = mapped_column(Time)
    until_time: Mapped[Optional[time]] = mapped_column(Time)
    reason: Mapped[str] = mapped_column(String(200), nullable=False)


class Service(Fact, Base):
    """What an appointment is for. ``bring``: what to take along, when it is known."""

    __tablename__ = "service"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), nullable=False, unique=True)
    description: Mapped[str] = mapped_column(String(400), nullable=False)
    bring: Mapped[Optional[str]] = mapped_column(String(400))
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    aliases: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)


class OfficeService(Base):
    """Which services an office offers, and how: what is null is as the office and the settings say.

    ``mode``: in_person, phone or video; ``link``: where a video call is held.
    """

    __tablename__ = "office_service"
    office_id: Mapped[str] = mapped_column(ForeignKey("office.id"), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    slot_minutes: Mapped[Optional[int]] = mapped_column(Integer)
    capacity: Mapped[Optional[int]] = mapped_column(Integer)
    min_notice_hours: Mapped[Optional[int]] = mapped_column(Integer)
    mode: Mapped[str] = mapped_column(String(10), nullable=False, default="in_person", server_default="in_person")
    link: Mapped[Optional[str]] = mapped_column(String(300))


class PlanVersion(Base):
    """How often what decides when and how many people are received was changed (``id`` 1), and any fact (``id`` 2).

    Whoever changes it raises the number in the same transaction; a place that was looked for under an older one is
    looked for again. Nothing is booked by a plan that no longer holds.
    """

    __tablename__ = "plan_version"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)
