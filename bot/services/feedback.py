"""What people think of the assistant: stars, one aspect and a short comment, as on the Province's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Optional, Union

from bot import clock
from bot.db.models import Feedback
from bot.db.session import transaction
from bot.settings import Settings

COMMENT_MAX_CHARS = 200
"""Longest comment, and longest aspect («Inserire massimo 200 caratteri» on the Province's page)."""
LIKED_FROM_STARS = 4
"""From so many stars the page asks what was liked; below, what was difficult."""


@dataclass(frozen=True)
class FeedbackView:
    """A rating that was stored; ``given_at`` is aware, Europe/Rome."""

    id: int
    stars: int
    aspect: Optional[str]
    comment: Optional[str]
    given_at: datetime


@dataclass(frozen=True)
class FeedbackRefused:
    """Nothing was stored. ``length``/``limit`` in characters for the two lengths, in stars for ``stars``."""

    reason: Literal["stars", "comment_too_long", "aspect_too_long"]
    length: int
    limit: int


def asks_what_was_liked(stars: int) -> bool:
    """Whether the second question is what was liked (4-5 stars) and not what was difficult (1-3)."""
    return stars >= LIKED_FROM_STARS


def leave(
    settings: Settings, *, conversation_id: str, stars: int, aspect: Optional[str], comment: Optional[str],
    now: datetime,
) -> Union[FeedbackView, FeedbackRefused]:
    """Store a rating of 1 to 5 stars; blank aspect and comment count as none. A too long text is refused, not cut.

    Raises:
        DatabaseUnavailable: the database cannot be written.
    """
    aspect, comment = (aspect or "").strip() or None, (comment or "").strip() or None
    refused = _refusal(stars, aspect, comment)
    if refused is not None:
        return refused
    row = Feedback(
        conversation_id=conversation_id, stars=stars, aspect=aspect, comment=comment, given_at=clock.to_utc(now))
    with transaction(settings.database_url, write=True) as session:
        session.add(row)
        session.flush()
        return FeedbackView(row.id, stars, aspect, comment, clock.local(row.given_at))


def _refusal(stars: int, aspect: Optional[str], comment: Optional[str]) -> Optional[FeedbackRefused]:
    if not 1 <= stars <= 5:
        return FeedbackRefused("stars", stars, 5)
    if comment is not None and len(comment) > COMMENT_MAX_CHARS:
        return FeedbackRefused("comment_too_long", len(comment), COMMENT_MAX_CHARS)
    if aspect is not None and len(aspect) > COMMENT_MAX_CHARS:
        return FeedbackRefused("aspect_too_long", len(aspect), COMMENT_MAX_CHARS)
    return None
