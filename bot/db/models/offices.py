"""Tables of employment centres: hours, contacts, closures, services."""

from __future__ import annotations

from datetime import date, time
from typing import Optional

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, String, Time
from sqlalchemy.orm import relationship

from bot.db.models.base import Base, Fact


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
