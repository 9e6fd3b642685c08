"""Whether database and Redis answer, for those who are asked how they are."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.db.session import DatabaseUnavailable, transaction
from bot.outages import get_outage
from bot.settings import VAR_DIR, Settings

REDIS_SECONDS = 2.0

FEWEST_BYTES = 500 * 10**6
"""With less space on the disk it is time to look: SQLite and its log of writes, logs, a new model."""


def is_database_up(settings: Settings) -> bool:
    """Whether a small query gets its answer."""
    try:
        with transaction(settings.database_url) as session:
            session.execute(text("SELECT 1"))
    except DatabaseUnavailable:
        return False
    return True


def is_redis_up(settings: Settings) -> bool:
    """Whether the Redis of the settings answers; its line in the log is written here too."""
    import redis

    outage = get_outage("Redis", settings.redis_url)
    try:
        with redis.Redis.from_url(
                settings.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS) as client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        outage.note_failure(type(error).__name__)
        return False
    outage.note_answer()
    return True


def measure_disk(settings: Settings) -> int:
    """Free bytes where this service writes: the folder of an SQLite database, else ``var``."""
    address = make_url(settings.database_url)
    file = address.database if address.get_backend_name() == "sqlite" else None
    place = Path(file or VAR_DIR / "x").parent
    while not place.is_dir():
        place = place.parent
    return shutil.disk_usage(place).free
