"""Pages below a reference: they open in the browser that has shown the code, and ask for it in every other."""

from __future__ import annotations

from typing import Any, Callable, Coroutine, TypeVar, Union

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.services.code_lockout import TooManyAttempts, WrongCode
from connectors.site.public.answering import go
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
