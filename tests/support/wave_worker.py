"""A process that sends what was pressed until nothing is left, or until it is killed: for the simulation of waves.

    python -m tests.support.wave_worker <database url> <local time it is> <file that stands for the mail server>

Time is simulated: a round is ten minutes. The file gets a line for each e-mail that the server took.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot import clock
from bot.db.models import Notice, Publication
from bot.db.session import transaction
from bot.services import interests, notices
from bot.services.notices import Answered, Handover
from bot.settings import Settings

ROUND = timedelta(minutes=10)


def make_settings(url: str) -> Settings:
    """The settings of the simulation."""
    return Settings(database_url=url, secret="a key of the tests", smtp_url="smtp://nowhere.example",
                    wave_size=50, wave_minutes=10)


def is_over(settings: Settings) -> bool:
    """Whether everything has been sent."""
    with transaction(settings.database_url) as session:
        waiting = session.execute(
            select(func.count()).where(Notice.state.in_(("due", "sending")))).scalar_one()
        return not waiting and not session.execute(
            select(func.count()).where(Publication.state == "sending")).scalar_one()


def run_round(settings: Settings, now: datetime, outbox: int) -> None:
    """Waves, chats, e-mails: what the server does again and again."""
    interests.send_waves(settings, now)
    notices.place_in_chats(settings, now)
    for outgoing in notices.take_outgoing(settings, {"email"}, lambda: now):
        os.write(outbox, f"{outgoing.reference} {outgoing.to}\n".encode())
        print("", flush=True)  # the worst moment to be killed: taken, and not noted
        notices.settle(settings, outgoing, Handover(Answered.SENT), now)


def main() -> None:
    """Send until it is over; the time that was reached is told on the way."""
    settings, now = make_settings(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    outbox = os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while not is_over(settings):
        run_round(settings, now, outbox)
        now = clock.local(now.astimezone(UTC) + ROUND)
        print(now.isoformat(), flush=True)


if __name__ == "__main__":
    main()
