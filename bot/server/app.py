"""The application of one process: channels, site, health, and what runs beside them. Here all is wired."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, AsyncIterator, Callable, Optional, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import BaseRoute, Route, Router

from bot import clock
from bot.server import housekeeping
from bot.services import health
from bot.settings import Settings
from connectors.channels import Channel, MakeChannel
from connectors.web import headers
from connectors.web.addresses import RealClient, TrustedProxies
from connectors.web.guard import Guard
from connectors.web.request_id import RequestIds
from connectors.web.trusted_hosts import TrustedHosts

if TYPE_CHECKING:
    from bot.server.released_model import ReleasedModel
    from connectors.conversation import Conversations

logger = logging.getLogger("orienta")

CHECK_SECONDS = 3.0


class Application:
    """An ASGI application, and its start and end.

    ``agent``: Rasa's, for the ``channels``; None: no channels are served. ``with_site``: site and desk too. ``now``
    gives the site's present moment. ``released``: lets the agent serve with the model that the desk publishes.
    """

    def __init__(
        self, settings: Settings, *, agent: Any = None, channels: Sequence[MakeChannel] = (), with_site: bool = True,
        now: Callable[[], datetime] = clock.now, released: Optional[ReleasedModel] = None,
    ) -> None:
        self._settings = settings
        self._agent = agent
        self._released = released
        self._door: Optional[Conversations] = None
        self._channels: list[Channel] = []
        if agent is not None:
            from connectors.conversation import Conversations  # late: a process without channels does not load Rasa

            door = self._door = Conversations(settings, lambda: agent)
            self._channels = [make(settings, door, agent) for make in channels]
        self._site = _make_site(settings, now, agent) if with_site else None
        self._beside: list[asyncio.Task[None]] = []
        self._rounds = housekeeping.Housekeeping()
        self._stopped = False
        self._notice_states = {} if agent is None else {
            name: "waiting" if address else "off"
            for name, address in (("email", settings.smtp_url), ("sms", settings.sms_url))}
        router = Router(
            self._routes(), redirect_slashes=False, default=self._site or _not_found, lifespan=self._lifespan)
        proxies = TrustedProxies(settings.trusted_proxies)
        self._asgi = RequestIds(RealClient(TrustedHosts(router, settings.trusted_hosts), proxies), proxies)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """See the specification of ASGI."""
        await self._asgi(scope, receive, send)

    @property
    def pages(self) -> list[str]:
        """The paths that a person opens first: those of the channels, then the site's."""
        found = [channel.page for channel in self._channels if channel.page]
        return [*found, "/"] if self._site is not None or not found else found

    def _routes(self) -> list[BaseRoute]:
        routes = [route for channel in self._channels for route in channel.routes()]
        if self._site is None and self.pages != ["/"]:
            page = self.pages[0]
            routes.append(Route("/", lambda _: RedirectResponse(page)))
        if self._settings.sms_url:
            from connectors.sms.sms_receipts import SmsReceipts  # late: most servers send no text messages

            routes += SmsReceipts(self._settings).routes()
        health_only = Router([Route("/health", self._health)], redirect_slashes=False)
        return [Route("/health", Guard(health_only, lambda _: headers.OF_SITE)), *routes]

    @asynccontextmanager
    async def _lifespan(self, _app: Any) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if self._site is not None:
                await stack.enter_async_context(self._site.router.lifespan_context(self._site))
            await self._start()
            stack.push_async_callback(self.stop)
            yield

    async def _start(self) -> None:
        if self._door is None:
            return
        await self._door.start()
        for channel in self._channels:
            await channel.start()
        self._beside.append(asyncio.create_task(housekeeping.run(
            self._settings, self._agent.tracker_store, self._notice_states, self._rounds)))
        self._beside.append(asyncio.create_task(asyncio.to_thread(_prepare_first_answers)))
        if self._released is not None:
            self._beside.append(asyncio.create_task(self._released.follow(self._agent)))

    async def stop(self) -> None:
        """End in order, while connections are still open: no new turns, open ones finish, clients are sent away.

        May be called twice.
        """
        if self._door is None or self._stopped:
            return
        self._stopped = True
        for channel in self._channels:
            await channel.close()
        self._door.close()
        await self._door.settle()
        for channel in reversed(self._channels):
            await channel.stop()
        await self._door.stop()
        for task in self._beside:
            task.cancel()
        flush = getattr(self._agent.tracker_store, "flush_unsaved", None)
        if flush is not None and (waiting := await flush()):
            logger.error("%d conversations could not be stored before the end", waiting)

    async def _health(self, _request: Request) -> JSONResponse:
        """200 when everything that is served here can work, else 503."""
        database, redis = await asyncio.gather(
            _answers(health.is_database_up, self._settings),
            _answers(health.is_redis_up, self._settings) if self._settings.redis_url else _true())
        content: dict[str, Any] = {"database": "ok" if database else "unavailable"}
        if self._settings.redis_url:
            content["redis"] = "ok" if redis else "unavailable"
        if self._agent is not None:
            content["model"] = self._agent.processor.model_filename if self._agent.is_ready() else None
        if self._door is not None:
            content["turns"] = "late" if self._door.measure_waiting().are_late else "ok"
            if self._rounds.doubt:
                content["deletion"] = "stopped"  # told, and no reason for 503
        if await asyncio.to_thread(health.measure_disk, self._settings) < health.FEWEST_BYTES:
            content["disk"] = "nearly full"  # told, as the channels are
        if states := self.channel_states():
            content["channels"] = states  # told, and no reason for 503: the others go on
        # without Redis the site serves, the chat does not
        good = (database and (redis or self._door is None) and content.get("model", "") is not None
                and content.get("turns") != "late")
        return JSONResponse({"status": "ok" if good else "unavailable", **content}, 200 if good else 503,
                            {"Cache-Control": "no-store"})

    @property
    def model_name(self) -> str:
        """The archive of the model in service; empty without one."""
        return "" if self._agent is None else str(self._agent.processor.model_filename)

    @property
    def deletion_doubt(self) -> str:
        """Why expired data are not deleted now; empty when they are."""
        return self._rounds.doubt

    def channel_states(self) -> dict[str, str]:
        """How the channels are that depend on somebody else: Telegram, the mail server, the SMS gateway."""
        asked = {channel.name: getattr(channel, "health", None) for channel in self._channels}
        return {**{name: ask() for name, ask in asked.items() if ask is not None}, **self._notice_states}


