"""Beside the server: plans notices again and again, writes those that are due into the chats, sends the others.

Every process may run it: who sends what is settled in the database.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Callable, Optional, Protocol, Sequence

from bot import clock
from bot.measures import get_measures
from bot.services import notices, sign_ups
from bot.services.notices import Answered, Handover, Outgoing
from bot.services.unavailable import log_failure
from bot.settings import SettingError, Settings
from connectors.mail.mail_sender import MailSender, find_mail_server
from connectors.sms.sms_receipts import make_receipts_url
from connectors.sms.sms_sender import SmsSender, find_gateway

logger = logging.getLogger("orienta.notices")

LOOK_SECONDS = 15.0
"""Between two rounds."""

MOST_SENT = 100
"""Messages of one round and channel; the others wait for the next."""

MOST_LATER = 3
"""Messages in a row that a channel puts off before it is left alone until the next round: a server that hangs would
keep the other channels waiting as many times."""


class NoticeSender(Protocol):
    """Hands messages over to a server of its ``channel``."""

    channel: str

    async def send(self, message: Outgoing, now: datetime, /) -> Handover:
        """Hand it over; a fault of the other side is a result, no error."""

    async def close(self) -> None:
        """Close the connections."""


@dataclass(frozen=True)
class Round:
    """What one round did."""

    placed: int = 0
    mailed: int = 0
    texted: int = 0
    failed: int = 0


def make_senders(settings: Settings) -> tuple[Settings, list[NoticeSender]]:
    """A sender for each channel that is set up; the settings without those that cannot be used, which is logged."""
    senders: list[NoticeSender] = []
    try:
        if (server := find_mail_server(settings)) is not None:
            senders.append(MailSender(server))
    except SettingError as error:
        logger.error("no e-mail is sent. %s", error)
        settings = dataclasses.replace(settings, smtp_url="")
    try:
        if (gateway := find_gateway(settings, make_receipts_url(settings))) is not None:
            senders.append(SmsSender(gateway))
    except SettingError as error:
        logger.error("no text message is sent. %s", error)
        settings = dataclasses.replace(settings, sms_url="")
    return settings, senders


async def run(
    settings: Settings, states: dict[str, str], now: Callable[[], datetime] = clock.now,
) -> None:
    """Repeat :func:`run_notice_round` for ever; a failure is logged and tried again next time.

    ``states`` is told how the channels are: off, ok, failing, or wrong_setting.
    """
    wanted = {"email": settings.smtp_url, "sms": settings.sms_url}
    settings, senders = make_senders(settings)
    made = {sender.channel for sender in senders}
    states.update({name: "ok" if name in made else "wrong_setting" if address else "off"
                   for name, address in wanted.items()})
    try:
        while True:
            try:
                await run_notice_round(settings, senders, now, states)
            except Exception as error:  # the database is away, or whatever it is: the worker must not end
                log_failure(logger, "notices wait for the next round", error)
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        for sender in senders:
            await sender.close()


async def run_notice_round(
    settings: Settings, senders: Sequence[NoticeSender], now: Callable[[], datetime] = clock.now,
    states: Optional[dict[str, str]] = None,
) -> Round:
    """One round; logs counts, never personal data.

    Raises:
        DatabaseUnavailable: the database cannot be read or written; what was not sent stays due.
    """
    await asyncio.to_thread(sign_ups.follow_events, settings, now())
    planned = await asyncio.to_thread(notices.plan, settings, now())
    passed = await asyncio.to_thread(notices.follow_chats, settings, now())
    placed = await asyncio.to_thread(notices.place_in_chats, settings, now())
    sent = {"email": 0, "sms": 0}
    failed = 0
    for sender in senders:
        put_off = 0
        outgoing = islice(notices.take_outgoing(settings, {sender.channel}, now), MOST_SENT)
        while put_off < MOST_LATER and (message := await asyncio.to_thread(next, outgoing, None)) is not None:
            handover = await sender.send(message, now())
            await asyncio.to_thread(notices.settle, settings, message, handover, now())
            get_measures().notices.labels(sender.channel, handover.outcome.value).inc()
            if states is not None:
                states[sender.channel] = "failing" if handover.outcome is Answered.LATER else "ok"
            put_off = put_off + 1 if handover.outcome is Answered.LATER else 0
            if handover.outcome is Answered.SENT:
                sent[sender.channel] = sent.get(sender.channel, 0) + 1
            else:
                failed += 1
                logger.warning("notice %d by %s, attempt %d: %s", message.notice_id, sender.channel, message.attempt,
                               handover.why)
    if planned.added or planned.withdrawn or passed or placed or any(sent.values()):
        logger.info("notices: planned %d, withdrawn %d, in chats %d, passed on %d, by e-mail %d, by SMS %d",
                    planned.added, planned.withdrawn, placed, passed, sent["email"], sent["sms"])
    return Round(placed, sent["email"], sent["sms"], failed)
