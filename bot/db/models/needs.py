"""The register of needs: what people ask that is somebody's task, and whose."""

from __future__ import annotations

from typing import Optional

from sqlalchemy import JSON, CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, Fact


class Need(Fact, Base):
    """What people ask for, and the body whose task it is.

    ``topic``: its group (``bot.db.seed_files.NEED_TOPICS``); ``words``: phrases by which it is known in a message
    (``bot.italian.phrases``); ``does``: one line of what the body does for it; ``place``: where to turn to;
    ``follow_up``: what the assistant offers next (``FOLLOW_UPS``).
    """

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("follow_up in ('appointment', 'contacts', 'courses', 'none')", name="follow_up"),)
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), nullable=False)
    title: Mapped[str] = mapped_column(String(100), nullable=False, unique=True)
    body: Mapped[str] = mapped_column(String(200), nullable=False)
    does: Mapped[str] = mapped_column(String(400), nullable=False)
    place: Mapped[Optional[str]] = mapped_column(String(200))
    phone: Mapped[Optional[str]] = mapped_column(String(40))
    follow_up: Mapped[str] = mapped_column(String(20), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    words: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