def _prepare_first_answers() -> None:
    """What is made at first use and then kept: the person who comes first need not wait for it."""
    from bot.dialogue import own_words  # late: a process without channels reads no messages
    from bot.rules import slot_calendar

    own_words.load_words()
    slot_calendar.name_holiday(clock.now().date())


async def _answers(ask: Callable[[Settings], bool], settings: Settings) -> bool:
    try:
        return await asyncio.wait_for(asyncio.to_thread(ask, settings), CHECK_SECONDS)
    except Exception:  # whatever the cause, the answer is the same
        return False


async def _true() -> bool:
    return True


def _make_site(settings: Settings, now: Callable[[], datetime], agent: Any) -> Any:
    from bot.server.desk_workshop import DeskWorkshop
    from connectors.site.app import create_app  # late: a process without the site does not load it

    return create_app(settings, now, _tell_course, DeskWorkshop(settings, agent))


def _tell_course(settings: Settings, title: str, now: datetime) -> Sequence[Any]:
    from bot.rasa import absent_libraries

    absent_libraries.prepare()  # the SDK of the actions imports Sanic
    from bot.actions.course_preview import tell_course  # late: most processes with a site are never asked

    return tell_course(settings, title, now)


async def _not_found(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close"})
    elif scope["type"] == "http":
        await PlainTextResponse("", 404)(scope, receive, send)
