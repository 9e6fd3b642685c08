"""A client of the Bot API: one call, and errors that say what to do next. The token stays out of every message."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping, Optional

import aiohttp

CALL_SECONDS = 10.0
"""How long one call may take, besides what getUpdates waits on purpose."""


class ApiError(RuntimeError):
    """Telegram did not do what was asked. ``code``: its error code, 0 when it did not answer."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description


class RefusedCall(ApiError):
    """The request itself is wrong (400): repeating it does not help."""


class BadToken(ApiError):
    """The token is not that of a bot (401, 404)."""


class Blocked(ApiError):
    """The person has blocked the bot, or is gone (403, or 400 chat not found)."""


class Conflict(ApiError):
    """Somebody else reads this bot's updates, or a webhook is set (409)."""


class TooManyCalls(ApiError):
    """Too many requests (429): none before ``retry_after`` seconds."""

    def __init__(self, description: str, retry_after: float) -> None:
        super().__init__(429, description)
        self.retry_after = retry_after


class Migrated(ApiError):
    """The chat has another number now."""

    def __init__(self, description: str, chat_id: int) -> None:
        super().__init__(400, description)
        self.chat_id = chat_id


class Unreachable(ApiError):
    """No answer, or a fault on Telegram's side (5xx): the call may have been obeyed or not; try again later."""


@dataclass(frozen=True)
class File:
    """A file to send. ``parameter``: the name that the method gives it."""

    parameter: str
    name: str
    mime: str
    content: bytes


class BotApi:
    """Calls of one bot. ``url``: the address of the Bot API server, Telegram's or one's own."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._base = f"{url.rstrip('/')}/bot{token}/"

    async def call(
        self, method: str, parameters: Optional[Mapping[str, Any]] = None, *, file: Optional[File] = None,
        seconds: float = CALL_SECONDS,
    ) -> Any:
        """The ``result`` of ``method``.

        Raises:
            ApiError: one of its kinds above.
        """
        body = _body(parameters or {}, file)
        try:
            async with self._session.post(
                self._base + method, timeout=aiohttp.ClientTimeout(total=seconds), **body,
            ) as reply:
                answer = await _answer(reply)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            # the error's own text has the address, and the token is in it
            raise Unreachable(0, type(error).__name__) from None
        if answer.get("ok") is True:
            return answer.get("result")
        raise _error(answer)


def _body(parameters: Mapping[str, Any], file: Optional[File]) -> dict[str, Any]:
    if file is None:
        return {"json": dict(parameters)}
    form = aiohttp.FormData(quote_fields=False)  # names of files as they are, not in %-signs
    for name, value in parameters.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    form.add_field(file.parameter, file.content, filename=file.name, content_type=file.mime)
    return {"data": form}


async def _answer(reply: aiohttp.ClientResponse) -> dict[str, Any]:
    """The JSON object of a reply; a proxy's error page becomes an error of its status."""
    try:
        answer = await reply.json(content_type=None)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return {"ok": False, "error_code": max(reply.status, 500), "description": "not an answer of the Bot API"}
    return answer


def _error(answer: Mapping[str, Any]) -> ApiError:
    code, description = int(answer.get("error_code") or 0), str(answer.get("description") or "")
    more = answer.get("parameters") or {}
    if code == 429:
        return TooManyCalls(description, float(more.get("retry_after") or 1))
    if "migrate_to_chat_id" in more:
        return Migrated(description, int(more["migrate_to_chat_id"]))
    if code in (401, 404):
        return BadToken(code, description)
    if code == 403 or "chat not found" in description:
        return Blocked(code, description)
    if code == 409:
        return Conflict(code, description)
    if code >= 500 or code == 0:
        return Unreachable(code, description)
    return RefusedCall(code, description)
