"""Tables of the pact, its partners and the answers to questions."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Integer, String, Text

from bot.db.models.base import Base, Fact


class Organisation(Fact, Base):
    """A body of the pact. ``role``: lead, partner or supporter; other bodies (speakers' firms) are not listed here."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("role in ('lead', 'partner', 'supporter')", name="role"),)
    id: str = Column(String(60), primary_key=True)
    name: str = Column(String(200), nullable=False, unique=True)
    role: str = Column(String(20), nullable=False)
    position: int = Column(Integer, nullable=False)
    aliases: list[str] = Column(JSON, nullable=False, default=list)


class PartnershipCategory(Fact, Base):
    """Who joins a pact under the regional call. ``kind``: lead (may lead), required, further (at least three)."""

    __tablename__ = "partnership_category"
    __table_args__ = (CheckConstraint("kind in ('lead', 'required', 'further')", name="kind"),)
    id: str = Column(String(60), primary_key=True)
    kind: str = Column(String(20), nullable=False)
    name: str = Column(String(400), nullable=False)
    position: int = Column(Integer, nullable=False)
    aliases: list[str] = Column(JSON, nullable=False, default=list)


class Answer(Fact, Base):
    """A question of one topic and its answer in Italian, ready to be said. ``id`` is the intent's name."""

    __tablename__ = "answer"
    id: str = Column(String(60), primary_key=True)
    topic: str = Column(String(20), nullable=False)
    question: str = Column(String(300), nullable=False)
    text: str = Column(Text, nullable=False)
