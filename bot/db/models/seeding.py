"""What the seed wrote last."""

from __future__ import annotations

from sqlalchemy import Column, String

from bot.db.models.base import Base


class SeedRecord(Base):
    """What the seed last wrote in a row (a digest), so that a row changed afterwards by an operator is left alone."""

    __tablename__ = "seed_record"
    table_name: str = Column(String(60), primary_key=True)
    row_key: str = Column(String(300), primary_key=True)
    digest: str = Column(String(64), nullable=False)
