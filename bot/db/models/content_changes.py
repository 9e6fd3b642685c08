"""The table of what was changed in the content: old and new values of each change."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import JSON, DateTime, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class ContentChange(Base):
    """A change of one row. ``old`` and ``new``: the values of what changed, none before it was made or once deleted.

    ``owned``: the rows that went with a deleted one, ``[table, values]``.
    """

    __tablename__ = "content_change"
    __table_args__ = (Index(None, "table_name", "row_key"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime, nullable=False)
    operator_name: Mapped[str] = mapped_column(String(120), nullable=False)
    table_name: Mapped[str] = mapped_column(String(60), nullable=False)
    row_key: Mapped[str] = mapped_column(String(200), nullable=False)
    label: Mapped[str] = mapped_column(String(300), nullable=False)
    old: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON(none_as_null=True))
    new: Mapped[Optional[dict[str, Any]]] = mapped_column(JSON(none_as_null=True))
    owned: Mapped[Optional[list[Any]]] = mapped_column(JSON(none_as_null=True))
