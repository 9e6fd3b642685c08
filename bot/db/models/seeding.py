"""What the seed wrote last."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class SeedRecord(Base):
    """What the seed last wrote in a row (a digest), so that a row changed afterwards by an operator is left alone."""

    __tablename__ = "seed_record"
    table_name: Mapped[str] = mapped_column(String(60), primary_key=True)
    row_key: Mapped[str] = mapped_column(String(300), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
