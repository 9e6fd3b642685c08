"""A Bot API server for tests: strict, as the public description has it, and able to fail in the ways Telegram does."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import Any, Callable, Iterator, Mapping, Optional
from urllib.parse import urlsplit

from aiohttp import web

from tests.support import telegram_rules as rules
from tests.support.clocks import PATIENCE_SECONDS
from tests.support.telegram_calls import Call, Fault
from tests.support.telegram_messages import BOT, Messages
from tests.support.telegram_rules import Bad

TOKEN = "4711:a-token-that-only-the-tests-know"
SENDING = ("sendMessage", "sendDocument", "sendVenue")


class FakeTelegram(Messages):
    """The server, in a thread of its own. Everything that came in is in ``calls``; counters survive ``reset``."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.webhook: dict[str, Any] = {}
        self.commands: list[dict[str, Any]] = []
        self.most_pollers = 0
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(100_001)
        self._poller: Optional[asyncio.Event] = None
        self._pollers = 0
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._arrived = asyncio.Event()
        self._runner: Optional[web.AppRunner] = None
        self.url = ""

    # -- what tests do ------------------------------------------------------------------------------------------------

    def start(self, port: int = 0) -> None:
        """Listen; the address is then in ``url``."""
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._serve(port), self._loop).result(10)

    def stop(self) -> None:
        """Listen no more."""
        assert self._runner is not None
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def new_id(self) -> int:
        """A number for an update."""
        return next(self._numbers)

    def queue(self, *updates: dict[str, Any]) -> None:
        """Give ``updates`` to whoever polls."""
        def add() -> None:
            self._updates += updates
            self._arrived.set()
        self._loop.call_soon_threadsafe(add)

    def push(self, update: dict[str, Any], secret: Optional[str] = None) -> int:
        """Bring ``update`` to the webhook as Telegram does; the status of the answer, 0 when there is none."""
        token = self.webhook.get("secret_token", "") if secret is None else secret
        address = urlsplit(self.webhook["url"])
        connection = HTTPConnection(address.netloc, timeout=PATIENCE_SECONDS)
        try:
            with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent: it has answered
                connection.request("POST", address.path, json.dumps(update).encode(), {
                    "Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": token})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def open_query(self, query_id: str) -> None:
        """A button was pressed: the query can be answered once."""
        self._queries[query_id] = time.monotonic()

    def fail(self, code: int, **more: Any) -> None:
        """Let the next call fail; see :class:`Fault`. Code 0 gives no answer until the client gives up."""
        self.faults.append(Fault(code, **more))

    def sent(self, chat_id: Optional[int] = None, methods: tuple[str, ...] = SENDING) -> list[Call]:
        """The messages that were taken, of one chat or of all."""
        return [call for call in list(self.calls)
                if call.ok and call.method in methods and chat_id in (None, call.chat_id)]

    def refused(self) -> list[tuple[str, str]]:
        """What was refused for what it was, and not by a fault that a test asked for."""
        return [(call.method, call.description) for call in self.calls
                if not call.ok and call.description.startswith("Bad Request")]

    def wait_for(self, met: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
        """What ``met`` gives once it is true.

        Raises:
            AssertionError: it did not become true; with the last calls.
        """
        limit = time.monotonic() + seconds
        with self._news:
            while not (found := met()):
                left = limit - time.monotonic()
                assert left > 0, "not in time; the last calls: " + "\n".join(
                    f"{call.method} {call.ok} {call.description} {call.parameters}" for call in self.calls[-8:])
                self._news.wait(min(left, 0.05))
        return found

    def answers(self, chat_id: int, count: int = 1, after: int = 0, seconds: float = PATIENCE_SECONDS) -> list[Call]:
        """The messages to a chat, once there are ``count`` beyond the first ``after``."""
        self.wait_for(lambda: len(self.sent(chat_id)) >= after + count, seconds)
        return self.sent(chat_id)[after:]

    # -- the server ---------------------------------------------------------------------------------------------------

    async def _serve(self, port: int) -> None:
        application = web.Application(client_max_size=60 * 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(application, access_log=None, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, shutdown_timeout=0.5)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _handle(self, request: web.Request) -> web.Response:
        token, method = request.match_info["token"], request.match_info["method"]
        if ":" not in token:
            return _failure(404, "Not Found")
        if token != TOKEN:
            return _failure(401, "Unauthorized")
        if method not in rules.METHODS:
            return _failure(404, "Not Found: method not found")
        try:
            call = Call(method, *await self._read(request, method))
        except Bad as error:
            return _failure(400, str(error))
        fault = self._fault(call)
        if fault is not None and not fault.obeyed:
            return await self._failed(call, fault)
        try:
            rules.check_parameters(method, {**call.parameters, **({"document": "file"} if call.file else {})})
            result = await getattr(self, f"_{method}", self._nothing)(call)
            call.ok = True
        except Bad as error:
            call.description = str(error)
        except web.HTTPException as answer:
            self._note(call)
            return _failure(answer.status, answer.text or "")
        self._note(call)
        if fault is not None:
            return await self._failed(None, fault)
        return web.json_response({"ok": True, "result": result}) if call.ok else _failure(400, call.description)

    async def _read(self, request: web.Request, method: str) -> tuple[Any, ...]:
        now = time.monotonic()
        if request.content_type != "multipart/form-data":
            return (await request.json() if request.can_read_body else {}), now
        parameters, files = {}, []
        form = await request.post()
        for name, value in form.items():
            if isinstance(value, web.FileField):
                files.append((value.filename, value.content_type, value.file.read()))
            else:
                parameters[name] = rules.from_form(method, name, str(value))
        return parameters, now, False, "", "", None, files[0] if files else None

    def _fault(self, call: Call) -> Optional[Fault]:
        for fault in self.faults:
            if fault.method in (None, call.method) and fault.chat_id in (None, call.chat_id) and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def _failed(self, call: Optional[Call], fault: Fault) -> web.Response:
        if call is not None:
            call.description = f"{fault.code} {fault.description}"
            self._note(call)
        if fault.code == 0:
            await asyncio.sleep(60)
        return _failure(fault.code, fault.description, fault.parameters)

    def _note(self, call: Call) -> None:
        with self._news:
            self.calls.append(call)
            self._news.notify_all()

    async def _nothing(self, call: Call) -> Any:
        return True

    async def _getMe(self, call: Call) -> Any:
        return BOT

    async def _getUpdates(self, call: Call) -> Any:
        if self.webhook.get("url"):
            raise web.HTTPConflict(text="Conflict: can't use getUpdates method while webhook is active; "
                                        "use deleteWebhook to delete the webhook first")
        if self._poller is not None:
            self._poller.set()  # the newer question ends the older one
        mine = self._poller = asyncio.Event()
        self._pollers += 1
        self.most_pollers = max(self.most_pollers, self._pollers)
        try:
            limit = time.monotonic() + call.parameters.get("timeout", 0)
            offset = call.parameters.get("offset", 0)
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            while not self._updates and time.monotonic() < limit and not mine.is_set():
                self._arrived.clear()
                await _first(self._arrived, mine, limit - time.monotonic())
            if mine.is_set():
                raise web.HTTPConflict(text="Conflict: terminated by other getUpdates request; "
                                            "make sure that only one bot instance is running")
            return self._updates[:call.parameters.get("limit", 100)]
        finally:
            self._pollers -= 1
            self._poller = None if self._poller is mine else self._poller

    async def _setWebhook(self, call: Call) -> Any:
        if not call.parameters["url"].startswith(("https://", "http://127.0.0.1")):
            raise Bad("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = dict(call.parameters)
        return True

    async def _deleteWebhook(self, call: Call) -> Any:
        self.webhook = {}
        return True

    async def _getWebhookInfo(self, call: Call) -> Any:
        return {"url": self.webhook.get("url", ""), "pending_update_count": len(self._updates)}

    async def _setMyCommands(self, call: Call) -> Any:
        for command in call.parameters["commands"]:
            if not (1 <= len(command["command"]) <= 32 and command["command"].replace("_", "").isalnum()
                    and command["command"].islower() and 1 <= len(command["description"]) <= 256):
                raise Bad("Bad Request: BOT_COMMAND_INVALID")
        self.commands = call.parameters["commands"]
        return True


async def _first(one: asyncio.Event, other: asyncio.Event, seconds: float) -> None:
    """Return when one of the two comes, or the time is up."""
    waiting = [asyncio.ensure_future(one.wait()), asyncio.ensure_future(other.wait())]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when="FIRST_COMPLETED")
    finally:
        for task in waiting:
            task.cancel()


def _failure(code: int, description: str, parameters: Optional[Mapping[str, Any]] = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = dict(parameters)
    return web.json_response(body, status=code or 500)


@contextmanager
def fake_telegram(port: int = 0) -> Iterator[FakeTelegram]:
    """A server that listens while the block runs."""
    server = FakeTelegram()
    server.start(port)
    try:
        yield server
    finally:
        server.stop()
