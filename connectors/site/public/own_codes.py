"""Pages below a reference: they open in the browser that has shown the code, and ask for it in every other."""

from __future__ import annotations

from typing import Any, Callable, Coroutine, Optional, Protocol, TypeVar, Union

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.italian.text import format_time
from bot.services.code_lockout import TooManyAttempts, WrongCode
from bot.texts import get_text
from connectors.site.forms import Errors, read_form
from connectors.site.public.answering import count_wrong_code, go, has_sent_wrong_codes, list_offices_to_call, show
from connectors.site.public.visitor import Visitor, find_visitor

Found = TypeVar("Found")
LONGEST_CODE = 60
_form = Depends(read_form)


class HasCode(Protocol):
    """What a code opens."""

    @property
    def code(self) -> str:
        """Its code."""


Owned = TypeVar("Owned", bound=HasCode)


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


def _open_typed(
    request: Request, visitor: Visitor, typed: str,
    read: Callable[[Request, str, str], Union[Found, WrongCode, TooManyAttempts]], kind: str,
) -> Union[Found, tuple[str, int]]:
    """What ``read`` gives for a code as it was typed; else what to say, and the status.

    Wrong codes are counted by browser (in the database) and by address.
    """
    if not typed.strip():
        return get_text(f"site.codes.missing.{kind}"), 422
    if has_sent_wrong_codes(request):
        return get_text("site.too_many"), 429
    found = read(request, typed, visitor.conversation_id)
    if not isinstance(found, (WrongCode, TooManyAttempts)):
        return found
    count_wrong_code(request)
    if isinstance(found, TooManyAttempts):
        return get_text("site.codes.too_many", until=format_time(found.until.time())), 429
    left = {0: "none", 1: "one"}.get(found.left, "some")
    return get_text(f"site.codes.wrong.{kind}", left=get_text(f"site.codes.left.{left}", count=found.left)), 422


def add_code_form(
    router: APIRouter, path: str, template: str, kind: str,
    read: Callable[[Request, str, str], Union[Owned, WrongCode, TooManyAttempts]], *,
    note_link: Optional[Callable[[Request, Owned], None]] = None,
) -> None:
    """Serve ``path``/codice on ``router``, whose prefix ``path`` is: the form for a code, which the link of a notice
    brings along, and the way on to what ``read`` (request, code, who tries) gives for it.

    ``kind``: of code, names the texts; ``note_link``: told of what a link has opened.
    """

    def ask(request: Request, visitor: Visitor, typed: str, errors: Optional[Errors] = None, status_code: int = 200,
            needed: bool = False) -> Response:
        return show(request, visitor, template, status_code=status_code, errors=errors, typed=typed, needed=needed,
                    offices=list_offices_to_call(request))

    def look_up(request: Request, visitor: Visitor, typed: str) -> Response:
        found = _open_typed(request, visitor, typed, read, kind)
        if isinstance(found, tuple):
            return ask(request, visitor, typed, Errors({"codice": found[0]}), found[1])
        if note_link is not None and request.method == "GET":
            note_link(request, found)
        visitor.remember(found.code)
        return go(request, visitor, f"{path}/{visitor.reference(found.code)}")

    @router.get("/codice")
    def ask_code(request: Request, codice: str = "", serve: str = "") -> Response:
        visitor = find_visitor(request)
        return look_up(request, visitor, codice[:LONGEST_CODE]) if codice else ask(
            request, visitor, "", needed=bool(serve))

    @router.post("/codice")
    def look_up_code(request: Request, form: dict[str, str] = _form) -> Response:
        visitor, typed = find_visitor(request), form.get("codice", "")[:LONGEST_CODE]
        if not visitor.sent(request, form):
            return ask(request, visitor, typed, Errors({"codice": get_text("site.stale")}), 403)
        return look_up(request, visitor, typed)


def open_own(
    request: Request, reference: str, read: Callable[[str, str], Union[Found, WrongCode, TooManyAttempts]],
) -> tuple[Visitor, Found]:
    """The visitor, and what ``read`` (code, who tries) gives for the code of ``reference``.

    Raises:
        CodeNeeded: the code is to be asked for.
        HTTPException: too many codes were wrong.
    """
    visitor = find_visitor(request)
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
