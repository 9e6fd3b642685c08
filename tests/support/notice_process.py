"""A process that does nothing but send notices, through days of a clock that the test keeps in a file; to be killed.

``FOLDER/moment`` is the present moment, which goes on by ten minutes after each round. It says «ready» once, and «done»
at the end.
"""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Callable

import aiohttp
import sqlalchemy

from bot import clock
from bot.db.session import get_engine
from bot.server import notice_worker
from bot.services import notices, telegram
from bot.settings import Settings
from connectors.telegram.api import BotApi
from connectors.telegram.outbox import Outbox
from connectors.telegram.rate_limits import Pace
from connectors.telegram.sender import Sender

STEP = timedelta(minutes=10)
OPENERS = "web_open_"
"""Begins the conversations of people who look into their chat."""


def read_moment(folder: Path) -> datetime:
    """The present moment."""
    return datetime.fromisoformat((folder / "moment").read_text()).astimezone(clock.ROME)


def write_moment(folder: Path, moment: datetime) -> None:
    """Set it, whole or not at all."""
    draft = folder / "moment.new"
    draft.write_text(moment.isoformat())
    os.replace(draft, folder / "moment")


def open_chats(settings: Settings, now: datetime) -> None:
    """Those who look into their chat have seen what stands there."""
    query = sqlalchemy.text(
        "select conversation_id, max(cast(reference as integer)) from notice where state = 'placed' and "
        f"conversation_id like '{OPENERS}%' group by conversation_id")
    with get_engine(settings.database_url).connect() as connection:
        seen = connection.execute(query).all()
    for conversation_id, sequence in seen:
        notices.mark_opened(settings, conversation_id=conversation_id, sequence=sequence, now=now)


def work(settings: Settings, folder: Path, until: datetime, say: Callable[[str], None]) -> None:
    """Round after round until the moment ``until``."""
    asyncio.run(_work(settings, folder, until, say))


async def _work(wanted: Settings, folder: Path, until: datetime, say: Callable[[str], None]) -> None:
    settings, senders = notice_worker.make_senders(wanted)
    async with aiohttp.ClientSession() as http:
        sender = Sender(BotApi(http, settings.telegram_api_url, settings.telegram_token), Pace(overall=125), 0.05)
        outbox = Outbox(settings, sender, asks_contact=lambda _: False, on_bad_token=lambda: None)
        await outbox.start()
        say("ready")
        while (now := read_moment(folder)) < until:
            await notice_worker.run_notice_round(settings, senders, lambda now=now: now)  # type: ignore[misc]
            open_chats(settings, now)
            outbox.wake(chat.conversation_id for chat in telegram.list_chats_behind(settings))
            while outbox.is_busy:
                await asyncio.sleep(0.01)
            write_moment(folder, now + STEP)
        await outbox.stop()
    for one in senders:
        await one.close()
    say("done")
