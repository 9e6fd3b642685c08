"""What holds for every request and answer: limits on what comes in, headers on what goes out, no bare failure."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Mapping, MutableMapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

logger = logging.getLogger("orienta.web")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Refuse = Callable[[Request, int], Response]
Headers = Callable[[Any], Mapping[str, str]]

LONGEST_ADDRESS = 2000
LARGEST_BODY = 384 * 1024
"""Bytes of a request: the longest form of the desk is far below."""


class BodyTooLarge(Exception):
    """More was sent than is taken here."""


def refuse_plainly(_request: Request, status: int) -> Response:
    """A refusal for whoever is no person with a browser."""
    return PlainTextResponse("", status, {"Cache-Control": "no-store"})


class Guard:
    """ASGI middleware around an application.

    ``headers`` gives, for the scope of a request, those that are set where its answer does not say otherwise itself.
    ``refuse`` makes the answer of a status.
    """

    def __init__(
        self, app: Any, headers: Headers, refuse: Refuse = refuse_plainly, largest_body: int = LARGEST_BODY,
    ) -> None:
        self.app = app
        self._headers = headers
        self._refuse = refuse
        self._largest_body = largest_body

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Check the request, pass it on, finish the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(send, self._headers(scope), without_body=scope["method"] == "HEAD")
        refusal = self._refusal(scope)
        if refusal:
            await self._say(refusal, scope, receive, answer)
            return
        if scope["method"] == "HEAD":  # what a GET would answer, without its body
            scope = {**scope, "method": "GET"}
        try:
            await self.app(scope, self._limited(receive), answer.send)
        except BodyTooLarge:
            await self._say(413, scope, receive, answer)
        except HTTPException as refused:
            await self._say(refused.status_code, scope, receive, answer)
        except Exception as error:  # whatever it is: a page, and the place in the log, never what a person wrote
            logger.error("%s %s failed", scope["method"], _shown_path(scope), exc_info=error)
            await self._say(500, scope, receive, answer)

    async def _say(self, status: int, scope: Any, receive: Receive, answer: _Answer) -> None:
        if not answer.started:
            await self._refuse(Request(scope), status)(scope, receive, answer.send)

    def _refusal(self, scope: Any) -> int:
        """The status that a request is refused with before anybody looks at it; 0 when it is not."""
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return 414
        if any(ord(char) < 32 or ord(char) == 127 for char in scope["path"]) or b"%00" in scope["query_string"]:
            return 400
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._largest_body:
            return 413
        return 0

    def _limited(self, receive: Receive) -> Receive:
        """``receive`` that stops at the largest body, for bodies that do not say how long they are."""
        had = 0

        async def counted() -> Message:
            nonlocal had
            message = await receive()
            had += len(message.get("body") or b"")
            if had > self._largest_body:
                raise BodyTooLarge
            return message

        return counted


class _Answer:
    """Adds the headers to an answer and keeps its body back for HEAD."""

    def __init__(self, send: Send, headers: Mapping[str, str], without_body: bool) -> None:
        self._send = send
        self._headers = headers
        self._without_body = without_body
        self.started = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        elif self._without_body and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def _shown_path(scope: Any) -> str:
    """The first two parts of a path: further ones may be a code."""
    return "/".join(scope["path"].split("/")[:3])
