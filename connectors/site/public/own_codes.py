"""Pages below a reference: they open in the browser that has shown the code, and ask for it in every other."""

from __future__ import annotations

from typing import Any, Callable, Coroutine, TypeVar, Union

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.italian.text import format_time
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.texts import get_text
from connectors.site.public.answering import count_wrong_code, go, too_many_wrong_codes
from connectors.site.public.visitor import Visitor, visitor_of

Found = TypeVar("Found")


class CodeNeeded(Exception):
    """This browser has not shown the code, or has been closed since."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__()
        self.visitor = visitor


class CodeRoute(APIRoute):
    """A route that asks for the code where it is needed."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, and the way to the form for the code."""
        handle = super().get_route_handler()

        async def handle_or_ask(request: Request) -> Response:
            try:
                return await handle(request)
            except CodeNeeded as needed:
                return go(request, needed.visitor, f"{needed.visitor.path}/codice?serve=1")

        return handle_or_ask


def open_typed(
    request: Request, visitor: Visitor, typed: str,
    read: Callable[[str, str], Union[Found, WrongCode, TooManyAttempts]], *, missing: str, wrong: str,
) -> Union[Found, tuple[str, int]]:
    """What ``read`` (code, who tries) gives for a code as it was typed; else what to say, and the status.

    Wrong codes are counted by browser (in the database) and by address. ``missing``, ``wrong``: keys of texts.
    """
    if not typed.strip():
        return get_text(missing), 422
    if too_many_wrong_codes(request):
        return get_text("site.too_many"), 429
    found = read(typed, visitor.conversation_id)
    if not isinstance(found, (WrongCode, TooManyAttempts)):
        return found
    count_wrong_code(request)
    if isinstance(found, TooManyAttempts):
        return get_text("site.manage.too_many_codes", until=format_time(found.until.time())), 429
    return get_text(wrong), 422


def open_own(
    request: Request, reference: str, read: Callable[[str, str], Union[Found, WrongCode, TooManyAttempts]],
) -> tuple[Visitor, Found]:
    """The visitor, and what ``read`` (code, who tries) gives for the code of ``reference``.

    Raises:
        CodeNeeded: the code is to be asked for.
        HTTPException: too many codes were wrong.
    """
    visitor = visitor_of(request)
    code = visitor.code_of(reference)
    if code is None:
        raise CodeNeeded(visitor)
    found = read(code, visitor.conversation_id)
    if isinstance(found, TooManyAttempts):
        raise HTTPException(429)
    if isinstance(found, WrongCode):
        visitor.forget(code)
        raise CodeNeeded(visitor)
    return visitor, found
