"""What holds for every request and answer: limits on what comes in, headers on what goes out, no bare failure."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, MutableMapping

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from connectors.site import errors

logger = logging.getLogger("orienta.site")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LONGEST_ADDRESS = 2000
LARGEST_BODY = 256 * 1024
"""Bytes of a request: the longest form of the desk is far below."""

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
          "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""Set where an answer does not say otherwise itself."""


class BodyTooLarge(Exception):
    """More was sent than a form of ours can hold."""


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Check the request, pass it on, finish the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(send, without_body=scope["method"] == "HEAD")
        refusal = _refusal(scope)
        if refusal:
            await self._say(refusal, scope, receive, answer)
            return
        if scope["method"] == "HEAD":  # what a GET would answer, without its body
            scope = {**scope, "method": "GET"}
        try:
            await self.app(scope, _limited(receive), answer.send)
        except BodyTooLarge:
            await self._say(413, scope, receive, answer)
        except Exception as error:  # whatever it is: a page, and the place in the log, never what a person wrote
            logger.error("%s %s failed", scope["method"], _shown_path(scope), exc_info=error)
            await self._say(500, scope, receive, answer)

    async def _say(self, status: int, scope: Any, receive: Receive, answer: _Answer) -> None:
        if answer.started:
            return
        response: Response = errors.page_for(Request(scope), status)
        await response(scope, receive, answer.send)


class _Answer:
    """Adds the headers to an answer and keeps its body back for HEAD."""

    def __init__(self, send: Send, without_body: bool) -> None:
        self._send = send
        self._without_body = without_body
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        elif self._without_body and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def _refusal(scope: Any) -> int:
    """The status that a request is refused with before anybody looks at it; 0 when it is not."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414
    if any(ord(char) < 32 or ord(char) == 127 for char in scope["path"]) or b"%00" in scope["query_string"]:
        return 400
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return 413
    return 0


def _limited(receive: Receive) -> Receive:
    """``receive`` that stops at :data:`LARGEST_BODY`, for bodies that do not say how long they are."""
    had = 0

    async def counted() -> Message:
        nonlocal had
        message = await receive()
        had += len(message.get("body") or b"")
        if had > LARGEST_BODY:
            raise BodyTooLarge
        return message

    return counted


def _shown_path(scope: Any) -> str:
    """The first two parts of a path: further ones may be a code."""
    return "/".join(scope["path"].split("/")[:3])
