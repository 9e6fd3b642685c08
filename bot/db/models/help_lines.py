"""The table of numbers for people in danger or in want."""

from __future__ import annotations

from typing import Optional

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, Fact


class HelpLine(Fact, Base):
    """A number to call. ``kinds``: the kinds of distress that it is told for (``bot.services.distress``)."""

    __tablename__ = "help_line"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    phone: Mapped[str] = mapped_column(String(40), nullable=False)
    hours: Mapped[Optional[str]] = mapped_column(String(200))
    kinds: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
