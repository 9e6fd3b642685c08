"""Rasa's input channel for Telegram: the webhook's route, and a worker that starts and stops with the server."""

from __future__ import annotations

import hmac
import json
import logging
from typing import Any, Awaitable, Callable, Optional

import aiohttp
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot import settings as settings_module
from bot.settings import Settings
from connectors.conversation import Conversations, door_of
from connectors.telegram import ids
from connectors.telegram.api import BotApi
from connectors.telegram.contact_question import ContactQuestion
from connectors.telegram.listening import ChatListener
from connectors.telegram.outbox import Outbox
from connectors.telegram.pace import Pace
from connectors.telegram.rendering import CHANNEL
from connectors.telegram.sender import Sender
from connectors.telegram.worker import OFF, Worker, make_parts

logger = logging.getLogger("orienta.telegram")

ROUTE = "/webhook"
"""Below /webhooks/telegram, where Rasa puts the routes of this channel."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_UPDATE_BYTES = 512 * 1024
CONNECTIONS = 64


class TelegramInput(InputChannel):
    """The channel that ``credentials.yml`` names. Without TELEGRAM_TOKEN it does nothing.

    ``make_pace``: how often messages may go out; a test that is not about this has another one.
    """

    make_pace: Callable[[], Pace] = Pace

    @classmethod
    def name(cls) -> str:
        """The name of the channel, in addresses and in the tracker."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> InputChannel:
        """The channel with the settings of the environment; the token has no place in a file that is shared."""
        return cls(settings_module.load())

    def __init__(self, settings: Settings, key: Optional[bytes] = None) -> None:
        self._settings = settings
        self._key = key or settings_module.signing_key(settings)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The route of the webhook. Turns are run by the door of the conversations, not by ``on_new_message``."""
        return _TelegramBlueprint(self._settings, self._key, type(self).make_pace())


class _TelegramBlueprint(Blueprint):
    """Brings the worker of the bot into the server that it is registered with."""

    def __init__(self, settings: Settings, key: bytes, pace: Pace) -> None:
        super().__init__("telegram")
        service = self.ctx.service = _Service(settings, key, pace)

        @self.post(ROUTE)
        async def webhook(request: Request) -> HTTPResponse:
            return await service.webhook(request)  # type: ignore[no-any-return]

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """See Sanic's ``Blueprint.register``."""
        self.ctx.service.join(app)
        super().register(app, options)


class _Service:
    """The channel of one server process."""

    def __init__(self, settings: Settings, key: bytes, pace: Pace) -> None:
        self._settings = settings
        self._key = key
        self._pace = pace
        self._secret = ids.webhook_secret(key, settings.telegram_token).encode()
        self._door: Optional[Conversations] = None
        self._http: Optional[aiohttp.ClientSession] = None
        self._worker: Optional[Worker] = None

    def join(self, app: Sanic) -> None:
        """Start and stop with ``app``."""
        if not self._settings.telegram_token:
            app.register_listener(self._say_off, "after_server_start")
            return
        self._door = door_of(app, self._settings)
        app.register_listener(self._start, "after_server_start")
        app.register_listener(self._stop, "before_server_stop")

    async def webhook(self, request: Request) -> HTTPResponse:
        """Take an update: 200 as soon as it is stored, the work comes after it. Telegram repeats what got no 200."""
        if self._worker is None or self._settings.telegram_mode != "webhook":
            return empty(404)
        sent = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(sent.encode("utf-8", "replace"), self._secret):
            return empty(401)
        if len(request.body) > LARGEST_UPDATE_BYTES:
            return empty(413)
        try:
            update = json.loads(request.body)
        except ValueError:
            return empty(400)
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return empty(400)
        return empty(200 if await self._worker.take([update]) else 503)

    async def _say_off(self, _app: Sanic, _loop: Any) -> None:
        logger.info(OFF)

    async def _start(self, app: Sanic, _loop: Any) -> None:
        agent = getattr(app.ctx, "agent", None)
        if agent is None or self._door is None:
            return
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS))
        api = BotApi(self._http, self._settings.telegram_api_url, self._settings.telegram_token)
        sender = Sender(api, self._pace)
        question = ContactQuestion(agent)
        door = self._door

        def parts() -> Any:
            outbox = Outbox(self._settings, sender, asks_contact=question.is_in,
                            on_bad_token=lambda: worker.end())
            return make_parts(self._settings, self._key, door, sender, outbox)

        worker = self._worker = Worker(self._settings, api, parts)
        door.listen(ChatListener(self._settings, sender, lambda: (worker.inbox, worker.outbox)))
        worker.start()

    async def _stop(self, _app: Sanic, _loop: Any) -> None:
        if self._worker is not None and self._door is not None:
            await self._door.settle()  # answers in preparation still go out
            await self._worker.stop()
        if self._http is not None:
            await self._http.close()
