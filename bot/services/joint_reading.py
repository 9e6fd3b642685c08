"""What a page shows is read by several services, with one session for all of them."""

from __future__ import annotations

from contextlib import AbstractContextManager

from bot.db import session
from bot.settings import Settings


def read_jointly(settings: Settings) -> AbstractContextManager[None]:
    """Within, in this thread, what services read shares one session: see :func:`bot.db.session.read_jointly`.

    Raises:
        DatabaseUnavailable: the database cannot be read.
    """
    return session.read_jointly(settings.database_url)
