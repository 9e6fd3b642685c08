"""Whether the database answers, for those who are asked how they are."""

from __future__ import annotations

from sqlalchemy import text

from bot.db.session import DatabaseUnavailable, transaction
from bot.settings import Settings


def database_answers(settings: Settings) -> bool:
    """Whether a small query gets its answer."""
    try:
        with transaction(settings.database_url) as session:
            session.execute(text("SELECT 1"))
    except DatabaseUnavailable:
        return False
    return True
