"""What all tables of the domain database share. Fact tables carry source, source date, verified flag and valid-until.

Datetimes are naive UTC (``bot.clock``); dates and times of opening plans are local, Europe/Rome.
"""

from __future__ import annotations

from datetime import date
from typing import Optional

from sqlalchemy import Boolean, Date, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What every table is declared with."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def get_table(model: type[Base]) -> Table:
    """The table of ``model``, for statements that are no business of a session's objects."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


class Fact:
    """Where a row comes from: who says so, when they said it, whether the Province verified it, until when it holds."""

    source: Mapped[str] = mapped_column(String(300), nullable=False)
    source_date: Mapped[Optional[date]] = mapped_column(Date)
    verified: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    valid_until: Mapped[Optional[date]] = mapped_column(Date)
