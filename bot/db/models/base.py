"""What all tables of the domain database share. Fact tables carry source, source date, verified flag and valid-until.

Datetimes are naive UTC (``bot.core.clock``); dates and times of opening plans are local, Europe/Rome.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from sqlalchemy import Boolean, Column, Date, MetaData, String
from sqlalchemy.orm import declarative_base

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
