"""A web chat server that says what a test wants, in the protocol of ours: for states that a real one reaches slowly."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any, Callable, Coroutine, Optional, TypeVar

import socketio
import uvicorn

from bot import clock, settings
from connectors.web.headers import make_chat_headers
from connectors.web.static_files import BUILT, StaticFile, StaticFolder, make_static_file
from connectors.webchat.page import PAGE, STATIC_DIR, fill_page
from tests.support.servers import free_port

Answer = Callable[[str], list[dict[str, Any]]]
Result = TypeVar("Result")
_STATIC, _BUILT = "/chat/static/", "/chat/static/app/"


class FakeChat:
    """A conversation for each session id, kept while the server lives.

    ``answer`` gives the messages that follow a person's text or payload; ``refuse`` is acknowledged in place of taking
    a message; with ``silent`` nothing is acknowledged. ``pages`` are other addresses and the HTML that they have.
    ``received`` is each ``user_uttered`` as it came, ``requests`` each ``session_request``.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.refuse: Optional[dict[str, Any]] = None
        self.silent = False
        self.down = False
        self.received: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.typed: list[dict[str, Any]] = []
        self.pages: dict[str, str] = {}
        self.headers: Optional[dict[str, str]] = None
        self.state: dict[str, Any] = {"state": "assistant"}
        self.page = 100
        self.logs: dict[str, list[dict[str, Any]]] = {}
        self._own, self._built = StaticFolder(STATIC_DIR), StaticFolder(BUILT)
        self._number = 0
        self._rooms: dict[str, str] = {}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", ping_interval=5)
        for event in ("connect", "session_request", "earlier_request", "user_uttered", "person_typing"):
            self._sio.on(event, getattr(self, f"_{event}"))
        app = socketio.ASGIApp(self._sio, other_asgi_app=self._serve)
        self._server = uvicorn.Server(uvicorn.Config(
            app, host="127.0.0.1", port=self.port, log_level="error", lifespan="off", ws="wsproto",
            timeout_graceful_shutdown=1))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> FakeChat:
        """Begin to listen."""
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server could not start"
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """End; open connections are cut."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(5)

    def reset(self, answer: Answer) -> None:
        """As new, for the next test."""
        self.answer, self.refuse, self.silent, self.down = answer, None, False, False
        self.state = {"state": "assistant"}
        self.headers, self.page = None, 100
        for kept in (self.received, self.requests, self.typed, self.pages, self.logs):
            kept.clear()

    # --- what a test makes happen -------------------------------------------------------------------------------------

    def push(self, message: dict[str, Any], author: str = "assistant", tell: bool = True) -> dict[str, Any]:
        """Append to the newest conversation; ``tell``: clients hear of it now."""
        session = next(reversed(self.logs))
        return self._do(self._append(session, {"author": author, **message}, tell=tell))

    def typing(self, on: bool, **more: Any) -> None:
        """Say that somebody is writing."""
        self._do(self._sio.emit("bot_typing", {"typing": on, "author": "assistant", **more}))

    def set_state(self, **state: Any) -> None:
        """Change who has the floor."""
        self.state = state
        self._do(self._sio.emit("conversation_state", state))

    def expire(self, text: str) -> None:
        """The conversation was erased."""
        self.logs.clear()
        self._do(self._sio.emit("session_expired", {"text": text}))

    def cut(self) -> None:
        """Close every connection and take no new one until ``down`` is False again."""
        self.down = True
        self._do(self._close_all())

    # --- protocol -----------------------------------------------------------------------------------------------------

    async def _connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> bool:
        return not self.down

    async def _session_request(self, sid: str, data: Any = None) -> None:
        wish = data if isinstance(data, dict) else {}
        self.requests.append(wish)
        session = wish.get("session_id")
        if wish.get("new") or session not in self.logs:
            self._number += 1
            session = f"fake-{self._number}"
            self.logs[session] = []
        self._rooms[sid] = session
        await self._sio.enter_room(sid, session)
        await self._sio.emit("session_confirm", session, to=sid)
        after = wish.get("last_sequence", 0)
        missed = [message for message in self.logs[session] if message["sequence"] > after]
        await self._sio.emit("history", {**self._newest(missed), "state": self.state}, to=sid)

    async def _earlier_request(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        earlier = [message for message in self.logs[self._rooms[sid]] if message["sequence"] < data["before"]]
        return {"ok": True, **self._newest(earlier)}

    def _newest(self, messages: list[dict[str, Any]]) -> dict[str, Any]:
        shown = messages[-self.page:]
        return {"messages": shown, "earlier": shown[0]["sequence"] if len(shown) < len(messages) else None}

    async def _user_uttered(self, sid: str, data: dict[str, Any]) -> Any:
        self.received.append(data)
        if self.silent:
            await asyncio.sleep(60)
        if self.refuse is not None:
            return {"ok": False, **self.refuse}
        session = self._rooms[sid]
        log = self.logs[session]
        known = next((message for message in log if message.get("key") == data["key"]), None)
        if known is None:
            shown = data.get("title") or data["message"]
            known = await self._append(session, {"author": "person", "text": shown, "key": data["key"]})
            self._sio.start_background_task(self._reply, session, data["message"])
        return {"ok": True, "sequence": known["sequence"]}

    async def _person_typing(self, sid: str, data: dict[str, Any]) -> None:
        self.typed.append(data)

    async def _reply(self, session: str, text: str) -> None:
        for message in self.answer(text):
            await self._append(session, {"author": "assistant", **message})

    async def _append(self, session: str, message: dict[str, Any], tell: bool = True) -> dict[str, Any]:
        log = self.logs[session]
        made = {"sequence": len(log) + 1, "text": "", "at": clock.now().isoformat(), **message}
        log.append(made)
        if tell:
            await self._sio.emit("message", made, room=session)
        return made

    async def _close_all(self) -> None:
        for sid in list(self._rooms):
            await self._sio.disconnect(sid)
        self._rooms.clear()

    # --- files --------------------------------------------------------------------------------------------------------

    async def _serve(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        host = dict(scope["headers"]).get(b"host", b"").decode()
        file = self._file(scope["path"], host)
        headers = {
            **(make_chat_headers(host) if self.headers is None else self.headers), "Access-Control-Allow-Origin": "*",
            "Content-Type": "text/plain" if file is None else file.content_type}
        await send({"type": "http.response.start", "status": 404 if file is None else 200,
                    "headers": [(name.encode(), value.encode()) for name, value in headers.items()]})
        await send({"type": "http.response.body", "body": b"" if file is None else file.body})

    def _file(self, path: str, host: str) -> Optional[StaticFile]:
        if path in self.pages:
            return make_static_file(self.pages[path].encode(), ".html")
        if path == "/chat":
            template = self._own.get(PAGE)
            return template and fill_page(template, settings.load({}), "http", host)
        if path.startswith(_BUILT):
            return self._built.get(path[len(_BUILT):])
        return self._own.get(path[len(_STATIC):]) if path.startswith(_STATIC) else None

    # --- thread -------------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._server.serve())
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

    def _do(self, what: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(10)
