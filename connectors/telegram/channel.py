"""Telegram's channel: the webhook's route, and a worker that starts and stops with the server."""

from __future__ import annotations

import hmac
import json
import logging
from typing import Any, Callable, Optional

import aiohttp
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router

from bot import settings as settings_module
from bot.settings import Settings
from connectors.conversation import Conversations
from connectors.telegram import ids
from connectors.telegram.api import BotApi
from connectors.telegram.chat_listener import ChatListener
from connectors.telegram.contact_question import ContactQuestion
from connectors.telegram.outbox import Outbox
from connectors.telegram.rate_limits import Pace
from connectors.telegram.rendering import CHANNEL
from connectors.telegram.sender import Sender
from connectors.telegram.worker import OFF, Worker, make_parts
from connectors.web import headers
from connectors.web.guard import Guard

logger = logging.getLogger("orienta.telegram")

ROUTE = "/webhooks/telegram/webhook"
"""The path that every webhook of this bot has had; Telegram keeps it until it is told another."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_UPDATE_BYTES = 512 * 1024
CONNECTIONS = 64


class TelegramChannel:
    """See :class:`connectors.channels.Channel`. Without TELEGRAM_TOKEN it does nothing.

    ``make_pace``: how often messages may go out; a test that is not about this has another one.
    """

    name = CHANNEL
    page: Optional[str] = None
    make_pace: Callable[[], Pace] = Pace

    def __init__(self, settings: Settings, door: Conversations, agent: Any, key: Optional[bytes] = None) -> None:
        self._settings = settings
        self._door = door
        self._agent = agent
        self._key = key or settings_module.load_signing_key(settings)
        self._secret = ids.make_webhook_secret(self._key, settings.telegram_token).encode()
        self._http: Optional[aiohttp.ClientSession] = None
        self._worker: Optional[Worker] = None
        self._sender: Optional[Sender] = None

    def routes(self) -> list[BaseRoute]:
        """The webhook."""
        router = Router([Route(ROUTE, self._webhook, methods=["POST"])], redirect_slashes=False)
        return [Route(ROUTE, Guard(router, lambda _: headers.COMMON, largest_body=LARGEST_UPDATE_BYTES))]

    async def start(self) -> None:
        """Begin to work for the bot, if there is one."""
        if not self._settings.telegram_token:
            logger.info(OFF)
            return
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS))
        api = BotApi(self._http, self._settings.telegram_api_url, self._settings.telegram_token)
        sender = self._sender = Sender(api, type(self).make_pace())
        question = ContactQuestion(self._agent)

        def parts() -> Any:
            outbox = Outbox(self._settings, sender, asks_contact=question.is_in,
                            on_bad_token=lambda: worker.refuse_token())
            return make_parts(self._settings, self._key, self._door, sender, outbox)

        worker = self._worker = Worker(self._settings, api, parts)
        self._door.listen(ChatListener(self._settings, sender, lambda: (worker.inbox, worker.outbox)))
        worker.start()

    async def close(self) -> None:
        """Hand no more updates to the door."""
        if self._worker is not None:
            await self._worker.close()

    async def stop(self) -> None:
        """Send what is there to be sent, and let another process work."""
        if self._worker is not None:
            await self._worker.stop()
        if self._http is not None:
            await self._http.close()

    def health(self) -> str:
        """off, ok, refused (the token), unreachable, or waiting (not begun, or another process works)."""
        if self._worker is None:
            return "off"
        state = self._worker.state
        return "unreachable" if state == "ok" and self._sender is not None and self._sender.is_down else state

    async def _webhook(self, request: Request) -> Response:
        """Answer 200 once the update is stored; process it later. Telegram resends anything else."""
        if self._worker is None or self._settings.telegram_mode != "webhook":
            return Response(status_code=404)
        sent = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(sent.encode("utf-8", "replace"), self._secret):
            return Response(status_code=401)
        try:
            update = json.loads(await request.body())
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return Response(status_code=400)
        return Response(status_code=200 if await self._worker.take([update]) else 503)
