"""Beside the server: plans reminders again and again, writes those that are due into the chats, sends the e-mail.

Every process may run it: who sends what is settled in the database.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Optional

from bot.core import clock
from bot.runtime.unavailable import log_failure
from bot.services import reminders
from bot.settings import SettingError, Settings
from connectors.reminders import mail
from connectors.reminders.mail import MailServer, Outcome

logger = logging.getLogger("orienta.reminders")

LOOK_SECONDS = 15.0
"""Between two rounds."""

MOST_MAILS = 100
"""E-mails of one round; the others wait for the next."""


@dataclass(frozen=True)
class Round:
    """What one round did."""

    said: int = 0
    mailed: int = 0
    failed: int = 0


async def run(settings: Settings, now: Callable[[], datetime] = clock.now) -> None:
    """Repeat :func:`once` for ever; a failure is logged and tried again next time."""
    server: Optional[MailServer] = None
    try:
        server = mail.mail_server(settings)
    except SettingError as error:
        logger.error("no e-mail is sent. %s", error)
        settings = dataclasses.replace(settings, smtp_url="")
    while True:
        try:
            await once(settings, server, now)
        except Exception as error:  # the database is away, or whatever it is: the worker must not end
            log_failure(logger, "reminders wait for the next round", error)
        await asyncio.sleep(LOOK_SECONDS)


async def once(settings: Settings, server: Optional[MailServer], now: Callable[[], datetime] = clock.now) -> Round:
    """One round; logs counts, never personal data.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; what was not sent stays due.
    """
    planned = await asyncio.to_thread(reminders.plan, settings, now())
    said = await asyncio.to_thread(reminders.send_chat, settings, now())
    mailed = failed = 0
    for _ in range(MOST_MAILS if server is not None else 0):
        letter = await asyncio.to_thread(reminders.next_mail, settings, now())
        if letter is None or server is None:
            break
        outcome, why = await mail.send(server, letter, now())
        if outcome is Outcome.SENT:
            mailed += 1
            await asyncio.to_thread(reminders.mail_sent, settings, letter, now())
        else:
            failed += 1
            logger.warning("reminder %d, attempt %d: %s", letter.reminder_id, letter.attempt, why)
            await asyncio.to_thread(
                reminders.mail_failed, settings, letter, for_good=outcome is Outcome.NEVER, now=now())
    if planned.added or planned.withdrawn or said or mailed:
        logger.info("reminders: planned %d, withdrawn %d, in chats %d, by e-mail %d",
                    planned.added, planned.withdrawn, said, mailed)
    return Round(said, mailed, failed)
