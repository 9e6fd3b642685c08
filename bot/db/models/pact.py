"""Tables of the pact, its partners and the answers to questions."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base, Fact


class Organisation(Fact, Base):
    """A body of the pact. ``role``: lead, partner or supporter; other bodies (speakers' firms) are not listed here."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("role in ('lead', 'partner', 'supporter')", name="role"),)
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), nullable=False, unique=True)
    role: Mapped[str] = mapped_column(String(20), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    aliases: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)


class PartnershipCategory(Fact, Base):
    """Who joins a pact under the regional call. ``kind``: lead (may lead), required, further (at least three)."""

    __tablename__ = "partnership_category"
    __table_args__ = (CheckConstraint("kind in ('lead', 'required', 'further')", name="kind"),)
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), nullable=False)
    name: Mapped[str] = mapped_column(String(400), nullable=False)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
    aliases: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)


class Answer(Fact, Base):
    """A question of one topic and its answer in Italian, ready to be said. ``id`` is the intent's name."""

    __tablename__ = "answer"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), nullable=False)
    question: Mapped[str] = mapped_column(String(300), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False)


class OwnAnswer(Fact, Base):
    """A question that the desk wrote with its answer, for what no intent is about. ``ways``: other ways to ask it."""

    __tablename__ = "own_answer"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    question: Mapped[str] = mapped_column(String(300), nullable=False, unique=True)
    ways: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    text: Mapped[str] = mapped_column(Text, nullable=False)
