"""Long polling: for whoever has no public address. One poller a bot; Telegram answers 409 to a second one."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, Optional

from connectors.telegram.api import ApiError, BadToken, BotApi, Conflict, TooManyCalls
from connectors.telegram.update_kinds import ALLOWED_UPDATES

logger = logging.getLogger("orienta.telegram")

POLL_SECONDS = 25
"""How long Telegram keeps a question open while nothing happens."""

ANSWER_SECONDS = 10.0
BATCH = 100
FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 30.0

TakeUpdates = Callable[[list[dict[str, Any]]], Awaitable[bool]]


async def poll(
    api: BotApi, take: TakeUpdates, first_retry: float = FIRST_RETRY_SECONDS,
    note_state: Callable[[bool], None] = lambda _: None,
) -> None:
    """Ask for updates until cancelled. ``take`` stores them; while it says False, they are asked for again.

    The first question names no offset: what Telegram still has comes again, and what was stored is known by its
    number. The last offset could be higher than numbers to come: Telegram draws them anew after a quiet week.

    ``note_state`` hears whether Telegram gave an answer.

    Raises:
        BadToken: the token is not that of a bot.
    """
    offset: Optional[int] = None
    wait = first_retry
    trouble = ""
    while True:
        parameters: dict[str, Any] = {
            "timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            parameters["offset"] = offset
        try:
            found = await api.call("getUpdates", parameters, seconds=POLL_SECONDS + ANSWER_SECONDS)
        except BadToken:
            raise
        except ApiError as error:
            note_state(False)
            if type(error).__name__ != trouble:  # an outage is one line, not one a second
                trouble = type(error).__name__
                logger.warning("%s", _trouble(error))
            await asyncio.sleep(error.retry_after if isinstance(error, TooManyCalls) else wait)
            wait = min(wait * 2, LONGEST_RETRY_SECONDS)
            continue
        note_state(True)
        if trouble:
            trouble = ""
            logger.info("Telegram gives updates again")
        wait = first_retry
        news = [item for item in found or () if isinstance(item, dict) and isinstance(item.get("update_id"), int)]
        if not news:
            continue
        if await take(news):
            offset = max(item["update_id"] for item in news) + 1
        else:
            await asyncio.sleep(first_retry)


def _trouble(error: ApiError) -> str:
    if isinstance(error, Conflict) and "webhook" in error.description:
        return ("TELEGRAM_MODE is polling, but the bot has a webhook: «orienta telegram delete-webhook» removes it; "
                "trying again until then")
    if isinstance(error, Conflict):
        return "another program reads this bot's updates (409): trying again until it stops"
    return f"Telegram gives no updates ({error}): trying again"
