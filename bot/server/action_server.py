"""`orienta actions`: the actions as a server of their own, with the routes of rasa-sdk's."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import zlib
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot import request_ids
from bot.server import blas_threads
from bot.server.launcher import CannotServe, check_port
from bot.settings import Settings
from bot.texts import get_text

logger = logging.getLogger("orienta.actions")


def make_app(executor: Any) -> Starlette:
    """The application for the actions of a rasa-sdk ``executor``."""
    from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

    async def webhook(request: Request) -> JSONResponse:
        body = await request.body()
        packed = request.headers.get("content-encoding") == "deflate"
        try:
            call = json.loads(zlib.decompress(body) if packed else body)
        except (ValueError, zlib.error):
            return JSONResponse({"error": "Invalid body request"}, 400)
        with request_ids.label(_find_request(call)):
            return await run(call)

    async def run(call: Any) -> JSONResponse:
        try:
            return JSONResponse(await executor.run(call))
        except ActionExecutionRejection as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 400)
        except ActionNotFoundException as error:
            logger.error("there is no action %s", error.action_name)
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 404)
        except Exception as error:  # whatever an action raises; the server that asked tells the person
            logger.error("the action %s failed", call.get("next_action"), exc_info=error)
            return JSONResponse({"error": type(error).__name__}, 500)

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def actions(_request: Request) -> JSONResponse:
        return JSONResponse([{"name": name} for name in executor.actions])

    return Starlette(routes=[
        Route("/webhook", webhook, methods=["POST"]), Route("/health", health), Route("/actions", actions)])


def _find_request(call: Any) -> str:
    """The id of the message that the action is run for, as the server that asked has it in its log."""
    latest = (call.get("tracker") or {}).get("latest_message") or {} if isinstance(call, dict) else {}
    number = str(latest.get("message_id") or "")
    return request_ids.name_message(int(number)) if number.isdecimal() else ""


def serve(settings: Settings, host: str, port: int) -> None:
    """Run the server until it is told to stop.

    Raises:
        CannotServe: the port is taken, or an action cannot be imported.
    """
    check_port(host, port, "--port")
    blas_threads.limit()
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    sys.path.insert(0, os.getcwd())
    from bot.rasa.action_executor import make_executor
    from bot.server import logs
    from bot.server.serving import Server

    try:
        executor = make_executor(settings.actions_package)
    except ImportError as error:
        raise CannotServe(get_text(
            "server.actions_not_imported", package=settings.actions_package, reason=str(error))) from error
    logs.configure(settings.log_level, settings.log_format)

    async def end() -> None:
        """Nothing to end before the open calls have their answers."""

    def begin() -> None:
        print(get_text("command_line.actions_ready", host=host, port=port), flush=True)

    server = Server(make_app(executor), host, port, begin, end, request_seconds=settings.request_seconds)
    asyncio.new_event_loop().run_until_complete(server.serve())
